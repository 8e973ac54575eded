"""What somebody may open for a hand-off."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import AccessItem, Handoff

ITEMS_LIMIT = 200
"""Things on one list at most."""


@dataclass(frozen=True, slots=True)
class Access:
    """The list as a page shows it: what waits to be granted, what is open, what was taken back."""

    waiting: list[AccessItem]
    granted: list[AccessItem]
    revoked: list[AccessItem]
    leads: bool


def access_of(actor: Member, handoff: Handoff) -> Access:
    """The access list of a hand-off."""
    items = _items(actor, handoff.pk)
    return Access(
        waiting=[item for item in items if item.granted_at is None],
        granted=[item for item in items if item.granted_at is not None and item.revoked_at is None],
        revoked=[item for item in items if item.revoked_at is not None],
        leads=actor.role in LEADERS,
    )


@written
def _items(actor: Member, handoff: int) -> QuerySet[AccessItem]:
    rows = visible(actor, AccessItem).filter(handoff=handoff)
    return rows.select_related("granted_to", "granted_by__user", "revoked_by__user").order_by("pk")


def item_here(actor: Member, handoff: Handoff, item_id: int) -> AccessItem:
    """A thing of this list; 404 for any other."""
    row = visible_or_404(actor, AccessItem, item_id)
    if row.handoff_id != handoff.pk:
        raise Http404
    return row
