"""Prices of help that nobody has quoted yet, by business function, and roles to be found at those prices.

Source: methods, section 10; low confidence, in US dollars only.
"""

from __future__ import annotations

from dataclasses import dataclass

from hoursback.engine.capture.functions import BusinessFunction
from hoursback.engine.figures import Figure
from hoursback.engine.people import Experience, Person, PersonKind

CURRENCY = "USD"
ROLE_HOURS = 20.0
"""Helper hours a week of a role to be found."""
WAGE_PER_PRICE = 1 / 1.65
"""Hourly helpers charge 1.3 to 2 times a wage (own, low confidence)."""


@dataclass(frozen=True, slots=True)
class MarketRole:
    """Help of one kind that can be found by the hour: what it is called and what it costs, currency per hour."""

    title: str
    price: Figure
    wage: Figure | None = None


_ASSISTANT = MarketRole("Assistant", Figure.default(25.0, 5.0, 60.0), Figure.default(22.81, 15.61, 33.11))
_F = BusinessFunction
MARKET: dict[str, MarketRole] = {
    _F.ADMIN.value: _ASSISTANT,
    _F.CUSTOMER_SUPPORT.value: MarketRole("Customer support assistant", _ASSISTANT.price, _ASSISTANT.wage),
    _F.OPERATIONS.value: MarketRole("Operations assistant", _ASSISTANT.price, _ASSISTANT.wage),
    _F.FINANCE.value: MarketRole("Bookkeeper", Figure.default(40.0, 15.0, 90.0), Figure.default(22.81, 15.61, 33.11)),
    _F.MARKETING.value: MarketRole("Marketing help", Figure.default(35.0, 15.0, 90.0)),
    _F.IT.value: MarketRole("IT help", Figure.default(60.0, 25.0, 150.0)),
    _F.WEB.value: MarketRole("Web help", Figure.default(60.0, 25.0, 150.0)),
    _F.HR.value: MarketRole("HR help", Figure.default(60.0, 30.0, 120.0)),
    _F.SALES.value: MarketRole("Sales support", Figure.default(35.0, 15.0, 80.0)),
}
"""Delivery and leadership have no market price: what they are differs too much from one business to the next."""


def market_price(function: str, currency: str) -> Figure | None:
    """Price per helper hour in a function, or None where there is no default."""
    role = MARKET.get(function)
    return role.price if role is not None and currency == CURRENCY else None


def market_wage(function: str, currency: str) -> Figure | None:
    """Wage per hour in a function: the statistics' where there is one, else worked back from the price."""
    role = MARKET.get(function)
    if role is None or currency != CURRENCY:
        return None
    return role.wage or role.price.scaled(WAGE_PER_PRICE)


def roles_to_be_found(functions: list[str], currency: str, taken: frozenset[str]) -> tuple[Person, ...]:
    """One generalist to be found for each function that has a market price.

    Args:
        taken: names of stated people in lower case, which a role may not share.
    """
    people = []
    for function in functions:
        role = MARKET.get(function)
        if role is None or currency != CURRENCY:
            continue
        name = f"{role.title} to be found"
        if name.casefold() in taken:
            name = f"{role.title} at the market price"
        people.append(
            Person(
                name=name,
                kind=PersonKind.ROLE,
                price=role.price,
                hours_per_week=Figure.exact(ROLE_HOURS),
                experience=Experience.GENERALIST,
                builtin=True,
                functions=(function,),
            )
        )
    return tuple(people)
