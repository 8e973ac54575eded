"""Who may open the API's addresses of timesheets and costs."""

from __future__ import annotations

from hoursback.web.accounts.roles import ADVISER, LEADERS, TEAM, Scope, member

_PERSON = {"person": "people.Person"}
ROUTES = {
    "api:timesheets": member(TEAM, scope=Scope.READ, tagged=True),
    "api:timesheet": member(TEAM, objects=_PERSON, scope=Scope.READ, tagged=True),
    "api:timesheet-submit": member(TEAM, "POST", objects=_PERSON, scope=Scope.WRITE),
    "api:costs": member(LEADERS, scope=Scope.READ, tagged=True, shared=ADVISER),
}
