"""A range of clock times as people write it: `9:15-10:05`, `9-10:30`, `9:15am to 1pm`, `22:30-0:45`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Final

from hoursback.engine.errors import HoursbackError

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
LONGEST_ACROSS_MIDNIGHT: Final = 12 * _HOUR
"""A range that passes midnight and is longer is more likely an afternoon written on a 12-hour clock (own)."""


def _clock_pattern(name: str) -> str:
    minutes = rf"[:.](?P<{name}_m>[0-9]{{2}})"
    # No am/pm after seconds: so a note that begins with "am" can be told from a half of the day.
    return (
        rf"(?P<{name}_h>[0-9]{{1,2}})(?:{minutes}:(?P<{name}_s>[0-9]{{2}})"
        rf"|(?:[:.](?P<{name}_m2>[0-9]{{2}}))?(?:\s?(?P<{name}_half>[ap])(?:m\b|\.m\.))?)"
    )


RANGE_PATTERN: Final = (
    rf"(?:from\s)?{_clock_pattern('a')}\s?(?:[-–—−]|(?<=\s)(?:to|until|till)(?=\s))\s?{_clock_pattern('b')}"
)
"""Text of a range, in any case, words parted by single spaces; whether it can be meant is for `read_range` to say."""


class ClockError(HoursbackError):
    """A range of clock times that cannot be, or that can be read in two ways."""


@dataclass(frozen=True, slots=True)
class ClockRange:
    """A range on the wall clock, in seconds after midnight of the day it starts on; past midnight `end` goes on."""

    start: int
    end: int

    @property
    def crosses_midnight(self) -> bool:
        """Whether it reaches into the next day; one that ends at midnight does not."""
        return self.end > _DAY


@dataclass(frozen=True, slots=True)
class _Clock:
    """What stood there: hour, the rest in seconds, and the half of the day ("a", "p", "" where not said)."""

    hour: int
    rest: int
    half: str

    def in_half(self, half: str) -> int:
        """Seconds after midnight, with the hour on a 12-hour clock in that half of the day ("": as it stands)."""
        if not half:
            return self.hour * _HOUR + self.rest
        return (self.hour % 12 + (12 if half == "p" else 0)) * _HOUR + self.rest

    def halves(self, other: _Clock) -> tuple[str, ...]:
        """The halves of the day this can be in, beside a time whose half may be said."""
        if self.half:
            return (self.half,)
        return (other.half, "a", "p") if other.half and 1 <= self.hour <= 12 else ("",)


def read_range(match: re.Match[str]) -> ClockRange:
    """What a match of RANGE_PATTERN means.

    Where only one of the times says am or pm, the other is taken so that the range is shortest. Equal times are a
    range of no length.

    Raises: ClockError, for times that do not exist, and for a range past midnight of more than 12 hours.

    >>> read_range(re.fullmatch(RANGE_PATTERN, "9:15am-1pm"))
    ClockRange(start=33300, end=46800)
    """
    first, last = _read_clock(match, "a"), _read_clock(match, "b")
    if first.hour == 24:
        raise ClockError("A day's last hour is 23.", value=match[0], hint="Write 0:00 for midnight at the beginning.")
    start, end = min(
        ((first.in_half(one), last.in_half(other)) for one, other in product(first.halves(last), last.halves(first))),
        key=lambda pair: (pair[1] - pair[0] - 1) % _DAY,
    )
    if end >= start:
        return ClockRange(start, end)
    if end + _DAY - start > LONGEST_ACROSS_MIDNIGHT:
        raise _across_midnight(match[0], start, end, can_be_afternoon=not last.half and 1 <= last.hour <= 12)
    return ClockRange(start, end + _DAY)


def clock_text(seconds: int) -> str:
    """A time of day as 09:15, with seconds only where there are any."""
    hours, minutes, rest = seconds // _HOUR, seconds // 60 % 60, seconds % 60
    return f"{hours:02d}:{minutes:02d}" + (f":{rest:02d}" if rest else "")


def _read_clock(match: re.Match[str], name: str) -> _Clock:
    parts = match.groupdict()
    hour = int(parts[f"{name}_h"])
    minute = int(parts[f"{name}_m"] or parts[f"{name}_m2"] or 0)
    second = int(parts[f"{name}_s"] or 0)
    half = (parts[f"{name}_half"] or "").lower()
    is_midnight = hour == 24 and not (minute or second)
    if minute > 59 or second > 59 or (hour > 23 and not is_midnight):
        raise ClockError(
            "No clock shows this time.", value=match[0], hint="Hours go from 0 to 23, minutes from 00 to 59."
        )
    if half and not 1 <= hour <= 12:
        raise ClockError(
            "With am or pm, hours go from 1 to 12.", value=match[0], hint="Write 13:00 or 1pm, not both at once."
        )
    return _Clock(hour, minute * 60 + second, half)


def _across_midnight(text: str, start: int, end: int, *, can_be_afternoon: bool) -> ClockError:
    """A refusal with both readings: an afternoon on a 12-hour clock, or a night of more than twelve hours."""
    night = f"{clock_text(start)}-24:00 and, on the next day, 0:00-{clock_text(end)}"
    afternoon = end + _DAY // 2
    if can_be_afternoon and start <= afternoon < _DAY:
        what = "This range ends before it begins, unless the afternoon or the next day is meant."
        hint = f"Write {clock_text(start)}-{clock_text(afternoon)}, or {night}."
    else:
        what = "This range passes midnight and is longer than 12 hours."
        hint = f"If that is meant, write it as two entries: {night}."
    return ClockError(what, value=text, hint=hint)
