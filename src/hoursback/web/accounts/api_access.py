"""Who may open the API's addresses around a workspace; an operation may ask for more than its address."""

from __future__ import annotations

from hoursback.web.accounts.roles import EVERYBODY, Scope, member, public

ROUTES = {
    "api:openapi": public(),
    "api:docs": public(),
    "api:about": member(EVERYBODY, scope=Scope.READ),
}
