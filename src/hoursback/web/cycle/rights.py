"""Rights on cycles: leaders run them, the person sees their own; nobody sees those of another manager."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, TEAM, Role, member
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, SelfCheck, Training, Turn, UpwardRating


def _people(actor: Member, path: str) -> Q:
    """Rows about people whose cycles a member may see; `path` leads to the person."""
    if actor.role == Role.OWNER:
        return Q()
    own = Q(**{f"{path}__member": actor})
    if actor.role == Role.MANAGER:
        leads = Q(**{f"{path}__member__role__in": [role.value for role in LEADERS]})
        return own | ~leads | Q(**{f"{path}__member": None})
    return own


def _ratings(actor: Member) -> Q:
    seen = _people(actor, "cycle__person")
    if actor.role == Role.OWNER:
        return seen
    # The person's own view comes first: what others think opens with the next phase.
    about_me = Q(cycle__person__member=actor, cycle__phase=Cycle.Phase.SKILLS)
    return seen & (~about_me | Q(source=Rating.Source.SELF))


def _reflections(actor: Member) -> Q:
    seen = _people(actor, "cycle__person")
    if actor.role == Role.OWNER:
        return seen
    said = Reflection.everywhere.filter(
        workspace=OuterRef("workspace"), cycle=OuterRef("cycle"), side=Reflection.Side.PERSON
    )
    about_me = Q(cycle__person__member=actor)
    return seen & (~about_me | Q(side=Reflection.Side.PERSON) | Q(Exists(said)))


def _notes(actor: Member) -> Q:
    seen = _people(actor, "person")
    if actor.role == Role.OWNER:
        return seen
    about_me = Q(person__member=actor)
    return seen & (~about_me | Q(shared_at__isnull=False))


by_role(Cycle, see=TEAM, change=TEAM, sees=lambda actor: _people(actor, "person"))
for _model in (Goal, Training, Turn):
    by_role(_model, see=TEAM, change=TEAM, sees=lambda actor: _people(actor, "cycle__person"))
by_role(Rating, see=TEAM, change=TEAM, sees=_ratings)
by_role(Reflection, see=TEAM, change=TEAM, sees=_reflections)
by_role(Note, see=TEAM, change=LEADERS, sees=_notes)
by_role(SelfCheck, see=LEADERS, change=LEADERS, sees=lambda actor: Q(member=actor))
by_role(
    UpwardRating,
    see=TEAM,
    change=TEAM,
    sees=lambda actor: Q(person__member=actor) | Q(about=actor, may_show=True),
)

_PERSON = {"person": "people.Person"}
_CYCLE = {"cycle": "cycle.Cycle"}
_GOAL = {"goal": "cycle.Goal"}

# Cycles with a person
routes(
    {
        "cycle:index": member(TEAM),
        "cycle:person": member(TEAM, objects=_PERSON),
        "cycle:csv": member(TEAM, objects=_PERSON),
        "cycle:start": member(LEADERS, "POST", objects=_PERSON),
        "cycle:notes": member(TEAM, "GET POST", objects=_PERSON, writers=LEADERS),
        "cycle:next-plan": member(LEADERS, "GET POST", objects=_PERSON),
        "cycle:share": member(LEADERS, "POST", objects={"note": "cycle.Note"}),
        "cycle:cycle": member(TEAM, objects=_CYCLE),
        "cycle:move": member(TEAM, "POST", objects=_CYCLE),
        "cycle:rate": member(TEAM, "GET POST", objects=_CYCLE),
        "cycle:training": member(TEAM, objects=_CYCLE),
        "cycle:item": member(TEAM, "POST", objects={"item": "cycle.Training"}),
        "cycle:goals": member(TEAM, "GET POST", objects=_CYCLE),
        "cycle:goal": member(TEAM, "GET POST", objects=_GOAL),
        "cycle:goal-agree": member(TEAM, "POST", objects=_GOAL),
        "cycle:goal-drop": member(TEAM, "POST", objects=_GOAL),
        "cycle:goal-result": member(TEAM, "POST", objects=_GOAL, writers=LEADERS),
        "cycle:reflect": member(TEAM, "GET POST", objects=_CYCLE),
        "cycle:verdict": member(TEAM, "GET POST", objects=_CYCLE, writers=LEADERS),
    }
)
# The leader's own
routes(
    {
        "cycle:leading": member(LEADERS, "GET POST"),
        "cycle:leading-goal": member(LEADERS, "POST", objects={"check": "cycle.SelfCheck"}),
        "cycle:upward": member(TEAM, "GET POST"),
        "cycle:guide": member(TEAM),
    }
)
