"""Lengths of time as people and programs write them: 1:30:00, 1:30, 1h 30m, 1.5, 1,5, PT1H30M."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.units import SECONDS_PER_HOUR

_CLOCKED = re.compile(r"([0-9]{1,5}):([0-5]?[0-9])(?::([0-5]?[0-9])(?:[.,][0-9]+)?)?")
_AMOUNT = r"([0-9]+(?:[.,][0-9]+)?)"
_WORDED = re.compile(
    rf"(?:{_AMOUNT} ?(?:h|hr|hrs|hours?|std|stdn?\.|stunden?|heures?|horas?|ore|ora|uur|uren|u)\.?)?,? ?"
    rf"(?:{_AMOUNT} ?(?:m|min|mins|minutes?|minuten?|minutos?|minuti|minuto)\.?)?,? ?"
    rf"(?:{_AMOUNT} ?(?:s|sec|secs|seconds?|sek|sekunden?|secondes?|segundos?|secondi)\.?)?"
)
_SHORT = re.compile(r"([0-9]+) ?h ?([0-5]?[0-9])()")
_ISO = re.compile(rf"pt(?:{_AMOUNT}h)?(?:{_AMOUNT}m)?(?:{_AMOUNT}s)?")
# Groups of three between the same mark, then the other mark: 2.000,5 and 1,234.5; or one mark only: 20,0 and 0.25.
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,' \u00a0\u202f’])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)([.,])[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+")
_LONGEST = 40
_MINUS = ("-", "−", "–")


def parse_length(text: str, unit: int = SECONDS_PER_HOUR) -> int:
    """Seconds of a length; `unit` is what a bare number counts, in seconds.

    >>> parse_length("1h 30m"), parse_length("0,01"), parse_length("90", 60)
    (5400, 36, 5400)

    Raises: BadCellError, for a negative length and for anything that is none of the known forms.
    """
    word = text.strip().casefold()
    if word.startswith(_MINUS):
        raise BadCellError("The length is negative.", "Check the row's start, end and duration.")
    if len(word) <= _LONGEST:
        if match := _CLOCKED.fullmatch(word):
            return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
        amount = parse_number(word)
        if amount is not None:
            return _whole(amount * unit)
        match = _WORDED.fullmatch(word) or _SHORT.fullmatch(word) or _ISO.fullmatch(word)
        if match and any(match.groups()):
            hours, minutes, seconds = (Decimal((part or "0").replace(",", ".")) for part in match.groups())
            return _whole(hours * 3600 + minutes * 60 + seconds)
    raise BadCellError("This is not a length of time.", "Write it as 1:30:00, 1h 30m or 1.5 (hours).")


def parse_number(word: str) -> Decimal | None:
    """A number with a decimal point or comma and perhaps thousands marks; None for anything else.

    One mark alone is the decimal mark, whichever it is: an entry has no thousands of hours.

    >>> parse_number("2.000,0"), parse_number("20,0"), parse_number("1,234.5"), parse_number("1e3")
    (Decimal('2000.0'), Decimal('20.0'), Decimal('1234.5'), None)
    """
    if _PLAIN.fullmatch(word):
        return Decimal(word.replace(",", "."))
    match = _GROUPED.fullmatch(word)
    if match is None:
        return None
    digits = word.replace(match[1], "")
    return Decimal(digits.replace(",", "."))


def unit_of(header: str) -> tuple[int, bool]:
    """Seconds that a bare number in a column counts, by its (normalised) header, and whether the header says so."""
    words = set(re.findall(r"[^\W\d_]+", header))
    if words & {"s", "sec", "secs", "second", "seconds", "sekunden", "secondes", "segundos", "secondi", "seconden"}:
        return 1, True
    if words & {"m", "min", "mins", "minute", "minutes", "minuten", "minutos", "minuti"}:
        return 60, True
    hours = {"h", "hr", "hrs", "hour", "hours", "decimal", "std", "stunden", "heures", "horas", "ore", "uren"}
    return SECONDS_PER_HOUR, bool(words & hours)


def _whole(seconds: Decimal) -> int:
    return int(seconds.to_integral_value(ROUND_HALF_EVEN))
