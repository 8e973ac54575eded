"""The decision journal: when a decision comes back, and what came of it.

Source: methods, section 7; design, section 2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import fmean, stdev

from hoursback.engine.outcome.money import Expected
from hoursback.engine.outcome.weeks import WEEK, Attendance, Range, monday_of
from hoursback.engine.outcome.where import LEAST_SHARE

USUAL_DAYS = 91
"""A decision for which no day was said comes back after a quarter (own)."""
_P90 = 1.2816
_CENT = Decimal("0.01")
_STAYS = (None, "keep")


class Fate(StrEnum):
    """What became of the work that a decision was about."""

    HANDED = "handed over"
    WAITING = "not handed over yet"
    DROPPED = "dropped"
    KEPT = "kept"
    REFUSED = "refused"


def fate_of(decision: str, action: str | None, *, has_begun: bool) -> Fate:
    """What became of it.

    Args:
        decision: accepted, changed or refused. action: what was to be done, as decided.
    """
    if has_begun:
        return Fate.HANDED
    if decision == "refused":
        return Fate.REFUSED
    if action in _STAYS:
        return Fate.KEPT
    return Fate.DROPPED if action == "drop" else Fate.WAITING


def due_day(decided: int, stated: int | None, *, is_answered: bool) -> int | None:
    """The day on which a decision comes back: as stated, else a quarter after it; None: it was closed.

    >>> due_day(100, None, is_answered=False), due_day(100, 120, is_answered=True), due_day(100, None, is_answered=True)
    (191, 120, None)
    """
    if stated is not None:
        return stated
    return None if is_answered else decided + USUAL_DAYS


@dataclass(frozen=True, slots=True)
class Spent:
    """The owner's hours on something since a day.

    Attributes:
        hours: in all, in whole weeks that are over. weeks: of these, those that count.
        average: hours a week, as of full weeks, with the range that their scatter gives it; None: too few weeks.
    """

    hours: float
    weeks: int
    average: Range | None


def spent_since(by_week: Mapping[int, float], attendance: Attendance, since: int, today: int) -> Spent:
    """The owner's hours on something in the weeks after the one of a decision.

    Args:
        by_week: hours by Monday. since: the day of the decision.
    """
    mondays = range(monday_of(since) + WEEK, monday_of(today), WEEK)
    full = [
        by_week.get(monday, 0.0) / share for monday in mondays if (share := attendance.share(monday)) >= LEAST_SHARE
    ]
    total = sum(by_week.get(monday, 0.0) for monday in mondays)
    if not full:
        return Spent(total, 0, None)
    mean = fmean(full)
    reach = _P90 * stdev(full) / math.sqrt(len(full)) if len(full) > 1 else mean
    return Spent(total, len(full), Range(mean, max(0.0, mean - reach), mean + reach))


def foregone(expected: Expected, weeks: int, per_hour: float) -> Decimal:
    """What a line would have brought in its first weeks by the plan's own figures, less its cost, currency.

    Args:
        per_hour: worth of a freed hour as the plan took it.
    """
    worth = Decimal(repr(per_hour)) * Decimal(repr(expected.hours_in(weeks)))
    return worth.quantize(_CENT) - expected.cost * weeks - expected.cash
