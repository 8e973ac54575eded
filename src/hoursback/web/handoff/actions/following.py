"""What changes the dates on which a hand-off is looked at again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import FollowUp
from hoursback.web.handoff.selectors.following import FOLLOW_UPS_LIMIT, follow_up_here
from hoursback.web.handoff.selectors.work import handoff_here


@transaction.atomic
def add_follow_up(*, actor: Member, handoff_id: int, on: date, about: str, once: str = "") -> FollowUp | None:
    """Plan to look at a hand-off again; None: this very form did already."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    if not first_time(actor, "handoff:follow-up", once):
        return None
    if FollowUp.objects.filter(handoff=handoff).count() >= FOLLOW_UPS_LIMIT:
        raise HoursbackError(_("There are too many dates."), where="on", hint=_("Remove some that are past."))
    row = FollowUp.objects.create(workspace_id=handoff.workspace_id, handoff=handoff, on=on, about=about)
    # What it is about is a leader's own note, so it stays out of the event.
    record(actor, "follow-up planned", "handoff", handoff.pk, on=on.isoformat())
    return row


@transaction.atomic
def mark_follow_up(*, actor: Member, handoff_id: int, follow_up_id: int, is_done: bool) -> FollowUp:
    """Note that it was looked at, or take the note back."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    row = follow_up_here(actor, handoff, follow_up_id)
    now, by = (timezone.now(), actor) if is_done else (None, None)
    if FollowUp.objects.filter(pk=row.pk, done_at__isnull=is_done).update(done_at=now, done_by=by):
        verb = "follow-up done" if is_done else "follow-up open again"
        record(actor, verb, "handoff", handoff.pk, on=row.on.isoformat())
    return row


@transaction.atomic
def remove_follow_up(*, actor: Member, handoff_id: int, follow_up_id: int) -> FollowUp:
    """Take a date off again."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    row = follow_up_here(actor, handoff, follow_up_id)
    if FollowUp.objects.filter(pk=row.pk).delete()[0]:
        record(actor, "follow-up removed", "handoff", handoff.pk, on=row.on.isoformat())
    return row
