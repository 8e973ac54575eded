"""The round-trip guard: whether work that was handed over comes back into the owner's log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hoursback.engine.assumptions import Assumptions

WEEK_DAYS = 7
TOLERANCE = 0.25
"""Share above what was expected that is no matter yet (our own figure)."""
LEAST_SECONDS = 1800
"""Less than half an hour above what was expected is no matter yet (our own figure)."""
_ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Handed:
    """Work that somebody else does now.

    Attributes:
        hours: of the owner a week before (H); 0: nobody knows, so all of theirs counts as coming back.
        handable: share of them that was handed over (phi).
        since: day on which the supervised work began. Days are ordinals, as everywhere in the log.
        away: first and last day of the times in which the owner is meant to stand in: paused, or the person off.
    """

    hours: float
    handable: float
    since: int
    away: tuple[tuple[int, int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Creep:
    """A week in which the work came back. `week` is the ordinal of its Monday; `expected` is in seconds too."""

    week: int
    seconds: int
    expected: int

    @property
    def over(self) -> int:
        """Seconds beyond what was to be expected."""
        return self.seconds - self.expected


def expected_hours(handed: Handed, weeks: int, assumptions: Assumptions = _ASSUMED) -> list[float]:
    """Owner hours in each of the weeks after a start: the share that stays, checking, and doing again.

    (1 - phi) H + s_t X_t + q phi H rw, with the figures of a generalist (methods, section 4).
    """
    from hoursback.engine.economics import Terms, profile

    if handed.hours <= 0 or weeks <= 0:
        return [0.0] * max(weeks, 0)
    terms = Terms(
        hours=handed.hours,
        handable=handed.handable,
        first_efficiency=assumptions.e0_generalist.value,
        practised_efficiency=assumptions.e_inf_generalist.value,
        learning_rate=assumptions.LR.value,
        supervision_first=assumptions.s0.value,
        supervision_last=assumptions.s_inf.value,
        half_life=assumptions.half_life.value,
        rework=assumptions.q.value,
        rework_hours=assumptions.rw.value,
    )
    stays = (1.0 - handed.handable) * handed.hours
    return [stays + float(hours) for hours in profile(terms, weeks).owner.reshape(-1)]


def weeks_to_judge(handed: Handed, today: int, last: int) -> tuple[int, ...]:
    """Mondays of the whole weeks that are over, from the first one after the start, at most `last` of them.

    A week in which the owner was meant to stand in, if only for a day, is left out.
    """
    first = _first_week(handed.since)
    this = today - (today - 1) % WEEK_DAYS
    mondays = range(max(first, this - last * WEEK_DAYS), this, WEEK_DAYS)
    return tuple(monday for monday in mondays if not _is_away(handed, monday))


def creeping(
    handed: Handed, spent: Mapping[int, int], weeks: Collection[int], assumptions: Assumptions = _ASSUMED
) -> tuple[Creep, ...]:
    """The weeks in which the owner spent clearly more on it than was to be expected.

    Args:
        spent: the owner's seconds by Monday. weeks: Mondays to judge, of `weeks_to_judge`.
    """
    if not weeks:
        return ()
    first = _first_week(handed.since)
    expected = expected_hours(handed, (max(weeks) - first) // WEEK_DAYS + 1, assumptions)
    found = []
    for week in sorted(weeks):
        seconds, allowed = spent.get(week, 0), round(expected[(week - first) // WEEK_DAYS] * 3600)
        if seconds - allowed >= max(LEAST_SECONDS, TOLERANCE * allowed):
            found.append(Creep(week, seconds, allowed))
    return tuple(found)


def _first_week(since: int) -> int:
    """The Monday of the first whole week; day 1 was a Monday."""
    return since + (1 - since) % WEEK_DAYS


def _is_away(handed: Handed, monday: int) -> bool:
    return any(first <= monday + WEEK_DAYS - 1 and last >= monday for first, last in handed.away)
