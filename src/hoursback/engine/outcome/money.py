"""What came of hand-offs in money: worth of the freed hours less what was paid, beside what the plan expected.

Source: methods, sections 3 and 7. An hour that reached the top three is worth what the best uses bring, every other one
what an hour of rest is worth; so the share that really got there decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hoursback.engine.outcome.weeks import Range

if TYPE_CHECKING:
    from hoursback.engine.worth.value import ValueOfTime

_CENT = Decimal("0.01")
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Expected:
    """What the accepted line of a plan expected.

    Attributes:
        hours: won in each week from its start, set-up taken off. cost: a week, currency.
        set_up: owner hours. cash: at the start.
    """

    hours: Sequence[float]
    cost: Decimal = Decimal(0)
    set_up: float = 0.0
    cash: Decimal = Decimal(0)

    def hours_in(self, weeks: int) -> float:
        """Hours won in the first weeks; beyond the plan's end the last week goes on."""
        known = list(self.hours[:weeks])
        last = self.hours[-1] if self.hours else 0.0
        return sum(known) + last * max(0, weeks - len(known))


@dataclass(frozen=True, slots=True)
class Money:
    """A sum over some weeks, currency.

    Attributes:
        benefit: worth of the freed hours. paid: to whoever did the work, and at the start.
        set_up: worth of set-up hours that are not on record and so are taken as the plan assumed them.
        realised: benefit less paid and set_up, with the likely range that the freed hours give it.
        planned: the same as the plan expected it; None: no plan spoke of it. weeks: that these are.
    """

    benefit: Decimal
    paid: Decimal
    set_up: Decimal
    realised: Decimal
    low: Decimal
    high: Decimal
    planned: Decimal | None
    weeks: int

    @property
    def realisation(self) -> float | None:
        """Realised over planned; None where nothing, or nothing above zero, was planned."""
        if self.planned is None or self.planned <= 0:
            return None
        return float(self.realised / self.planned)

    @property
    def returned(self) -> float | None:
        """Realised over what it cost; None where it cost nothing."""
        cost = self.paid + self.set_up
        return float(self.realised / cost) if cost > 0 else None

    @property
    def has_paid_back(self) -> bool:
        """Whether the benefit has covered what was spent, set-up included."""
        return self.realised >= 0


def worth_of_hour(time: ValueOfTime, freed: float, share: float | None = None) -> float:
    """Average worth of an hour freed, currency, when the given share of them reached the best uses.

    Args:
        freed: hours a week. share: None: what is assumed stays.
    """
    known = time if share is None else replace(time, rho=share)
    return known.freed(0.0, max(freed, 1.0) if freed < _LEAST else freed)


def money_of(
    freed: Range,
    weeks: int,
    *,
    per_hour: float,
    paid: Decimal,
    expected: Expected | None = None,
    expected_per_hour: float | None = None,
    set_up_recorded: float = 0.0,
) -> Money:
    """Realised against planned over some weeks.

    Args:
        freed: hours in all these weeks, set-up hours that are on record taken off. weeks: how many.
        per_hour: worth of an hour as it was used. expected_per_hour: as the plan took it; None: the same.
    """
    hour = Decimal(repr(per_hour))
    assumed = 0.0 if expected is None or set_up_recorded > 0 else expected.set_up
    set_up = _cents(hour * Decimal(repr(assumed)))
    cash = Decimal(0) if expected is None else expected.cash
    value, low, high = (_cents(hour * Decimal(repr(each))) for each in (freed.value, freed.low, freed.high))
    spent = paid + cash + set_up
    planned = None
    if expected is not None:
        as_planned = Decimal(repr(per_hour if expected_per_hour is None else expected_per_hour))
        planned = _cents(as_planned * Decimal(repr(expected.hours_in(weeks)))) - expected.cost * weeks - cash
    return Money(value, paid + cash, set_up, value - spent, low - spent, high - spent, planned, weeks)


def together(rows: Sequence[Money], weeks: int, freed: Range | None = None, per_hour: float | None = None) -> Money:
    """All hand-offs as one; planned only where a plan spoke of each of them.

    Args:
        freed: hours of all in these weeks: their range is narrower than the sum of the single ones.
    """
    benefit, paid, set_up = (
        sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("benefit", "paid", "set_up")
    )
    realised = benefit - paid - set_up
    low, high = (sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("low", "high"))
    if freed is not None and per_hour is not None:
        hour = Decimal(repr(per_hour))
        low = realised + _cents(hour * Decimal(repr(freed.low - freed.value)))
        high = realised + _cents(hour * Decimal(repr(freed.high - freed.value)))
    known = [row.planned for row in rows if row.planned is not None]
    planned = sum(known, Decimal(0)) if known else None
    return Money(benefit, paid, set_up, realised, low, high, planned, weeks)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT)
