"""What drives the work: orders, clients or sites a month, and the hours of an activity that each of them takes.

Source: methods, section 8; the hours per unit are a ratio of sums, its range from how the months differ (Cochran 1977).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hoursback.engine.figures import Figure, Origin
from hoursback.engine.outlook import student
from hoursback.engine.outlook.growth import Growth, growth_of_months, stated_growth
from hoursback.engine.outlook.months import first_of, months_after
from hoursback.engine.outlook.weeks import DAYS
from hoursback.engine.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

LEAST_MONTHS = 3
"""Months with hours and a count that hours per unit need."""
_WORK_DAYS = 5
_LIKELY = 0.9
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Hours of one activity for each unit of a driver.

    Attributes:
        hours: with P10 and P90. months: how many months it rests on.
    """

    hours: Figure
    months: int

    @property
    def log_spread(self) -> float:
        """Standard deviation of its logarithm."""
        low, high = max(self.hours.low, 1e-6), max(self.hours.high, 1e-6)
        return max(math.log(high / low) / 2.5631, _LEAST_SPREAD) if high > low else _LEAST_SPREAD


@dataclass(frozen=True, slots=True)
class Driven:
    """An activity's hours a week as its driver has them.

    Attributes:
        level: hours a week now. log_spread: of it. growth: of the driver.
    """

    level: float
    log_spread: float
    growth: Growth


def monthly_hours(weekly: Mapping[int, float]) -> dict[date, float]:
    """Hours by month, a week's hours spread evenly over its days from Monday to Friday.

    Args:
        weekly: hours by the ordinal of the week's Monday.
    """
    found: dict[date, float] = {}
    for monday, hours in weekly.items():
        first = date.fromordinal(monday)
        for place in range(_WORK_DAYS):
            month = first_of(first + timedelta(days=place))
            found[month] = found.get(month, 0.0) + hours / _WORK_DAYS
    return found


def whole_months(mondays: Sequence[int]) -> list[date]:
    """The months that lie wholly inside a run of weeks, the first of each."""
    if not mondays:
        return []
    first, end = date.fromordinal(min(mondays)), date.fromordinal(max(mondays) + DAYS)
    month = first if first.day == 1 else months_after(first_of(first), 1)
    found = []
    while months_after(month, 1) <= end:
        found.append(month)
        month = months_after(month, 1)
    return found


def hours_per_unit(hours: Mapping[date, float], counts: Mapping[date, float]) -> PerUnit | None:
    """Hours for one unit, from the months that both know; None with too few of them or nothing counted.

    Args:
        hours: of the activity, by month. counts: of the driver, by month.
    """
    months = sorted(month for month in hours.keys() & counts.keys() if counts[month] > 0)
    if len(months) < LEAST_MONTHS:
        return None
    h = np.array([hours[month] for month in months])
    n = np.array([counts[month] for month in months])
    if h.sum() <= 0:
        return None
    ratio = float(h.sum() / n.sum())
    # Standard error of a ratio of sums: the scatter of what each month has beyond its share.
    error = math.sqrt(float(((h - ratio * n) ** 2).sum()) / (len(months) - 1) / len(months)) / float(n.mean())
    reach = student.quantile(_LIKELY, len(months) - 1) * error
    return PerUnit(Figure(ratio, max(ratio - reach, 0.0), ratio + reach, Origin.LOG), len(months))


def driver_growth(counts: Mapping[date, float], today: date) -> Growth | None:
    """How a driver grows: by the months to come where the owner entered any, else by its own months so far.

    None: too few months to say.
    """
    past = [counts[month] for month in sorted(counts) if month < first_of(today)]
    return _planned(counts, today) or growth_of_months(past)


def current(counts: Mapping[date, float], today: date, *, over: int = 3) -> float | None:
    """Units a month now: the mean of the last complete months; None without any.

    >>> current({date(2026, 1, 1): 10.0, date(2026, 2, 1): 20.0}, date(2026, 2, 15))
    10.0
    """
    past = [counts[month] for month in sorted(counts) if month < first_of(today)][-over:]
    return float(np.mean(past)) if past else None


def driven(per_unit: PerUnit, counts: Mapping[date, float], today: date, otherwise: Growth) -> Driven | None:
    """An activity's hours a week by its driver; None where nothing was counted lately.

    Args:
        otherwise: growth where the driver's months do not show any.
    """
    now = current(counts, today)
    if not now:
        return None
    level = per_unit.hours.value * now * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    return Driven(level, per_unit.log_spread, driver_growth(counts, today) or otherwise)


def _planned(counts: Mapping[date, float], today: date) -> Growth | None:
    now = current(counts, today)
    ahead = [month for month in sorted(counts) if month > first_of(today) and counts[month] > 0]
    if not now or not ahead:
        return None
    last = ahead[-1]
    # The mean of the last three months stands for the middle one of them.
    months = (last.year - today.year) * MONTHS_PER_YEAR + last.month - today.month + 2
    return stated_growth((counts[last] / now) ** (MONTHS_PER_YEAR / months) - 1)
