"""Who may open the API's addresses of the log: everybody who works; an operation may ask for more."""

from __future__ import annotations

from hoursback.web.accounts.roles import LEADERS, TEAM, Scope, member

_ENTRY = {"entry": "capture.Entry"}
_ACTIVITY = {"activity": "capture.Activity"}
ROUTES = {
    "api:entries": member(TEAM, "GET POST", scope=Scope.READ, tagged=True),
    "api:entry": member(TEAM, "GET PATCH DELETE", objects=_ENTRY, scope=Scope.READ, tagged=True),
    "api:timer": member(TEAM, "GET PATCH DELETE", scope=Scope.READ, tagged=True),
    "api:timer-start": member(TEAM, "POST", scope=Scope.LOG),
    "api:timer-stop": member(TEAM, "POST", scope=Scope.LOG),
    "api:timer-switch": member(TEAM, "POST", scope=Scope.LOG),
    "api:activities": member(TEAM, "GET POST", scope=Scope.READ, tagged=True),
    "api:activity": member(TEAM, "GET PATCH", objects=_ACTIVITY, scope=Scope.READ, tagged=True),
    "api:activity-hours": member(LEADERS, "PUT", objects=_ACTIVITY, scope=Scope.WRITE),
    "api:activity-merge": member(LEADERS, "POST", objects=_ACTIVITY, scope=Scope.WRITE),
}
