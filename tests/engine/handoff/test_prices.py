"""The price in force, and what a price that lies back would change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.handoff.prices import Priced, effect_of
from hoursback.engine.handoff.timesheet import amount_of

PRICES = st.lists(
    st.builds(Price, st.sampled_from([None, "books", "mail"]), st.integers(1, 30), st.integers(0, 9)), max_size=8
)
MONDAY = date(2026, 3, 2).toordinal()


def test_the_price_of_the_activity_goes_before_the_one_for_any() -> None:
    prices = [Price("books", 1, 10), Price(None, 20, 99)]
    assert price_on(prices, "books", 25) == 10
    assert price_on(prices, "mail", 25) == 99
    assert price_on(prices, "mail", 19) is None


def test_of_two_that_begin_on_one_day_the_later_stated_holds() -> None:
    assert price_on([Price(None, 5, 10), Price(None, 5, 20)], "mail", 5) == 20


@given(PRICES, st.integers(1, 30), st.sampled_from(["books", "mail"]))
def test_a_price_changes_no_day_before_it_begins(prices: list[Price], day: int, activity: str) -> None:
    later = [*prices, Price(activity, day + 1, 1_000)]
    assert price_on(later, activity, day) == price_on(prices, activity, day)


@given(PRICES, st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["books", "mail"]), st.booleans()), max_size=20))
def test_the_effect_is_the_money_after_less_the_money_before(
    prices: list[Price], work: list[tuple[int, str, bool]]
) -> None:
    new = Price(None, 10, 500)
    rows = [Priced(day, what, price_on(prices, what, day), 3600, 1, closed) for day, what, closed in work]
    found = effect_of(rows, prices, new)

    def money(stated: list[Price]) -> Decimal:
        rates = [price_on(stated, row.activity, row.day) for row in rows if not row.is_closed]
        return sum((amount_of(3600, rate) for rate in rates if rate is not None), Decimal(0))

    assert found.difference == money([*prices, new]) - money(prices)
    assert all(week.entries or week.closed_entries for week in found.weeks)


def test_closed_weeks_are_counted_and_left_alone() -> None:
    rows = [Priced(MONDAY, "books", 100, 3600, 2, True), Priced(MONDAY + 7, "books", 100, 3600, 3)]
    found = effect_of(rows, [Price(None, 1, 100)], Price("books", 1, 200))
    assert (found.closed_entries, found.entries, found.seconds) == (2, 3, 3600)
    assert (found.before, found.after) == (Decimal("1.00"), Decimal("2.00"))


def test_a_price_that_says_what_holds_already_changes_nothing() -> None:
    rows = [Priced(MONDAY, "books", 100, 3600, 1)]
    assert not effect_of(rows, [Price(None, 1, 100)], Price("books", 1, 100)).weeks
