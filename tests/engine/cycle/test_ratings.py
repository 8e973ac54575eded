"""Ratings: drawn towards the middle, their agreement, and habits of raters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.cycle.leading import upward, weakest
from hoursback.engine.cycle.ratings import habits, icc, kappa, kappa_of_pairs, level_of, reliability
from hoursback.engine.errors import HoursbackError

TODAY = date(2026, 3, 31)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_a_level_lies_between_the_middle_and_what_was_seen_and_inside_its_range(ratings: list[int]) -> None:
    level = level_of(ratings)
    assert level is not None
    assert min(3.0, level.observed) - 1e-9 <= level.level <= max(3.0, level.observed) + 1e-9
    assert 1 <= level.low <= level.level <= level.high <= 5


def test_more_raters_draw_less_and_narrow_the_range() -> None:
    one, three = level_of([5]), level_of([5, 5, 5])
    assert one is not None
    assert three is not None
    assert three.level > one.level
    assert three.high - three.low < one.high - one.low


def test_nothing_rated_is_no_level() -> None:
    assert level_of([]) is None


def test_reliability_asks_for_a_rater() -> None:
    with pytest.raises(HoursbackError):
        reliability(0)


def test_raters_who_always_agree_have_kappa_one() -> None:
    assert kappa_of_pairs([(1, 1), (3, 3), (5, 5)]) == pytest.approx(1.0)


def test_kappa_is_unknown_where_chance_explains_all() -> None:
    assert kappa_of_pairs([(3, 3), (3, 3)]) is None
    assert kappa_of_pairs([]) is None


@pytest.mark.parametrize("table", [[[1, 2, 3]], [[0, 0], [0, 0]]])
def test_a_table_that_cannot_be_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(HoursbackError):
        kappa(table)


@pytest.mark.parametrize("ratings", [[[1, 2]], [[1], [2]], [[3, 3], [3, 3]]])
def test_agreement_needs_something_to_agree_on(ratings: list[list[float]]) -> None:
    with pytest.raises(HoursbackError):
        icc(ratings)


def test_leniency_halo_and_recency_are_named() -> None:
    alike = dict.fromkeys("abcd", 5.0)
    recent = [TODAY - timedelta(days=day) for day in (1, 2, 3, 40)]
    said = habits(alike, [*recent, TODAY], TODAY)
    assert [sentence.split("?")[0] for sentence in said] == ["Too kind", "One impression", "Only lately"]


def test_few_or_varied_ratings_show_no_habit() -> None:
    assert habits({"a": 5.0, "b": 5.0}) == ()
    assert habits({"a": 2.0, "b": 3.0, "c": 4.0, "d": 5.0}, [TODAY - timedelta(days=60)] * 5, TODAY) == ()


def rating(value: float) -> dict[str, float]:
    return dict.fromkeys(("expectations", "training", "guidance", "follow_up"), value)


def test_means_of_upward_ratings_are_shown_from_three_people_on() -> None:
    assert upward({1: rating(2), 2: rating(4)}).means == {}
    assert upward({1: rating(2), 2: rating(4), 3: rating(3)}).means == rating(3)


def test_the_goal_is_set_where_others_see_the_most_to_gain() -> None:
    assert weakest(rating(3), {**rating(4), "guidance": 2.0}) == "guidance"
    assert weakest({**rating(4), "follow_up": 1.0}, {}) == "follow_up"
