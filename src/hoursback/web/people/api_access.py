"""Who may open the API's addresses of people."""

from __future__ import annotations

from hoursback.web.accounts.roles import TEAM, Scope, member

ROUTES = {"api:people": member(TEAM, scope=Scope.READ, tagged=True)}
