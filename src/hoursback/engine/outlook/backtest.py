"""How far a way of looking ahead was off, against assuming that the next weeks are like this one.

Source: methods, section 8; scaled errors and the score of the M4 competition (Makridakis et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.outlook.forecast import Forecast, forecast

Array = npt.NDArray[np.float64]

ORIGINS = 12
"""Weeks back that are looked ahead from, one after the other."""
AHEAD = 4
"""Weeks looked ahead from each."""
LEAST = 8
"""Weeks that must lie before the first of them."""
type Way = Callable[[Sequence[float], int], Array]
"""Given the past and a number of weeks, the hours of each of them."""


@dataclass(frozen=True, slots=True)
class Score:
    """How far off one way was.

    Attributes:
        error: mean absolute error, hours a week. mase: scaled by how much one week differs from the one before;
            None where no week differs. smape: mean of 200 |e| / (|actual| + |forecast|), per cent.
    """

    error: float
    mase: float | None
    smape: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Both ways on the same weeks.

    Attributes:
        ours, naive: the scores. owa: mean of both scores relative to the naive way's; below 1 is better than it.
        covered: share of weeks inside the likely range (P10 to P90), which should be about .8.
        origins, ahead: how many looks, and how many weeks each went ahead.
    """

    ours: Score
    naive: Score
    owa: float | None
    covered: float
    origins: int
    ahead: int

    @property
    def is_better(self) -> bool:
        """Whether it was off by no more than the naive way."""
        return self.ours.error <= self.naive.error


def owa(smape: float, mase: float, naive_smape: float, naive_mase: float) -> float:
    """The overall weighted average of the M4 competition, 1 for the naive way itself.

    >>> round(owa(12.555, 1.663, 13.564, 1.912), 3)
    0.898
    """
    return (smape / naive_smape + mase / naive_mase) / 2


def naive(values: Sequence[float], weeks: int) -> Array:
    """The last value again and again."""
    return np.full(weeks, float(values[-1]))


def mase(errors: Array, past: Sequence[float]) -> float | None:
    """Mean absolute error over the mean absolute change from one week to the next in the past; None: no change."""
    scale = float(np.abs(np.diff(np.asarray(past, dtype=float))).mean()) if len(past) > 1 else 0.0
    return float(np.abs(errors).mean()) / scale if scale > 0 else None


def smape(actual: Array, expected: Array) -> float:
    """Symmetric mean absolute percentage error, 0 to 200; two noughts differ by nothing.

    >>> import numpy as np
    >>> smape(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    50.0
    """
    size = np.abs(actual) + np.abs(expected)
    return float((200 * np.abs(actual - expected) / np.where(size > 0, size, 1.0)).mean())


def backtest(
    values: Sequence[float],
    *,
    origins: int = ORIGINS,
    ahead: int = AHEAD,
    way: Callable[[Sequence[float], int], Forecast] = forecast,
) -> Backtest | None:
    """Look ahead from each of the last weeks with what was known then; None for a series too short for it.

    Args:
        values: weekly hours, oldest first.
        origins: how many weeks to look from at most. ahead: weeks looked ahead, at most.
    """
    n = len(values)
    first = max(LEAST, n - origins - ahead + 1)
    starts = range(first, n - ahead + 1)
    if not starts:
        return None
    actual, ours, plain, inside, scales = [], [], [], [], []
    for start in starts:
        past, then = values[:start], np.asarray(values[start : start + ahead], dtype=float)
        looked = way(past, ahead)
        actual.append(then)
        ours.append(looked.mean)
        plain.append(naive(past, ahead))
        inside.append((looked.low <= then) & (then <= looked.high))
        scales.append(mase(np.ones(1), past))
    mine, other = _score(actual, ours, scales), _score(actual, plain, scales)
    both = None
    if mine.mase is not None and other.mase and other.smape > 0:
        both = owa(mine.smape, mine.mase, other.smape, other.mase)
    return Backtest(mine, other, both, float(np.mean(inside)), len(starts), ahead)


def _score(actual: Sequence[Array], expected: Sequence[Array], scales: Sequence[float | None]) -> Score:
    off = [np.abs(a - e) for a, e in zip(actual, expected, strict=True)]
    scaled = [float(o.mean()) * scale for o, scale in zip(off, scales, strict=True) if scale is not None]
    return Score(
        error=float(np.concatenate(off).mean()),
        mase=float(np.mean(scaled)) if scaled else None,
        smape=smape(np.concatenate(list(actual)), np.concatenate(list(expected))),
    )
