"""What an hour of somebody costs today: the price with a date goes before what was stated once for the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hoursback.engine.figures import Figure
from hoursback.web.people.models import Person
from hoursback.web.people.signals import pricing


@dataclass(frozen=True, slots=True)
class Held:
    """Prices of an hour that hold, lowest and highest, and since when.

    Attributes:
        is_any: for any work; False: only prices of single activities hold.
    """

    low: Decimal
    high: Decimal
    since: date
    is_any: bool

    @property
    def figure(self) -> Figure:
        """The same as a figure of the plan."""
        low, high = float(self.low), float(self.high)
        return Figure.exact(low) if low == high else Figure.stated_range(low, high)


def held_prices(workspace_id: int, today: date) -> dict[int, Held]:
    """By person, the prices with dates that hold on a day."""
    told: list[Any] = pricing.send(sender=Person, workspace_id=workspace_id, today=today)
    return {pk: held for _receiver, answers in told for pk, held in answers.items()}


def price_of(stated: Figure | None, held: Held | None) -> Figure | None:
    """What the plan reckons with: the price for any work, else what was stated, else prices of single activities."""
    if held is None or (stated is not None and not held.is_any):
        return stated
    return held.figure
