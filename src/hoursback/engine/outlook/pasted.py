"""Monthly figures as they are pasted or come in a file: a month and a number on each line, problems said by line."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from datetime import date

MOST_LINES = 600
"""Fifty years of months."""
MOST_UNITS = 1e9
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?$")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that could not be read: its number from 1, what is wrong with it, and what stands there."""

    line: int
    message: str
    value: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read.

    Attributes:
        units: by the first of the month; of a month that stands there twice, the later line counts.
    """

    units: dict[date, float]
    problems: tuple[Problem, ...]


def read_months(text: str) -> Pasted:
    """Months and figures from pasted lines or a CSV file; a first line without figures is taken for a header.

    Months are 2026-03, 2026-03-01 or 03/2026; between month and figure stands a semicolon, a tab, a comma or a space.

    >>> read_months("month;orders" + chr(10) + "2026-03;12,5").units
    {datetime.date(2026, 3, 1): 12.5}
    """
    units: dict[date, float] = {}
    problems: list[Problem] = []
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        return Pasted({}, (Problem(MOST_LINES + 1, f"More than {MOST_LINES} lines are no months.", ""),))
    seen = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        seen += 1
        first, rest = _cells(line)
        month, figure = month_of(first), figure_of(rest)
        if month is not None and figure is not None:
            units[month] = figure
        elif not (seen == 1 and month is None and figure is None):
            problems.append(Problem(number, _why(month, rest), line.strip()[:80]))
    return Pasted(units, tuple(problems))


def month_of(text: str) -> date | None:
    """The first of a month, from its usual spellings in figures.

    >>> month_of("3/2026"), month_of("2026-13")
    (datetime.date(2026, 3, 1), None)
    """
    plain = text.strip()
    if found := _ISO.match(plain):
        year, month = int(found[1]), int(found[2])
    elif found := _SHORT.match(plain):
        month, year = int(found[1]), int(found[2])
    else:
        return None
    return date(year, month, 1) if year in _YEARS and 1 <= month <= 12 else None


def figure_of(text: str) -> float | None:
    """A figure, nought or more, with a point or a comma before its decimals."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "")
    if "," in plain and "." in plain:
        # The last of the two stands before the decimals.
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= MOST_UNITS else None


def _cells(line: str) -> tuple[str, str]:
    """The first two cells of a line."""
    for separator in (";", "\t", ","):
        if separator not in line:
            continue
        if separator == ",":
            # "2026-03,12,5" is a month and a figure with decimals.
            first, _, rest = line.partition(",")
            return first.strip(' "'), rest.strip(' "')
        cells = next(csv.reader([line], delimiter=separator))
        return cells[0], cells[1] if len(cells) > 1 else ""
    first, _, rest = line.strip().partition(" ")
    return first, rest


def _why(month: date | None, figure: str) -> str:
    if month is None:
        return "The month is not one: write it as 2026-03."
    return "There is no figure." if not figure.strip() else "The figure is not a number from 0 up."
