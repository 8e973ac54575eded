"""Which incidents are of one sort, how often they come, what a retainer may cost, and what estimates teach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import Own, Paid
from hoursback.engine.focus.incidents import (
    DAYS_PER_MONTH,
    Known,
    Repeats,
    groups,
    is_alike,
    is_same_word,
    learned_factor,
    likeness,
    repeats,
    retainer,
    shared_words,
)

OWN = Own(Figure.exact(8.0), Figure.exact(60.0), switches=0)
PAID = Paid(Figure.exact(80.0), hours=Figure.exact(2.0), brief=Figure.exact(0.5))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The printer jams", "printer jammed again"),
        ("Website is down", "the website does not load"),
        ("Mail server down", "Mailserver / mail down"),
        ("Toilet upstairs leaks", "leaking toilet"),
        ("DRUCKER klemmt", "Drucker klemmt schon wieder"),
        ("Cannot log in to the bank", "bank: log-in fails"),
        ("Van won't start", "van does not start"),
        ("Printr jams", "printer jams"),
        ("broken again", "Broken  again"),
    ],
)
def test_the_same_trouble_in_other_words_is_recognised(one: str, other: str) -> None:
    assert is_alike(Known(one), Known(other))
    assert is_alike(Known(other), Known(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Printer jams", "Website is down"),
        ("The heating does not work", "the van does not work"),
        ("printing order lost", "painting order 12"),
        ("Invoice software crashes on export", "Invoice to Miller lost in the post"),
        ("broken again", "it fails"),
        ("", "printer"),
    ],
)
def test_other_trouble_is_not_whatever_words_every_incident_has(one: str, other: str) -> None:
    assert not is_alike(Known(one), Known(other))


def test_words_in_another_form_are_one_and_numbers_are_not() -> None:
    assert is_same_word("jam", "jams")
    assert is_same_word("print", "printer")
    assert not is_same_word("car", "cartoon")
    assert not is_same_word("mk2", "mk3")
    assert shared_words("the printers jam", "Printer offline") == ("printers",)


def test_what_the_owner_said_goes_before_what_the_words_say() -> None:
    one = Known("printer jams", kind="Upstairs", activity=1)
    assert not is_alike(one, Known("printer jams", kind="downstairs", activity=1))
    assert is_alike(one, Known("paper everywhere", kind=" upstairs "))
    assert is_alike(replace(one, kind=""), Known("no toner", activity=1))
    assert is_alike(one, Known("printer jams"))


def test_incidents_that_are_alike_stand_together() -> None:
    found = groups([Known(each) for each in ("printer jams", "no heating", "the printer jams again", "heating off")])
    assert found == [[0, 2], [1, 3]]


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_the_same_both_ways(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1.0


def test_a_first_incident_says_nothing_of_how_often() -> None:
    assert repeats([], 100) is None
    assert repeats([90], 100) is None


def test_the_rate_counts_what_came_after_the_first() -> None:
    found = repeats([0, 30, 61], round(2 * DAYS_PER_MONTH))
    assert found is not None
    assert (found.incidents, found.rate.value) == (3, pytest.approx(1.0, abs=0.01))
    assert found.rate.low < 1.0 < found.rate.high


def test_two_within_a_week_are_no_eight_a_month() -> None:
    found = repeats([100, 103], 103)
    assert found is not None
    assert (found.rate.value, found.months) == (1.0, 1.0)


def test_the_longer_nothing_comes_the_lower_the_rate() -> None:
    rates = [found.rate.value for today in (60, 120, 400) if (found := repeats([0, 20], today)) is not None]
    assert rates == sorted(rates, reverse=True)


def test_a_retainer_pays_below_rate_times_saving_and_not_above() -> None:
    often = Repeats(Figure.exact(0.5), 4, 6.0)
    below, above = (retainer(OWN, PAID, often, Figure.exact(fee)) for fee in (144.0, 146.0))
    assert below.break_even == above.break_even == Figure(145.0, 145.0, 145.0, below.break_even.origin)
    assert (below.pays, above.pays, below.chance, above.chance) == (True, False, 1.0, 0.0)


def test_no_retainer_pays_where_paying_is_dearer_each_time() -> None:
    found = retainer(replace(OWN, hours=Figure.exact(1.0)), PAID, Repeats(Figure.exact(3.0), 9, 3.0))
    assert not found.can_pay
    assert found.pays is None


def test_two_repairs_teach_nothing_and_three_do() -> None:
    twice = (Figure.stated_range(1.0, 4.0), 4.0)
    assert learned_factor([twice] * 2) is None
    found = learned_factor([twice] * 3)
    assert found is not None
    assert (found.factor.value, found.incidents, found.within) == (2.0, 3, 3)
    assert found.is_clear


def test_estimates_that_miss_on_both_sides_are_about_right() -> None:
    found = learned_factor([(Figure.exact(2.0), hours) for hours in (1.0, 4.0, 1.5, 2.7)])
    assert found is not None
    assert found.factor.value == pytest.approx(1.0, abs=0.02)
    assert not found.is_clear
