"""Work that was handed over, as the owner's log shows it, and what the owner still spends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hoursback.engine.outcome.weeks import WEEK


class Kind(StrEnum):
    """What the owner still spends hours on."""

    DOING = "doing"
    CHECKING = "checking"
    ANSWERING = "answering"
    TRAINING = "training"
    PAYING = "paying"
    SETTING_UP = "setting up"


TAGS: dict[str, Kind] = {
    **dict.fromkeys(("check", "checking", "review", "judge"), Kind.CHECKING),
    **dict.fromkeys(("answer", "answering", "question", "questions"), Kind.ANSWERING),
    **dict.fromkeys(("train", "training", "teach"), Kind.TRAINING),
    **dict.fromkeys(("pay", "paying", "payroll", "approve"), Kind.PAYING),
    **dict.fromkeys(("brief", "briefing", "search", "setup", "set-up", "hire"), Kind.SETTING_UP),
}
"""Tags of the owner's entries on handed-over work that say what the time was for; without one it counts as doing."""


def kind_of(tags: Iterable[str]) -> Kind | None:
    """What an entry's tags say its time was for; None: nothing.

    >>> kind_of(["bakery", "Check"])
    <Kind.CHECKING: 'checking'>
    """
    return next((TAGS[tag.lower()] for tag in tags if tag.lower() in TAGS), None)


@dataclass(frozen=True, slots=True)
class Handed:
    """Work that was handed over, as the owner's log shows it; all days are ordinals.

    Attributes:
        key: its number; figures do not depend on the name.
        since: first day of the supervised or running work. until: its last day; None: it still is with somebody.
        by_day: all hours of the owner on it by day, told apart or not.
        told: of these, by day, what tags say they were for.
        checked: by day, hours of judging runs that are recorded beside the log.
        with_somebody: earlier times in which the same work was handed over, first and last days.
        stated: hours a week before, as stated; None: not stated.
    """

    key: int
    name: str
    since: int
    until: int | None = None
    by_day: Mapping[int, float] = field(default_factory=dict)
    told: Mapping[int, Mapping[Kind, float]] = field(default_factory=dict)
    checked: Mapping[int, float] = field(default_factory=dict)
    with_somebody: tuple[tuple[int, int], ...] = ()
    stated: float | None = None

    @property
    def first_day(self) -> int:
        """The first day of setting up that is on record, else the start."""
        tagged = [
            day
            for day, told in self.told.items()
            if day < self.since
            and (Kind.SETTING_UP in told or Kind.TRAINING in told)
            and not any(begin <= day <= end for begin, end in self.with_somebody)
        ]
        return min([*tagged, self.since])

    @property
    def tells_apart(self) -> bool:
        """Whether anything says what the hours still spent were for."""
        return any(self.told.values()) or any(self.checked.values())

    def touches(self, monday: int) -> bool:
        """Whether anything of it lies in a week."""
        is_over = self.until is not None and self.until < monday
        return monday + WEEK > self.first_day and not is_over

    def without_told(self) -> dict[int, float]:
        """By day the hours on it that no tag tells apart."""
        return {day: hours - sum(self.told.get(day, {}).values()) for day, hours in self.by_day.items()}

    def spent_in(self, monday: int) -> dict[Kind, float]:
        """The owner's hours of a week by kind.

        Runs judged beside the log count as far as the log does not hold them.
        """
        found: dict[Kind, float] = {}
        last = self.until if self.until is not None else monday + WEEK
        judged = 0.0
        for day in range(monday, monday + WEEK):
            told = self.told.get(day, {})
            if day < self.since:
                told = {kind: hours for kind, hours in told.items() if kind in (Kind.SETTING_UP, Kind.TRAINING)}
            elif day <= last:
                doing = self.by_day.get(day, 0.0) - sum(told.values())
                found[Kind.DOING] = found.get(Kind.DOING, 0.0) + max(doing, 0.0)
                judged += self.checked.get(day, 0.0)
            else:
                continue
            for kind, hours in told.items():
                found[kind] = found.get(kind, 0.0) + hours
        more = max(0.0, judged - found.get(Kind.CHECKING, 0.0))
        within = min(more, found.get(Kind.DOING, 0.0))
        if more > 0:
            found[Kind.DOING] = found.get(Kind.DOING, 0.0) - within
            found[Kind.CHECKING] = found.get(Kind.CHECKING, 0.0) + more
        return {kind: hours for kind, hours in found.items() if hours > 0}


def added(parts: Iterable[Mapping[Kind, float]]) -> dict[Kind, float]:
    """Hours by kind, added up, in the order of kinds."""
    found: dict[Kind, float] = {}
    for part in parts:
        for kind, hours in part.items():
            found[kind] = found.get(kind, 0.0) + hours
    return {kind: found[kind] for kind in Kind if kind in found}
