"""What handed-over work costs in a month, against what was agreed and what the plan said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hoursback.engine.handoff.money import cents

_NOTHING = Decimal("0.00")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """One person and hand-off (None: other paid work) in one month.

    Attributes:
        handed_in: money of weeks that were handed in, approved, locked or paid. open: of weeks that were not, as they
            stand now. agreed: the most that the terms allow; None: without a bound, or no terms. planned: by the
            plan's week, counted by days; None: the plan says nothing.
    """

    person_id: int
    person: str
    handoff_id: int | None
    handoff: str
    seconds: int = 0
    open_seconds: int = 0
    handed_in: Decimal = _NOTHING
    open: Decimal = _NOTHING
    agreed: Decimal | None = None
    planned: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Both together."""
        return self.handed_in + self.open

    @property
    def all_seconds(self) -> int:
        """Time of both together."""
        return self.seconds + self.open_seconds

    @property
    def is_over_agreed(self) -> bool:
        """Whether it costs more than was agreed."""
        return self.agreed is not None and self.amount > self.agreed

    @property
    def is_over_planned(self) -> bool:
        """Whether it costs more than the plan said."""
        return self.planned is not None and self.amount > self.planned


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of costs."""

    seconds: int
    open_seconds: int
    handed_in: Decimal
    open: Decimal
    planned: Decimal | None

    @property
    def amount(self) -> Decimal:
        """Both together."""
        return self.handed_in + self.open

    @property
    def all_seconds(self) -> int:
        """Time of both together."""
        return self.seconds + self.open_seconds


def total_of(costs: Iterable[Cost]) -> Total:
    """The sums; exact, for each amount is a sum of lines. Planned: of those that the plan speaks about."""
    rows = list(costs)
    planned = [row.planned for row in rows if row.planned is not None]
    return Total(
        sum(row.seconds for row in rows),
        sum(row.open_seconds for row in rows),
        sum((row.handed_in for row in rows), _NOTHING),
        sum((row.open for row in rows), _NOTHING),
        sum(planned, _NOTHING) if planned else None,
    )


def planned_for(per_week: Decimal | None, days: int) -> Decimal | None:
    """The plan's cost a week, for some days of it.

    >>> planned_for(Decimal("70.00"), 31), planned_for(None, 31)
    (Decimal('310.00'), None)
    """
    return None if per_week is None else cents(per_week * days / _WEEK)
