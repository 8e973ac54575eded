"""How fast work grows: what a log shows, together with what is known of growth in general or stated.

A log of some months says little of the growth in a year, so its own trend is weighed against what was known before by
how well each is known. Growth is kept as its logarithm, so that halving and doubling are alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hoursback.engine.outlook.forecast import one_step_spread
from hoursback.engine.review.trend import ENOUGH_WEEKS, theil_sen
from hoursback.engine.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

PRIOR_SPREAD = 0.19
"""Growth where nothing is known: P5 to P95 from -20 % to +50 % a year (methods, section 10)."""
STATED_SPREAD = 0.1
"""Growth that the owner states (own)."""
_RECENT = 104
_EFFICIENCY = 0.95
"""Of the median slope against least squares on even errors."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of a year as its natural logarithm, with a standard deviation.

    Attributes:
        source: "log", "driver", "stated" or "unknown": where most of it comes from.
    """

    log_per_year: float
    spread: float
    source: str = "unknown"

    @property
    def per_year(self) -> float:
        """As a share: .3 is 30 % a year."""
        return math.expm1(self.log_per_year)

    def quantile_per_year(self, z: float) -> float:
        """As a share, so many standard deviations from the middle."""
        return math.expm1(self.log_per_year + z * self.spread)


UNKNOWN = Growth(0.0, PRIOR_SPREAD)


def stated_growth(per_year: float, spread: float = STATED_SPREAD) -> Growth:
    """What the owner expects."""
    return Growth(math.log1p(max(per_year, -0.99)), spread, "stated")


def growth_of_weeks(hours: Sequence[float]) -> Growth | None:
    """Growth that a weekly series shows by itself; None where it is too short or there is nothing to grow."""
    return _shown(list(hours)[-_RECENT:], WEEKS_PER_YEAR, "log")


def growth_of_months(values: Sequence[float]) -> Growth | None:
    """Growth that monthly figures (orders, clients) show."""
    return _shown(list(values)[-_RECENT:], MONTHS_PER_YEAR, "driver")


def weighed(*known: Growth | None) -> Growth:
    """Several views of the same growth as one, each weighed by how well it is known; unknown where there is none.

    >>> round(weighed(Growth(0.0, 0.1), Growth(0.2, 0.1)).log_per_year, 3)
    0.1
    """
    views = [view for view in known if view is not None]
    if not views:
        return UNKNOWN
    weights = [1 / view.spread**2 for view in views]
    middle = sum(w * view.log_per_year for w, view in zip(weights, views, strict=True)) / sum(weights)
    best = max(zip(weights, views, strict=True), key=lambda pair: pair[0])[1]
    return Growth(middle, 1 / math.sqrt(sum(weights)), best.source)


def _shown(values: Sequence[float], per_year: int, source: str) -> Growth | None:
    n = len(values)
    level = float(np.mean(values)) if n else 0.0
    if n < ENOUGH_WEEKS or level <= 0:
        return None
    slope = theil_sen(range(n), values)
    # Around the line, not around the mean: what grows fast is not therefore noisy.
    spread = max(float(np.std(np.asarray(values) - slope * np.arange(n), ddof=2)), _least(values))
    of_slope = spread * math.sqrt(12 / (n * (n * n - 1)) / _EFFICIENCY)
    # A slope of so much of the level cannot go on for a year as a share; a quarter a month is the most believed.
    rate = min(max(slope / level, -0.06), 0.06)
    return Growth(rate * per_year, max(of_slope / level * per_year, 0.02), source)


def _least(values: Sequence[float]) -> float:
    return 0.2 * one_step_spread(values)
