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


ENGINE_SAYS = "Do it from 2026-03-02: at up to 1,250 USD a month (likely 6.5 to 8.1 hours), a chance of 83 %."


def test_sentences_of_the_engine_are_written_as_the_page_writes() -> None:
    said = "Do it from Mar 2, 2026: at up to $1,250 a month (likely 6.5 to 8.1 hours), a chance of 83%."
    assert formats.said(ENGINE_SAYS, "USD") == said


@pytest.mark.usefixtures("german")
def test_sentences_of_the_engine_follow_another_locale() -> None:
    said = formats.said(ENGINE_SAYS, "USD")
    for part in ("02.03.2026", "1.250\u00a0$", "6,5 to 8,1 hours", "83\u00a0%"):
        assert part in said
    assert formats.money(Decimal(1250), "USD") in said


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", ["3 DHL parcels", "Web 2.0", "ISO 9001", "2026-13-45", "v1.2.3", "90 USDA forms"])
def test_names_within_a_sentence_stay_as_they_are(name: str) -> None:
    assert formats.said(f"“{name}” stays with you.", "USD") == f"“{name}” stays with you."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Books\u202eslaof", "Books[U+202E]slaof"),
        ("Pay\u200bpal", "Pay[U+200B]pal"),
        ("\ufeffMail", "[U+FEFF]Mail"),
        ("Mail\u200d", "Mail[U+200D]"),
        ("a\x07b", "a[U+0007]b"),
        ("two\nlines\tof it", "two\nlines\tof it"),
        ("Büro – «Ämter» 会计 🌿", "Büro – «Ämter» 会计 🌿"),
        ("ספרים", "ספרים"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_marks_that_hide_or_turn_a_name_round_are_seen(name: str, said: str) -> None:
    assert formats.marked(name) == said


def test_a_sentence_with_such_a_name_shows_them_too() -> None:
    assert "Books[U+202E]" in formats.said("“Books\u202e” stays with you.")
