"""Weekly hours of one activity as draws: a hurdle model of whether it happens on a day and how long it then takes.

Source: methods, section 1 ("Interval").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.figures import OVERCONFIDENCE, P90_WIDTH, Figure, Origin

Array = npt.NDArray[np.float64]

PRIOR = (0.5, 0.5)
"""Beta prior of the chance that an activity happens on a day, where no cadence is stated."""
CADENCE_WEIGHT = 5.0
"""How many days of log a stated cadence weighs."""
POOL_WEIGHT = 3.0
"""How many active days the pooled spread (c2pool) weighs."""
SINGLE_FIGURE_SPREAD = 0.3
"""A single stated figure is taken as its P10 and P90 being this share below and above it."""
_LOWEST_SHARE = 0.05
"""Stands for the low end of a stated range that begins at 0, as a share of its high end."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """What the used days of one kind (work days or rest days) show of one activity.

    Attributes:
        days: D, how many were used.
        hours: hours on each day it happened, shape (a,).
        days_per_week: n_s.
        prior: beta prior of the chance that it happens on a day.
        has_cadence: the prior was stated; then the activity counts although it was not seen.
        is_fixed: it happens on the same weekdays every week, so that only how long it takes is uncertain.
    """

    days: int
    hours: tuple[float, ...]
    days_per_week: int
    prior: tuple[float, float] = PRIOR
    has_cadence: bool = False
    is_fixed: bool = False

    @property
    def point(self) -> float:
        """Hours a week: days a week times the mean over the used days, the empty ones included."""
        return self.days_per_week * sum(self.hours) / self.days if self.days else 0.0

    @property
    def chance(self) -> tuple[float, float]:
        """The two parameters of the beta posterior of the chance that it happens on a day."""
        active = len(self.hours)
        return self.prior[0] + active, self.prior[1] + self.days - active

    def spread(self, c2pool: float) -> float:
        """c2, the squared coefficient of variation of the hours on a day it happens, drawn towards the pooled one."""
        active = len(self.hours)
        if not active:
            return c2pool
        mean = sum(self.hours) / active
        squares = sum((x - mean) ** 2 for x in self.hours) / mean**2
        return (POOL_WEIGHT * c2pool + squares) / (POOL_WEIGHT + active - 1)


def cadence_prior(working_days_between: float) -> tuple[float, float]:
    """Beta prior for "once per C working days", (5 / C, 5 (1 - 1 / C)); daily work keeps a trace of doubt.

    >>> cadence_prior(5)
    (1.0, 4.0)
    """
    chance = min(1.0 / working_days_between, 0.99)
    return CADENCE_WEIGHT * chance, CADENCE_WEIGHT * (1.0 - chance)


def hurdle_draws(rng: np.random.Generator, stratum: Stratum, *, m0: float, c2pool: float, size: int) -> Array:
    """Hours a week from one stratum before the week factor and scaling, n_s p mu, shape (size,).

    Args:
        m0: typical hours on a day it happens, what a mean is drawn towards with the weight of one day.
    """
    if not stratum.hours and not stratum.has_cadence:
        return np.zeros(size)
    active = len(stratum.hours)
    first, second = stratum.chance
    share = np.full(size, active / stratum.days) if stratum.is_fixed else rng.beta(first, second, size)
    precision = 1.0 / stratum.spread(c2pool)
    total = sum(stratum.hours) + m0
    typical = precision * total / rng.gamma(precision * (active + 1) + 1.0, 1.0, size)
    return stratum.days_per_week * share * typical


def week_factor(rng: np.random.Generator, *, sw: float, weeks: float, size: int) -> Array:
    """f, how far the logged weeks are from ordinary ones: lognormal with mean 1, narrower with more weeks."""
    variance = sw**2 / weeks
    return np.exp(rng.normal(-variance / 2, math.sqrt(variance), size))


def weekly_draws(
    rng: np.random.Generator,
    strata: Sequence[Stratum],
    *,
    weeks: float,
    m0: float,
    sw: float,
    c2pool: float,
    size: int,
) -> Array:
    """Hours a week over all strata with one week factor, before scaling, shape (size,)."""
    total = sum((hurdle_draws(rng, s, m0=m0, c2pool=c2pool, size=size) for s in strata), np.zeros(size))
    return total * week_factor(rng, sw=sw, weeks=weeks, size=size)


def scaled_to(draws: Array, mean: float) -> Array:
    """Draws multiplied so that their mean is the given one; all 0 stays all 0."""
    current = float(draws.mean())
    return draws * (mean / current) if current > 0 else np.zeros_like(draws)


def widened(draws: Array, factor: float) -> Array:
    """Draws with a spread that is larger by a factor on the log scale, and the same mean."""
    mean = float(draws.mean())
    if factor == 1.0 or mean <= 0:
        return draws
    return scaled_to(mean * (draws / mean) ** factor, mean)


@dataclass(frozen=True, slots=True)
class StatedHours:
    """Hours a week as the owner states them: a lognormal with this mean and standard deviation of its logarithm."""

    mean: float
    log_sd: float

    @classmethod
    def of(cls, figure: Figure) -> StatedHours:
        """From a stated figure, hours a week.

        A single figure is the mean itself, so that a plan made from "6 hours" has 6 hours; it is taken to be known to
        30 %. A range is P10 and P90, and its mean follows. Both are widened, as people state ranges too narrow.
        """
        if figure.high <= 0:
            return cls(0.0, 0.0)
        if figure.is_exact:
            low, high = 1 - SINGLE_FIGURE_SPREAD, 1 + SINGLE_FIGURE_SPREAD
            return cls(figure.value, _log_sd(low, high))
        low = max(figure.low, _LOWEST_SHARE * figure.high)
        log_sd = figure.log_sd if figure.origin is Origin.DEFAULT and figure.low > 0 else _log_sd(low, figure.high)
        return cls(math.sqrt(low * figure.high) * math.exp(log_sd**2 / 2), log_sd)

    def draws(self, rng: np.random.Generator, size: int) -> Array:
        """Hours a week, shape (size,), with exactly the stated mean."""
        return scaled_to(np.exp(self.log_sd * rng.standard_normal(size)), self.mean)


def refined(draws: Array, stated: StatedHours) -> Array:
    """Draws from a log, drawn towards what the owner states: precision weighting on the log scale.

    Each side weighs by the inverse of its variance; where both agree on the mean, only the range narrows.
    """
    if stated.mean <= 0 or stated.log_sd <= 0:
        return draws
    logs = np.log(draws)
    variance, said = float(logs.var()), stated.log_sd**2
    if variance <= 0:
        return draws
    weight = said / (said + variance)
    mean = float(draws.mean()) ** weight * stated.mean ** (1.0 - weight)
    # The variance of both together is weight times the log's own.
    return scaled_to(np.exp(math.sqrt(weight) * (logs - float(logs.mean()))), mean)


def _log_sd(low: float, high: float) -> float:
    return math.log(high / low) / P90_WIDTH * OVERCONFIDENCE
