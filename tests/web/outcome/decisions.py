"""A business with fifteen decisions behind it: handed over, changed, refused, kept and not begun."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import time_machine
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Handoff
from hoursback.web.plan.actions import decide_line
from hoursback.web.plan.models import Line, MadePlan
from tests.web.cast import Player
from tests.web.outcome.stage import BEFORE, MONDAY, START, TOP, days_of, handed, helper_of, logged, owner_person, work
from tests.web.outcome.stage import worth_stated as worth

SINCE = 14
DECIDED = START - timedelta(days=10)
TODAY = START + timedelta(weeks=SINCE, days=2)


@dataclass(frozen=True)
class Case:
    """One activity: hours a day before, how it was decided, the share the owner still does, their hours per hour."""

    name: str
    hours: float
    decision: str
    left: float = 0.15
    efficiency: float = 1.0
    chance: float = 0.85
    cost: str = "90.00"
    action: str = "hourly"
    begins: bool = True
    revisit: date | None = None


CASES = (
    *(
        Case(name, hours, "accepted", left, efficiency, chance, cost, revisit=revisit)
        for name, hours, left, efficiency, chance, cost, revisit in (
            ("Invoices", 0.9, 0.15, 0.9, 0.92, "150.00", TODAY - timedelta(days=3)),
            ("Newsletter", 0.6, 0.1, 0.8, 0.85, "100.00", TODAY),
            ("Travel booking", 0.5, 0.2, 1.0, 0.81, "80.00", None),
            ("Social media", 0.7, 0.9, 1.6, 0.72, "260.00", TODAY + timedelta(days=20)),
            ("Website", 0.5, 0.15, 0.7, 0.95, "90.00", None),
            ("Receipts", 0.4, 0.1, 0.9, 0.88, "60.00", None),
            ("Calendar", 0.5, 0.12, 1.1, 0.83, "90.00", None),
            ("Orders", 0.6, 0.1, 0.95, 0.66, "100.00", None),
            ("Support mail", 0.8, 0.85, 1.4, 0.78, "240.00", TODAY + timedelta(days=40)),
        )
    ),
    Case("Payroll", 0.4, "changed"),
    Case("Proposals", 0.9, "refused", 1.0, begins=False, revisit=TODAY - timedelta(days=1)),
    Case("Hiring", 0.5, "refused", 1.4, begins=False),
    Case("Filing", 0.3, "refused", 1.0, begins=False),
    Case("Sales calls", 1.0, "accepted", 1.0, action="keep", begins=False),
    Case("Cleaning", 0.3, "accepted", 1.0, begins=False, revisit=TODAY + timedelta(days=60)),
)


def line_said(case: Case) -> dict[str, object]:
    """A line of a plan as its answer keeps it."""
    weekly = case.hours * 5
    freed = 0.0 if case.action == "keep" else round(weekly * 0.75, 4)
    return {
        "activity": case.name,
        "function": "finance",
        "action": case.action,
        "person": "Bea" if freed else None,
        "start_week": 1,
        "start_date": START.isoformat(),
        "hours": weekly,
        "hours_freed": freed,
        "hours_by_week": [0.0, *([freed] * 51)],
        "cost_per_week": case.cost if freed else "0.00",
        "setup_hours": 3.0,
        "cash_up_front": "0.00",
        "npv": "4200.00",
        "npv_p10": "900.00",
        "npv_p90": "7400.00",
        "probability": case.chance if freed else None,
        "verdict": "yes",
        "payback_week": 6,
        "why": "It is cheaper.",
    }


def plan_of(player: Player, cases: tuple[Case, ...] = CASES) -> MadePlan:
    """A plan in force with a line for each case."""
    weekly = [(case.name, case.hours * 5) for case in cases]
    return MadePlan.everywhere.create(
        workspace=player.workspace,
        state=MadePlan.State.READY,
        is_kept=True,
        kept_at=timezone.now(),
        answer={
            "top_three": [{"name": TOP, "rate": "90.00"}],
            "decisions": [line_said(case) for case in cases],
            "currency": player.workspace.currency,
            "worth": {"now": "90.00", "freed": "62.00", "average": "50.00", "leisure": "25.00"},
            "hours_seen": [
                {"activity": name, "mean": hours, "p10": hours * 0.75, "p90": hours * 1.3} for name, hours in weekly
            ],
        },
    )


def decide_all(player: Player, plan: MadePlan, cases: tuple[Case, ...] = CASES) -> list[Line]:
    """Each line decided on its day, as its owner would."""
    lines = []
    with time_machine.travel(f"{DECIDED}T09:00:00Z", tick=True), acting_in(player.workspace):
        for index, case in enumerate(cases):
            line = decide_line(
                member=player.member,
                plan_id=plan.pk,
                index=index,
                decision=case.decision,
                version=0,
                reason="Too close to the customers." if case.decision == "refused" else "",
                revisit_on=case.revisit,
                changed_to={"person": "Cleo"} if case.decision == "changed" else {},
            )
            lines.append(line)
    return lines


def a_year_of_decisions(player: Player, *, seed: int = 3, tags: str = "") -> list[Line]:
    """Fifteen decisions with a log of eight weeks before and fourteen since; ten of them were handed over."""
    rng = random.Random(seed)
    owner, bea = owner_person(player), helper_of(player)
    for case in CASES:
        work(player, case.name)
    top = work(player, TOP)
    lines = decide_all(player, plan_of(player))
    worth(player)
    mine, theirs = [], []
    for day in (*days_of(MONDAY, BEFORE), *days_of(START, SINCE)):
        is_before = day < START
        mine.append((top, day, 1.5 if is_before else 3.0, ""))
        for case in CASES:
            hours = case.hours * rng.uniform(0.7, 1.3)
            share = 1.0 if is_before else case.left
            activity = work(player, case.name)
            mine.append((activity, day, hours * share, "" if is_before or not case.begins else tags))
            if not is_before and case.begins:
                theirs.append((activity, day, hours * (1 - min(share, 0.5)) * case.efficiency, ""))
    for case in CASES:
        if case.begins:
            mine += [(work(player, case.name), START - timedelta(days=4), 2.5, "brief")]
    for case, line in zip(CASES, lines, strict=True):
        if case.begins:
            handed(player, bea, work(player, case.name), line=line)
    logged(player, owner, mine)
    logged(player, bea, theirs)
    return lines


def handoff_of(line: Line) -> Handoff:
    """The hand-off that came of a decision."""
    return Handoff.everywhere.get(line=line)
