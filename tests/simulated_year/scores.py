"""How what the app said compares with what was true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hoursback.engine.outcome.weeks import Range
from tests.simulated_year.kinds import RAMP, Part
from tests.simulated_year.replay import Alarmed, Read
from tests.simulated_year.year import Year

HALF_YEAR = 26
_SHADOW = 12
"""Weeks after a planted change in which the top three may truly have fallen."""


@dataclass
class Score:
    """Of one year, or of many.

    Attributes:
        weeks, averages, moneys: whether the range held the truth, of each week's freed hours, of their average so far,
            and of the money so far. steps, creeps: weeks until the alarm about each planted change; None: none came.
        false: alarms about nothing. quiet: weeks with a hand-off.
    """

    weeks: list[bool] = field(default_factory=list)
    averages: list[bool] = field(default_factory=list)
    moneys: list[bool] = field(default_factory=list)
    steps: list[int | None] = field(default_factory=list)
    creeps: list[int | None] = field(default_factory=list)
    false: list[Alarmed] = field(default_factory=list)
    quiet: int = 0

    @property
    def false_a_half_year(self) -> float:
        """Alarms about nothing, all hand-offs together, in 26 weeks."""
        return len(self.false) * HALF_YEAR / max(self.quiet, 1)

    def within(self, waits: Sequence[int | None], weeks: int) -> float:
        """Share of planted changes that sounded in so many weeks."""
        return sum(wait is not None and wait <= weeks for wait in waits) / max(len(waits), 1)


def score(year: Year, reads: Iterable[Read]) -> Score:
    """One year."""
    found = Score()
    alarms: list[Alarmed] = []
    paid = 0.0
    for read in reads:
        alarms += read.alarms
        paid += year.truth.paid_in(read.week)
        found.quiet += bool(read.counted)
        if read.freed is not None:
            found.weeks.append(_holds(read.freed, year.truth.freed_in(read.week)))
        if read.average is None:
            continue
        freed = sum(year.truth.freed_in(week) for week in read.counted)
        found.averages.append(_holds(read.average, freed / len(read.counted)))
        if read.money is not None:
            found.moneys.append(_holds(read.money, freed * year.owner.worth - paid))
    _alarms(year, alarms, found)
    return found


def _alarms(year: Year, alarms: Sequence[Alarmed], found: Score) -> None:
    begins = {one.number: (week, one) for one, week, _within in year.planted()}
    for one, week, _within in year.planted():
        waits = [each.week - week + 1 for each in alarms if each.number == one.number and each.week >= week]
        last = RAMP + 8 if one.part is Part.CREEPS else HALF_YEAR
        wait = min((each for each in waits if each <= last), default=None)
        (found.creeps if one.part is Part.CREEPS else found.steps).append(wait)
    for each in alarms:
        if each.number is None:
            is_true = any(week <= each.week < week + _SHADOW for week, _one in begins.values())
        else:
            is_true = each.number in begins and each.week >= begins[each.number][0]
        if not is_true:
            found.false.append(each)


def together(scores: Iterable[Score]) -> Score:
    """All years as one."""
    found = Score()
    for each in scores:
        for name in ("weeks", "averages", "moneys", "steps", "creeps", "false"):
            getattr(found, name).extend(getattr(each, name))
        found.quiet += each.quiet
    return found


def share(held: Sequence[bool]) -> float:
    """How often a range held the truth."""
    return sum(held) / max(len(held), 1)


def _holds(range_: Range, truth: float) -> bool:
    return range_.low <= truth <= range_.high
