"""The vision, what could be handed off to reach it, and the worth of the hour on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.outlook.models import Vision
from hoursback.web.plan import selectors as plans
from hoursback.web.plan.models import Limits
from hoursback.web.review import selectors as review
from hoursback.web.worth import selectors as worth

if TYPE_CHECKING:
    from hoursback.engine.outlook.vision import Goes, Way
    from hoursback.engine.outlook.whole import Ahead

WEEKS_A_YEAR = 48.0
_FREED = 5.0
"""Freed hours a week at which the hour is valued where no plan frees any."""
_YEARS = (0.0, 0.5, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class WorthAt:
    """The worth of a freed hour so many years from now, currency."""

    years: float
    worth: float


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What the page of the vision shows.

    Attributes:
        way: None: nothing is logged, or no vision is stated. worths: empty where nothing says what an hour is worth.
        growth: of worth in a year, as stated; 0 unless it is.
    """

    vision: Vision | None
    way: Way | None
    worths: tuple[WorthAt, ...]
    growth: float
    currency: str


def vision_of(member: Member) -> Vision | None:
    """The vision as it is stated; None: it never was."""
    return visible(member, Vision).first()


def on_the_way(member: Member, ahead: Ahead | None, today: date) -> OnTheWay:
    """The vision against the pace, and the worth of the hour over the years."""
    row = vision_of(member)
    growth = Limits.objects.values_list("worth_growth", flat=True).first() or 0.0
    return OnTheWay(
        row, _way(member, row, ahead, today), _worths(member, growth, today), growth, member.workspace.currency
    )


def _way(member: Member, row: Vision | None, ahead: Ahead | None, today: date) -> Way | None:
    from hoursback.engine.outlook.vision import Vision as Stated
    from hoursback.engine.outlook.vision import way_to

    owner = ahead.owner if ahead is not None else None
    if row is None or ahead is None or owner is None or owner.demand is None:
        return None
    stated = Stated(row.hours_per_week, row.income_per_year, row.start, row.months)
    weeks = worth.finances(member.workspace_id).weeks_per_year or WEEKS_A_YEAR
    return way_to(stated, owner.demand, _could_go(member, ahead), today=today, weeks_per_year=weeks)


def _could_go(member: Member, ahead: Ahead) -> list[Goes]:
    """What could be handed off, in the plan's order first, then by the owner's hours."""
    from hoursback.engine.outlook.vision import Goes
    from hoursback.engine.outlook.whole import HEART

    own = {line.name: line.own for line in ahead.lines if line.handable and line.own > 0}
    plan = plans.plan_in_force(member)
    lines = plan.answer.get("decisions", []) if plan is not None else []
    planned = [
        Goes(line["activity"], float(line["hours_freed"]))
        for line in sorted(lines, key=lambda line: line["start_week"] or 0)
        if line["action"] != "keep" and line["activity"] in own and float(line["hours_freed"]) > 0
    ]
    known = {one.name for one in planned}
    # What the business lives on goes last.
    left = [line for line in ahead.lines if line.name in own and line.name not in known]
    left.sort(key=lambda line: (line.function in HEART, -line.own))
    return [*planned, *(Goes(line.name, line.own) for line in left)]


def _worths(member: Member, growth: float, today: date) -> tuple[WorthAt, ...]:
    try:
        found = worth.worth(member.workspace, review.owner_person(member.workspace_id), today)
    except HoursbackError:
        return ()
    if found is None:
        return ()
    plan = plans.plan_in_force(member)
    freed = float(plan.answer["totals"]["hours_freed"]) if plan is not None and plan.answer.get("totals") else 0.0
    now = found.verdict_worths(freed or _FREED).freed
    return tuple(WorthAt(years, now * (1 + growth) ** years) for years in _YEARS)
