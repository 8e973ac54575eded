"""What if: a few settings of the business changed, each with its own plan, put beside what is stated now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.plan.business import Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """What a scenario changes; None or empty: as stated.

    Attributes:
        growth_per_year, worth_growth: shares a year. price_factor: all prices of help times this.
        budget_per_month: currency. unlimited_budget: no limit to it.
        income_per_year: currency. without: names of people who leave.
    """

    growth_per_year: float | None = None
    worth_growth: float | None = None
    price_factor: float | None = None
    budget_per_month: float | None = None
    unlimited_budget: bool = False
    income_per_year: float | None = None
    without: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs from what is stated."""
        return self == Changes()


def changed(settings: Settings, changes: Changes) -> Settings:
    """What is stated, with a scenario laid over it.

    Raises: HoursbackError, where somebody is to leave who is not there.
    """
    _check(settings, changes.without)
    business, stated = settings.business, set(settings.stated)
    laid: dict[str, object] = {}
    for key in ("growth_per_year", "worth_growth", "budget_per_month"):
        value = getattr(changes, key)
        if value is not None:
            laid[key] = value
    if changes.unlimited_budget:
        laid["budget_per_month"] = None
    if changes.income_per_year is not None:
        laid["income_per_year"] = Figure.exact(changes.income_per_year)
    stated |= {f"business.{key}" for key in laid}
    gone = set(changes.without)
    return replace(
        settings,
        business=replace(business, **laid),  # type: ignore[arg-type]
        people=tuple(person for person in settings.people if person.name not in gone),
        quotes=tuple(quote for quote in settings.quotes if quote.person not in gone),
        price_factor=settings.price_factor if changes.price_factor is None else changes.price_factor,
        stated=frozenset(stated),
    )


def _check(settings: Settings, names: Iterable[str]) -> None:
    there = {person.name for person in settings.people}
    for name in names:
        if name not in there:
            raise HoursbackError(
                "Nobody of this name is there to leave.",
                where="without",
                value=name,
                hint="Choose somebody from the list of people.",
            )
