"""Weeks and days of the owner's log, as results count them: ordinals of local days, weeks from Monday to Sunday.

A day is the local date on which work began, so neither a changed clock, nor a year of 53 weeks, nor somebody who logs
after midnight moves a total (methods, section 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WEEK = 7
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its likely range: P10 and P90."""

    value: float
    low: float
    high: float

    def scaled(self, factor: float) -> Range:
        """The same in another unit; a negative factor turns the range round."""
        ends = (self.low * factor, self.high * factor)
        return Range(self.value * factor, min(ends), max(ends))

    def moved(self, by: float) -> Range:
        """The same with something certain added."""
        return Range(self.value + by, self.low + by, self.high + by)


def monday_of(day: int) -> int:
    """Ordinal of the Monday of a day's week; day 1 was a Monday.

    >>> monday_of(8), monday_of(14), monday_of(15)
    (8, 8, 15)
    """
    return day - (day - 1) % WEEK


def rest_weekdays(logged: Mapping[int, float], work_days: int) -> frozenset[int]:
    """The 7 - n weekdays with least logged, 0 Monday to 6 Sunday; among equals from Sunday back."""
    total = [0.0] * WEEK
    for day, hours in logged.items():
        total[(day - 1) % WEEK] += hours
    ordered = sorted(range(WEEK), key=lambda weekday: (total[weekday], _SUNDAY - weekday))
    return frozenset(ordered[: WEEK - work_days])


@dataclass(frozen=True, slots=True)
class Attendance:
    """On which days the owner logged anything at all.

    Attributes:
        logged: hours of all work by day. resting: weekdays that are no work days, 0 Monday. work_days: a week.
    """

    logged: Mapping[int, float]
    resting: frozenset[int]
    work_days: int

    @classmethod
    def of(cls, logged: Mapping[int, float], work_days: int = 5) -> Attendance:
        """From hours of all work by day."""
        found = {day: hours for day, hours in logged.items() if hours > 0}
        return cls(found, rest_weekdays(found, work_days), work_days)

    def is_rest(self, day: int) -> bool:
        """Whether a day lies on a rest day of the week."""
        return (day - 1) % WEEK in self.resting

    def worked(self, days: Iterable[int]) -> list[int]:
        """Of some days the work days on which anything was logged."""
        return [day for day in days if day in self.logged and not self.is_rest(day)]

    def rests(self, days: Iterable[int]) -> list[int]:
        """Of some days the rest days in weeks in which anything was logged; nothing done on them is a fact too."""
        return [day for day in days if self.is_rest(day) and self._is_logged_week(monday_of(day))]

    def share(self, monday: int) -> float:
        """How much of a working week was logged, 0 to 1."""
        return min(1.0, len(self.worked(range(monday, monday + WEEK))) / self.work_days)

    def _is_logged_week(self, monday: int) -> bool:
        return any(day in self.logged for day in range(monday, monday + WEEK))
