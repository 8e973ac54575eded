"""Where freed hours went: to the top three, to other work, or to rest; and the share that really reached the top three.

Source: methods, section 7.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.outcome.weeks import WEEK, Attendance, Range, monday_of

WEEKS_BEFORE = 8
PRIOR_WEEKS = 6
"""The usual share weighs as much as six weeks of log."""
LEAST_FREED = 0.5
"""Below half an hour a week nothing can be said about where it went."""
LEAST_SHARE = 0.4
"""Weeks logged less than this say nothing about a whole one."""
_P90 = 1.2816
_PRIOR_SD = 0.18
"""The usual share's own spread: its range 0.3 to 0.9 is P5 to P95."""


@dataclass(frozen=True, slots=True)
class GroupWeek:
    """The owner's hours of one week, by what they were for."""

    monday: int
    top: float
    handed: float
    total: float


@dataclass(frozen=True, slots=True)
class Learned:
    """The share of freed hours that reached the top three.

    Attributes:
        measured: what the log says (rho_hat); usual: what the plan takes without it.
        weeks: that it was measured over; weight: of them against the usual share, n / (n + 6).
        share: both together, with its likely range.
    """

    measured: float
    usual: float
    weeks: int
    weight: float
    share: Range


@dataclass(frozen=True, slots=True)
class Where:
    """Where the freed hours of an average week went; the three add up to `freed`.

    Attributes:
        top: more hours in the top three. rest: fewer hours of work in all. other: what is left, which other work took;
            below zero: other work shrank too.
        learned: None where too little was freed to tell.
        weeks_before, weeks: weeks on each side.
    """

    freed: float
    top: float
    other: float
    rest: float
    learned: Learned | None
    weeks_before: int
    weeks: int


def where_it_went(
    groups: Mapping[int, GroupWeek],
    attendance: Attendance,
    *,
    freed: float,
    since: int,
    weeks: Collection[int],
    usual: float = Assumptions().rho.value,
) -> Where | None:
    """Hours of full weeks before the first hand-off against those since.

    Args:
        groups: by Monday. freed: hours a week, on average over `weeks`. since: first day of the first hand-off.
        weeks: Mondays that count since then. usual: the share that is taken where nothing is measured.
    Returns: None where the log has no week on one of the sides.
    """
    start = monday_of(since)
    before = _full(groups, attendance, range(start - WEEKS_BEFORE * WEEK, start, WEEK))
    after = _full(groups, attendance, sorted(weeks))
    if not before or not after:
        return None
    top = fmean(week.top for week in after) - fmean(week.top for week in before)
    rest = fmean(week.total for week in before) - fmean(week.total for week in after)
    return Where(
        freed=freed,
        top=top,
        other=freed - top - rest,
        rest=rest,
        learned=_learned(top, freed, before, after, usual),
        weeks_before=len(before),
        weeks=len(after),
    )


def learned_share(gain: float, freed: float, weeks: int, usual: float) -> float:
    """rho: the measured share and the usual one, weighed by how long was measured.

    >>> round(learned_share(4.8, 10.0, 5, 0.6), 3)
    0.545
    """
    weight = weeks / (weeks + PRIOR_WEEKS)
    return weight * _as_share(gain / freed) + (1 - weight) * usual


def _learned(top: float, freed: float, before: list[GroupWeek], after: list[GroupWeek], usual: float) -> Learned | None:
    if freed < LEAST_FREED:
        return None
    weeks = len(after)
    weight = weeks / (weeks + PRIOR_WEEKS)
    noise = math.hypot(_error([week.top for week in before]), _error([week.top for week in after])) / freed
    spread = math.hypot(weight * noise, (1 - weight) * _PRIOR_SD)
    share = learned_share(top, freed, weeks, usual)
    low, high = (_as_share(share + sign * _P90 * spread) for sign in (-1, 1))
    return Learned(_as_share(top / freed), usual, weeks, weight, Range(share, low, high))


def _full(groups: Mapping[int, GroupWeek], attendance: Attendance, mondays: Collection[int]) -> list[GroupWeek]:
    """Weeks as if they had been worked in full; those hardly logged are left out."""
    found = []
    for monday in mondays:
        share = attendance.share(monday)
        if share < LEAST_SHARE:
            continue
        week = groups.get(monday, GroupWeek(monday, 0.0, 0.0, 0.0))
        found.append(GroupWeek(monday, week.top / share, week.handed / share, week.total / share))
    return found


def _error(values: list[float]) -> float:
    return stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def _as_share(value: float) -> float:
    return min(1.0, max(0.0, value))
