"""Which price an hour of somebody's work has: stated from a day on, for one activity or for any."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """What an hour of one person costs from a day on.

    Attributes:
        activity: what it holds for; None: for any. from_day: ordinal of the first day. hundredths: of the currency;
            None: from that day on there is none of its own.
    """

    activity: Hashable | None
    from_day: int
    hundredths: int | None


def price_on(prices: Iterable[Price], activity: Hashable, day: int) -> int | None:
    """Hundredths an hour of this activity costs on a day; None: no price was stated.

    A price of the activity goes before one for any, then the newest that has begun; of two that begin on one day
    the later of `prices`, which stand in the order in which they were stated. Where the activity has none of its own
    any more, the one for any holds again.

    >>> stated = [Price(None, 10, 4000), Price("books", 20, 4500), Price(None, 30, 5000)]
    >>> [price_on(stated, "books", day) for day in (9, 10, 20, 30)], price_on(stated, "mail", 30)
    ([None, 4000, 4500, 4500], 5000)
    >>> price_on([*stated, Price("books", 40, None)], "books", 40)
    5000
    """
    own, any_work = None, None
    for price in sorted(prices, key=lambda price: price.from_day):
        if price.from_day <= day and price.activity is None:
            any_work = price.hundredths
        elif price.from_day <= day and price.activity == activity:
            own = price.hundredths
    return any_work if own is None else own
