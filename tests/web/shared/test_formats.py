"""Figures, dates and money as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from hoursback.web.shared import formats


@pytest.fixture
def german() -> Iterator[None]:
    token = formats.LOCALE.set("de_DE")
    yield
    formats.LOCALE.reset(token)


def test_english_is_the_ground() -> None:
    assert formats.number(1234.56, 1) == "1,234.6"
    assert formats.money(Decimal("410.40"), "EUR") == "€410"
    assert formats.money(Decimal("41.4"), "EUR") == "€41.40"
    assert formats.percent(0.125) == "12%"
    assert formats.day(date(2026, 3, 4)) == "Mar 4, 2026"


@pytest.mark.usefixtures("german")
def test_another_locale_writes_its_own_marks() -> None:
    assert formats.number(1234.56, 1) == "1.234,6"
    assert formats.money(Decimal("41.4"), "EUR") == "41,40\u00a0€"
    assert formats.day(date(2026, 3, 4)) == "04.03.2026"


def test_hours_are_cut_not_rounded_up() -> None:
    assert formats.clock(3659) == "1:00"
    assert formats.clock(-3660) == "-1:01"


@pytest.mark.parametrize("locale", ["en_US", "de_AT", "fr_FR", "pl_PL", "ja_JP", "ar_EG", "hi_IN", "pt_BR"])
def test_charts_have_the_marks_and_names_of_every_locale(locale: str) -> None:
    numbers, dates = formats.d3_numbers(locale), formats.d3_dates(locale)
    assert len(str(numbers["decimal"])) == 1
    assert numbers["thousands"]
    assert [len(dates[key]) for key in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]  # type: ignore[arg-type]


def test_a_week_of_a_chart_starts_with_sunday_as_its_library_counts() -> None:
    assert formats.d3_dates("en_GB")["days"][0] == "Sunday"  # type: ignore[index]
