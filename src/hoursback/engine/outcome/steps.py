"""Whether the owner's hours stepped down with a hand-off: a line through the weeks with one step in it.

y = b0 + b1 t + b2 post by least squares, with errors that follow on one another (AR(1), Prais-Winsten), so that
a run of busy weeks is not taken for more evidence than it is. Source: methods, section 7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from hoursback.engine.outcome.weeks import Range

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

ENOUGH = 8
"""Weekly points that each side needs."""
_ROUNDS = 25
_MOST_FOLLOWING = 0.95


@dataclass(frozen=True, slots=True)
class Step:
    """The step and the trend around it.

    Attributes:
        step: hours a week more (below zero: fewer) since the hand-off, with its likely range.
        trend: hours a week more with every week, with its likely range.
        following: how much one week's deviation carries into the next (rho of AR(1)).
    """

    step: Range
    trend: Range
    following: float
    before: int
    after: int

    @property
    def is_clear(self) -> bool:
        """Whether the likely range leaves zero out."""
        return self.step.high < 0 or self.step.low > 0


@dataclass(frozen=True, slots=True)
class Missing:
    """How many more weekly points each side needs."""

    before: int
    after: int


def step_of(before: Sequence[float], after: Sequence[float]) -> Step | Missing:
    """The step between two stretches of weekly hours, oldest first."""
    import numpy as np

    missing = Missing(max(0, ENOUGH - len(before)), max(0, ENOUGH - len(after)))
    if missing.before or missing.after:
        return missing
    y = np.array([*before, *after], dtype=float)
    count = len(y)
    x = np.column_stack(
        (np.ones(count), np.arange(count, dtype=float), (np.arange(count) >= len(before)).astype(float))
    )
    following = 0.0
    for _ in range(_ROUNDS):
        estimate, _errors = _fitted(*_prais_winsten(y, x, following))
        left = y - x @ estimate
        squares = float(left[:-1] @ left[:-1])
        now = float(left[1:] @ left[:-1]) / squares if squares > 0 else 0.0
        now = min(_MOST_FOLLOWING, max(-_MOST_FOLLOWING, now))
        if abs(now - following) < 1e-6:
            break
        following = now
    estimate, errors = _fitted(*_prais_winsten(y, x, following))
    reach = _student(0.9, count - x.shape[1])
    trend, step = (
        Range(float(estimate[at]), float(estimate[at] - reach * errors[at]), float(estimate[at] + reach * errors[at]))
        for at in (1, 2)
    )
    return Step(step, trend, following, len(before), len(after))


def _prais_winsten(y: Array, x: Array, following: float) -> tuple[Array, Array]:
    """Both sides with what carries over taken out; the first point is kept, scaled."""
    import numpy as np

    first = math.sqrt(1 - following**2)
    return (
        np.concatenate(([first * y[0]], y[1:] - following * y[:-1])),
        np.vstack((first * x[:1], x[1:] - following * x[:-1])),
    )


def _fitted(y: Array, x: Array) -> tuple[Array, Array]:
    """Least squares: the estimates and their standard errors."""
    import numpy as np

    inverse = np.linalg.inv(x.T @ x)
    estimate = inverse @ x.T @ y
    left = y - x @ estimate
    variance = float(left @ left) / (len(y) - x.shape[1])
    return estimate, np.sqrt(np.diag(inverse) * variance)


def _student(probability: float, freedom: int) -> float:
    """Quantile of Student's t by Cornish and Fisher's expansion; right to three digits from ten degrees on.

    >>> round(_student(0.9, 13), 3)
    1.35
    """
    z = NormalDist().inv_cdf(probability)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
