"""Rights on the log: everybody who works sees and changes their own, leaders see all."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, TEAM, member
from hoursback.web.capture.importing.access import ROUTES as IMPORTING
from hoursback.web.capture.models import Activity, Batch, Choice, Entry, Habit, Step, Timer
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
routes({"capture:day": member(TEAM)})
routes(IMPORTING)
routes(REPORTS)
