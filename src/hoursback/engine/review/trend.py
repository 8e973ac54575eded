"""Whether an activity takes more or less from week to week, where a log is long enough to say (methods, section 1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hoursback.engine.review.days import complete_weeks, monday_of
from hoursback.engine.review.log import DayLog
from hoursback.engine.units import SECONDS_PER_HOUR

ENOUGH_WEEKS = 6
"""Fewer weekly totals than this show no trend."""
NOISE = (0.64, 1.57)
"""Two weeks against the two before them: a change inside these factors is noise."""
_WEEKS_LOOKED_AT = 104
"""The pairs of weeks grow with the square of their number; two years say where things are going."""
_COMPARED = 2


@dataclass(frozen=True, slots=True)
class Trend:
    """How an activity's weekly totals move.

    Attributes:
        slope: hours a week gained with each week, median over all pairs of weeks (Theil-Sen).
        change: hours of the last two weeks over those of the two before; None where these were 0.
        weeks: how many weekly totals it rests on.
    """

    slope: float
    change: float | None
    weeks: int

    @property
    def is_noise(self) -> bool:
        """Whether the last two weeks differ from the two before no more than weeks do anyway."""
        return self.change is None or NOISE[0] < self.change < NOISE[1]


def weekly_totals(seconds: Mapping[date, int], mondays: Sequence[date]) -> list[float]:
    """Hours in each of the given weeks, in their order; weeks are named by their Mondays."""
    totals = dict.fromkeys(mondays, 0)
    for day, spent in seconds.items():
        monday = monday_of(day)
        if monday in totals:
            totals[monday] += spent
    return [total / SECONDS_PER_HOUR for total in totals.values()]


def theil_sen(places: Sequence[float], values: Sequence[float]) -> float:
    """Median slope over all pairs of points.

    >>> theil_sen([0, 1, 3], [1, 2, 4])
    1.0
    """
    x, y = np.asarray(places, dtype=float), np.asarray(values, dtype=float)
    later, earlier = np.triu_indices(len(x), 1)
    return float(np.median((y[later] - y[earlier]) / (x[later] - x[earlier])))


def trends(log: DayLog) -> dict[str, Trend]:
    """The trend of each activity by name; empty for a log with fewer than six complete weeks that hold entries.

    Weeks without any entry are left out: being away says nothing about the work.
    """
    mondays = complete_weeks(log)[-_WEEKS_LOOKED_AT:]
    if len(mondays) < ENOUGH_WEEKS:
        return {}
    places = [(monday - mondays[0]).days / 7 for monday in mondays]
    found = {}
    for row in log.activities:
        totals = weekly_totals(row.seconds, mondays)
        before = sum(totals[-2 * _COMPARED : -_COMPARED])
        change = sum(totals[-_COMPARED:]) / before if before > 0 else None
        found[row.name] = Trend(theil_sen(places, totals), change, len(mondays))
    return found
