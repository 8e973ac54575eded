"""What a weekly series does next: a combination of simple ways of looking ahead, with an honest range.

Source: methods, section 8. Combinations did best in the M competitions (Makridakis et al. 2018); the smoothing is
Holt's with a damped trend (Hyndman & Athanasopoulos, section 7.2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.outlook import student
from hoursback.engine.review.trend import theil_sen

Array = npt.NDArray[np.float64]

ALPHA, BETA, PHI = 0.3, 0.1, 0.9
"""Weight of the newest week in the level, of the newest rise in the trend, and what is left of the trend each week."""
TREND_FROM, COMBINED_FROM = 4, 8
"""Weeks from which a trend is looked for, and from which three ways are combined."""
LEAST_SPREAD = 0.15
"""The spread of a single week is at least this share of the level: shorter series look steadier than they are."""
WIDENED = 1.2
"""Ranges made from a fit to the same weeks are too narrow; they are widened by this."""
LIKELY = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Where Holt's smoothing stands after the last value.

    Attributes:
        level, slope: hours a week, and hours a week each week. errors: of looking one week ahead, oldest first.
    """

    level: float
    slope: float
    errors: tuple[float, ...]

    def ahead(self, weeks: int, phi: float = 1.0) -> Array:
        """The next weeks: level + (phi + ... + phi^h) slope, shape (weeks,)."""
        return np.asarray(self.level + self.slope * damped(weeks, phi))


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next weeks of a series.

    Attributes:
        mean: hours in each of the next weeks, never below nought, shape (weeks,).
        spread: standard deviation of each, shape (weeks,). degrees: of freedom of the t they follow.
        level: hours of the next week as all ways together see it. weeks_seen: length of the series.
    """

    mean: Array
    spread: Array
    degrees: float
    level: float
    weeks_seen: int

    def quantile(self, probability: float) -> Array:
        """Hours that each week stays below with this probability, never below nought, shape (weeks,)."""
        return np.maximum(self.mean + student.quantile(probability, self.degrees) * WIDENED * self.spread, 0.0)

    @property
    def low(self) -> Array:
        """P10 of each week."""
        return self.quantile(LIKELY[0])

    @property
    def high(self) -> Array:
        """P90 of each week."""
        return self.quantile(LIKELY[1])


def holt(
    values: Sequence[float], *, alpha: float, beta: float, phi: float = 1.0, level: float, slope: float
) -> Smoothed:
    """Holt's linear smoothing from a given start, updated from the first value on; phi below 1 damps the trend.

    Args:
        beta: weight of the newest rise against the old trend (the book's beta*).
        level, slope: before the first value.
    Source: methods, section 8; worked example 25.

    >>> round(holt([2.0, 3.0, 4.0], alpha=0.5, beta=0.5, level=1.0, slope=1.0).level, 6)
    4.0
    """
    errors = []
    for value in values:
        expected = level + phi * slope
        errors.append(value - expected)
        before, level = level, alpha * value + (1 - alpha) * expected
        slope = beta * (level - before) + (1 - beta) * phi * slope
    return Smoothed(level, slope, tuple(errors))


def forecast(values: Sequence[float], weeks: int) -> Forecast:
    """The next weeks of a series of weekly hours, oldest first, all weeks equally far apart.

    Fewer than four weeks give their level only; four to seven the mean of level and Theil-Sen line; from eight on the
    mean of simple smoothing, damped trend and damped Theil-Sen line. Without any value: nought, with no range.

    Args:
        weeks: how many weeks ahead, at least 1.
    Source: methods, section 8.
    """
    series = [float(value) for value in values]
    n = len(series)
    if n == 0:
        return Forecast(np.zeros(weeks), np.zeros(weeks), 1.0, 0.0, 0)
    mean = np.maximum(_combined(series, weeks), 0.0)
    one_step = one_step_spread(series)
    return Forecast(mean, one_step * np.sqrt(growth_of_variance(weeks)), float(max(1, n - 1)), float(mean[0]), n)


def damped(weeks: int, phi: float) -> Array:
    """phi + phi^2 + ... + phi^h for each week h from 1, shape (weeks,).

    >>> damped(3, 0.5).tolist()
    [0.5, 0.75, 0.875]
    """
    return np.cumsum(phi ** np.arange(1.0, weeks + 1))


def growth_of_variance(weeks: int) -> Array:
    """Variance of each week ahead as a multiple of that of the next one, shape (weeks,)."""
    steps = (ALPHA + ALPHA * BETA * damped(weeks, PHI)) ** 2
    return 1.0 + np.concatenate(([0.0], np.cumsum(steps)[:-1]))


def one_step_spread(values: Sequence[float]) -> float:
    """Standard deviation of looking one week ahead, hours; at least 15 % of the level."""
    level = float(np.mean(values[-COMBINED_FROM:]))
    errors = _errors(values)
    found = math.sqrt(sum(error * error for error in errors) / len(errors)) if errors else 0.0
    return max(found, LEAST_SPREAD * level)


def _errors(values: Sequence[float]) -> Sequence[float]:
    """Errors of one step ahead; the first weeks of a smoothing tell how it was started, not how well it sees."""
    n = len(values)
    if n < COMBINED_FROM:
        level = float(np.mean(values))
        # One degree of freedom went into the level.
        return [] if n < 2 else [(value - level) * math.sqrt(n / (n - 1)) for value in values]
    return _damped_trend(values).errors[TREND_FROM:]


def _combined(values: Sequence[float], weeks: int) -> Array:
    n = len(values)
    level = np.full(weeks, float(np.mean(values)))
    if n < TREND_FROM:
        return level
    if n < COMBINED_FROM:
        return np.asarray((level + _line(values, np.arange(1.0, weeks + 1))) / 2)
    smooth = _simple(values).ahead(weeks)
    trend = _damped_trend(values).ahead(weeks, PHI)
    return np.asarray((smooth + trend + _line(values, damped(weeks, PHI))) / 3)


def _simple(values: Sequence[float]) -> Smoothed:
    return holt(values, alpha=ALPHA, beta=0.0, level=_start(values), slope=0.0)


def _damped_trend(values: Sequence[float]) -> Smoothed:
    start = values[:COMBINED_FROM]
    slope = theil_sen(range(len(start)), start)
    level = float(np.median([value - slope * place for place, value in enumerate(start)])) - slope
    return holt(values, alpha=ALPHA, beta=BETA, phi=PHI, level=level, slope=slope)


def _start(values: Sequence[float]) -> float:
    return float(np.mean(values[:TREND_FROM]))


def _line(values: Sequence[float], steps: Array) -> Array:
    """The Theil-Sen line through the last year, from its height at the last week on."""
    recent = values[-_YEAR:]
    places = range(len(recent))
    slope = theil_sen(places, recent)
    height = float(np.median([value - slope * place for place, value in zip(places, recent, strict=True)]))
    return np.asarray(height + slope * (len(recent) - 1) + slope * steps)


_YEAR = 52
"""Pairs of weeks grow with the square of their number, and what was two years ago says little of the next weeks."""
