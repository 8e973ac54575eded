"""Shares and what they tell: how often work met its standard, and how sure that is.

Source: methods, section 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hoursback.engine.errors import HoursbackError

Z95 = 1.959964
_PANELS, _NODES = 96, 16
"""Pieces of the integral and points in each: exact to ten digits up to some hundred thousand results."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often something held: x of n, with the range that is likely (95 %); (0, 1) for nothing seen."""

    met: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The plain share; None for nothing seen."""
        return self.met / self.of if self.of else None


def wilson(met: int, of: int, z: float = Z95) -> Share:
    """A share with Wilson's interval (Newcombe 1998).

    >>> share = wilson(81, 263)
    >>> round(share.low, 4), round(share.high, 4)
    (0.2553, 0.3662)
    """
    _check(met, of)
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    p = met / of
    centre = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(met, of, max(0.0, centre - half) if met else 0.0, min(1.0, centre + half) if met < of else 1.0)


@lru_cache(maxsize=4096)
def chance_to_meet(met: int, of: int, target: float) -> float:
    """P(the true share is at least the target), from Jeffreys' prior: P(Beta(.5 + x, .5 + n - x) >= target).

    With t = sin^2(a) the density becomes sin(a)^(2x) cos(a)^(2(n - x)), smooth to its ends, so plain quadrature does.

    >>> round(chance_to_meet(18, 20, 0.9), 4), round(chance_to_meet(10, 10, 0.9), 4)
    (0.4581, 0.8584)
    """
    _check(met, of)
    if not 0 <= target <= 1:
        raise HoursbackError("A target share lies between 0 and 1.", where="target", value=str(target))
    if target in (0.0, 1.0):
        return 1.0 - target
    missed = of - met
    cut = math.asin(math.sqrt(target))
    peak = math.atan2(math.sqrt(met), math.sqrt(missed)) if of else 0.0
    top = _log_density(np.array([peak]), met, missed)[0] if of else 0.0
    above = _integral(cut, math.pi / 2, met, missed, top)
    below = _integral(0.0, cut, met, missed, top)
    return above / (above + below)


def _log_density(angle: np.ndarray, met: int, missed: int) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = 2 * met * np.log(np.sin(angle)) if met else np.zeros_like(angle)
        falling = 2 * missed * np.log(np.cos(angle)) if missed else np.zeros_like(angle)
    return np.asarray(rising + falling)


def _integral(low: float, high: float, met: int, missed: int, top: float) -> float:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    edges = np.linspace(low, high, _PANELS + 1)
    half = (edges[1:] - edges[:-1]) / 2
    angles = (edges[:-1] + half)[:, None] + half[:, None] * nodes[None, :]
    values = np.exp(_log_density(angles, met, missed) - top)
    return float((values @ weights) @ half)


def fewest_perfect(target: float, chance: float = 0.8) -> int:
    """The fewest results, all of which meet the standard, that make a target share likely enough.

    >>> [fewest_perfect(target) for target in (0.8, 0.9, 0.95)]
    [4, 8, 16]
    """
    if not (0 <= target < 1 and 0 <= chance < 1):
        raise HoursbackError(
            "No number of results proves a share of 1, or a certainty.", where="target", value=f"{target}, {chance}"
        )
    return next(n for n in range(1_000_000) if chance_to_meet(n, n, target) >= chance)


def _check(met: int, of: int) -> None:
    if not 0 <= met <= of:
        raise HoursbackError(
            "Of some results, no fewer than none and no more than all can have met the standard.",
            where="results",
            value=f"{met} of {of}",
        )
