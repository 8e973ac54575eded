"""Who may open the API's addresses of plans: leaders see them, the owner decides.

None carries an ETag, as none of the pages does: what a manager sees changes with what the owner shares.
"""

from __future__ import annotations

from hoursback.web.accounts.roles import LEADERS, OWNER, Scope, member

_PLAN = {"plan": "plan.MadePlan"}
ROUTES = {
    "api:plan-in-force": member(LEADERS, scope=Scope.READ),
    "api:plans": member(LEADERS, "GET POST", scope=Scope.READ, writers=OWNER),
    "api:plan": member(LEADERS, objects=_PLAN, scope=Scope.READ),
    "api:plan-keep": member(OWNER, "POST", objects=_PLAN, scope=Scope.WRITE),
    "api:plan-line": member(OWNER, "PUT DELETE", objects=_PLAN, scope=Scope.WRITE),
}
