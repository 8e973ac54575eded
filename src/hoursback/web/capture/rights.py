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


by_role(Activity, see=TEAM, change=LEADERS)
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
