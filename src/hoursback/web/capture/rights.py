"""Rights on the log: everybody who works sees and changes their own, leaders see all."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, TEAM, member
from hoursback.web.capture.importing.access import ROUTES as IMPORTING
from hoursback.web.capture.models import (
    Activity,
    ActivityWeek,
    Batch,
    Choice,
    Closed,
    DayTotal,
    Entry,
    Habit,
    Labels,
    Rate,
    Reminder,
    Step,
    Timer,
    WeekTotal,
)
from hoursback.web.capture.reports.access import ROUTES as REPORTS


def _own(actor: Member) -> Q:
    return Q() if actor.role in LEADERS else Q(person__member=actor)


_HELD = ("agreed", "training", "supervised", "running", "paused")
"""States of a hand-off in which somebody has it; a test holds them against the table."""


def _to_log_on(actor: Member) -> Q:
    """Kinds of work a helper may log on: handed to them, logged by them, or nobody's in particular.

    What only owners log, and what is handed to somebody else, is not theirs to know of. Hand-offs stand above this
    app, so they are named by their relation.
    """
    if actor.role in LEADERS:
        return Q()
    here = Activity.everywhere.filter(workspace_id=actor.workspace_id)
    theirs = here.filter(handoffs__person__member=actor, handoffs__state__in=(*_HELD, "returned", "ended"))
    under_way = here.filter(handoffs__person__isnull=False, handoffs__state__in=_HELD)
    logged = DayTotal.everywhere.filter(workspace_id=actor.workspace_id)
    team = logged.exclude(person__kind="owner").values("activity")
    owners = logged.filter(person__kind="owner").values("activity")
    is_general = ~Q(pk__in=under_way.values("pk")) & (Q(pk__in=team) | ~Q(pk__in=owners))
    mine = logged.filter(person__member=actor).values("activity")
    return Q(pk__in=theirs.values("pk")) | Q(pk__in=mine) | is_general


by_role(Activity, see=TEAM, change=LEADERS, sees=_to_log_on)
by_role(Entry, see=TEAM, change=TEAM, sees=_own)
by_role(Timer, see=TEAM, change=TEAM, sees=lambda actor: Q(person__member=actor))
by_role(Choice, see=TEAM, change=TEAM, sees=lambda actor: Q(person__member=actor))
by_role(Habit, see=TEAM, change=TEAM, sees=lambda actor: Q(person__member=actor))
by_role(Batch, see=LEADERS, change=LEADERS)
by_role(Step, see=TEAM, change=TEAM, sees=lambda actor: Q(member=actor))
by_role(DayTotal, see=TEAM, change=frozenset(), sees=_own)
by_role(WeekTotal, see=TEAM, change=frozenset(), sees=_own)
by_role(ActivityWeek, see=LEADERS, change=frozenset())
by_role(Closed, see=TEAM, change=frozenset(), sees=_own)
by_role(Rate, see=TEAM, change=LEADERS, sees=_own)
by_role(Labels, see=LEADERS, change=LEADERS)
by_role(Reminder, see=TEAM, change=TEAM, sees=lambda actor: Q(person__member=actor))

_ENTRY = {"entry": "capture.Entry"}
_ACTIVITY = {"activity": "capture.Activity"}
routes(
    {
        "capture:day": member(TEAM, "GET POST"),
        "capture:echo": member(TEAM),
        "capture:fill": member(TEAM, "POST"),
        "capture:entry": member(TEAM, "GET POST", objects=_ENTRY),
        "capture:move": member(TEAM, "POST", objects=_ENTRY),
        "capture:remove": member(TEAM, "POST", objects=_ENTRY),
        "capture:continue": member(TEAM, "POST", objects=_ENTRY),
        "capture:timer": member(TEAM, "GET POST"),
        "capture:week": member(TEAM, "GET POST", tagged=True),
        "capture:activities": member(LEADERS, "GET POST", tagged=True),
        "capture:activity": member(LEADERS, "GET POST", objects=_ACTIVITY),
        "capture:merge": member(LEADERS, "POST", objects=_ACTIVITY),
        "capture:split": member(LEADERS, "GET POST", objects=_ACTIVITY),
        "capture:ranges": member(LEADERS, "GET POST"),
        "capture:steps": member(TEAM),
        "capture:undo": member(TEAM, "POST", objects={"step": "capture.Step"}),
        "capture:quality": member(TEAM, tagged=True),
        "capture:habit": member(TEAM, "GET POST"),
        "capture:remind": member(TEAM, "POST"),
    }
)
routes(IMPORTING)
routes(REPORTS)
