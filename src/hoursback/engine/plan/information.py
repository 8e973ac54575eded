"""What it is worth to know more before deciding: all at once, one input, or a few more days of log.

Net benefits are draws, shape (draws, options); one column alone, shape (draws,), is set against doing nothing.
Source: methods, section 1 ("More days?") and section 4 ("Information"); Strong, Oakley & Brennan 2014; Jalal &
Alarid-Escudero 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

KNOTS = 5
"""Knots of the cubic regression spline, at even quantiles of the input."""
MOST_MORE_DAYS = 10
"""How many more days of log are looked at."""
LEAST_LOGGED_DAYS, MOST_LOGGED_DAYS = 5, 15
"""Work days that are logged in any case, and at most."""
FLIP_IGNORED = 0.05
"""Below this chance that FLIP_DAYS more days change the decision, the log is enough."""
FLIP_DAYS = 5
LOGGING_HOURS = 0.2
"""Owner hours that a day of logging takes."""
NEGLIGIBLE_HOURS = 0.5
"""When knowing everything is worth less than this many owner hours, the decision is made on the mean."""

_normal = NormalDist()
_cdf = np.vectorize(_normal.cdf, otypes=[float])


def unit_normal_loss(u: float | Array) -> Array:
    """Expected excess of a standard normal over u, L(u) = phi(u) - u Phi(-u); shape as given.

    >>> [round(float(unit_normal_loss(u)), 4) for u in (0, 0.5, 1)]
    [0.3989, 0.1978, 0.0833]
    """
    at = np.asarray(u, dtype=float)
    density = np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi)
    finite = np.where(np.isfinite(at), at, 0.0)
    return np.asarray(np.where(np.isfinite(at), density - finite * _cdf(-finite), 0.0))


@dataclass(frozen=True, slots=True)
class MoreDays:
    """What some more days of log would tell about the best hand-off; each field broadcast from the inputs.

    Attributes:
        spread: sd of how far its mean net benefit would move (s_k), currency.
        flip: probability that the decision changes.
        worth: expected gain from deciding then (EVSI), currency.
        cost: of logging that long and of the benefit put off, currency.
    """

    spread: Array
    flip: Array
    worth: Array
    cost: Array


def more_days(
    mean: float | Array,
    hours_spread: float | Array,
    days: int,
    more: float | Array,
    worth_per_hour: float = 0.0,
    horizon_weeks: float = 52.0,
) -> MoreDays:
    """What k more days of log would be worth, and cost.

    Args:
        mean: net benefit of the best hand-off over the horizon (m), currency.
        hours_spread: its sd from uncertainty about hours (s_H), currency.
        days: work days logged so far (D). more: days to add (k), at least 1.
        worth_per_hour: of the owner's hour (w). horizon_weeks: the time the mean stands for (T).

    >>> result = more_days(600, 900, 10, 5)
    >>> round(float(result.spread), 2), round(float(result.flip), 4), round(float(result.worth), 2)
    (519.62, 0.1241, 31.97)
    """
    m, s, k = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (mean, hours_spread, more)))
    spread = s * np.sqrt(k / (days + k))
    known = spread <= 0
    # Nothing to learn: the distance is without end, and nothing flips.
    distance = np.where(known, np.inf, np.abs(m) / np.where(known, 1.0, spread))
    flip = np.where(known, 0.0, _cdf(-np.where(known, 0.0, distance)))
    cost = k * LOGGING_HOURS * worth_per_hour + np.maximum(0.0, m) * (k / 5) / horizon_weeks
    return MoreDays(spread, np.asarray(flip), spread * unit_normal_loss(distance), cost)


def days_that_would_change(
    mean: float | Array, hours_spread: float | Array, days: int, worth_per_hour: float, horizon_weeks: float = 52.0
) -> npt.NDArray[np.int64]:
    """How many more work days to log before deciding: the fewest, up to ten, that are worth their cost; 0: enough.

    Fewer than five logged days are always filled up to five, and nobody is asked to log beyond fifteen.

    Returns: whole days, shape of mean and hours_spread broadcast.
    """
    m, s = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(hours_spread, dtype=float))
    steps = np.arange(1, MOST_MORE_DAYS + 1, dtype=float)
    asked = more_days(m[..., None], s[..., None], days, steps, worth_per_hour, horizon_weeks)
    pays = asked.worth > asked.cost
    pays &= asked.flip[..., FLIP_DAYS - 1, None] >= FLIP_IGNORED
    fewest = np.where(pays.any(axis=-1), pays.argmax(axis=-1) + 1, 0)
    room = max(0, MOST_LOGGED_DAYS - days)
    return np.asarray(np.clip(fewest, min(max(0, LEAST_LOGGED_DAYS - days), room), room), dtype=np.int64)


def has_enough_data(
    mean: float, hours_spread: float, days: int, worth_per_hour: float, horizon_weeks: float = 52.0
) -> bool:
    """Whether no number of further days, up to ten, is worth logging."""
    return not days_that_would_change(mean, hours_spread, days, worth_per_hour, horizon_weeks).any()


def evpi(net_benefits: Array) -> float:
    """Expected value of perfect information: mean of the best option per draw, less the best mean; currency."""
    return _gain_of_choosing_late(_options(net_benefits))


def evppi(net_benefits: Array, inputs: Array) -> float:
    """Expected value of knowing some inputs exactly, by regression; currency, between 0 and EVPI.

    Args:
        net_benefits: shape (draws, options) or (draws,).
        inputs: one input, shape (draws,), or several known together, shape (draws, inputs). One input is a cubic
            spline with five quantile knots; several (up to about ten) are splines side by side with their pairwise
            products.
    """
    options = _options(net_benefits)
    fitted = _fitted(options, _columns(inputs))
    # In a finite sample a fit can seem to know more than everything.
    return min(_gain_of_choosing_late(fitted), _gain_of_choosing_late(options))


def evsi(net_benefits: Array, value: Array, observations: float, prior_observations: float) -> float:
    """Expected value of asking about one input n times; currency, between 0 and its EVPPI.

    The fitted net benefits are taken where the input, shrunk towards its mean by sqrt(n / (n + n0)), would lie; they
    are moved back to their prior means, since asking does not change what is expected on average.

    Args:
        value: draws of the input, shape (draws,).
        observations: n. prior_observations: n0, how many observations the prior is worth.
    """
    options = _options(net_benefits)
    draws = np.asarray(value, dtype=float)
    known = min(observations / (observations + prior_observations), 1.0) if observations > 0 else 0.0
    spline = _spline(draws)
    if known == 0.0 or spline is None:
        return 0.0
    design = spline.basis(draws)
    weights = np.linalg.lstsq(design, options, rcond=None)[0]
    fitted = design @ weights
    middle = draws.mean()
    later = spline.basis(middle + np.sqrt(known) * (draws - middle)) @ weights
    later += fitted.mean(axis=0) - later.mean(axis=0)
    return min(_gain_of_choosing_late(x) for x in (later, fitted, options))


def decides_on_the_mean(worth_of_knowing_all: float, worth_per_hour: float) -> bool:
    """Whether asking anything is beside the point: EVPI below half an owner hour."""
    return worth_of_knowing_all < NEGLIGIBLE_HOURS * worth_per_hour


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out before deciding: what the answer is worth, and what asking costs; currency."""

    text: str
    activity: str
    worth: float
    ask_cost: float

    @property
    def gain(self) -> float:
        """What asking brings on balance."""
        return self.worth - self.ask_cost


def find_out_next(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions whose answer is worth more than the asking, the most rewarding first."""
    return tuple(sorted((q for q in questions if q.gain > 0), key=lambda q: -q.gain))


def _options(net_benefits: Array) -> Array:
    """Net benefits as (draws, options); a single line is set against doing nothing."""
    options = np.asarray(net_benefits, dtype=float)
    if options.ndim == 1:
        return np.stack((np.zeros_like(options), options), axis=1)
    return options


def _columns(inputs: Array) -> Array:
    columns = np.asarray(inputs, dtype=float)
    return columns[:, None] if columns.ndim == 1 else columns


def _gain_of_choosing_late(options: Array) -> float:
    """Mean of the best per draw less the best mean; never below 0, whatever rounding does."""
    return max(0.0, float(options.max(axis=1).mean() - options.mean(axis=0).max()))


@dataclass(frozen=True, slots=True)
class _Spline:
    """A cubic regression spline of one input, in truncated powers of its standardised values."""

    middle: float
    scale: float
    knots: Array

    def standardised(self, draws: Array) -> Array:
        return (draws - self.middle) / self.scale

    def basis(self, draws: Array) -> Array:
        """Shape (draws, 4 + knots); the first column is 1."""
        z = self.standardised(draws)[:, None]
        return np.concatenate((z ** np.arange(4), np.maximum(z - self.knots, 0.0) ** 3), axis=1)


def _spline(draws: Array) -> _Spline | None:
    """The spline that suits an input; None for an input that does not vary."""
    middle, scale = float(draws.mean()), float(draws.std())
    if scale <= 1e-12 * max(1.0, abs(middle)):
        return None
    at = np.arange(1, KNOTS + 1) / (KNOTS + 1)
    # An input with few distinct values has fewer knots.
    knots = np.unique(np.quantile((draws - middle) / scale, at))
    return _Spline(middle, scale, knots)


def _fitted(options: Array, columns: Array) -> Array:
    """Net benefits as far as the inputs explain them, by least squares; their means are those of the options."""
    splines = [(s, draws) for draws in columns.T if (s := _spline(draws)) is not None]
    if not splines:
        return np.broadcast_to(options.mean(axis=0), options.shape)
    ones = np.ones((len(options), 1))
    bends = [spline.basis(draws)[:, 1:] for spline, draws in splines]
    products = [
        (one.standardised(a) * other.standardised(b))[:, None] for (one, a), (other, b) in combinations(splines, 2)
    ]
    design = np.concatenate((ones, *bends, *products), axis=1)
    return np.asarray(design @ np.linalg.lstsq(design, options, rcond=None)[0])
