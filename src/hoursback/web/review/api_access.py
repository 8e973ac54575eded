"""Who may open the API's addresses of the review: the owner's honest answers are the owner's."""

from __future__ import annotations

from hoursback.web.accounts.roles import OWNER, Scope, member

ROUTES = {
    "api:reviews": member(OWNER, scope=Scope.READ, tagged=True),
    "api:review": member(OWNER, "GET PUT", objects={"activity": "capture.Activity"}, scope=Scope.READ, tagged=True),
}
