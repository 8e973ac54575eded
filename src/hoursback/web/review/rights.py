"""Rights on the review: the owner's honest answers are the owner's."""

from __future__ import annotations

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import OWNER, member
from hoursback.web.review.models import Answer, Undone, WorkWeek

by_role(Answer, see=OWNER, change=OWNER)
by_role(Undone, see=OWNER, change=OWNER)
by_role(WorkWeek, see=OWNER, change=OWNER)
_UNDONE = {"undone": "review.Undone"}
routes(
    {
        "review:index": member(OWNER, tagged=True),
        "review:activity": member(OWNER, "GET POST", objects={"activity": "capture.Activity"}),
        "review:table": member(OWNER, "GET POST"),
        "review:lists": member(OWNER, tagged=True),
        "review:mirror": member(OWNER, "GET POST"),
        "review:undone": member(OWNER, "GET POST", objects=_UNDONE),
        "review:undone_remove": member(OWNER, "POST", objects=_UNDONE),
        "review:undone_restore": member(OWNER, "POST", objects=_UNDONE),
    }
)
