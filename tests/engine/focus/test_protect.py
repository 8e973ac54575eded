"""The protected minimum, how a day stands, and when it is an alarm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.focus.protect import Floors, Standing, is_alarming, missed_days, share_of, stand, week_share
from hoursback.engine.worth.ladder import Rung

HOUR = 3600
KEPT, MISSED = Standing({1: 5400}, 5400, 9000), Standing({1: 5399}, 5400, 9000)


def test_forty_five_of_ninety_minutes_leave_forty_five() -> None:
    day = stand((7, 8, 9), {7: 1800, 9: 900, 4: HOUR}, Floors())
    assert (day.done, day.left, day.floor, day.logged) == (2700, 2700, 5400, 6300)
    assert list(day.seconds.items()) == [(7, 1800), (8, 0), (9, 900)]
    assert not day.is_kept


def test_a_bad_day_asks_for_fifteen_minutes_and_never_for_more_than_a_usual_one() -> None:
    assert stand((7,), {7: 900}, Floors(), is_bad_day=True).is_kept
    assert Floors(usual=30, bad=60).seconds(is_bad_day=True) == 30 * 60


def test_more_than_the_minimum_leaves_nothing() -> None:
    assert stand((7,), {7: 3 * HOUR}, Floors()).left == 0


def test_two_of_the_last_five_days_under_the_floor_are_an_alarm_and_one_is_none() -> None:
    assert not is_alarming([KEPT, MISSED, KEPT, KEPT, KEPT])
    assert is_alarming([KEPT, MISSED, KEPT, KEPT, MISSED])
    assert not is_alarming([MISSED, MISSED, KEPT, KEPT, KEPT, KEPT, MISSED])
    assert missed_days([MISSED] * 9) == 5


def test_a_week_without_a_log_has_no_share() -> None:
    assert week_share([]) is None


def test_what_the_top_three_really_bring_is_counted_and_not_taken_for_eighty() -> None:
    rungs = [Rung("a", 4, 100.0, 50.0), Rung("b", 16, 25.0, 10.0), Rung("c", 20, None, None)]
    share = share_of(rungs, {"a"})
    assert share.value == pytest.approx(0.5)
    assert share.hours == pytest.approx(0.1)


def test_a_value_that_nobody_stated_is_not_shown_as_one() -> None:
    assert share_of([Rung("a", 4, 50.0, 50.0, is_assumed=True)], {"a"}).value is None


@given(st.dictionaries(st.integers(1, 6), st.integers(0, 40_000), max_size=6))
def test_done_and_left_reach_the_floor_exactly_or_pass_it(spent: dict[int, int]) -> None:
    day = stand((1, 2, 3), spent, Floors())
    assert day.done + day.left == max(day.done, day.floor)
    assert day.done <= day.logged
