"""What the used days show of each activity, work days and rest days apart, beside what is stated of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from hoursback.engine.capture.activity import Activity
from hoursback.engine.figures import Figure
from hoursback.engine.review.days import UsedDays
from hoursback.engine.review.hurdle import PRIOR, Stratum, cadence_prior
from hoursback.engine.review.log import ActivityLog, DayLog
from hoursback.engine.units import SECONDS_PER_HOUR, per_month, per_week

FIXED_WEEKS = 3
"""So often must each of its weekdays have come round before an activity is taken to have fixed days."""


@dataclass(frozen=True, slots=True)
class ActivityDays:
    """One activity before anything is drawn.

    Attributes:
        position: its place among the stated activities and, after them, those of the log.
        stated: what the owner states of it, None for one that only the log names.
        strata: its work days and its rest days.
    """

    position: int
    name: str
    stated: Activity | None
    strata: tuple[Stratum, ...]

    @property
    def point(self) -> float:
        """Hours a week by the log, 0 where it was not seen."""
        return sum(stratum.point for stratum in self.strata)

    @property
    def active_days(self) -> int:
        """Used days on which it happened."""
        return sum(len(stratum.hours) for stratum in self.strata)


def activity_days(log: DayLog, activities: Sequence[Activity], used: UsedDays) -> list[ActivityDays]:
    """Stated activities, then the others that the used days hold, in order of position."""
    logged = {row.name: row for row in log.activities}
    stated = {activity.name: activity for activity in reversed(activities)}
    names = list(dict.fromkeys([activity.name for activity in activities] + [row.name for row in log.activities]))
    rows = []
    for position, name in enumerate(names):
        row = ActivityDays(position, name, stated.get(name), _strata(logged.get(name), stated.get(name), used))
        if row.stated is not None or row.active_days:
            rows.append(row)
    return rows


def _strata(logged: ActivityLog | None, stated: Activity | None, used: UsedDays) -> tuple[Stratum, ...]:
    seconds: Mapping[date, int] = logged.seconds if logged else {}
    times = stated.times_per_month if stated else None
    strata = []
    for (days, days_per_week), is_work in zip(used.strata, (True, False), strict=True):
        active = {day: seconds[day] / SECONDS_PER_HOUR for day in days if seconds.get(day, 0) > 0}
        # A cadence is stated in working days.
        has_cadence = is_work and bool(times)
        strata.append(
            Stratum(
                days=len(days),
                hours=tuple(active.values()),
                days_per_week=days_per_week,
                prior=cadence_prior(per_month(days_per_week) / times) if has_cadence and times else PRIOR,
                has_cadence=has_cadence,
                is_fixed=_has_fixed_days(days, active),
            )
        )
    return tuple(strata)


def _has_fixed_days(days: Sequence[date], active: Mapping[date, float]) -> bool:
    """Whether it happened on every used day of some weekdays, often enough to tell, and on no other weekday."""
    weekdays = {day.weekday() for day in active}
    chances = [day for day in days if day.weekday() in weekdays]
    if not active or len(chances) != len(active) or len(chances) == len(days):
        return False
    return all(sum(day.weekday() == weekday for day in chances) >= FIXED_WEEKS for weekday in weekdays)


def typical_hours(rows: Sequence[ActivityDays]) -> float:
    """Median hours on a day something happens, over all activities; an hour where nothing is logged."""
    hours = [x for row in rows for stratum in row.strata for x in stratum.hours]
    return median(hours) if hours else 1.0


def stated_hours(activity: Activity | None, typical: float) -> Figure | None:
    """Hours a week as stated: directly, or as times a month and hours each."""
    if activity is None:
        return None
    if activity.hours_per_week is not None:
        return activity.hours_per_week
    if not activity.times_per_month:
        return None
    if activity.hours_each is not None:
        return activity.hours_each.scaled(per_week(activity.times_per_month))
    if typical <= 0:
        return None
    # How often is stated and how long is not: anything between half and double of what is usual here.
    return Figure.stated_range(typical / 2, typical * 2).scaled(per_week(activity.times_per_month))
