"""Rights on people: leaders see all, helpers themselves."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, TEAM, member
from hoursback.web.people.models import Person


def _seen(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(member=actor)


_ONE = {"person": "people.Person"}

by_role(Person, see=TEAM, change=LEADERS, sees=_seen)
routes(
    {
        "people:index": member(LEADERS, tagged=True),
        "people:new": member(LEADERS, "GET POST"),
        "people:person": member(LEADERS, "GET POST", objects=_ONE),
        "people:archive": member(LEADERS, "POST", objects=_ONE),
        "people:return": member(LEADERS, "POST", objects=_ONE),
    }
)
