"""Rights on the outlook: leaders see hours and room, the owner everything; the vision is the owner's unless shared."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes, rule
from hoursback.web.accounts.roles import LEADERS, OWNER, Role, Verb, member
from hoursback.web.outlook.models import Driven, Driver, DriverMonth, Scenario, Vision

_MANAGER = frozenset({Role.MANAGER})


def _seen(actor: Member) -> Q | None:
    is_shared = actor.workspace.has_money_shared and actor.role == Role.MANAGER
    return Q() if actor.role == Role.OWNER or is_shared else None


def _may(actor: Member, verb: Verb, row: object) -> bool:
    return actor.role == Role.OWNER


rule(Vision, _seen, _may)
for _model in (Driver, DriverMonth, Driven):
    by_role(_model, see=LEADERS, change=OWNER)
by_role(Scenario, see=OWNER, change=OWNER)

_DRIVER = {"driver": "outlook.Driver"}
_SCENARIO = {"scenario": "outlook.Scenario"}
routes(
    {
        "outlook:index": member(LEADERS),
        "outlook:forecast": member(LEADERS, objects={"activity": "capture.Activity"}),
        "outlook:capacity": member(LEADERS),
        "outlook:vision": member(OWNER, "GET POST", money=True, shared=_MANAGER),
        "outlook:drivers": member(OWNER, "GET POST"),
        "outlook:driver": member(OWNER, "GET POST", objects=_DRIVER),
        "outlook:driver-import": member(OWNER, "POST", objects=_DRIVER),
        "outlook:driver-remove": member(OWNER, "POST", objects=_DRIVER),
        "outlook:triggers": member(OWNER),
        "outlook:scenarios": member(OWNER, "GET POST"),
        "outlook:scenario": member(OWNER, "GET POST", objects=_SCENARIO),
        "outlook:scenario-make": member(OWNER, "POST", objects=_SCENARIO),
        "outlook:scenario-remove": member(OWNER, "POST", objects=_SCENARIO),
    }
)
