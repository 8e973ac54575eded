"""Who may open the addresses of reports."""

from __future__ import annotations

from hoursback.web.accounts.roles import TEAM, Scope, member

_OPEN = member(TEAM, tagged=True, scope=Scope.READ)

ROUTES = {"capture:year": _OPEN, "capture:year-chart": _OPEN, "capture:year-csv": _OPEN}
