"""Calibration: how often what plans said came true, in chances and in likely ranges.

Source: methods, sections 6 (Wilson) and 7; Brier 1950 for the score, Murphy 1973 for what it is read beside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from hoursback.engine.outcome.weeks import Range

if TYPE_CHECKING:
    from hoursback.engine.cycle.chances import Share

EDGES = (0.0, 0.5, 0.65, 0.8, 0.9, 1.0)
"""Bands of stated chances: below find out first, below the usual caution, below a yes, and two above (own)."""
LEAST_CHANCES = 8
"""Fewer chances that can be checked than this say nothing (own)."""
LEAST_IN_BAND = 3
LEAST_RANGES = 5
LEAST_WEEKS = 4
"""Weeks that have to count before an average is set against what was stated (own)."""
MATURE_WEEKS = 8
"""Weeks after which it is asked whether a hand-off has brought more than it cost, or its planned payback (own)."""
STATED_SHARE = 0.8
"""What a likely range promises: it runs from P10 to P90."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A stated chance, 0 to 1, and whether it came true."""

    stated: float
    came_true: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Chances between two edges: what was said on average, and how often it came true (Wilson, 95 %)."""

    low: float
    high: float
    stated: float
    share: Share

    @property
    def is_enough(self) -> bool:
        """Whether the band says anything of its own."""
        return self.share.of >= LEAST_IN_BAND

    @property
    def is_off(self) -> bool:
        """Whether what was said lies outside of what the outcomes allow."""
        return self.is_enough and not self.share.low <= self.stated <= self.share.high


@dataclass(frozen=True, slots=True)
class Reliability:
    """Stated chances against what happened.

    Attributes:
        share: how often it came true in all. stated: the mean of what was said.
        brier: mean of (stated - happened)^2, 0 best. base: the same for whoever always says the share that came true.
        missing: how many more are needed before anything is said; 0: there are enough.
    """

    share: Share
    stated: float
    bands: tuple[Band, ...]
    brier: float
    base: float
    missing: int

    @property
    def of(self) -> int:
        """How many could be checked."""
        return self.share.of


def reliability(chances: Sequence[Chance], *, least: int = LEAST_CHANCES) -> Reliability:
    """How often stated chances came true, in bands and in all.

    >>> found = reliability([Chance(0.8, place < 4) for place in range(5)], least=5)
    >>> round(found.brier, 3), round(found.base, 3), found.share.value
    (0.16, 0.16, 0.8)
    """
    happened = [1.0 if one.came_true else 0.0 for one in chances]
    rate = fmean(happened) if happened else 0.0
    bands = (
        _band(low, high, [one for one in chances if _is_in(one.stated, low, high)]) for low, high in pairwise(EDGES)
    )
    return Reliability(
        share=_share(happened),
        stated=fmean(one.stated for one in chances) if chances else 0.0,
        bands=tuple(band for band in bands if band.share.of),
        brier=fmean((one.stated - each) ** 2 for one, each in zip(chances, happened, strict=True)) if chances else 0.0,
        base=rate * (1 - rate),
        missing=max(0, least - len(chances)),
    )


@dataclass(frozen=True, slots=True)
class Ranged:
    """A likely range (P10 to P90) that was stated, and what happened, with how well the log knows it."""

    stated: Range
    actual: Range

    @property
    def promised(self) -> Range:
        """The stated range, widened by what the log does not know of the outcome."""
        down = math.hypot(self.stated.value - self.stated.low, self.actual.value - self.actual.low)
        up = math.hypot(self.stated.high - self.stated.value, self.actual.high - self.actual.value)
        return Range(self.stated.value, self.stated.value - down, self.stated.value + up)

    @property
    def is_within(self) -> bool:
        """Whether the outcome lies in it."""
        return self.promised.low <= self.actual.value <= self.promised.high

    @property
    def is_below(self) -> bool:
        """Whether less came than the range allows."""
        return self.actual.value < self.promised.low


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often outcomes lay within the stated 80 % range (Wilson, 95 %); below and above count those outside.

    `missing`: how many more are needed before anything is said; 0: there are enough.
    """

    share: Share
    below: int
    above: int
    missing: int

    @property
    def is_off(self) -> bool:
        """Whether 80 % lies outside of what the outcomes allow."""
        return not self.missing and not self.share.low <= STATED_SHARE <= self.share.high


def coverage(rows: Iterable[Ranged], *, least: int = LEAST_RANGES) -> Coverage:
    """How often outcomes lay within what was stated."""
    known = list(rows)
    below = sum(1 for one in known if one.is_below)
    within = sum(1 for one in known if one.is_within)
    share = _share([1.0] * within + [0.0] * (len(known) - within))
    return Coverage(share, below, len(known) - within - below, max(0, least - len(known)))


def is_mature(weeks: int, payback_week: int | None, *, is_over: bool = False) -> bool:
    """Whether it can be said that a hand-off paid or not: its payback was due, or it is over.

    The day is fixed beforehand: asking at the first good moment would call every hand-off a success.
    """
    return weeks > 0 and (is_over or weeks >= max(MATURE_WEEKS, payback_week or 0))


def _band(low: float, high: float, chances: Sequence[Chance]) -> Band:
    stated = fmean(one.stated for one in chances) if chances else (low + high) / 2
    return Band(low, high, stated, _share([1.0 if one.came_true else 0.0 for one in chances]))


def _is_in(stated: float, low: float, high: float) -> bool:
    return low <= stated < high or stated == high == EDGES[-1]


def _share(happened: Sequence[float]) -> Share:
    from hoursback.engine.cycle.chances import wilson

    return wilson(round(sum(happened)), len(happened))
