"""Weekly hours as an even series: which weeks count, and what a week with days off would have been.

A week is named by the ordinal of its Monday, so that a year's end, a 53rd week or a change of the clocks is nothing
special. Days off are known beforehand: they change what somebody can do, not what there is to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

DAYS = 7
LEAST_AT_WORK = 0.5
"""Weeks with less than this share of their work days at work are left out; the others are scaled up."""


@dataclass(frozen=True, slots=True)
class Series:
    """Hours of complete weeks, oldest first; weeks away are left out and do not leave holes.

    Attributes:
        mondays: ordinals. hours: of each, as a whole week would have been. away: weeks left out.
    """

    mondays: tuple[int, ...] = ()
    hours: tuple[float, ...] = ()
    away: int = 0


def monday_of(day: int) -> int:
    """Ordinal of the Monday of a day's week.

    >>> date.fromordinal(monday_of(date(2027, 1, 1).toordinal())).isoformat()
    '2026-12-28'
    """
    return day - (day + 6) % DAYS


def complete_weeks(first_day: int, today: int) -> range:
    """Mondays of the weeks that lie wholly after the first day of a log and before today's week."""
    return range(monday_of(first_day + DAYS - 1), monday_of(today), DAYS)


def at_work(monday: int, off: Iterable[tuple[int, int]], work_days: int = 5) -> float:
    """Share of a week's work days (from Monday on) that are not days off.

    Args:
        off: spans of days off, ordinals, both ends included; they may overlap.

    >>> at_work(7 * 100_000 + 1, [(7 * 100_000 + 1, 7 * 100_000 + 2)])
    0.6
    """
    days = set(range(monday, monday + work_days))
    for first, last in off:
        days -= set(range(max(first, monday), min(last, monday + DAYS - 1) + 1))
    return len(days) / work_days


def series_of(
    totals: Mapping[int, float],
    mondays: Iterable[int],
    *,
    off: Iterable[tuple[int, int]] = (),
    work_days: int = 5,
    present: frozenset[int] | None = None,
) -> Series:
    """The hours of the weeks that say something.

    Args:
        totals: hours by the Monday of their week; a week without them is nought.
        off: days off of whoever does the work.
        present: weeks in which anything at all was logged; the others count as away. None: all count.
    """
    spans = tuple(off)
    kept: list[tuple[int, float]] = []
    away = 0
    for monday in mondays:
        share = at_work(monday, spans, work_days)
        if share < LEAST_AT_WORK or (present is not None and monday not in present):
            away += 1
            continue
        kept.append((monday, totals.get(monday, 0.0) / share))
    return Series(tuple(monday for monday, _ in kept), tuple(hours for _, hours in kept), away)


def day_of(ordinal: int) -> date:
    """A day from its ordinal."""
    return date.fromordinal(ordinal)
