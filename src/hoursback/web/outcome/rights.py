"""Rights on results: leaders and advisers see hours, money whoever it is shared with; helpers see nothing of them."""

from __future__ import annotations

from hoursback.web.accounts.rights import routes
from hoursback.web.accounts.roles import LEADERS, OWNER, READERS, member

# Pages carry no ETag: what others than the owner see of them changes with what the owner shares.
routes(
    {
        "outcome:index": member(READERS),
        "outcome:handoff": member(LEADERS, objects={"handoff": "handoff.Handoff"}),
        "outcome:changes": member(READERS),
        "outcome:share": member(OWNER, "POST"),
        "outcome:share-back": member(OWNER, "POST"),
    }
)
