"""What of somebody's hand-offs and weeks is still open when they leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.handoff.models import AccessItem, Agreement, Handoff, Timesheet
from hoursback.web.handoff.selectors.missing import missing_timesheets
from hoursback.web.people.leaving import Open
from hoursback.web.people.models import Person
from hoursback.web.shared import formats

_OVER = (Handoff.State.RETURNED, Handoff.State.ENDED)
_UNPAID = (Timesheet.State.SUBMITTED, Timesheet.State.APPROVED, Timesheet.State.LOCKED)


def on_leaving(*, actor: Member, person: Person, **_sender: Any) -> list[Open]:
    """Hand-offs under way, access that was not taken back, weeks that are not handed in or not paid."""
    return [*_handoffs(actor, person), *_access(actor, person), *_weeks(actor, person)]


def _handoffs(actor: Member, person: Person) -> Iterator[Open]:
    rows = visible(actor, Handoff).filter(person=person).exclude(state__in=_OVER)
    for row in rows.order_by("pk"):
        said = _("“%(name)s” is with them: %(state)s.") % {"name": row.name, "state": row.get_state_display()}
        yield Open(said, "handoff:handoff", {"handoff": row.pk})
    offers = visible(actor, Agreement).filter(person=person, person_confirmed_at=None, declined_at=None)
    waiting = offers.filter(withdrawn_at=None).exclude(handoff__state__in=_OVER).exclude(handoff__person=person)
    for offer in waiting.select_related("handoff").order_by("pk"):
        said = _("Terms of “%(name)s” are offered to them and not answered.") % {"name": offer.handoff.name}
        yield Open(said, "handoff:agreement", {"handoff": offer.handoff_id})


def _access(actor: Member, person: Person) -> Iterator[Open]:
    rows = visible(actor, AccessItem).filter(granted_to=person, granted_at__isnull=False, revoked_at=None)
    for row in rows.select_related("handoff").order_by("pk"):
        said = _("They can still open %(thing)s (%(name)s).") % {"thing": row.name, "name": row.handoff.name}
        yield Open(said, "handoff:access", {"handoff": row.handoff_id})


def _weeks(actor: Member, person: Person) -> Iterator[Open]:
    today = timezone.localdate(timezone=zone_or_utc(actor.workspace.timezone))
    said = _("Their week of %(day)s is not handed in.")
    for week in missing_timesheets(actor, today):
        if week.person.pk == person.pk:
            yield _week(said, person, week.monday)
    said = _("Their week of %(day)s is not paid: %(state)s.")
    rows = visible(actor, Timesheet).filter(person=person, state__in=_UNPAID).order_by("week")
    for row in rows:
        yield _week(said, person, row.week, row.get_state_display())


def _week(said: str, person: Person, monday: int, state: str = "") -> Open:
    day = date.fromordinal(monday)
    facts = {"day": formats.day(day), "state": state}
    return Open(said % facts, "handoff:timesheet", {"person": person.pk, "week": day.isoformat()})
