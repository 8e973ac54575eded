"""Times of day as people and programs write them, with or without a date before and an offset behind."""

from __future__ import annotations

import re
from typing import NamedTuple

from hoursback.engine.capture.readers.dates import BadCellError

_CLOCK = re.compile(
    r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?)?"
    r"(?:[ \u00a0\u202f]?([ap])\.?m\.?)?"
    r"(?: ?(z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?))?(?: uhr| h)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})?()(z|[+-][0-9]{4})?", re.IGNORECASE)
_WITH_DATE = re.compile(
    r"(.*?[^\s,T])(?:T|,? +at +|,\s*|\s+)([0-9]{1,2}[:.h][0-9]{2}\b.*|[0-9]{1,2} ?[ap]\.?m\b.*)", re.IGNORECASE
)
_COMPACT_DATE = re.compile(
    r"([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{4}(?:[0-9]{2})?(?:Z|[+-][0-9]{4})?)", re.IGNORECASE
)
_TWELVE = re.compile(r"[0-9][ \u00a0\u202f]?[ap]\.?m\b", re.IGNORECASE)
_LONGEST = 80


class ClockTime(NamedTuple):
    """A time of day.

    Attributes:
        seconds: since midnight, 86,400 for 24:00.
        has_seconds: whether seconds were written; without them it is known to the minute.
        offset: seconds east of UTC, None where it was not written.
    """

    seconds: int
    has_seconds: bool
    offset: int | None


def parse_clock(text: str) -> ClockTime:
    """A time of day from its text.

    >>> parse_clock("10:23 AM")
    ClockTime(seconds=37380, has_seconds=False, offset=None)

    Raises: BadCellError, for anything that no clock shows.
    """
    match = _CLOCK.fullmatch(text)
    if match is None or (match[2] is None and match[4] is None):
        match = _COMPACT.fullmatch(text)
    if match is None:
        raise BadCellError("This is not a time of day.", "Write times as 14:30 or 2:30 PM.")
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise _no_such_time()
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise _no_such_time()
    return ClockTime(hour * 3600 + minute * 60 + second, match[3] is not None, _offset(match[5]))


def split_moment(text: str) -> tuple[str, str]:
    """Date and time of day of one cell; either may be "".

    >>> split_moment("2024-03-04T09:23:00Z"), split_moment("Jan 20, 2023, 6:25 PM"), split_moment("9:15")
    (('2024-03-04', '09:23:00Z'), ('Jan 20, 2023', '6:25 PM'), ('', '9:15'))
    """
    if len(text) > _LONGEST:
        return text, ""
    # Two digits or less alone are no time of day; eight are a date.
    if (_CLOCK.fullmatch(text) and not text.isdigit()) or _COMPACT.fullmatch(text):
        return "", text
    match = _WITH_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def is_twelve_hour(text: str) -> bool:
    """Whether a clock says AM or PM."""
    return _TWELVE.search(text) is not None


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 15 or minutes > 59:
        raise BadCellError("No clock is that far from UTC.", "Write offsets as +01:00.")
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)


def _no_such_time() -> BadCellError:
    return BadCellError("No clock shows this time.", "Write times as 14:30 or 2:30 PM.")
