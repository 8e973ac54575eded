"""Names that may mean the same activity."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.similar import NAMES_COMPARED, similar_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-mail", "email"),
        ("Invoices", "invoice"),
        ("client work", "Work: client"),
        ("Social media", "Social\u200b Media"),
        ("Büro", "Bu\u0308ro"),
    ],
)
def test_names_that_differ_in_form_only_look_alike(one, other):
    assert similar_names({one: 2, other: 1}) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Printing", "Painting"), ("Phase 1", "Phase 2"), ("Sales", "Taxes"), ("—", "…"), ("Tax 2025", "Tax")],
)
def test_names_that_mean_different_things_do_not(one, other):
    assert similar_names({one: 2, other: 1}) == []


def test_the_name_with_more_hours_comes_first():
    assert similar_names({"quote": 10, "Quotes": 90}) == [("Quotes", "quote")]


def test_only_the_names_with_most_hours_are_compared():
    many = {f"{number:04d} {chr(0x4E00 + number) * 9}": 100 for number in range(NAMES_COMPARED - 1)}
    assert similar_names(many | {"quotes": 3, "quote": 2}) == []
    assert similar_names(dict(list(many.items())[1:]) | {"quotes": 3, "quote": 2}) == [("quotes", "quote")]
