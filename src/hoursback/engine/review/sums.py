"""What is added up while a log is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NO_CLOCK: Final = 1 << 62
"""Stands after every clock time when activities are put in the order in which they were first done."""


@dataclass(slots=True)
class DayTotal:
    """What is gathered of one day; without clock times first_start lies after last_end."""

    logged: int = 0
    clocked: int = 0
    first_start: int = NO_CLOCK
    last_end: int = -NO_CLOCK

    @property
    def has_clock(self) -> bool:
        """Whether any of its entries has clock times."""
        return self.first_start <= self.last_end


@dataclass(slots=True)
class ActivityTotal:
    """What is gathered of one activity, seconds by day.

    Attributes:
        first_day, first_start: when it was first done, the day as an ordinal.
    """

    first_day: int
    first_start: int
    seconds: dict[date, int] = field(default_factory=dict)
    late: dict[date, int] = field(default_factory=dict)
    draining: dict[date, int] = field(default_factory=dict)
    postponed: dict[date, int] = field(default_factory=dict)
    entries: int = 0

    @property
    def first(self) -> tuple[int, int]:
        """When it was first done."""
        return self.first_day, self.first_start

    def merge(self, other: ActivityTotal) -> None:
        """Add another activity's sums to these."""
        for name in ("seconds", "late", "draining", "postponed"):
            sums: dict[date, int] = getattr(self, name)
            for day, seconds in getattr(other, name).items():
                sums[day] = sums.get(day, 0) + seconds
        self.entries += other.entries


class Dates(dict[int, date]):
    """Dates by their ordinals, each made once, so that looking one up in a table compares no two of them."""

    def __missing__(self, ordinal: int) -> date:
        day = self[ordinal] = date.fromordinal(ordinal)
        return day


class Midnights(dict[int, int]):
    """Seconds since 1970 of a zone's midnights; hours of a day with a clock change are read from it, an hour off."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        try:
            self._zone: tzinfo = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            self._zone = UTC

    def __missing__(self, ordinal: int) -> int:
        day = date.fromordinal(ordinal)
        midnight = self[ordinal] = int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp())
        return midnight
