"""Dates as people and programs write them, and the order that a file's own dates prove."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from hoursback.engine.capture.reading import DateOrder

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2100, 12, 31)
ORDER_HINT = "Say which with --date-order dmy (day first) or --date-order mdy (month first)."

_LONGEST = 80
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})\.?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})\.?")
_DAY_MONTH = re.compile(
    r"(?:[^\W\d_]+\.?,? )?([0-9]{1,2})(?:st|nd|rd|th)?[. -]+(?:de )?([^\W\d_]+)\.?,?[ -]+(?:de )?([0-9]{4})"
)
_MONTH_DAY = re.compile(r"(?:[^\W\d_]+\.?,? )?([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")

_ENGLISH = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
# English, German, French, Spanish, Italian, Dutch, Portuguese; a word is a month if it begins names of one month only.
_MONTHS = (
    "january januar janvier enero gennaio januari janeiro",
    "february februar février febrero febbraio februari fevereiro",
    "march märz mars marzo maart março",
    "april avril abril aprile",
    "may mai mayo maggio mei maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre diciembre dicembre dezembro",
)


class BadCellError(Exception):
    """A cell that cannot be read; the row turns it into a problem with its line and column."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def parse_date(text: str, order: DateOrder | None) -> date:
    """A date from its text; `order` is used for what is ambiguous only.

    Raises: BadCellError, for no date, one outside 1970 to 2100, one that does not fit the order, one with two readings.
    """
    if len(text) > _LONGEST:
        text = ""
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(text):
        return _ordered(match, order)
    if match := _DAY_MONTH.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2])
    raise BadCellError("This is not a date.", "Write dates as 2026-03-04.")


def orders_of(text: str) -> tuple[DateOrder, ...]:
    """The orders in which a text with the year last is a date: none, the one it proves, or two that differ."""
    match = _YEAR_LAST.fullmatch(text)
    if match is None or match[1] == match[3]:
        return ()
    fits = []
    for order in (DateOrder.DMY, DateOrder.MDY):
        try:
            _ordered(match, order)
            fits.append(order)
        except BadCellError:
            pass
    return tuple(fits)


def has_dots(text: str) -> bool:
    """Whether a date is written with dots, which no country writes month first."""
    match = _YEAR_LAST.fullmatch(text)
    return match is not None and match[2] == "."


def two_readings(text: str) -> str:
    """Both readings of an ambiguous date, in words.

    >>> two_readings("03/04/2026")
    '3 April 2026 or 4 March 2026'
    """
    return " or ".join(spoken(parse_date(text, order)) for order in (DateOrder.DMY, DateOrder.MDY))


def spoken(day: date) -> str:
    """A date in words."""
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


def _ordered(match: re.Match[str], order: DateOrder | None) -> date:
    first, second, last = match[1], match[3], match[4]
    if order is DateOrder.YMD:
        if len(last) == 4:
            raise BadCellError("This date does not have its year first, as was stated.", ORDER_HINT)
        return _day(_full_year(first), second, last)
    if order is DateOrder.MDY:
        return _day(_full_year(last), first, second)
    if order is DateOrder.DMY or int(first) == int(second):
        return _day(_full_year(last), second, first)
    fits = orders_of(match[0])
    if len(fits) == 2:
        raise BadCellError(f"This date can be {two_readings(match[0])}.", ORDER_HINT)
    return _ordered(match, fits[0] if fits else DateOrder.DMY)


def _full_year(text: str) -> str:
    """Two digits are a year between 1970 and 2069."""
    if len(text) == 4:
        return text
    return f"{'19' if int(text) >= 70 else '20'}{int(text):02d}"


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise BadCellError(
            "There is no such day in the calendar.",
            "Check the date, and the order of its parts (--date-order).",
        ) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise BadCellError("The date is outside 1970-01-01 to 2100-12-31.", "Check the year.")
    return found


def _month(word: str) -> str:
    month = _month_number(word.casefold())
    if month is None:
        raise BadCellError("This is not the name of a month.", "Write dates as 2026-03-04.")
    return str(month)


@cache
def _month_words() -> tuple[tuple[str, int], ...]:
    return tuple((name, number) for number, names in enumerate(_MONTHS, 1) for name in names.split())


def _month_number(word: str) -> int | None:
    found = {number for name, number in _month_words() if len(word) >= 3 and name.startswith(word)}
    if word == "sept":
        return 9
    return found.pop() if len(found) == 1 else None
