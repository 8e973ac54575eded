"""Rights on results: leaders and advisers see hours, money whoever it is shared with; helpers see nothing of them."""

from __future__ import annotations

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, OWNER, READERS, member
from hoursback.web.outcome.models import Hindsight

# As decisions themselves: readers see them, the owner answers them.
by_role(Hindsight, see=READERS, change=OWNER)

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

# The decision journal
routes(
    {
        "outcome:journal": member(READERS),
        "outcome:decision": member(READERS, "GET POST", objects={"line": "plan.Line"}, writers=OWNER),
        "outcome:decision-back": member(OWNER, "POST", objects={"hindsight": "outcome.Hindsight"}),
        "outcome:calibration": member(READERS),
        "outcome:learn": member(OWNER, "POST"),
        "outcome:learn-back": member(OWNER, "POST"),
    }
)
