"""Alarms: work that comes back to the owner, at once or creeping, and a top three that shrinks.

A cumulative sum with allowance half a sigma and decision value five (methods, section 7), made to fit short series: its
level and sigma come from the quiet weeks before, and one week counts four sigma at most, so that a single odd week
never sounds it and two bad ones in a row can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from hoursback.engine.cycle.xmr import NEAR, OF_NEAR, RUN, Chart, xmr

ALLOWANCE, DECISION = 0.5, 5.0
"""K and hh, in sigmas."""
FAST_ALLOWANCE, FAST_DECISION = 0.5, 0.4
"""The same for all of it coming back at once, in shares of what lies between the level and the hours before (own)."""
QUIET = 5
"""Quiet weeks that a level needs before anything can sound."""
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
_SHARE_OF_BEFORE = 0.12
_CHART_FROM = 10


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


def coming_back(weeks: Sequence[tuple[int, float]], before: float) -> list[Alarm]:
    """Alarms about the owner's hours on handed-over work.

    Args:
        weeks: Monday and the owner's hours as of a full week, oldest first; weeks in which the owner was meant to
            stand in are left out. before: hours a week before the hand-off, for scale.
    Returns: in the order of sounding; after one the level is found anew.
    """
    found: list[Alarm] = []
    quiet: list[float] = []
    slow, fast = _Sum(), _Sum()
    for monday, hours in weeks:
        settled = len(quiet) >= QUIET
        level, sigma = _level(quiet[-LOOKED_BACK:], before)
        far = max(before - level, 2 * sigma)
        fast.add(monday, hours, hours - level - FAST_ALLOWANCE * far)
        slow.add(monday, hours, min(MOST_OF_ONE_WEEK * sigma, hours - level) - ALLOWANCE * sigma if settled else 0.0)
        sounding = next(
            (
                one
                for one, bound in ((fast, FAST_DECISION * far), (slow, DECISION * sigma))
                if one.total > bound and len(one.hours) > 1
            ),
            None,
        )
        if sounding is not None:
            more = sum(sounding.hours) / len(sounding.hours) - level
            found.append(Alarm(What.COMING_BACK, monday, sounding.since, more, level))
            quiet, slow, fast = [hours], _Sum(), _Sum()
        elif slow.total == 0.0:
            # Only now is it known that they were quiet: to take the low weeks alone would pull the level down.
            quiet += slow.settled(hours)
    return found


@dataclass(slots=True)
class _Sum:
    """A one-sided cumulative sum, and the weeks since it last stood at zero."""

    total: float = 0.0
    since: int = 0
    hours: list[float] = field(default_factory=list)

    def add(self, monday: int, hours: float, beyond: float) -> None:
        """One more week."""
        if self.total == 0.0:
            self.since = monday
            if beyond > 0:
                self.hours = []
        self.total = max(0.0, self.total + beyond)
        if self.total > 0.0:
            self.hours.append(hours)

    def settled(self, last: float) -> list[float]:
        """The weeks that turned out to be quiet, the last one included."""
        found, self.hours = [*self.hours, last], []
        return found


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
    seen = _TO_SIGMA * median(abs(hours - level) for hours in quiet)
    usual = _USUAL_SPREAD * level
    weeks = len(quiet)
    sigma = math.sqrt((_PRIOR_WEEKS * usual**2 + weeks * seen**2) / (_PRIOR_WEEKS + weeks))
    return level, max(sigma, LEAST_SIGMA, _SHARE_OF_BEFORE * before)
