"""Values of calendar properties: dates and times, lengths, texts and lists."""

# ruff: noqa: DTZ001 (what a wall clock shows has no zone until one is looked up)
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from hoursback.engine.capture.readers.ics_lines import ContentLine

YEARS = range(1601, 2201)
"""Years that a calendar can mean; 1601 is where Windows' clock begins and stands in many zone definitions."""
LONGEST = timedelta(days=36_525)
"""Of whole days; a calendar may hold the years somebody lived in a town."""
LONGEST_WORK = timedelta(days=366)
"""Of anything with clock times; a longer one has a wrong year in it."""
STAMP = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:\.[0-9]+)?([Zz])?)?"
)
LENGTH = re.compile(
    r"([+-]?)P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?",
    re.IGNORECASE,
)
UNSPLIT_COMMA = re.compile(r"(?<!\\)(?:\\\\)*,")


class BadPropertyError(Exception):
    """A property that cannot be used, with what is wrong and the next move."""

    def __init__(self, at: ContentLine, message: str, hint: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date or a clock time as written, before anybody asks in which zone.

    Attributes:
        local: what the clock shows; midnight for a date.
        is_date: a whole day.
        is_utc: the value ends in Z.
    """

    local: datetime
    is_date: bool = False
    is_utc: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes: days move with the wall clock, seconds are real ones (RFC 5545, 3.3.6)."""

    wall: timedelta = timedelta(0)
    exact: int = 0

    @property
    def total(self) -> timedelta:
        """All of it, on a day without a clock change."""
        return self.wall + timedelta(seconds=self.exact)


def parse_stamp(text: str) -> Stamp:
    """A date such as 20260305, or a time such as 20260305T090000 with or without Z.

    Raises: ValueError, for anything else, days that no calendar has and years outside 1601-2200.
    """
    found = STAMP.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a date or time")
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    if year not in YEARS:
        raise ValueError("not a year that a calendar can mean")
    if found[4] is None:
        return Stamp(datetime(year, month, day), is_date=True)
    # A leap second is a second that most clocks do not have.
    local = datetime(year, month, day, int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
    return Stamp(local, is_utc=found[7] is not None)


def parse_length(text: str) -> Length:
    """A duration such as PT1H30M or P3D.

    Raises: ValueError, for anything else and for more than a hundred years.
    """
    found = LENGTH.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise ValueError("not a duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    wall, exact = timedelta(weeks=weeks, days=days), (hours * 60 + minutes) * 60 + seconds
    if wall > LONGEST or exact > LONGEST.total_seconds():
        raise ValueError("impossibly long")
    return Length(sign * wall, sign * exact)


def plain_text(value: str) -> str:
    r"""Text without its escapes: `\n` is a new line, `\,` a comma.

    >>> plain_text(r"Meeting\, John")
    'Meeting, John'
    """
    if "\\" not in value:
        return value.strip()
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL).strip()


def text_list(value: str) -> tuple[str, ...]:
    r"""Texts between commas that are not escaped, without empty ones.

    >>> text_list(r"Meeting\, John,Project")
    ('Meeting, John', 'Project')
    """
    pieces: list[str] = []
    begin = 0
    for found in UNSPLIT_COMMA.finditer(value):
        pieces.append(value[begin : found.end() - 1])
        begin = found.end()
    texts = (plain_text(piece) for piece in (*pieces, value[begin:]))
    return tuple(text for text in texts if text)
