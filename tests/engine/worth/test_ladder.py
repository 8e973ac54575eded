"""The value ladder."""

import math

import pytest

from hoursback.engine.figures import Figure
from hoursback.engine.worth.ladder import cheaper_hours, rank_break_evens, value_ladder
from hoursback.engine.worth.rates import Earner, EarningTerms, opportunities

TERMS = EarningTerms(average=50, eps=0.5, weeks_per_year=50, currency="USD")
LOG = [
    Earner("Mail", "admin", 20),
    Earner("Talks", "marketing", 2, Figure.exact(20_000)),
    Earner("Design", "delivery", 10, Figure.exact(50_000)),
    Earner("Posts", "marketing", 4, Figure.exact(10_000)),
    Earner("Offers", "sales", 4, Figure.exact(20_000)),
]


def ladder():
    return value_ladder(LOG, opportunities(LOG, TERMS)[0], TERMS)


def test_rungs_go_from_the_highest_hourly_value_down_and_unknown_last():
    assert [(r.name, r.hourly_value) for r in ladder().rungs] == [
        ("Talks", 200),
        ("Design", 100),
        ("Offers", 100),
        ("Posts", 50),
        ("Mail", None),
    ]


def test_the_top_three_are_those_where_one_more_hour_brings_most():
    assert [r.name for r in ladder().top] == ["Talks", "Design", "Offers"]


def test_the_top_three_show_their_real_share_of_value_and_hours():
    assert ladder().top_share_of_value == pytest.approx(0.9)
    assert ladder().top_share_of_hours == pytest.approx(16 / 40)


def test_without_a_stated_margin_the_share_of_value_is_not_known():
    log = [Earner("Design", "delivery", 10), Earner("Mail", "admin", 20)]
    found = value_ladder(log, opportunities(log, TERMS)[0], TERMS)
    assert found.top_share_of_value is None
    assert [(r.name, r.is_assumed) for r in found.top] == [("Design", True)]


def test_a_ladder_without_activities_is_empty():
    assert value_ladder([], (), TERMS).top_share_of_hours == 0.0


def test_hours_cheaper_than_the_owners_hour_need_a_price():
    hours = {"Mail": 8.0, "Books": 6.0, "Design": 20.0, "Law": 6.0}
    found = cheaper_hours(hours, {"Mail": 25.0, "Books": 40.0, "Law": None, "Design": 90.0}, worth=56)
    assert (found.hours, found.share, found.activities) == (14, pytest.approx(0.35), ("Mail", "Books"))


def test_a_price_equal_to_the_owners_hour_is_not_cheaper():
    assert cheaper_hours({"Mail": 8.0}, {"Mail": 56.0}, worth=56).hours == 0


def test_the_lowest_break_even_comes_first_and_never_comes_last():
    ranked = rank_break_evens({"law": None, "video": 80.0, "chaos": math.inf, "books": 39.06})
    assert [name for name, _ in ranked] == ["books", "video", "law", "chaos"]
    assert ranked[-1][1] is None
