"""Plans from settings text, without a log or with one written as lines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.plan.answer import Decision, Plan
from hoursback.engine.plan.make import make_plan
from hoursback.engine.plan.settings import parse_settings
from hoursback.engine.review.log import DayLog, day_log
from hoursback.engine.review.summary import review

TODAY = date(2026, 1, 1)
UTC = ZoneInfo("UTC")


def plan_of(settings: str = "", log: list[Entry] | None = None, *, seed: int = 0, score: float | None = None) -> Plan:
    """The plan for a settings text, with a log where there is one."""
    parsed = parse_settings(settings)
    days: DayLog = day_log(log or [], Assigner(parsed.activities))
    reviewed = review(
        days,
        activities=parsed.activities,
        assumptions=parsed.assumptions,
        stated_hours_per_week=parsed.business.hours_per_week,
        seed=seed,
        draws=4000,
    )
    return make_plan(reviewed, parsed, today=TODAY, seed=seed, log_score=score if log else None)


def decision(plan: Plan, activity: str) -> Decision:
    """The decision on one activity."""
    return next(found for found in plan.decisions if found.activity == activity)


def two_weeks(**hours_a_day: float) -> list[Entry]:
    """Ten working days from Monday 5 January 2026, each activity in one block a day, one after the other from 8:00."""
    found = []
    for week in range(2):
        for weekday in range(5):
            day = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(weeks=week, days=weekday)
            at = int(day.timestamp())
            for name, hours in hours_a_day.items():
                # Days differ a little, as days do.
                seconds = int(hours * 3600 * (0.8 + 0.1 * weekday))
                entry = Entry(day.date(), seconds, at, at + seconds, project=name.replace("_", " "))
                found.append(entry)
                at += seconds
    return found
