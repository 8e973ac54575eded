"""Where the owner wants to be, against where the business is heading: what must be handed off by when.

The way from today's hours to the wanted ones is straight: a goal two years off asks for its share this month too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoursback.engine.outlook.capacity import Path
from hoursback.engine.outlook.months import first_of, months_after
from hoursback.engine.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Vision:
    """The vision in numbers; None: not stated.

    Attributes:
        hours_per_week: the owner wants to work. income_per_year: wanted, in the workspace's currency.
        months: from `start` on, 3 to 36.
    """

    hours_per_week: float | None
    income_per_year: float | None
    start: date
    months: int


@dataclass(frozen=True, slots=True)
class Goes:
    """A kind of work that could go: hours a week that it would free, best to hand off first."""

    name: str
    hours: float


@dataclass(frozen=True, slots=True)
class Month:
    """One month on the way.

    Attributes:
        pace: hours a week the owner would work if nothing changed, middle; low, high: likely range.
        wanted: hours a week by the straight way. gap: to be handed off by then, hours a week; never below nought.
        goes: names of what is to be handed off by this month, what earlier months asked for included.
    """

    month: date
    pace: float
    low: float
    high: float
    wanted: float
    gap: float
    goes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """All months to the vision.

    Attributes:
        uncovered: hours a week at the end that nothing which could go would free.
        worth_needed: what an hour must bring for the wanted income in the wanted hours, currency; None: not stated.
        by: for each kind of work that must go, the month by which.
    """

    months: tuple[Month, ...]
    uncovered: float
    worth_needed: float | None
    by: tuple[tuple[str, date], ...]


def way_to(
    vision: Vision, demand: Path, candidates: Sequence[Goes], *, today: date, weeks_per_year: float = 48.0
) -> Way:
    """Month by month: the gap between pace and vision, and what closes it.

    Args:
        demand: the owner's hours a week ahead, from today's week on, long enough for all months.
        candidates: what could go, best first.
        weeks_per_year: that the owner works.
    """
    wanted = vision.hours_per_week
    found = []
    begin = float(demand.level[0])
    for number in range(1, vision.months + 1):
        month = months_after(first_of(vision.start), number)
        week = _week(month, today, len(demand.level))
        pace = float(demand.level[week])
        straight = pace if wanted is None else begin + (wanted - begin) * number / vision.months
        gap = max(0.0, pace - straight)
        low, high = (float(demand.level_quantile(p)[week]) for p in (0.1, 0.9))
        found.append(Month(month, pace, low, high, straight, gap, _cover(gap, candidates)))
    by: dict[str, date] = {}
    for one in found:
        for name in one.goes:
            by.setdefault(name, one.month)
    all_of_it = sum(candidate.hours for candidate in candidates)
    uncovered = max(0.0, found[-1].gap - all_of_it) if found else 0.0
    return Way(tuple(found), uncovered, worth_needed(vision, weeks_per_year), tuple(by.items()))


def worth_needed(vision: Vision, weeks_per_year: float) -> float | None:
    """Income wanted for each hour the owner wants to work.

    >>> round(worth_needed(Vision(40.0, 100_000.0, date(2026, 1, 1), 12), 35.0), 2)
    71.43
    """
    if not vision.hours_per_week or vision.income_per_year is None:
        return None
    return vision.income_per_year / (vision.hours_per_week * weeks_per_year)


def _week(month: date, today: date, weeks: int) -> int:
    return min(max((month - today).days // 7, 0), weeks - 1)


def _cover(gap: float, candidates: Sequence[Goes]) -> tuple[str, ...]:
    """The first candidates that together free the gap."""
    names, freed = [], 0.0
    for candidate in candidates:
        if freed >= gap - _ENOUGH:
            break
        names.append(candidate.name)
        freed += candidate.hours
    return tuple(names)


_ENOUGH = 0.25
"""Hours a week too few to begin another hand-off for."""


def weeks_of_months(months: int) -> int:
    """Weeks that a path must reach for so many months."""
    return months * WEEKS_PER_YEAR // MONTHS_PER_YEAR + 6
