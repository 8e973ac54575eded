"""Dates as people and programs write them."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.capture.readers.dates import BadCellError, orders_of, parse_date
from hoursback.engine.capture.reading import DateOrder

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-04", "2024/3/4", "2024.03.04", "20240304", "4 March 2024", "Mar 4, 2024", "Monday, March 4, 2024"),
        *("4-Mar-2024", "04 Mar 2024", "4. März 2024", "4 de marzo de 2024", "4 mars 2024", "4th March 2024"),
    ],
)
def test_dates_that_say_their_order_need_none(text: str) -> None:
    assert parse_date(text, None) == date(2024, 3, 4)


def test_the_stated_order_decides_what_is_ambiguous() -> None:
    assert parse_date("03/04/2026", DMY) == date(2026, 4, 3)
    assert parse_date("03/04/2026", MDY) == date(2026, 3, 4)
    assert parse_date("26/03/04", YMD) == date(2026, 3, 4)


def test_two_digits_are_a_year_between_1970_and_2069() -> None:
    assert parse_date("3.4.26", DMY) == date(2026, 4, 3)
    assert parse_date("3.4.70", DMY) == date(1970, 4, 3)


def test_an_ambiguous_date_without_an_order_is_refused_with_both_readings() -> None:
    with pytest.raises(BadCellError, match="3 April 2026 or 4 March 2026"):
        parse_date("03/04/2026", None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2024-02-30", "2024-13-01", "13/13/2024", "1969-12-31", "2101-01-01", "2024-3", "1.5"),
        *("٢٠٢٤-٠٣-٠٤", "2024-03-04x", "4 Smarch 2024", "4 Ju 2024", "04/03/202", "0000-01-01", "9" * 70_000),
    ],
)
def test_what_is_no_date_of_our_time_is_refused(text: str) -> None:
    with pytest.raises(BadCellError):
        parse_date(text, DMY)


def test_a_date_that_does_not_fit_the_stated_order_is_refused_instead_of_turned_round() -> None:
    with pytest.raises(BadCellError):
        parse_date("10/15/2024", DMY)
    with pytest.raises(BadCellError):
        parse_date("03/04/2026", YMD)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("31/12/2024", (DMY,)),
        ("12/31/2024", (MDY,)),
        ("03/04/2026", (DMY, MDY)),
        ("03/03/2026", ()),
        ("13/13/2026", ()),
        ("2026-03-04", ()),
        ("30/02/2026", ()),
    ],
)
def test_a_date_proves_an_order_only_where_it_is_no_date_in_the_other(text: str, orders: tuple[DateOrder, ...]) -> None:
    assert orders_of(text) == orders
