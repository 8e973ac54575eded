"""Connecting the owner's own calendar, choosing it, trying it again and letting go of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible
from hoursback.web.focus.calendars.sealing import seal
from hoursback.web.focus.calendars.visiting import EVERY
from hoursback.web.focus.models import Busy, Calendar, Written
from hoursback.web.focus.selectors.calendars import calendar_of
from hoursback.web.people.actions import ensure_person

Start = Callable[[int], None]
_UNTIED = (Calendar.State.LOOKING, Calendar.State.CHOOSING)
"""Nothing was written there yet, so another try may take its place."""


class CalendarRefusedError(HoursbackError):
    """Something that cannot be done with the calendar as it stands."""


@transaction.atomic
def connect(
    *,
    actor: Member,
    address: str,
    user: str,
    password: str,
    has_titles: bool,
    now: datetime,
    start: Start,
    once: str = "",
) -> None:
    """Keep how a calendar is reached and look for what is there; the password is sealed and never shown again."""
    if not first_time(actor, "focus:calendar", once):
        return
    known = calendar_of(actor)
    if known is not None and known.state not in _UNTIED:
        raise CalendarRefusedError(_("A calendar is connected already."), hint=_("Disconnect it first."))
    if known is not None:
        visible(actor, Calendar).filter(pk=known.pk).delete()
    made = Calendar.objects.create(
        workspace_id=actor.workspace_id,
        person=ensure_person(member=actor),
        address=address,
        user=user,
        password=seal(password),
        has_titles=has_titles,
        due_at=now + EVERY,
    )
    record(actor, "calendar connected", "calendar", made.pk, host=urlsplit(address).hostname or "")
    start(made.pk)


@transaction.atomic
def choose(*, actor: Member, href: str, now: datetime, start: Start) -> None:
    """Take one of the calendars that were found; from now on blocks go there."""
    known = _known(actor)
    names = {offer["href"]: offer["name"] for offer in known.offered}
    if known.state != Calendar.State.CHOOSING or href not in names:
        raise CalendarRefusedError(_("This calendar is not one of those to choose from."))
    facts = {"state": Calendar.State.CONNECTED, "collection": href, "collection_name": names[href]}
    _change(known, now, **facts)
    record(actor, "calendar chosen", "calendar", known.pk)
    start(known.pk)


@transaction.atomic
def try_now(*, actor: Member, now: datetime, start: Start) -> None:
    """Look at the calendar at once, also after it was given up."""
    known = _known(actor)
    _change(known, now, tries=0, seen="")
    record(actor, "calendar tried", "calendar", known.pk)
    start(known.pk)


@transaction.atomic
def disconnect(*, actor: Member, removes: bool, now: datetime, start: Start) -> None:
    """Let go of the calendar: at once, or as soon as the blocks have been taken out of it."""
    known = _known(actor)
    record(actor, "calendar disconnected", "calendar", known.pk, removes=removes)
    Busy.objects.filter(person=known.person_id).delete()
    if removes and Written.objects.filter(calendar=known.pk, workspace=actor.workspace_id).exists():
        _change(known, now, state=Calendar.State.LEAVING, tries=0, failure="")
        start(known.pk)
    else:
        visible(actor, Calendar).filter(pk=known.pk).delete()


def _known(actor: Member) -> Calendar:
    known = calendar_of(actor)
    if known is None:
        raise CalendarRefusedError(_("No calendar is connected."), hint=_("Connect one."))
    return known


def _change(known: Calendar, now: datetime, **facts: object) -> None:
    # Due as if its job were running: the timed job takes it over only if this one is lost.
    Calendar.objects.filter(pk=known.pk).update(due_at=now + EVERY, **facts)
