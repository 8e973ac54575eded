"""Alarms: work that comes back to the owner, at once or creeping, and a top three that shrinks.

A cumulative sum with allowance half a sigma and decision value five (methods, section 7), made to fit short series: its
level and sigma come from the quiet weeks before, and one week counts four sigma at most, so that a single odd week
never sounds it and two bad ones in a row can. Where the log holds the helper's hours too, it is the owner's share of
the work that is watched: a busy week has more hours of both, and says nothing about work that comes back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from hoursback.engine.cycle.xmr import NEAR, OF_NEAR, RUN, Chart, xmr

ALLOWANCE, DECISION = 0.5, 5.0
"""K and hh, in sigmas."""
FAST_ALLOWANCE, FAST_DECISION = 0.5, 0.4
"""The same for all of it coming back at once, in shares of what lies between the level and the hours before (own)."""
QUIET, QUIET_SHARED = 5, 3
"""Quiet weeks that a level, or a share of the work, needs before a slow change can sound."""
LOOKED_BACK = 12
MOST_OF_ONE_WEEK = 4.0
_TO_SIGMA = 1.4826
_PRIOR_WEEKS = 6.0
"""How much the usual spread weighs beside the one that was seen, in weeks (our own figure)."""
_USUAL_SPREAD = 0.5
"""Spread of a week's hours as a share of their level where few weeks were seen (our own figure)."""
LEAST_SIGMA = 0.2
"""Hours below which a difference between two weeks is no matter."""
_AT_FIRST = 0.4
"""Share of the hours before that the first weeks may take."""
_SHARE_OF_BEFORE = 0.14
_FIRST_SHARE, _FIRST_WEEKS = 0.3, 2.0
"""The owner's share of the work before any week was seen, and how many weeks it weighs (our own figures)."""
_HANDED = 0.9
"""Part of the hours before that may come back (our own figure)."""
_CHART_FROM = 10
type Both = tuple[float, float]
"""A week's hours of the owner and of everybody else."""


class What(StrEnum):
    """What an alarm is about."""

    COMING_BACK = "work is coming back"
    TOP_THREE = "less time for the top three"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A signal: in which week it sounded, from which week on the change seems to run, and by how many hours a week."""

    what: What
    monday: int
    since: int
    by: float
    level: float


def coming_back(
    weeks: Sequence[tuple[int, float]], before: float, theirs: Mapping[int, float] | None = None
) -> list[Alarm]:
    """Alarms about the owner's hours on handed-over work.

    Args:
        weeks: Monday and the owner's hours as of a full week, oldest first; weeks in which the owner was meant to
            stand in are left out. before: hours a week before the hand-off, for scale.
        theirs: hours of everybody else on the same work by Monday, as far as the log holds them.
    Returns: in the order of sounding; after one the level is found anew.
    """
    found: list[Alarm] = []
    quiet: list[Both] = []
    slow, fast = _Sum(), _Sum()
    for monday, hours in weeks:
        now = (hours, (theirs or {}).get(monday, 0.0))
        usual = _usual(quiet[-LOOKED_BACK:], before, now)
        beyond, sigma = usual.beyond(now), usual.sigma
        fast.add(monday, now, beyond - FAST_ALLOWANCE * usual.far)
        settled = len(quiet) >= (QUIET if usual.share is None else QUIET_SHARED)
        slow.add(monday, now, min(MOST_OF_ONE_WEEK * sigma, beyond) - ALLOWANCE * sigma if settled else 0.0)
        sounding = next(
            (
                one
                for one, bound in ((fast, FAST_DECISION * usual.far), (slow, DECISION * sigma))
                if one.total > bound and len(one.weeks) > 1
            ),
            None,
        )
        if sounding is not None:
            more = sum(owner for owner, _helper in sounding.weeks) / len(sounding.weeks) - usual.level
            found.append(Alarm(What.COMING_BACK, monday, sounding.since, more, usual.level))
            quiet, slow, fast = [now], _Sum(), _Sum()
        elif slow.total == 0.0:
            # Only now is it known that they were quiet: to take the low weeks alone would pull the level down.
            quiet += slow.settled(now)
    return found


@dataclass(slots=True)
class _Sum:
    """A one-sided cumulative sum, and the weeks since it last stood at zero."""

    total: float = 0.0
    since: int = 0
    weeks: list[Both] = field(default_factory=list)

    def add(self, monday: int, now: Both, beyond: float) -> None:
        """One more week."""
        if self.total == 0.0:
            self.since = monday
            if beyond > 0:
                self.weeks = []
        self.total = max(0.0, self.total + beyond)
        if self.total > 0.0:
            self.weeks.append(now)

    def settled(self, last: Both) -> list[Both]:
        """The weeks that turned out to be quiet, the last one included."""
        found, self.weeks = [*self.weeks, last], []
        return found


@dataclass(frozen=True, slots=True)
class _Usual:
    """What a quiet week is like.

    Attributes:
        level: the owner's hours. share: of the work; None: nobody else's hours are on record.
        sigma: of the hours beyond it. far: how many these would be with all of it back.
    """

    level: float
    share: float | None
    sigma: float
    far: float

    def beyond(self, now: Both) -> float:
        """The owner's hours beyond the usual ones, or beyond the usual share of this week's work."""
        owner, helper = now
        return owner - self.level if self.share is None else owner - self.share * (owner + helper)


def _usual(quiet: Sequence[Both], before: float, now: Both) -> _Usual:
    known = sum(helper > 0 for _owner, helper in quiet)
    if known * 2 < len(quiet) or not (quiet or now[1] > 0):
        level, sigma = _level([owner for owner, _helper in quiet], before)
        return _Usual(level, None, sigma, max(before - level, 2 * sigma))
    mine = sum(owner for owner, _helper in quiet)
    prior = _FIRST_WEEKS * before
    all_of_it = mine + sum(helper for _owner, helper in quiet)
    share = (_FIRST_SHARE * prior + mine) / (prior + all_of_it) if prior + all_of_it > 0 else _FIRST_SHARE
    beyond = [owner - share * (owner + helper) for owner, helper in quiet]
    sigma = max(_spread(beyond, _SHARE_OF_BEFORE * before), LEAST_SIGMA, _SHARE_OF_BEFORE * before / 2)
    level = median(owner for owner, _helper in quiet) if quiet else _AT_FIRST * before
    return _Usual(level, share, sigma, max(_HANDED * (1 - share) * before, 2 * sigma))


def top_three_falls(weeks: Sequence[tuple[int, float]]) -> list[Alarm]:
    """Alarms about the hours for the top three: the rules of an XmR chart on its low side.

    The limits are those of the weeks before the last four, so that a fall does not widen its own limits.

    Args:
        weeks: Monday and hours of a full week, oldest first.
    """
    found: list[Alarm] = []
    for count in range(_CHART_FROM, len(weeks) + 1):
        seen = weeks[:count]
        if found and count - _place(weeks, found[-1].monday) <= RUN:
            continue
        chart = xmr([hours for _monday, hours in seen[:-OF_NEAR]])
        length = _low_run(chart, [hours for _monday, hours in seen])
        if length and chart.mean is not None:
            mean = sum(hours for _monday, hours in seen[-length:]) / length
            found.append(Alarm(What.TOP_THREE, seen[-1][0], seen[-length][0], mean - chart.mean, chart.mean))
    return found


def _low_run(chart: Chart, hours: Sequence[float]) -> int:
    """How many of the last weeks make a signal on the low side; 0: none does."""
    if chart.mean is None or chart.lower is None:
        return 0
    middle = (chart.mean + chart.lower) / 2
    if hours[-1] < chart.lower:
        return 1
    if hours[-1] < middle and sum(each < middle for each in hours[-OF_NEAR:]) >= NEAR:
        return OF_NEAR
    return RUN if len(hours) >= RUN and all(each < chart.mean for each in hours[-RUN:]) else 0


def _place(weeks: Sequence[tuple[int, float]], monday: int) -> int:
    return next(at for at, (week, _hours) in enumerate(weeks) if week == monday) + 1


def _level(quiet: Sequence[float], before: float) -> tuple[float, float]:
    """Median and sigma of quiet weeks; few weeks lean on the usual spread."""
    if not quiet:
        return _AT_FIRST * before, max(LEAST_SIGMA, _USUAL_SPREAD * _AT_FIRST * before)
    level = median(quiet) if len(quiet) >= QUIET else max(median(quiet), _AT_FIRST * before)
    sigma = _spread([hours - level for hours in quiet], _USUAL_SPREAD * level)
    return level, max(sigma, LEAST_SIGMA, _SHARE_OF_BEFORE * before)


def _spread(away: Sequence[float], usual: float) -> float:
    """Sigma from what weeks lay away from their level, leaning on the usual one."""
    seen = _TO_SIGMA * median(map(abs, away)) if away else 0.0
    weeks = len(away)
    return math.sqrt((_PRIOR_WEEKS * usual**2 + weeks * seen**2) / (_PRIOR_WEEKS + weeks))
