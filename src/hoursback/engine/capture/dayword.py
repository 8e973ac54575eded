"""The day that somebody names in words: today, yesterday, mon, 3 days ago, 2026-03-04."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from hoursback.engine.errors import HoursbackError

EARLIEST: Final = date(1970, 1, 1)
LATEST: Final = date(2100, 12, 31)
"""Days outside these are taken for slips of the pen (reliability, section 2)."""

# English names, whatever the locale of the machine.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_DAYS_FROM_TODAY = {"today": 0, "yesterday": -1, "day before yesterday": -2, "tomorrow": 1}
_WEEKDAY_NUMBERS = {name.lower(): number for number, name in enumerate(WEEKDAYS)} | {
    short: number
    for number, shorts in enumerate(
        (("mon",), ("tue", "tues"), ("wed", "weds"), ("thu", "thur", "thurs"), ("fri",), ("sat",), ("sun",))
    )
    for short in shorts
}
_DAYS_AGO = re.compile(r"([0-9]{1,5}) days? ago", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", re.ASCII)
_LONGEST_PHRASE = 3


class DayError(HoursbackError):
    """A day that does not exist, lies out of bounds or can be read in two ways."""


def take_day(words: Sequence[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """The day named at the beginning of the words, else the one at their end, and the words without it.

    None and all the words where neither end names a day. A day word further inside belongs to the note.

    Raises: DayError.
    """
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        day = parse_day(" ".join(words[:length]), today)
        if day is not None:
            return day, tuple(words[length:])
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        day = parse_day(" ".join(words[-length:]), today)
        if day is not None:
            return day, tuple(words[:-length])
    return None, tuple(words)


def take_date(words: Sequence[str]) -> tuple[date | None, tuple[str, ...]]:
    """The date in digits that stands first or last, and the words without it: what is left once the time is taken.

    Raises: DayError.
    """
    for place in (0, len(words) - 1) if words else ():
        phrase = words[place].rstrip(",:;.")
        day = _iso(phrase) or _in_numbers(phrase)
        if day is not None:
            return day, (*words[:place], *words[place + 1 :])
    return None, tuple(words)


def parse_day(text: str, today: date) -> date | None:
    """The day a phrase names, None if it names none.

    A weekday is the latest such day up to today; after "last" it is the latest before today.

    Raises: DayError, for a date that does not exist, lies outside 1970-2100 or has two readings (03/04/2026).
    """
    phrase = text.lower().rstrip(",:;.")
    if phrase in _DAYS_FROM_TODAY:
        return _moved(today, _DAYS_FROM_TODAY[phrase], text)
    ago = _DAYS_AGO.fullmatch(phrase)
    if ago is not None:
        return _moved(today, -int(ago[1]), text)
    return _weekday(phrase, today) or _iso(phrase) or _in_numbers(phrase)


def name_day(day: date, today: date) -> str:
    """A day in words, with its year where that is not this year's: "Monday 2 March"."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def _weekday(phrase: str, today: date) -> date | None:
    first, _, rest = phrase.partition(" ")
    name = rest if first in ("last", "on") else phrase
    number = _WEEKDAY_NUMBERS.get(name)
    if number is None:
        return None
    back = (today.weekday() - number) % 7
    if first == "last" and back == 0:
        back = 7
    return today - timedelta(days=back)


def _iso(phrase: str) -> date | None:
    match = _ISO.fullmatch(phrase)
    if match is None:
        return None
    day = _existing(int(match[1]), int(match[2]), int(match[3]))
    if day is None:
        raise DayError("There is no such day.", value=phrase, hint="Write year, month and day, such as 2026-03-04.")
    return _within_bounds(day, phrase)


def _in_numbers(phrase: str) -> date | None:
    """A date such as 25/03/2026, refused where day and month could change places."""
    match = _NUMBERS.fullmatch(phrase)
    if match is None:
        return None
    one, two, year = int(match[1]), int(match[2]), int(match[3])
    found = {_existing(year, one, two), _existing(year, two, one)} - {None}
    days = sorted(day for day in found if day is not None)
    if not days:
        raise DayError("There is no such day.", value=phrase, hint="Write year, month and day, such as 2026-03-04.")
    if len(days) > 1:
        raise DayError(
            "This date can be read in two ways.", value=phrase, hint=f"Write {days[0]} or {days[1]}, as you mean it."
        )
    return _within_bounds(days[0], phrase)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(today: date, days: int, text: str) -> date:
    try:
        return _within_bounds(today + timedelta(days=days), text)
    except OverflowError:
        raise _out_of_bounds(text) from None


def _within_bounds(day: date, text: str) -> date:
    if not EARLIEST <= day <= LATEST:
        raise _out_of_bounds(text)
    return day


def _out_of_bounds(text: str) -> DayError:
    return DayError(f"Days go from {EARLIEST} to {LATEST}.", value=text, hint="Check the year.")
