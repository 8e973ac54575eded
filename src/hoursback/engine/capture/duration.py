"""Lengths of time as people write them: `1h30`, `90 min`, `1:30`, `1,5 h`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from hoursback.engine.errors import HoursbackError

LONGEST_SECONDS: Final = 24 * 3600
"""No single length may exceed a day (reliability, section 2)."""

_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
_HOURS = r"(?:hours|hour|hrs|hr|h)"
_MINUTES = r"(?:minutes|minute|mins|min|m)"
_SECONDS = r"(?:seconds|second|secs|sec|s)"
_AND = r"\s*(?:and\s+)?"

# Two or three parts are whole numbers. Minutes drop their unit only where nothing stands between, as in 1h30: in
# "1h 30 letters" the number belongs to what follows.
_IN_PARTS = (
    rf"(?P<h>[0-9]{{1,4}})\s*{_HOURS}(?:(?P<m>[0-9]{{1,2}})"
    rf"|{_AND}(?P<m2>[0-9]{{1,2}})\s*{_MINUTES}(?:{_AND}(?P<s>[0-9]{{1,2}})\s*{_SECONDS})?)"
    rf"|(?P<h2>[0-9]{{1,4}})\s*{_HOURS}{_AND}(?P<s2>[0-9]{{1,2}})\s*{_SECONDS}"
    rf"|(?P<m3>[0-9]{{1,5}})\s*{_MINUTES}{_AND}(?P<s3>[0-9]{{1,2}})\s*{_SECONDS}"
)
_AS_CLOCK = r"(?P<ch>[0-9]{1,4}):(?P<cm>[0-9]{2})(?::(?P<cs>[0-9]{2}))?"
_ONE_UNIT = rf"(?P<n>{_NUMBER})\s*(?:(?P<uh>{_HOURS})|(?P<um>{_MINUTES})|(?P<us>{_SECONDS}))"

DURATION_PATTERN: Final = rf"(?:{_AS_CLOCK}|{_IN_PARTS}|{_ONE_UNIT})"
"""Text of a length with a unit, lower case; whether its parts can be meant is for `parse_duration` to say."""

_DURATION = re.compile(DURATION_PATTERN, re.ASCII)
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
_HOW = "Write it with its unit, such as 1h30, 90 min, 1:30 or 1.5 h."


class DurationError(HoursbackError):
    """A text that is no length of time, or could be two."""


def parse_duration(text: str) -> int:
    """Whole seconds of a length of time; parts of a second are rounded half to even.

    Raises: DurationError, for what has no unit (never guessed), can be read in two ways, is negative or longer than
    24 hours, or is no length at all.

    >>> [parse_duration(length) for length in ("1h30", "90 min", "1:30", "1,5 h", "45 seconds")]
    [5400, 5400, 5400, 5400, 45]
    """
    plain = " ".join(text.split()).lower()
    if len(plain) > 64:
        raise DurationError("That is too long for a length of time.", value=plain[:64] + "…", hint=_HOW)
    match = _DURATION.fullmatch(plain)
    if match is None:
        raise _refusal(plain)
    seconds = _seconds_of(match, plain)
    if seconds > LONGEST_SECONDS:
        raise DurationError(
            "A single length cannot be more than 24 hours.",
            value=plain,
            hint="Split it over the days it was worked on.",
        )
    return int(seconds.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def format_duration(seconds: int) -> str:
    """A length for people to read, which `parse_duration` reads back; zero is "0 min".

    >>> format_duration(5400), format_duration(3000), format_duration(3661), format_duration(0)
    ('1 h 30 min', '50 min', '1 h 1 min 1 s', '0 min')
    """
    if seconds < 0:
        raise ValueError(f"a length cannot be negative: {seconds}")
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min"), (rest, "s")) if count]
    return " ".join(parts) or "0 min"


def _seconds_of(match: re.Match[str], plain: str) -> Decimal:
    parts = match.groupdict()
    if parts["n"] is not None:
        return _one_unit(parts, plain)
    hours = int(parts["ch"] or parts["h"] or parts["h2"] or 0)
    minutes = int(parts["cm"] or parts["m"] or parts["m2"] or parts["m3"] or 0)
    seconds = int(parts["cs"] or parts["s"] or parts["s2"] or parts["s3"] or 0)
    # Ninety minutes may stand alone; after hours they would be a slip of the pen.
    if seconds > 59 or (minutes > 59 and parts["m3"] is None):
        raise DurationError(
            "Minutes and seconds after a larger unit go up to 59.",
            value=plain,
            hint="Write 1h30 for an hour and a half, or 90 min.",
        )
    return Decimal(hours * 3600 + minutes * 60 + seconds)


def _one_unit(parts: dict[str, str | None], plain: str) -> Decimal:
    number = parts["n"] or ""
    if parts["uh"] is None and _THOUSANDS.fullmatch(number):
        whole, fraction = re.split("[.,]", number)
        raise DurationError(
            "The mark in this number can stand for thousands or for decimals.",
            value=plain,
            hint=f"Write {whole}{fraction} without the mark, or {whole}.{fraction.rstrip('0') or '0'}.",
        )
    per_unit = 3600 if parts["uh"] else 60 if parts["um"] else 1
    return Decimal(number.replace(",", ".")) * per_unit


def _refusal(plain: str) -> DurationError:
    """Why a text is no length."""
    if _BARE.fullmatch(plain):
        return DurationError(
            "A number alone is not a length: its unit is missing.",
            value=plain,
            hint=f"Write {plain} min for {_amount(plain)} minutes, or {plain} h for {_amount(plain)} hours.",
        )
    if plain.startswith(("-", "−", "–")) and _DURATION.fullmatch(plain[1:].lstrip()):
        return DurationError("A length cannot be negative.", value=plain, hint="Write it without the minus sign.")
    return DurationError("This is not a length of time.", value=plain, hint=_HOW)


def _amount(number: str) -> str:
    return number.replace(",", ".")
