"""The protected minimum of a day for the activities that earn most, and how days stand against it.

Source: methods, section 9; the alarm is that of section 8.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hoursback.engine.worth.ladder import Rung

FLOOR_MINUTES: Final = 90
LEAST_FLOOR: Final = 30
MOST_FLOOR: Final = 240
BAD_DAY_MINUTES: Final = 15
SHORTEST_BAD_DAY: Final = 5
LONGEST_BAD_DAY: Final = 60
"""What little may mean on a bad day (own)."""
LOOKED_AT: Final = 5
MISSED: Final = 2
"""Under the floor on two of the last five working days is an alarm."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one day stands.

    Attributes:
        seconds: on each of the top three by its key, best first. floor: protected minimum, seconds.
        logged: everything done that day, seconds.
    """

    seconds: Mapping[int, int]
    floor: int
    logged: int = 0
    is_bad_day: bool = False

    @property
    def done(self) -> int:
        """Seconds on the top three together."""
        return sum(self.seconds.values())

    @property
    def left(self) -> int:
        """Seconds of the protected minimum that are still to come."""
        return max(0, self.floor - self.done)

    @property
    def is_kept(self) -> bool:
        """Whether the minimum is reached."""
        return self.done >= self.floor


@dataclass(frozen=True, slots=True)
class Floors:
    """What a person protects: minutes on a usual day and on a bad one."""

    usual: int = FLOOR_MINUTES
    bad: int = BAD_DAY_MINUTES

    def seconds(self, *, is_bad_day: bool) -> int:
        """The minimum of a day; a bad day never asks for more than a usual one."""
        return 60 * (min(self.bad, self.usual) if is_bad_day else self.usual)


@dataclass(frozen=True, slots=True)
class Share:
    """What a few activities bring and take of the whole; `value` None: no margin is stated."""

    value: float | None
    hours: float


def stand(top: Sequence[int], spent: Mapping[int, int], floors: Floors, *, is_bad_day: bool = False) -> Standing:
    """How a day stands.

    Args:
        top: keys of the top three, best first. spent: seconds by activity on that day, the running one included.
    """
    known = {key: spent.get(key, 0) for key in top}
    return Standing(known, floors.seconds(is_bad_day=is_bad_day), sum(spent.values()), is_bad_day)


def week_share(days: Sequence[Standing]) -> float | None:
    """Part of all logged time that went to the top three; None where nothing was logged.

    >>> week_share([Standing({1: 3600}, 5400, 7200), Standing({1: 1800}, 5400, 3600)])
    0.5
    """
    logged = sum(day.logged for day in days)
    return sum(day.done for day in days) / logged if logged > 0 else None


def missed_days(days: Sequence[Standing]) -> int:
    """How many of the last working days stayed under their floor; bad days count against their own."""
    return sum(1 for day in days[-LOOKED_AT:] if not day.is_kept)


def is_alarming(days: Sequence[Standing]) -> bool:
    """Whether the top three fell under their floor on two of the last five working days.

    Args:
        days: finished working days with a log, the latest last; fewer than five raise the alarm as well.
    """
    return missed_days(days) >= MISSED


def share_of(rungs: Sequence[Rung], names: Collection[str]) -> Share:
    """What the top three really bring and take: eighty to twenty is a prompt, no law.

    Args:
        rungs: every activity on the ladder. names: of the top three.
    """
    value = sum((rung.hourly_value or 0.0) * rung.hours for rung in rungs)
    hours = sum(rung.hours for rung in rungs)
    top = [rung for rung in rungs if rung.name in names]
    brought = sum((rung.hourly_value or 0.0) * rung.hours for rung in top)
    is_known = value > 0 and any(rung.hourly_value is not None and not rung.is_assumed for rung in rungs)
    return Share(brought / value if is_known else None, sum(r.hours for r in top) / hours if hours > 0 else 0.0)
