"""Triggers of firmer ties, "not yet" dates kept up to date, and alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.plan import selectors as plans
from hoursback.web.review import selectors as review

if TYPE_CHECKING:
    from hoursback.engine.outlook.alarms import Raised
    from hoursback.engine.outlook.triggers import Triggers
    from hoursback.engine.outlook.whole import Ahead, Line

_HELPER_HOURS = 1.1
"""Practised helper hours for an hour of the owner's (methods, section 10)."""
_ALL_CLERICAL = "all clerical work"


@dataclass(frozen=True, slots=True)
class NotYet:
    """A line of the plan in force that was not due.

    Attributes:
        condition: the plan's words. planned: its date then; None: only a condition. now: its date by the log since;
            None: not in sight, or nothing to count by. is_due: the date has come.
    """

    activity: str
    condition: str
    planned: date | None
    now: date | None
    is_due: bool


def bundles(workspace: Workspace, ahead: Ahead) -> list[Triggers]:
    """Each business function that could go, and all clerical work together, with when it is ready for what."""
    from hoursback.engine.capture.functions import CLERICAL, TITLES
    from hoursback.engine.outlook.capacity import CAUTION
    from hoursback.engine.outlook.triggers import Task, triggers
    from hoursback.engine.outlook.whole import bundle_of

    settings = plans.settings_of(workspace)
    able = [line for line in ahead.lines if line.handable and line.own > 0]
    groups = {TITLES.get(line.function, line.function): [line.function] for line in able}
    clerical = sorted({line.function for line in able if line.function in CLERICAL})
    if len(clerical) > 1:
        groups[_ALL_CLERICAL] = clerical
    found = []
    for title, functions in groups.items():
        demand = bundle_of(able, functions, _HELPER_HOURS)
        if demand is None:
            continue
        tasks = [Task(line.name, line.own * _HELPER_HOURS) for line in able if line.function in functions]
        needed = _break_even(settings, functions)
        found.append(triggers(title, functions, demand, tasks, break_even=needed, caution=CAUTION))
    return sorted(found, key=lambda one: -one.middle)


def _break_even(settings: Any, functions: list[str]) -> float | None:
    """Hours a week from which a post costs no more than help by the hour, at stated or market prices."""
    from hoursback.engine.economics import break_even_hours_per_week, employee_cost_per_year
    from hoursback.engine.plan.fulltime import WORKPLACE_PER_MONTH
    from hoursback.engine.plan.market import market_price, market_wage

    price = market_price(functions[0], settings.business.currency)
    wage = market_wage(functions[0], settings.business.currency)
    if price is None or wage is None:
        return None
    assumed = settings.assumptions
    cost = employee_cost_per_year(wage.value, assumed.on_cost.value, assumed.leave.value, WORKPLACE_PER_MONTH * 12)
    return break_even_hours_per_week(cost, price.value * settings.price_factor)


def not_yet(member: Member, ahead: Ahead | None, today: date) -> list[NotYet]:
    """The plan's lines that were not due, each date moved by how its hours have gone since.

    A date stands for the hours that were expected then; it is now the day on which the outlook expects those hours.
    """
    plan = plans.plan_in_force(member)
    if plan is None or not plan.answer.get("not_yet"):
        return []
    lines = {line.name: line for line in ahead.lines} if ahead is not None else {}
    seen = {row["activity"]: row["mean"] for row in plan.answer.get("hours_seen", [])}
    growth = float(plan.saw["settings"]["business"].get("growth_per_year") or 0.0)
    start = date.fromisoformat(plan.answer["start"])
    found = []
    for row in plan.answer["not_yet"]:
        name, planned = row["activity"], date.fromisoformat(row["date"]) if row["date"] else None
        now = planned
        if planned is not None and name in lines and seen.get(name):
            years = max((planned - start).days, 0) / 365.25
            now = _reaches(lines[name], seen[name] * (1 + growth) ** years, today)
        found.append(NotYet(name, row["condition"], planned, now, now is not None and now <= today))
    return found


def _reaches(line: Line, hours: float, today: date) -> date | None:
    from hoursback.engine.outlook.capacity import FARTHEST, weeks_to_full

    weeks = weeks_to_full(line.own, hours, growth_per_year=line.growth.per_year)
    return None if weeks is None or weeks > FARTHEST else today + timedelta(weeks=weeks)


def alarms(workspace: Workspace, ahead: Ahead | None, today: date) -> list[Raised]:
    """What is too much already."""
    from hoursback.engine.outlook.alarms import load_alarm, out_of_hours_alarm

    if ahead is None:
        return []
    found = [load_alarm(hand.recent, "" if hand.is_owner else hand.name) for hand in ahead.hands]
    seen = review.seen(workspace, review.owner_person(workspace.pk), today)
    if seen is not None:
        rows = [(row.hours.mean, row.evidence.out_of_hours) for row in seen.review.activities]
        known = [(hours, share) for hours, share in rows if share is not None]
        total = sum(hours for hours, _share in known)
        if total > 0:
            found.append(out_of_hours_alarm(sum(hours * share for hours, share in known) / total))
    return [alarm for alarm in found if alarm is not None]
