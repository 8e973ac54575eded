"""The value of freed hours: best use first, then rest."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.worth.value import Opportunity, ValueOfTime, three_numbers

rates = st.floats(0, 300)
caps = st.floats(0, 20)
chances = st.lists(st.builds(Opportunity, st.just("x"), rates, caps), max_size=5).map(tuple)
times = st.builds(ValueOfTime, chances, st.floats(0, 100), st.floats(0, 1))

VIDEOS = Opportunity("videos", 150, 3)
CALLS = Opportunity("calls", 90, 4)
TIME = ValueOfTime((CALLS, VIDEOS), leisure=20, rho=0.6)


def test_the_best_opportunity_is_used_first_whatever_the_order():
    assert float(TIME.full_value(3)) == 450


def test_hours_beyond_the_opportunities_are_rest():
    assert float(TIME.full_value(10)) == 450 + 360 + 3 * 20


def test_an_opportunity_worth_less_than_rest_is_left_alone():
    time = ValueOfTime((Opportunity("chores", 5, 10),), leisure=20)
    assert time.slopes() == ((20, math.inf),)


def test_slopes_are_what_the_share_that_really_goes_there_brings():
    assert TIME.slopes() == ((pytest.approx(98), 3), (pytest.approx(62), 4), (20, math.inf))


def test_equal_opportunities_share_one_slope():
    time = ValueOfTime((Opportunity("a", 50, 2), Opportunity("b", 50, 3)), leisure=25, rho=1.0)
    assert time.slopes() == ((50, 5), (25, math.inf))


def test_training_weeks_cost_the_best_hours():
    assert float(TIME.value(-2)) == pytest.approx(-2 * 98)


def test_values_of_many_hours_come_at_once_and_in_their_shape():
    hours = np.array([[-1.0, 0.0], [3.0, 8.0]])
    assert TIME.value(hours).shape == (2, 2)
    assert TIME.value(hours).ravel().tolist() == [pytest.approx(float(TIME.value(h))) for h in hours.ravel()]


def test_a_freed_hour_is_worth_the_average_over_the_plans_hours():
    assert TIME.freed(0, 5) == pytest.approx((3 * 98 + 2 * 62) / 5)
    assert TIME.freed(3, 4) == pytest.approx(62)


def test_without_hours_a_freed_hour_is_worth_the_next_one():
    assert TIME.freed(3, 0) == pytest.approx(62)
    assert TIME.freed(-1, 0) == pytest.approx(98)
    assert TIME.freed(100, 0) == pytest.approx(20)


def test_a_stated_worth_is_one_slope_and_nothing_leaks_from_it():
    time = ValueOfTime((VIDEOS,), leisure=30, rho=0.6, constant=60)
    assert time.slopes() == ((60, math.inf),)
    assert time.freed(0, 7) == 60
    assert float(time.value(-4)) == -240


def test_now_next_week_and_freed_differ_when_next_week_is_booked():
    numbers = three_numbers(TIME, booked={"videos": 3.0}, freed_hours=5)
    assert numbers.now == 150
    assert numbers.next_week == 90
    assert numbers.freed == pytest.approx((3 * 98 + 2 * 62) / 5)


def test_one_more_hour_counts_what_a_small_cap_leaves_of_it():
    time = ValueOfTime((Opportunity("videos", 100, 0.5),), leisure=20)
    assert time.next_hour() == pytest.approx(0.5 * 100 + 0.5 * 20)


def test_booking_more_than_the_cap_leaves_nothing_of_it():
    assert TIME.with_booked({"videos": 99.0}).slopes() == ((pytest.approx(62), 4), (20, math.inf))


@given(times)
def test_slopes_fall_strictly_and_the_last_has_no_end(time: ValueOfTime):
    slopes = time.full_slopes()
    assert all(a > b for (a, _), (b, _) in pairwise(slopes))
    assert [math.isinf(width) for _, width in slopes] == [False] * (len(slopes) - 1) + [True]


@given(times, st.floats(-20, 120))
def test_the_value_is_the_sum_over_its_slopes(time: ValueOfTime, hours: float):
    left, total = hours, 0.0
    for slope, width in time.slopes():
        taken = min(left, width)
        total += slope * taken
        left -= taken
        if left <= 0:
            break
    assert float(time.value(hours)) == pytest.approx(total, abs=1e-6)


@given(times, st.floats(0, 60), st.floats(0.1, 60))
def test_freed_hours_are_worth_rho_of_the_value_and_rest_for_the_others(time: ValueOfTime, start: float, more: float):
    gained = float(time.full_value(start + more) - time.full_value(start)) / more
    assert time.freed(start, more) == pytest.approx(time.rho * gained + (1 - time.rho) * time.leisure, abs=1e-6)
    assert time.freed(start + 1, more) <= time.freed(start, more) + 1e-6
