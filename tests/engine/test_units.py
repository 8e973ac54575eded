"""Money is exact and rounded in one place; months and weeks agree."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.units import Money, per_month, per_week, weekly_discount


def test_money_rounds_half_to_even_at_the_cent():
    assert [str(Money.of(amount, "EUR").amount) for amount in ("0.125", "0.135", "-0.125")] == ["0.12", "0.14", "-0.12"]


def test_nothing_is_written_without_a_sign():
    assert str(Money.of(-0.001, "USD")) == "0.00 USD"


@given(st.floats(-1e9, 1e9))
def test_money_is_within_half_a_cent_of_its_figure(amount: float):
    assert abs(Money.of(amount, "USD").amount - Decimal(repr(amount))) <= Decimal("0.005")


@given(st.floats(0, 1e6))
def test_a_month_there_and_back_is_the_same(amount: float):
    assert abs(per_month(per_week(amount)) - amount) <= 1e-9 * max(amount, 1)


@given(st.floats(0, 1))
def test_fifty_two_weeks_of_discount_are_a_year(rate: float):
    assert abs((1 + weekly_discount(rate)) ** 52 - (1 + rate)) < 1e-9
