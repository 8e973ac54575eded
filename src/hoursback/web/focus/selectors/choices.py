"""Activities to choose from."""

from __future__ import annotations

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Activity

MOST = 1_000


def activity_choices(actor: Member) -> list[tuple[int, str]]:
    """Id and name of every activity that is not archived, in their order."""
    rows = visible(actor, Activity).filter(is_archived=False).order_by("position", "pk")
    return list(rows.values_list("pk", "name")[:MOST])
