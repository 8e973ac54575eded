"""Student's t: quantiles and chances, by a table made once for each number of degrees of freedom.

With t = sqrt(v) tan(a) the density is proportional to cos(a)^(v - 1), which a grid of angles integrates well.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MOST_DEGREES = 400
"""Beyond, t is the normal to three digits; capping it keeps the table fine where it matters."""
_GRID = 20_001


def quantile(probability: float, degrees: float) -> float:
    """The value that t stays below with this probability.

    >>> round(quantile(0.9, 7), 3), round(quantile(0.1, 7), 3)
    (1.415, -1.415)
    """
    values, chances = _table(_degrees(degrees))
    return float(np.interp(probability, chances, values))


def chance_below(value: Array, degrees: float) -> Array:
    """The probability that t stays below each value."""
    values, chances = _table(_degrees(degrees))
    return np.asarray(np.interp(value, values, chances))


def _degrees(degrees: float) -> float:
    return float(min(max(degrees, 1.0), MOST_DEGREES))


@cache
def _table(degrees: float) -> tuple[Array, Array]:
    # Where v is large nearly everything lies at small angles: sinh makes the grid dense there.
    place = np.linspace(-1.0, 1.0, _GRID)
    bend = 1.0 + np.log(degrees)
    angle = np.sinh(bend * place) / np.sinh(bend) * (np.pi / 2 * (1 - 1e-9))
    density = np.cos(angle) ** (degrees - 1)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(angle)
    chances = np.concatenate(([0.0], np.cumsum(steps)))
    return np.sqrt(degrees) * np.tan(angle), chances / chances[-1]
