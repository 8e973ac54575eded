"""Which price an hour of somebody's work has: stated from a day on, for one activity or for any."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """What an hour of one person costs from a day on.

    Attributes:
        activity: what it holds for; None: for any. from_day: ordinal of the first day. hundredths: of the currency.
    """

    activity: Hashable | None
    from_day: int
    hundredths: int


def price_on(prices: Iterable[Price], activity: Hashable, day: int) -> int | None:
    """Hundredths an hour of this activity costs on a day; None: no price was stated.

    A price of the activity goes before one for any, then the newest that has begun; of two that begin on one day
    the later of `prices`, which stand in the order in which they were stated.

    >>> stated = [Price(None, 10, 4000), Price("books", 20, 4500), Price(None, 30, 5000)]
    >>> [price_on(stated, "books", day) for day in (9, 10, 20, 30)], price_on(stated, "mail", 30)
    ([None, 4000, 4500, 4500], 5000)
    """
    begun = [
        (price.activity is not None, price.from_day, place, price.hundredths)
        for place, price in enumerate(prices)
        if price.from_day <= day and price.activity in (None, activity)
    ]
    return max(begun)[-1] if begun else None
