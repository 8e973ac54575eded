"""Who may open the API's addresses of rounds."""

from __future__ import annotations

from hoursback.web.accounts.roles import TEAM, Scope, member

ROUTES = {
    "api:rounds": member(TEAM, scope=Scope.READ),
    "api:round": member(TEAM, objects={"cycle": "cycle.Cycle"}, scope=Scope.READ),
}
