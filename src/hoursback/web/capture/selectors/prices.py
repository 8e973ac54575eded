"""Which prices with dates hold on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hoursback.web.capture.models import Rate
from hoursback.web.people.pricing import Held


def on_pricing(*, workspace_id: int, today: date, **_sender: Any) -> dict[int, Held]:
    """By person, the price for any work that holds on a day, else the span of those of single activities."""
    rows = Rate.everywhere.filter(workspace_id=workspace_id, from_day__lte=today.toordinal()).order_by("from_day", "pk")
    newest: dict[int, dict[int | None, tuple[int, int]]] = {}
    for person, activity, day, hundredths in rows.values_list("person_id", "activity_id", "from_day", "hundredths"):
        known = newest.setdefault(person, {})
        known.pop(activity, None)
        if hundredths is not None:
            known[activity] = (hundredths, day)
    return {person: _held(prices) for person, prices in newest.items() if prices}


def _held(prices: dict[int | None, tuple[int, int]]) -> Held:
    found = [prices[None]] if None in prices else list(prices.values())
    low, high = min(found)[0], max(found)[0]
    since = date.fromordinal(max(day for _price, day in found))
    return Held(Decimal(low).scaleb(-2), Decimal(high).scaleb(-2), since, None in prices)
