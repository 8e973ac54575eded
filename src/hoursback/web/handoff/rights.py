"""Rights on hand-offs: leaders see and move all; the person sees their own, and nothing that is for leaders alone."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from hoursback.engine.handoff.stages import NOT_YET
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes, rule
from hoursback.web.accounts.roles import ADVISER, LEADERS, TEAM, Role, Verb, member
from hoursback.web.handoff.models import (
    AccessItem,
    Agreement,
    Attachment,
    Brief,
    Candidate,
    Change,
    Flag,
    FollowUp,
    Handoff,
    Reading,
    Run,
    Timesheet,
    TimesheetLine,
    TrainingStep,
)

type Sees = Callable[[Member], Q]
"""Which rows of a model a member sees."""


def _own(path: str) -> Q:
    """Rows of hand-offs that somebody works on or was offered; `path` leads to the hand-off, "" for itself."""
    lead = f"{path}__" if path else ""
    offered = Agreement.everywhere.filter(
        workspace=OuterRef("workspace"),
        handoff=OuterRef(path or "pk"),
        person=OuterRef(f"{lead}person"),
        withdrawn_at=None,
    )
    # Somebody who is only thought of sees nothing yet.
    return ~Q(**{f"{lead}state__in": NOT_YET}) | Q(Exists(offered))


def _of_handoff(path: str) -> Sees:
    lead = f"{path}__" if path else ""

    def sees(actor: Member) -> Q:
        return Q() if actor.role in LEADERS else Q(**{f"{lead}person__member": actor}) & _own(path)

    return sees


def _theirs(path: str) -> Sees:
    """Rows about one person, named by `path`, whoever has the work now; those about nobody go with the hand-off."""
    of_handoff = _of_handoff("handoff")

    def sees(actor: Member) -> Q:
        if actor.role in LEADERS:
            return Q()
        return Q(**{f"{path}__member": actor}) | Q(**{path: None}) & of_handoff(actor)

    return sees


def _of_person(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(person__member=actor)


def _published(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else _of_handoff("handoff")(actor) & Q(number__gt=0)


def _offers(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(person__member=actor, withdrawn_at=None)


def _moves(actor: Member) -> Q:
    """What happened to a hand-off, to a successor only since they were asked: reasons of before are about others."""
    if actor.role in LEADERS:
        return Q()
    asked = Agreement.everywhere.filter(workspace=OuterRef("workspace"), handoff=OuterRef("handoff"))
    since = Exists(asked.filter(person__member=actor, proposed_at__lte=OuterRef("at")))
    others = Exists(asked.exclude(person__member=actor))
    return _of_handoff("handoff")(actor) & (Q(since) | ~Q(others))


def _paid(path: str) -> Callable[[Member], Q | None]:
    """Weeks and what they cost: leaders and, while money is shared, advisers see all; a helper their own."""

    def sees(actor: Member) -> Q | None:
        if actor.role in LEADERS or (actor.role in ADVISER and actor.workspace.has_money_shared):
            return Q()
        return Q(**{f"{path}__member": actor}) if actor.role in TEAM else None

    return sees


for _leading in (Flag, FollowUp):
    by_role(_leading, see=LEADERS, change=LEADERS)
# A manager can be a candidate too; what is said about them is for the others.
by_role(
    Candidate,
    see=LEADERS,
    change=LEADERS,
    sees=lambda actor: Q() if actor.role == Role.OWNER else ~Q(person__member=actor),
)
for _model in (Attachment, TrainingStep):
    by_role(_model, see=TEAM, change=LEADERS, sees=_of_handoff("handoff"))
by_role(Handoff, see=TEAM, change=LEADERS, sees=_of_handoff(""))
by_role(Change, see=TEAM, change=LEADERS, sees=_moves)
by_role(Brief, see=TEAM, change=LEADERS, sees=_published)
by_role(AccessItem, see=TEAM, change=LEADERS, sees=_theirs("granted_to"))
by_role(Run, see=TEAM, change=TEAM, sees=_theirs("person"))
by_role(Reading, see=TEAM, change=TEAM, sees=_of_person)
by_role(Agreement, see=TEAM, change=TEAM, sees=_offers)
rule(Timesheet, _paid("person"), lambda actor, verb, row: actor.role in TEAM or verb is Verb.SEE)
rule(TimesheetLine, _paid("timesheet__person"), lambda actor, verb, row: verb is Verb.SEE)

# The board and one hand-off
_ONE = {"handoff": "handoff.Handoff"}
routes(
    {
        "handoff:board": member(TEAM, tagged=True),
        "handoff:start": member(LEADERS, "GET POST"),
        "handoff:handoff": member(TEAM, objects=_ONE, tagged=True),
        "handoff:move": member(TEAM, "POST", objects=_ONE),
        "handoff:facts": member(LEADERS, "GET POST", objects=_ONE),
        "handoff:history": member(TEAM, objects=_ONE, tagged=True),
    }
)
# Briefs, files, readings
_FILE = {"file": "handoff.Attachment"}
routes(
    {
        "handoff:brief": member(TEAM, objects=_ONE),
        "handoff:draft": member(LEADERS, "GET POST", objects=_ONE),
        "handoff:redraft": member(LEADERS, "POST", objects=_ONE),
        "handoff:publish": member(LEADERS, "POST", objects=_ONE),
        "handoff:read": member(TEAM, "POST", objects=_ONE),
        "handoff:files": member(TEAM, "GET POST", objects=_ONE, writers=LEADERS),
        "handoff:file": member(TEAM, objects=_FILE),
        "handoff:file-remove": member(LEADERS, "POST", objects=_FILE),
        "handoff:file-return": member(LEADERS, "POST", objects=_FILE),
    }
)
# Finding, choosing, agreement, bench
_CANDIDATE, _AGREEMENT = {"candidate": "handoff.Candidate"}, {"agreement": "handoff.Agreement"}
routes(
    {
        "handoff:finding": member(LEADERS, objects=_ONE),
        "handoff:hire": member(LEADERS, objects=_ONE),
        "handoff:candidates": member(LEADERS, "GET POST", objects=_ONE),
        "handoff:candidate": member(LEADERS, "GET POST", objects=_CANDIDATE),
        "handoff:outcome": member(LEADERS, "POST", objects=_CANDIDATE),
        "handoff:agreement": member(TEAM, "GET POST", objects=_ONE, writers=LEADERS),
        "handoff:carry-on": member(LEADERS, "POST", objects=_ONE),
        "handoff:agreement-paper": member(TEAM, objects=_AGREEMENT),
        "handoff:confirm": member(TEAM, "POST", objects=_AGREEMENT),
        "handoff:decline": member(TEAM, "POST", objects=_AGREEMENT),
        "handoff:withdraw": member(LEADERS, "POST", objects=_AGREEMENT),
        "handoff:notice": member(TEAM, "POST", objects=_AGREEMENT),
        "handoff:bench": member(LEADERS),
    }
)
# Training, runs, access, follow-ups, the round-trip guard, and somebody's own page
routes(
    {
        "handoff:training": member(TEAM, "GET POST", objects=_ONE),
        "handoff:runs": member(TEAM, "GET POST", objects=_ONE),
        "handoff:run": member(TEAM, "GET POST", objects={"run": "handoff.Run"}),
        "handoff:judge": member(LEADERS, "GET POST", objects={"run": "handoff.Run"}),
        "handoff:access": member(TEAM, "GET POST", objects=_ONE),
        "handoff:follow-up": member(LEADERS, "GET POST", objects=_ONE),
        "handoff:flags": member(LEADERS, money=True),
        "handoff:flag": member(LEADERS, "GET POST", objects={"flag": "handoff.Flag"}, money=True),
        "handoff:mine": member(TEAM),
    }
)
# Timesheets, costs, prices
_PERSON = {"person": "people.Person"}
routes(
    {
        "handoff:timesheets": member(TEAM),
        "handoff:timesheet": member(TEAM, objects=_PERSON),
        "handoff:submit": member(TEAM, "POST", objects=_PERSON),
        "handoff:decide": member(LEADERS, "POST", objects=_PERSON),
        "handoff:costs": member(LEADERS, shared=ADVISER),
        "handoff:costs-csv": member(LEADERS, shared=ADVISER),
        "handoff:costs-xlsx": member(LEADERS, shared=ADVISER),
        "handoff:prices": member(LEADERS),
        "handoff:price": member(TEAM, "GET POST", objects=_PERSON, writers=LEADERS),
    }
)
