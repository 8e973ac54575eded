"""Where to look for help of a kind, what the search takes, and what an hour usually costs.

Source: methods, section 10; the kinds of places are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.functions import BusinessFunction
from hoursback.engine.figures import Figure
from hoursback.engine.plan.market import CURRENCY, MARKET

TRIAL_HOURS = 2.0
"""Length of a paid trial (own)."""
PEOPLE_ASKED = 3
"""People to talk to: the third still adds half of what the second did, later ones less (methods, section 6)."""
EMPLOYEE_COST = Figure.exact(4_100.0)
"""Weeks and US dollars until an employee is found (SHRM 2016; methods, section 10)."""


class Place(StrEnum):
    """A kind of place where people who do such work are found."""

    OWN_CIRCLE = "own circle"
    OTHER_OWNERS = "other owners"
    ASSISTANT_SERVICES = "assistant services"
    PROFESSIONAL_BODY = "professional body"
    SOFTWARE_PARTNERS = "software partners"
    PORTFOLIOS = "portfolios"
    SKILL_COMMUNITIES = "skill communities"
    MARKETPLACES = "marketplaces"
    LOCAL_FIRMS = "local firms"
    SCHOOLS = "schools"
    TRADE = "trade"
    RETURNERS = "returners"
    JOB_BOARDS = "job boards"


_F, _P = BusinessFunction, Place
PLACES: dict[str, tuple[Place, ...]] = {
    _F.ADMIN.value: (_P.ASSISTANT_SERVICES, _P.RETURNERS, _P.MARKETPLACES, _P.SCHOOLS),
    _F.FINANCE.value: (_P.PROFESSIONAL_BODY, _P.SOFTWARE_PARTNERS, _P.LOCAL_FIRMS, _P.RETURNERS),
    _F.CUSTOMER_SUPPORT.value: (_P.ASSISTANT_SERVICES, _P.RETURNERS, _P.SCHOOLS, _P.MARKETPLACES),
    _F.MARKETING.value: (_P.PORTFOLIOS, _P.MARKETPLACES, _P.SCHOOLS, _P.LOCAL_FIRMS),
    _F.SALES.value: (_P.TRADE, _P.ASSISTANT_SERVICES, _P.RETURNERS, _P.MARKETPLACES),
    _F.IT.value: (_P.LOCAL_FIRMS, _P.SOFTWARE_PARTNERS, _P.SKILL_COMMUNITIES, _P.MARKETPLACES),
    _F.WEB.value: (_P.PORTFOLIOS, _P.SOFTWARE_PARTNERS, _P.SKILL_COMMUNITIES, _P.MARKETPLACES),
    _F.HR.value: (_P.PROFESSIONAL_BODY, _P.LOCAL_FIRMS, _P.RETURNERS),
    _F.OPERATIONS.value: (_P.TRADE, _P.ASSISTANT_SERVICES, _P.RETURNERS, _P.SCHOOLS),
    _F.DELIVERY.value: (_P.TRADE, _P.SKILL_COMMUNITIES, _P.SCHOOLS, _P.PORTFOLIOS),
    _F.LEADERSHIP.value: (_P.TRADE, _P.RETURNERS, _P.PROFESSIONAL_BODY),
}
_ELSEWHERE = (_P.MARKETPLACES, _P.TRADE, _P.LOCAL_FIRMS)


@dataclass(frozen=True, slots=True)
class Search:
    """What finding somebody takes.

    Attributes:
        title: what such help is called; "" where there is no usual name.
        hours: of the owner, to find and choose somebody by the hour. employee_hours: to find an employee.
        price: per hour, in `price_currency`; stated, or a default of low confidence; None: no default for this.
        trials: what `PEOPLE_ASKED` paid trials cost, in `price_currency`; None without a price.
    """

    title: str
    places: tuple[Place, ...]
    hours: Figure
    employee_hours: Figure
    price: Figure | None
    price_currency: str
    trials: Figure | None

    @property
    def is_price_assumed(self) -> bool:
        """Whether nobody stated the price."""
        return self.price is not None and self.price.is_default


def places_for(function: str) -> tuple[Place, ...]:
    """Kinds of places for a business function, the likeliest first; who you know comes before all."""
    return (_P.OWN_CIRCLE, _P.OTHER_OWNERS, *PLACES.get(function, _ELSEWHERE), _P.JOB_BOARDS)


def search_for(
    function: str, currency: str, assumed: Assumptions, *, price: Figure | None = None, hours: Figure | None = None
) -> Search:
    """Where to look for help in a function, and what it takes in time and money.

    Args:
        currency: of the business. A default price is known in US dollars only and is given as such.
        price: per hour, where somebody stated one; hours: of the owner, where stated for this search.
    """
    role = MARKET.get(function)
    shown, unit = (price, currency) if price is not None else (None if role is None else role.price, CURRENCY)
    return Search(
        title="" if role is None else role.title,
        places=places_for(function),
        hours=hours or assumed.search,
        employee_hours=assumed.search_employee,
        price=shown,
        price_currency=unit,
        trials=None if shown is None else shown.scaled(PEOPLE_ASKED * TRIAL_HOURS),
    )
