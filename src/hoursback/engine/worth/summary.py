"""What the owner's hour is worth, all in one: the numbers, the ladder, the uses, and what had to be assumed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hoursback.engine.assumptions import MEANINGS, Assumptions
from hoursback.engine.capture.functions import SUPPORT
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Default, Figure, Origin
from hoursback.engine.worth.draws import DrawnValue, WorthFigures, draw_value
from hoursback.engine.worth.hour import (
    ASSUMED_AVERAGE,
    ASSUMED_CURRENCY,
    Buyback,
    average_hour,
    buyback_rate,
    in_units,
    leisure_value,
)
from hoursback.engine.worth.ladder import Ladder, value_ladder
from hoursback.engine.worth.rates import Earner, EarningTerms, opportunities, plain
from hoursback.engine.worth.uses import Undone, Use, book_uses
from hoursback.engine.worth.value import Basis, Opportunity, ThreeNumbers, ValueOfTime, VerdictWorths, three_numbers

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Income:
    """What the owner states about money and time; None: not stated.

    Attributes:
        per_year: the owner's pay plus profit, currency a year.
        worth_per_hour: currency per freed owner hour; replaces the derived worth.
        hours_per_week: owner hours a week, from the log.
    """

    currency: str = ASSUMED_CURRENCY
    per_year: Figure | None = None
    worth_per_hour: Figure | None = None
    hours_per_week: float = 0.0
    weeks_per_year: float = 48.0
    tax_rate: float = 0.0
    customers_want_more: bool = True


@dataclass(frozen=True, slots=True)
class Worth:
    """What the owner's hour is worth.

    Attributes:
        average: v_avg, currency per hour. average_is_assumed: nothing was stated, so it must be said first.
        time: the value of freed hours. figures: what moves it, for draws.
        buyback: Martell's ceiling for the price of help; None where no income is stated.
        defaults: what was assumed, in the order in which to say it.
    """

    currency: str
    average: Figure
    average_is_assumed: bool
    time: ValueOfTime
    figures: WorthFigures
    buyback: Buyback | None
    ladder: Ladder
    undone: tuple[Undone, ...]
    defaults: tuple[Default, ...]

    @property
    def leisure(self) -> float:
        """What an hour of rest is worth, currency per hour."""
        return self.time.leisure

    def draw(self, rng: np.random.Generator, size: int) -> DrawnValue:
        """One value of freed hours per draw."""
        return draw_value(rng, size, self.figures, self.time.opportunities)

    def three_numbers(self, freed_hours: float, booked: Mapping[str, float] | None = None) -> ThreeNumbers:
        """Worth of one more hour today and next week, and of an hour among those a plan frees a week."""
        return three_numbers(self.time, booked=booked, freed_hours=freed_hours)

    def verdict_worths(self, freed_hours: float) -> VerdictWorths:
        """The worths of an hour at which a verdict is always shown."""
        return VerdictWorths(self.leisure, self.average.value, self.time.freed(0.0, freed_hours))

    def uses(self, hours: float) -> tuple[Use, ...]:
        """Named uses that freed hours a week are booked to."""
        return book_uses(hours, self.undone, self.time.ranked, self.leisure)

    def in_units(self, price: float) -> tuple[str, float] | None:
        """A price in units of the top activity ("120 = 3 videos"); None where its minutes per unit are not known."""
        top = self.ladder.top[0] if self.ladder.top else None
        if top is None or not top.rate or not top.minutes_per_unit:
            return None
        return top.name, in_units(price, top.rate, top.minutes_per_unit)


def worth_of(
    earners: Sequence[Earner],
    income: Income,
    *,
    support: Collection[str] = SUPPORT,
    undone: Sequence[Undone] = (),
    assumptions: Assumptions | None = None,
) -> Worth:
    """What the owner's hour is worth, from what is stated and, where nothing is, from named assumptions.

    Args:
        earners: the activities with the owner's hours a week.
        support: functions that keep the business running but do not earn.
        undone: work that should have happened and did not.
    Raises: HoursbackError, when nothing says what an hour is worth and no assumption holds in this currency; or when
        an income is stated and there are no hours.
    Source: methods, section 3.
    """
    assumed = assumptions or Assumptions()
    average, average_default = _average(income, earners)
    terms = EarningTerms(
        average.value, assumed.eps.value, income.weeks_per_year, income.currency, income.customers_want_more
    )
    earning, rate_defaults = opportunities(earners, terms, support)
    left_undone = [o for u in undone if (o := u.as_opportunity()) is not None]
    constant = income.worth_per_hour
    time = ValueOfTime(
        (*left_undone, *earning),
        leisure_value(average.value, assumed.leisure.value, income.tax_rate),
        assumed.rho.value,
        constant.value if constant is not None else None,
    )
    is_constant_average = constant is not None and income.per_year is None
    used = _assumptions_used(assumed, constant is not None, earning)
    return Worth(
        currency=income.currency,
        average=average,
        average_is_assumed=average.is_default,
        time=time,
        figures=WorthFigures(
            average, assumed.leisure, assumed.rho, assumed.eps, income.tax_rate, constant, is_constant_average
        ),
        buyback=buyback_rate(income.per_year.value) if income.per_year is not None else None,
        ladder=value_ladder(earners, earning, terms),
        undone=tuple(undone),
        # A stated worth of a freed hour makes the assumed rates idle; they only rank the top three then.
        defaults=(*average_default, *(rate_defaults if constant is None else ()), *used),
    )


def _average(income: Income, earners: Sequence[Earner]) -> tuple[Figure, tuple[Default, ...]]:
    """v_avg in currency per hour, and what was assumed for it."""
    if income.per_year is not None:
        one_a_year = average_hour(1.0, income.hours_per_week, income.weeks_per_year)
        return income.per_year.scaled(one_a_year), ()
    if income.worth_per_hour is not None:
        return income.worth_per_hour, ()
    if income.currency == ASSUMED_CURRENCY:
        why = "no income is stated; every worth below rests on this, so state income_per_year or worth_per_hour"
        return _assumed_average(ASSUMED_AVERAGE, income, why)
    earned = _earned_per_hour(income, earners)
    if earned is not None:
        why = "no income is stated, so it comes from the margins or rates you state"
        return _assumed_average(earned, income, why)
    raise HoursbackError(
        f"Nothing says what your hour is worth in {income.currency}.",
        where="business.income_per_year",
        value=f"currency {income.currency}",
        hint="State income_per_year, worth_per_hour, or what an activity brings (margin_per_year).",
    )


def _assumed_average(value: float, income: Income, why: str) -> tuple[Figure, tuple[Default, ...]]:
    default = Default("average worth of your hour", plain(value), f"{income.currency} per hour", why)
    return Figure.exact(value, Origin.DEFAULT), (default,)


def _earned_per_hour(income: Income, earners: Sequence[Earner]) -> float | None:
    """Stated margins over all hours of the year; else the mean of the rates stated by hand; None where neither is."""
    margins = [e.margin_per_year.value for e in earners if e.margin_per_year is not None and e.hours > 0]
    hours = max(income.hours_per_week, sum(e.hours for e in earners))
    if margins:
        return average_hour(sum(margins), hours, income.weeks_per_year)
    rates = [e.rate.value for e in earners if e.rate is not None]
    return sum(rates) / len(rates) if rates else None


def _assumptions_used(assumed: Assumptions, is_constant: bool, earning: Sequence[Opportunity]) -> tuple[Default, ...]:
    """The named assumptions that the worth rests on and nobody stated."""
    used: dict[str, Figure] = {"leisure": assumed.leisure}
    if not is_constant:
        used["rho"] = assumed.rho
        if any(o.basis is Basis.MARGIN for o in earning):
            used["eps"] = assumed.eps
    return tuple(
        Default(name, plain(figure.value), MEANINGS[name].unit, MEANINGS[name].why)
        for name, figure in used.items()
        if figure.is_default
    )
