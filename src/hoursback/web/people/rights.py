"""Rights on people: leaders see all, helpers themselves."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, OWNER, TEAM, member
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff


def _seen(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(member=actor)


def _about(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(person__member=actor)


def _skills(actor: Member) -> Q:
    """A helper sees the skills they have a level in, not the whole catalogue."""
    return (
        Q()
        if actor.role in LEADERS
        else Q(pk__in=SkillLevel.everywhere.filter(_about(actor), workspace=actor.workspace_id).values("skill"))
    )


_ONE = {"person": "people.Person"}
_SKILL = {"skill": "people.Skill"}
_OFF = {"time_off": "people.TimeOff"}

by_role(Person, see=TEAM, change=LEADERS, sees=_seen)
by_role(Skill, see=TEAM, change=LEADERS, sees=_skills)
by_role(SkillLevel, see=TEAM, change=LEADERS, sees=_about)
by_role(TimeOff, see=TEAM, change=TEAM, sees=_about)
routes(
    {
        "people:index": member(LEADERS, tagged=True),
        "people:new": member(LEADERS, "GET POST"),
        "people:person": member(LEADERS, "GET POST", objects=_ONE),
        "people:level": member(LEADERS, "GET POST", objects=_ONE),
        "people:time-off": member(TEAM, "GET POST", objects=_ONE),
        "people:time-off-change": member(TEAM, "GET POST", objects=_OFF),
        "people:time-off-remove": member(TEAM, "POST", objects=_OFF),
        "people:skills": member(LEADERS, "GET POST"),
        "people:skill": member(LEADERS, "GET POST", objects=_SKILL),
        "people:skill-archive": member(LEADERS, "POST", objects=_SKILL),
        "people:skill-return": member(LEADERS, "POST", objects=_SKILL),
        "people:skill-merge": member(LEADERS, "POST", objects=_SKILL),
        "people:skill-part": member(LEADERS, "POST", objects=_SKILL),
        "people:invite": member(OWNER, "GET POST", objects=_ONE),
        "people:archive": member(LEADERS, "GET POST", objects=_ONE),
        "people:return": member(LEADERS, "POST", objects=_ONE),
    }
)
