"""Who may open the API’s addresses of results; no ETag, since what is seen of them depends on what is shared."""

from __future__ import annotations

from hoursback.web.accounts.roles import LEADERS, READERS, Scope, member

ROUTES = {
    "api:results": member(READERS, scope=Scope.READ),
    "api:result": member(LEADERS, objects={"handoff": "handoff.Handoff"}, scope=Scope.READ),
}
