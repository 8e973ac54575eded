"""What the sliders of a plan change: a handful of figures laid over what is stated, never stored as stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.plan.business import Settings

NO_LIMIT = "none"
"""Stands for a budget or set-up hours without a limit."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One slider.

    Attributes:
        least, most: what may be stated; step: of the slider. top: where the slider ends, the box goes on to `most`.
    """

    name: str
    least: float
    most: float
    step: float
    top: float


LEVERS = (
    Lever("budget_per_month", 0, 10_000_000, 25, 5_000),
    Lever("setup_hours_per_week", 0, 80, 0.5, 20),
    Lever("worth_per_hour", 0, 100_000, 1, 250),
    Lever("price_factor", 0.5, 2.0, 0.05, 2.0),
    Lever("caution", 0.5, 0.95, 0.01, 0.95),
)
_BY_NAME = {lever.name: lever for lever in LEVERS}
_LIMITED = ("budget_per_month", "setup_hours_per_week")


def checked(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Levers as they may be kept: known names, finite numbers within their limits, or NO_LIMIT.

    Raises: HoursbackError, naming the lever.
    """
    return {name: _checked(name, levers[name]) for name in sorted(levers)}


def _checked(name: str, value: Any) -> Any:
    lever = _BY_NAME.get(name)
    if lever is None:
        raise HoursbackError(
            "There is no slider of this name.", where=str(name)[:60], hint=f"Known are {', '.join(_BY_NAME)}."
        )
    if value == NO_LIMIT and name in _LIMITED:
        return NO_LIMIT
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # Not-a-number fails both comparisons.
    if not is_number or not lever.least <= value <= lever.most:
        raise HoursbackError(
            f"This slider goes from {lever.least:g} to {lever.most:g}.",
            where=name,
            value=str(value)[:60],
            hint="Choose a figure in between.",
        )
    return float(value)


def pulled(settings: Settings, levers: Mapping[str, Any]) -> Settings:
    """What is stated, with the levers laid over it."""
    stated = set(settings.stated)
    moved: dict[str, Any] = {}
    for name in (*_LIMITED, "worth_per_hour"):
        if name in levers:
            moved[name] = None if levers[name] == NO_LIMIT else levers[name]
            stated.add(f"business.{name}")
    if "worth_per_hour" in moved:
        moved["worth_per_hour"] = Figure.exact(moved["worth_per_hour"])
    business = replace(settings.business, **moved)
    assumed = settings.assumptions
    if "caution" in levers:
        assumed = replace(assumed, caution=Figure.exact(levers["caution"]))
        stated.add("assumptions.caution")
    factor = levers.get("price_factor", settings.price_factor)
    return replace(
        settings, business=business, assumptions=assumed, stated=frozenset(stated), price_factor=float(factor)
    )
