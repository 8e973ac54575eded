"""Months as the first of them, and counting in them."""

from __future__ import annotations

from datetime import date

from hoursback.engine.units import MONTHS_PER_YEAR

LEAST_MONTHS, MOST_MONTHS = 3, 36
"""How far off a vision can be."""


def first_of(day: date) -> date:
    """The first of a day's month."""
    return day.replace(day=1)


def months_after(month: date, count: int) -> date:
    """The first of the month so many months later.

    >>> months_after(date(2026, 11, 1), 3).isoformat()
    '2027-02-01'
    """
    place = month.year * MONTHS_PER_YEAR + month.month - 1 + count
    return date(place // MONTHS_PER_YEAR, place % MONTHS_PER_YEAR + 1, 1)
