"""Dates on which a leader looks at a hand-off again."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.handoff.models import FollowUp, Handoff

FOLLOW_UPS_LIMIT = 200
"""Dates of one hand-off at most."""


def due_follow_ups(member: Member, today: date) -> QuerySet[FollowUp]:
    """What is due by today and not done, oldest first, of hand-offs that have not ended; nothing for a helper."""
    open_now = visible(member, FollowUp).filter(done_at=None, on__lte=today)
    return open_now.exclude(handoff__state=Handoff.State.ENDED).select_related("handoff__person").order_by("on", "pk")


def follow_ups_of(actor: Member, handoff: Handoff) -> list[FollowUp]:
    """All dates of a hand-off: those to come, then those done."""
    rows = list(visible(actor, FollowUp).filter(handoff=handoff).select_related("done_by__user").order_by("on", "pk"))
    return sorted(rows, key=lambda row: row.done_at is not None)


def follow_up_here(actor: Member, handoff: Handoff, follow_up_id: int) -> FollowUp:
    """A date of this hand-off; 404 for any other."""
    row = visible_or_404(actor, FollowUp, follow_up_id)
    if row.handoff_id != handoff.pk:
        raise Http404
    return row
