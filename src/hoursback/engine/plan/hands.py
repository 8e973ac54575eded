"""The hands a plan can use: each person with every figure filled in, stated or by a named default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.figures import Default, Figure
from hoursback.engine.people import Experience, Person, PersonKind
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.market import market_price, market_wage
from hoursback.engine.plan.problem import Engagement
from hoursback.engine.units import per_week

NOTHING = Figure.exact(0.0)
DEFAULT_HOURS = Figure.exact(8.0)
ENDLESS = float("inf")
BY_THE_HOUR = frozenset({PersonKind.ROLE, PersonKind.CONTRACTOR, PersonKind.FIRM})
"""Kinds that are searched for, charge a fee and leave at the rate of hourly help."""
SEARCH_WEEKS_HOURLY, SEARCH_WEEKS_EMPLOYEE = 2, 6
"""Weeks without anybody after a departure (methods, section 8)."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A person with nothing left open.

    Attributes:
        price: currency per helper hour before the fee; for an employee the loaded cost of an hour worked.
        wage_and_on_cost: the two figures behind an employee's price, for draws; None for the others.
        fee, leaves, search, cash: as in `Person`. cost_per_week: currency.
        search_weeks: without anybody after a departure.
    """

    person: Person
    price: Figure
    fee: Figure
    capacity: float
    leaves: Figure
    search: Figure
    cash: Figure
    cost_per_week: Figure
    search_weeks: int
    wage_and_on_cost: tuple[Figure, Figure] | None = None

    @property
    def name(self) -> str:
        """The person's name."""
        return self.person.name

    @property
    def engagement(self) -> Engagement:
        """The same at central values, as the joint plan sees it."""
        return Engagement(
            name=self.person.name,
            kind=self.person.kind,
            price=self.price.value * (1 + self.fee.value),
            capacity=self.capacity,
            retainer=self.person.retainer_hours,
            minimum_weeks=self.person.minimum_weeks,
            search_hours=self.search.value,
            cash=self.cash.value,
            cost_per_week=self.cost_per_week.value,
            builtin=self.person.builtin,
        )

    def efficiency(self, experience: Experience, assumptions: Assumptions) -> tuple[Figure, Figure]:
        """Helper hours per owner hour, first unit and practised; a service needs none."""
        if self.person.efficiency is not None:
            first, practised = self.person.efficiency
            return Figure.exact(first), Figure.exact(practised)
        if self.person.kind is PersonKind.SERVICE:
            return NOTHING, NOTHING
        first_name, practised_name = f"e0_{experience.value}", f"e_inf_{experience.value}"
        return getattr(assumptions, first_name), getattr(assumptions, practised_name)


def hand(person: Person, settings: Settings, functions: Sequence[str]) -> Hand | None:
    """A person with every figure filled in; None where no price is known.

    Args:
        functions: business functions of the work this person could take, most hours first.
    """
    assumed = settings.assumptions
    price = _price(person, settings, functions)
    if price is None:
        return None
    figure, wage_and_on_cost = _times(settings.price_factor, *price)
    by_hour = person.kind in BY_THE_HOUR
    return Hand(
        person=person,
        price=figure,
        fee=person.fee or (assumed.fee if by_hour else NOTHING),
        capacity=_capacity(person),
        leaves=person.leaves_per_year or _leaves(person, assumed),
        search=person.search_hours or _search(person, assumed),
        cash=person.setup_cost or NOTHING,
        cost_per_week=(person.cost_per_month or NOTHING).scaled(per_week(1.0)),
        search_weeks=SEARCH_WEEKS_EMPLOYEE if person.kind is PersonKind.EMPLOYEE else SEARCH_WEEKS_HOURLY,
        wage_and_on_cost=wage_and_on_cost,
    )


def _price(
    person: Person, settings: Settings, functions: Sequence[str]
) -> tuple[Figure, tuple[Figure, Figure] | None] | None:
    currency = settings.business.currency
    if person.kind is PersonKind.SERVICE:
        return person.price or NOTHING, None
    if person.kind is PersonKind.EMPLOYEE:
        # Hours that are paid anyway cost what else they would be used for: nothing, unless said.
        if person.engaged:
            return NOTHING, None
        wage = person.price or _first(market_wage(f, currency) for f in functions)
        if wage is None:
            return None
        on_cost = settings.assumptions.on_cost
        return wage.scaled(on_cost.value), (wage, on_cost)
    price = person.price or _first(market_price(f, currency) for f in functions)
    return None if price is None else (price, None)


def _times(
    factor: float, price: Figure, wage_and_on_cost: tuple[Figure, Figure] | None
) -> tuple[Figure, tuple[Figure, Figure] | None]:
    """A price and what it is made of, dearer or cheaper by a factor."""
    if factor == 1.0:
        return price, wage_and_on_cost
    if wage_and_on_cost is None:
        return price.scaled(factor), None
    wage, on_cost = wage_and_on_cost
    return price.scaled(factor), (wage.scaled(factor), on_cost)


def _first(found: Iterable[Figure | None]) -> Figure | None:
    return next((figure for figure in found if figure is not None), None)


def _capacity(person: Person) -> float:
    if person.hours_per_week is not None:
        return person.hours_per_week.value
    return ENDLESS if person.kind is PersonKind.SERVICE else DEFAULT_HOURS.value


def _leaves(person: Person, assumed: Assumptions) -> Figure:
    if person.kind is PersonKind.SERVICE:
        return NOTHING
    return assumed.departures_employee if person.kind is PersonKind.EMPLOYEE else assumed.departures


def _search(person: Person, assumed: Assumptions) -> Figure:
    if person.engaged or person.kind is PersonKind.SERVICE:
        return NOTHING
    return assumed.search_employee if person.kind is PersonKind.EMPLOYEE else assumed.search


def hand_defaults(hand: Hand, currency: str, price_factor: float = 1.0) -> list[Default]:
    """What was filled in for one person, besides the general assumptions."""
    person = hand.person
    found = []
    per_hour = f"{currency}/h"
    if person.builtin:
        market = market_price(person.functions[0], currency) if person.functions else None
        below = market is not None and hand.price.value < market.value * price_factor - 1e-9
        asked = f"below the market's {market.value:g}, which would not pay" if below and market else "market price"
        why = f"{asked}, low confidence; a role to be found, up to 20 h a week"
        found.append(Default(f"price of {person.name}", f"{hand.price.value:g}", per_hour, why))
    elif person.price is None and hand.price.value > 0:
        why = "no price stated: the market's, low confidence"
        found.append(Default(f"price of {person.name}", f"{hand.price.value:.2f}", per_hour, why))
    if person.kind is PersonKind.EMPLOYEE and person.engaged:
        why = "these hours are paid already; put to no other use"
        found.append(Default(f"price of {person.name}", "0", per_hour, why))
    if person.hours_per_week is None and person.kind is not PersonKind.SERVICE:
        found.append(Default(f"hours of {person.name}", f"{hand.capacity:g}", "h/week", "no hours stated"))
    return found
