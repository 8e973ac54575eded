"""When work no longer fits: demand against the hours there are, and when to begin looking for help.

Source: methods, section 8; a new hire's time until full speed from Rollag, Parise & Cross 2005.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.functions import CLERICAL, BusinessFunction
from hoursback.engine.figures import Figure
from hoursback.engine.outlook.forecast import WIDENED, Forecast, growth_of_variance
from hoursback.engine.outlook.growth import Growth
from hoursback.engine.outlook.student import chance_below, quantile
from hoursback.engine.outlook.weeks import DAYS, at_work
from hoursback.engine.units import WEEKS_PER_YEAR

Array = npt.NDArray[np.float64]

THETA = 0.85
"""Load from which work waits: at .85 everything takes nearly seven times as long as on an empty desk."""
CAUTION = 0.2
"""Help is looked for so early that it is in place while the chance of an overload is no more than this (own; tried on
made-up growing businesses, see trial.py)."""
FARTHEST = 156
"""Weeks looked ahead at most: three years."""
SEARCH_HOURLY, SEARCH_EMPLOYEE = 2, 6
"""Weeks until somebody is found, by the hour and employed."""
RAMP_CLERICAL, RAMP_PROFESSIONAL, RAMP_EXECUTIVE = 8, 20, 26
"""Weeks until a newcomer works at full speed."""
_LEVEL_SHARE = math.sqrt(0.3 / (2 - 0.3))
"""Spread of a smoothed level against that of a single week, for a weight of .3."""


class Kind(StrEnum):
    """How help is engaged."""

    HOURLY = "hourly"
    EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class Path:
    """Where the hours a week are heading: the level (what a week takes on the whole) and single weeks around it.

    Attributes:
        level: hours, middle of each week ahead, shape (weeks,). log_spread: of the level.
        weekly: spread of a single week ahead, hours, shape (weeks,). degrees: of freedom of the t of single weeks.
    """

    level: Array
    log_spread: Array
    weekly: Array
    degrees: float
    growth: Growth

    def level_quantile(self, probability: float) -> Array:
        """Hours that the level stays below with this probability, shape (weeks,)."""
        return np.asarray(self.level * np.exp(quantile(probability, self.degrees) * self.log_spread))

    def week_quantile(self, probability: float) -> Array:
        """Hours that a single week stays below with this probability, never below nought."""
        spread = np.sqrt(self.weekly**2 + (self.level * self.log_spread) ** 2)
        return np.maximum(self.level + quantile(probability, self.degrees) * WIDENED * spread, 0.0)

    def chance_above(self, hours: Array | float) -> Array:
        """The chance that the level is above so many hours, shape (weeks,)."""
        room = np.broadcast_to(np.asarray(hours, dtype=float), self.level.shape)
        chance = np.where(room < self.level, 1.0, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = np.log(room / self.level) / np.where(self.log_spread > 0, self.log_spread, np.nan)
        known = np.isfinite(distance)
        return np.where(known, 1.0 - chance_below(np.where(known, distance, 0.0), self.degrees), chance)


@dataclass(frozen=True, slots=True)
class Full:
    """When demand reaches what can be done, in weeks from now; None: not within the weeks looked ahead.

    Attributes:
        middle: as likely before as after. early, late: nine in ten later, nine in ten earlier.
        cautious: the chance reaches the caution; what "start looking on" counts back from.
    """

    middle: int | None
    early: int | None
    late: int | None
    cautious: int | None

    def start_looking(self, lead: float) -> int | None:
        """Weeks from now to begin looking, so much before; 0: now is already late enough. None: not in sight."""
        return None if self.cautious is None else max(0, math.floor(self.cautious - lead))


def weeks_to_full(demand: float, capacity: float, *, growth_per_year: float, theta: float = 1.0) -> float | None:
    """Weeks until demand that grows evenly takes the share theta of a capacity; None: never.

    >>> round(weeks_to_full(38, 45, growth_per_year=0.3), 2)
    33.51
    """
    if demand >= theta * capacity:
        return 0.0
    if demand <= 0 or growth_per_year <= 0:
        return None
    return WEEKS_PER_YEAR * math.log(theta * capacity / demand) / math.log1p(growth_per_year)


def search_weeks(kind: Kind) -> int:
    """Weeks until somebody is found."""
    return SEARCH_EMPLOYEE if kind is Kind.EMPLOYEE else SEARCH_HOURLY


def ramp_weeks(function: str) -> int:
    """Weeks until somebody new to a business function works at full speed."""
    if function in CLERICAL:
        return RAMP_CLERICAL
    return RAMP_EXECUTIVE if function == BusinessFunction.LEADERSHIP else RAMP_PROFESSIONAL


def lead_weeks(kind: Kind, function: str) -> int:
    """Search and ramp-up together."""
    return search_weeks(kind) + ramp_weeks(function)


def stretch(load: float) -> float | None:
    """How many times longer work takes than on an empty desk, 1 / (1 - load); None: it never gets done.

    >>> round(stretch(0.8), 6)
    5.0
    """
    return 1 / (1 - load) if load < 1 else None


def open_items(arrivals_per_week: float, turnaround_weeks: float) -> float:
    """Little's law: what is open at any moment (Little 1961).

    >>> open_items(10, 1.5)
    15.0
    """
    return arrivals_per_week * turnaround_weeks


def capacity_weeks(
    hours_per_week: float, first_monday: int, weeks: int, *, off: Iterable[tuple[int, int]] = (), work_days: int = 5
) -> Array:
    """Hours somebody has in each week, days off taken away, shape (weeks,)."""
    spans = tuple(off)
    return np.array(
        [hours_per_week * at_work(first_monday + DAYS * week, spans, work_days) for week in range(weeks)], dtype=float
    )


def path(
    seen: Forecast, growth: Growth, weeks: int = FARTHEST, *, planned: float | None = None, spread: float = 0.0
) -> Path:
    """From the level that a forecast sees, on with a growth a year.

    Args:
        planned: a level from elsewhere (hours per order times orders), instead of the forecast's. spread: of its log.
    """
    level = seen.level if planned is None else planned
    ahead = np.arange(weeks, dtype=float) / WEEKS_PER_YEAR
    one_step = float(seen.spread[0]) if len(seen.spread) else 0.0
    of_level = spread if planned is not None else (one_step * _LEVEL_SHARE / level if level > 0 else 0.0)
    log_spread = np.sqrt(of_level**2 + (growth.spread * ahead) ** 2)
    # Single weeks scatter in proportion to what there is to do.
    scale = np.exp(growth.log_per_year * ahead)
    weekly = one_step * np.sqrt(growth_of_variance(1)[0]) * scale
    return Path(level * scale, log_spread, weekly, seen.degrees, growth)


def together(paths: Sequence[Path]) -> Path | None:
    """The sum of several paths whose errors have nothing to do with each other; None without any."""
    if not paths:
        return None
    level = np.sum([one.level for one in paths], axis=0)
    spread = np.sqrt(np.sum([(one.level * one.log_spread) ** 2 for one in paths], axis=0))
    weekly = np.sqrt(np.sum([one.weekly**2 for one in paths], axis=0))
    safe = np.where(level > 0, level, 1.0)
    log_spread = np.where(level > 0, spread / safe, 0.0)
    leading = max(paths, key=lambda one: float(one.level[0]))
    return Path(level, log_spread, weekly, min(one.degrees for one in paths), leading.growth)


def runs_out(demand: Path, capacity: Array | float, *, theta: float = THETA, caution: float = CAUTION) -> Full:
    """When the level of demand takes the share theta of a capacity.

    Args:
        capacity: hours a week without days off, one figure or shape (weeks,): a holiday is no overload.
    """
    chance = demand.chance_above(theta * np.asarray(capacity, dtype=float))
    return Full(*(_first(chance, share) for share in (0.5, 0.1, 0.9, caution)))


def load(demand: float, capacity: float) -> float | None:
    """Demand over capacity; None without any capacity."""
    return demand / capacity if capacity > 0 else None


def as_figure(demand: Path, week: int) -> Figure:
    """The level in one week ahead with its likely range."""
    low, high = (float(demand.level_quantile(p)[week]) for p in (0.1, 0.9))
    return Figure.stated_range(low, high) if low < high else Figure.exact(float(demand.level[week]))


def _first(chance: Array, share: float) -> int | None:
    over = np.flatnonzero(chance >= share)
    return int(over[0]) if len(over) else None
