"""Figures that carry their uncertainty: a middle, a likely range, where it came from, and draws from it.

Source: methods, section 4 ("Uncertainty of inputs") and section 10 (defaults and their ranges).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

P90_WIDTH = 2.5631
"""Distance between the 10th and 90th percentile of a standard normal."""
P95_WIDTH = 3.29
"""The same between the 5th and 95th."""
OVERCONFIDENCE = 1.3
"""People state ranges that are too narrow; the spread of a stated range is widened by this."""


_GRID, _HALVINGS = 1500, 24
"""Fineness of the beta's table and of the search for its concentration; four digits are plenty for an assumption."""


class Origin(StrEnum):
    """Where a figure came from."""

    STATED = "stated"
    STATED_RANGE = "stated range"
    LOG = "log"
    DEFAULT = "default"


class Shape(StrEnum):
    """What values a figure can take: any above nought, or a share between nought and one."""

    POSITIVE = "positive"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and how well it is known.

    Attributes:
        value: the central value, in the unit of whatever holds it.
        low, high: P10 and P90 of a stated range, P5 and P95 of a default; equal to value when exact.
    """

    value: float
    low: float
    high: float
    origin: Origin = Origin.STATED

    @classmethod
    def exact(cls, value: float, origin: Origin = Origin.STATED) -> Figure:
        """A figure without spread."""
        return cls(value, value, value, origin)

    @classmethod
    def stated_range(cls, low: float, high: float) -> Figure:
        """From a stated likely range (P10, P90); the middle is geometric, plain where low is 0 or less."""
        middle = math.sqrt(low * high) if low > 0 else (low + high) / 2
        return cls(middle, low, high, Origin.STATED_RANGE)

    @classmethod
    def default(cls, value: float, low: float, high: float) -> Figure:
        """A named default with its range (P5, P95)."""
        return cls(value, low, high, Origin.DEFAULT)

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left to draw."""
        return self.low >= self.high

    @property
    def is_default(self) -> bool:
        """Whether it was assumed rather than stated or measured."""
        return self.origin is Origin.DEFAULT

    def scaled(self, factor: float) -> Figure:
        """The same figure in another unit."""
        return Figure(self.value * factor, self.low * factor, self.high * factor, self.origin)

    def draws(self, rng: np.random.Generator, size: int, shape: Shape = Shape.POSITIVE, *, up_to: float = 1.0) -> Array:
        """Draws from the figure's distribution, shape (size,), in the figure's unit.

        Positive quantities are lognormal with the value as median; shares are beta with the value as median and the
        width of the range. A stated range is widened by OVERCONFIDENCE. The generator is used even for exact figures,
        so that stating one input does not shift the draws of the others.

        Args:
            up_to: draw from the lowest values only, this share of the distribution.
        """
        import numpy as np

        uniform = rng.random(size) * up_to
        if self.is_exact:
            return np.full(size, self.value)
        if shape is Shape.SHARE:
            low, high = self._widened()
            return _beta_quantiles(min(max(self.value, 0.001), 0.999), high - low, self._tail())(uniform)
        if self.low <= 0 or self.value <= 0:
            return np.asarray(np.interp(uniform, [0.0, 0.5, 1.0], [max(self.low, 0.0), self.value, self.high]))
        return np.asarray(self.value * np.exp(self.log_sd * _normal_quantiles(uniform)))

    @property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm, for a positive figure."""
        if self.is_exact:
            return 0.0
        if self.origin is Origin.DEFAULT:
            return math.log(self.high / self.low) / P95_WIDTH
        return math.log(self.high / self.low) / P90_WIDTH * OVERCONFIDENCE

    def _tail(self) -> float:
        return 0.05 if self.origin is Origin.DEFAULT else 0.1

    def _widened(self) -> tuple[float, float]:
        if self.origin is Origin.DEFAULT:
            return max(self.low, 0.0), min(self.high, 1.0)
        half = (self.high - self.low) / 2 * OVERCONFIDENCE
        middle = (self.high + self.low) / 2
        return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True, slots=True)
class Default:
    """A figure that was assumed because nobody stated it, as it is shown: its value as text, its unit, and why."""

    name: str
    value: str
    unit: str
    why: str


def _normal_quantiles(uniform: Array) -> Array:
    """Standard normal quantiles of uniform numbers, by interpolation in a table made with the standard library."""
    import numpy as np

    grid, values = _normal_table()
    return np.asarray(np.interp(uniform, grid, values))


@cache
def _normal_table() -> tuple[Array, Array]:
    from statistics import NormalDist

    import numpy as np

    normal = NormalDist()
    # Dense in the tails, where the quantile bends most.
    values = np.linspace(-4.5, 4.5, 1801)
    return np.array([normal.cdf(float(z)) for z in values]), values


class _Quantiles:
    """A quantile function given as a table."""

    def __init__(self, probabilities: Array, values: Array) -> None:
        self._probabilities, self._values = probabilities, values

    def __call__(self, uniform: Array) -> Array:
        import numpy as np

        return np.asarray(np.interp(uniform, self._probabilities, self._values))


@cache
def _beta_quantiles(median: float, width: float, tail: float) -> _Quantiles:
    """Quantile function of the beta whose median is given and whose [tail, 1 - tail] range has the given width."""
    lower, upper = math.log(2.0), math.log(1e5)
    for _ in range(_HALVINGS):
        middle = (lower + upper) / 2
        table = _beta_table(median, math.exp(middle))
        low, high = table(_as_array(tail, 1 - tail))
        if high - low > width:
            lower = middle
        else:
            upper = middle
    return _beta_table(median, math.exp((lower + upper) / 2))


def _as_array(*values: float) -> Array:
    import numpy as np

    return np.array(values)


@cache
def _beta_table(median: float, concentration: float) -> _Quantiles:
    """The beta with the given concentration a + b whose median is (nearly) the given one, as a table.

    The median of a beta is close to (a - 1/3)/(a + b - 2/3) (Kerman 2011).
    """
    import numpy as np

    a = max(median * (concentration - 2 / 3) + 1 / 3, 0.05)
    b = max(concentration - a, 0.05)
    # A grid that is fine at both ends: u = sin^2 of an even grid, so that the density times du/dx stays bounded.
    angle = (np.arange(_GRID) + 0.5) * (math.pi / 2 / _GRID)
    mass = np.exp((2 * a - 1) * np.log(np.sin(angle)) + (2 * b - 1) * np.log(np.cos(angle)))
    cumulative = np.concatenate(([0.0], np.cumsum(mass)))
    cumulative /= cumulative[-1]
    edges = np.sin(np.arange(_GRID + 1) * (math.pi / 2 / _GRID)) ** 2
    return _Quantiles(cumulative, edges)
