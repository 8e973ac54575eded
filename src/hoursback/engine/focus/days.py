"""Working days: from one day start to the next by the local clock, 23 or 25 hours long where the clocks change.

The log keeps entries by the calendar day on which they start. Somebody whose day starts at four belongs, at one in
the morning, to the day before: an entry moves as a whole, so that no total over days ever changes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hoursback.engine.capture.clock import either_side, readings
from hoursback.engine.capture.overlap import Span


def at_clock(day: date, at: time, zone: ZoneInfo) -> int:
    """The epoch second of a clock time: the first of two readings, and after the change where it was skipped.

    >>> at_clock(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin"))  # skipped: 03:30 summer time
    1774747800
    """
    wanted = datetime.combine(day, at)
    found = readings(wanted, zone)
    return found[0] if found else either_side(wanted, zone)[-1]


def day_bounds(day: date, zone: ZoneInfo, day_start: int = 0) -> Span:
    """First second of a working day and of the next; `day_start` is the hour at which days start, 0 to 12."""
    return at_clock(day, time(day_start), zone), at_clock(day + timedelta(days=1), time(day_start), zone)


def working_day(epoch: int, zone: ZoneInfo, day_start: int = 0) -> date:
    """The working day that holds a second.

    >>> working_day(1767222000, ZoneInfo("UTC"), 4)  # 23:00 on New Year's Eve
    datetime.date(2025, 12, 31)
    >>> working_day(1767229200, ZoneInfo("UTC"), 4)  # 01:00 on New Year's Day
    datetime.date(2025, 12, 31)
    """
    day = datetime.fromtimestamp(epoch, zone).date()
    return day if epoch >= at_clock(day, time(day_start), zone) else day - timedelta(days=1)
