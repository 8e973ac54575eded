"""What results are made of: alarms, one hand-off, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hoursback.engine.outcome.alarms import Alarm
from hoursback.engine.outcome.changes import Change
from hoursback.engine.outcome.freed import Result, Week
from hoursback.engine.outcome.handed import Kind
from hoursback.engine.outcome.money import Money
from hoursback.engine.outcome.steps import Missing, Step
from hoursback.engine.outcome.weeks import Range
from hoursback.engine.outcome.where import Where


@dataclass(frozen=True, slots=True)
class Sounded:
    """An alarm with the hand-off it is about; None for one about the top three. `flag`: what waits to be decided."""

    alarm: Alarm
    handoff_id: int | None
    name: str
    is_new: bool
    flag_id: int | None = None

    @property
    def monday(self) -> date:
        """The week in which it sounded."""
        return date.fromordinal(self.alarm.monday)

    @property
    def since(self) -> date:
        """The week from which on it seems to run."""
        return date.fromordinal(self.alarm.since)


@dataclass(frozen=True, slots=True)
class HandoffResult:
    """What one hand-off brought.

    Attributes:
        before: Monday and the owner's hours on it, as of a full week, before it began.
        gathered: by Monday, worth of the freed hours less what was paid, from the first week on; set-up taken off.
        growth: of the units of its work since it began, as a share; None: too few are known.
        money: None where nothing says what an hour is worth.
    """

    pk: int
    name: str
    person: str
    state: str
    state_said: str
    since: date
    until: date | None
    result: Result
    before: tuple[tuple[int, float], ...]
    step: Step | Missing
    growth: float | None
    paid: Decimal
    money: Money | None
    gathered: tuple[tuple[int, Decimal], ...]
    sounded: tuple[Sounded, ...] = ()

    @property
    def weeks(self) -> int:
        """Weeks that count."""
        return len(self.result.weeks)


@dataclass(frozen=True, slots=True)
class Results:
    """All hand-offs together.

    Attributes:
        assumed: the share of freed hours for the top three that the plan takes; limits_version: of where it is stated.
        per_hour: worth of an hour as it was used; None: not known.
        to_come: hand-offs on their way whose work has not begun.
        growth: stated growth of the work a year that the weeks without hand-offs are taken to have had.
    """

    today: date
    currency: str
    rows: tuple[HandoffResult, ...]
    weeks: tuple[Week, ...]
    average: Range | None
    left_out: int
    since: date | None
    where: Where | None
    top_three: tuple[str, ...]
    money: Money | None
    per_hour: float | None
    assumed: float
    limits_version: int
    sounded: tuple[Sounded, ...]
    changes: tuple[Change, ...]
    to_come: int
    growth: float = 0.0
    shows_money: bool = True

    @property
    def total(self) -> float:
        """Hours in all."""
        return sum(week.freed.value for week in self.weeks)

    @property
    def alarms(self) -> tuple[Sounded, ...]:
        """Those that ask for a next step."""
        return tuple(one for one in self.sounded if one.is_new)

    @property
    def spent(self) -> dict[Kind, float]:
        """Hours still spent, by kind, over all weeks that count."""
        found: dict[Kind, float] = {}
        for week_ in self.weeks:
            for kind, hours in week_.spent.items():
                found[kind] = found.get(kind, 0.0) + hours
        return {kind: found[kind] for kind in Kind if kind in found}

    @property
    def tells_apart(self) -> bool:
        """Whether anything says what the hours still spent were for."""
        return any(row.result.tells_apart for row in self.rows)
