"""Control charts: which change is a signal, and which is the usual up and down.

A chart starts a talk; no verdict is taken from it (methods, section 6 and 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from hoursback.engine.errors import HoursbackError

TO_LIMIT = 3 / 1.128
"""Mean moving ranges from the centre to a limit (Wheeler)."""
RANGE_LIMIT = 3.267
PROVISIONAL_FROM = 6
FIRM_FROM = 12
RUN = 8
"""Points in a row on one side of the centre that are a signal."""
NEAR, OF_NEAR = 3, 4
"""Of four points in a row, three nearer the same limit than the centre are a signal."""


class Standing(StrEnum):
    """How far the limits can be relied on."""

    TOO_FEW = "too few points for limits"
    PROVISIONAL = "provisional limits"
    FIRM = "firm limits"


class Kind(StrEnum):
    """Which rule a signal comes from."""

    OUTSIDE = "outside the limits"
    RUN = "eight in a row on one side"
    NEAR = "three of four nearer a limit than the centre"
    RANGE = "a jump beyond the usual"


@dataclass(frozen=True, slots=True)
class Signal:
    """A point, from 0, at which a rule speaks, and on which side (+1 above, -1 below)."""

    kind: Kind
    at: int
    side: int


@dataclass(frozen=True, slots=True)
class Chart:
    """An XmR chart.

    Attributes:
        mean, lower, upper: centre and limits, in the unit of the values; None below six points.
        mean_range, upper_range: of the moving range.
        signals: in order of the points; none below six points.
    """

    values: tuple[float, ...]
    standing: Standing
    mean: float | None
    mean_range: float | None
    lower: float | None
    upper: float | None
    upper_range: float | None
    signals: tuple[Signal, ...]


def xmr(values: Sequence[float]) -> Chart:
    """The chart of a series, oldest first. Below six points it has no limits and no signals.

    Source: Wheeler; checked against the NIST/SEMATECH handbook, 6.3.2.2 (worked example 22).
    """
    series = tuple(float(value) for value in values)
    if len(series) < PROVISIONAL_FROM:
        return Chart(series, Standing.TOO_FEW, None, None, None, None, None, ())
    mean = fmean(series)
    ranges = [abs(after - before) for before, after in pairwise(series)]
    usual = fmean(ranges)
    reach, widest = TO_LIMIT * usual, RANGE_LIMIT * usual
    standing = Standing.FIRM if len(series) >= FIRM_FROM else Standing.PROVISIONAL
    signals = sorted(
        (*_outside(series, mean, reach), *_runs(series, mean), *_near(series, mean, reach), *_jumps(ranges, widest)),
        key=lambda signal: (signal.at, signal.kind),
    )
    return Chart(series, standing, mean, usual, mean - reach, mean + reach, widest, tuple(signals))


def _side(value: float, mean: float) -> int:
    return (value > mean) - (value < mean)


def _outside(series: Sequence[float], mean: float, reach: float) -> list[Signal]:
    return [
        Signal(Kind.OUTSIDE, at, _side(value, mean)) for at, value in enumerate(series) if abs(value - mean) > reach
    ]


def _runs(series: Sequence[float], mean: float) -> list[Signal]:
    found, length, last = [], 0, 0
    for at, value in enumerate(series):
        side = _side(value, mean)
        length = length + 1 if side and side == last else int(side != 0)
        last = side
        if length >= RUN:
            found.append(Signal(Kind.RUN, at, side))
    return found


def _near(series: Sequence[float], mean: float, reach: float) -> list[Signal]:
    """The point that completes three of four: nearer the limit means beyond half the way to it."""
    sides = [_side(value, mean) if abs(value - mean) > reach / 2 else 0 for value in series]
    return [
        Signal(Kind.NEAR, at, side)
        for at, side in enumerate(sides)
        if side and sides[max(0, at - OF_NEAR + 1) : at + 1].count(side) >= NEAR
    ]


def _jumps(ranges: Sequence[float], widest: float) -> list[Signal]:
    return [Signal(Kind.RANGE, at, 1) for at, jump in enumerate(ranges, start=1) if jump > widest]


@dataclass(frozen=True, slots=True)
class Cusum:
    """Sums of what lies beyond an allowance above and below a target, and the first point that signals, from 0."""

    high: tuple[float, ...]
    low: tuple[float, ...]
    first_signal: int | None


def cusum(values: Sequence[float], target: float, allowance: float, decision: float) -> Cusum:
    """Tabular cumulative sums, Sh = max(0, Sh + x - target - K) and its mirror; a signal above the decision value.

    Args:
        allowance: K, in the unit of the values, usually half their standard deviation. decision: hh, usually 5 of them.
    Source: methods, section 7; NIST/SEMATECH handbook 6.3.2.3 (worked example 23).
    """
    if allowance < 0 or decision <= 0:
        raise HoursbackError(
            "Allowance and decision value of a cumulative sum are positive.",
            where="cusum",
            value=f"{allowance}, {decision}",
        )
    high, low, highs, lows = 0.0, 0.0, [], []
    for value in values:
        high = max(0.0, high + value - target - allowance)
        low = max(0.0, low + target - allowance - value)
        highs.append(high)
        lows.append(low)
    signals = (at for at, sums in enumerate(zip(highs, lows, strict=True)) if max(sums) > decision)
    return Cusum(tuple(highs), tuple(lows), next(signals, None))
