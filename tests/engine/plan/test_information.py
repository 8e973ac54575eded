"""What it is worth to know more before deciding."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.plan.information import (
    Question,
    days_that_would_change,
    decides_on_the_mean,
    evpi,
    evppi,
    evsi,
    find_out_next,
    has_enough_data,
    more_days,
    unit_normal_loss,
)

DRAWS = 2000
seeds = st.integers(0, 10_000)
slopes = st.lists(st.floats(-3, 3), min_size=3, max_size=3)


def drawn(seed: int, count: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(DRAWS, count))


def benefits(inputs: np.ndarray, weights: list[float]) -> np.ndarray:
    """Three options: nothing, a straight one and a bent one."""
    a, b = inputs.T
    straight, bent, level = weights
    return np.stack((np.zeros(DRAWS), level / 3 + straight * a + b, bent * a * b + 0.3 * a**2), axis=1)


@settings(max_examples=30, deadline=None)
@given(seeds, slopes)
def test_knowing_one_input_is_worth_something_between_nothing_and_knowing_all(seed: int, weights: list[float]):
    inputs = drawn(seed)
    net = benefits(inputs, weights)
    assert evpi(net) >= evppi(net, inputs[:, 0]) >= 0


@settings(max_examples=30, deadline=None)
@given(seeds, slopes)
def test_knowing_all_inputs_together_is_worth_perfect_information(seed: int, weights: list[float]):
    inputs = drawn(seed)
    net = benefits(inputs, weights)
    assert evppi(net, inputs) == pytest.approx(evpi(net), abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(seeds, st.floats(-2, 2), st.floats(0.5, 50))
def test_asking_more_often_is_worth_more_up_to_knowing_the_input(seed: int, level: float, prior: float):
    inputs = drawn(seed)
    net = level + 1.5 * inputs[:, 0] + inputs[:, 1]
    worths = [evsi(net, inputs[:, 0], n, prior) for n in (0, 1, 3, 10, 100, 1e9)]
    assert worths[0] == 0
    assert all(later >= earlier - 1e-12 for earlier, later in pairwise(worths))
    assert worths[-1] == pytest.approx(evppi(net, inputs[:, 0]), abs=1e-6)


def test_asking_about_a_normal_input_is_worth_its_unit_normal_loss():
    phi = np.random.default_rng(3).normal(1, 2, 100_000)
    spread = 2 * np.sqrt(5 / (5 + 10))
    expected = spread * float(unit_normal_loss(1 / spread))
    assert evsi(phi, phi, 5, 10) == pytest.approx(expected, rel=0.02)


def test_asking_about_a_bent_input_never_pretends_to_know_more_than_the_input():
    phi = np.random.default_rng(3).lognormal(0, 0.8, DRAWS)
    net = np.minimum(phi, 1.5) - 0.8
    assert 0 < evsi(net, phi, 2, 5) <= evppi(net, phi) <= evpi(net)


def test_one_column_of_draws_is_set_against_doing_nothing():
    net = np.array([3.0, -1.0])
    assert evpi(net) == pytest.approx(0.5)


def test_perfect_information_is_worth_nothing_where_one_option_always_wins():
    assert evpi(np.array([[5.0, 1.0], [7.0, 2.0]])) == 0


@pytest.mark.parametrize("constant", [0.0, 40.0, 1e-9])
def test_an_input_that_does_not_vary_is_not_worth_asking_about(constant: float):
    net = drawn(1)[:, 0]
    fixed = np.full(DRAWS, constant)
    assert evppi(net, fixed) == 0
    assert evsi(net, fixed, 5, 5) == 0


def test_a_fixed_input_beside_a_moving_one_changes_nothing():
    inputs = drawn(1)
    net = inputs[:, 0] + inputs[:, 1]
    both = np.stack((inputs[:, 0], np.full(DRAWS, 3.0)), axis=1)
    assert evppi(net, both) == pytest.approx(evppi(net, inputs[:, 0]))


def test_an_input_with_two_values_is_understood():
    yes = np.random.default_rng(2).integers(0, 2, DRAWS).astype(float)
    net = 4 * yes - 1
    assert evppi(net, yes) == pytest.approx(evpi(net))


def test_an_input_that_says_nothing_is_worth_next_to_nothing():
    inputs = drawn(4)
    assert evppi(0.5 + inputs[:, 0], inputs[:, 1]) < 0.01 * evpi(0.5 + inputs[:, 0])


def test_without_uncertainty_about_hours_more_days_change_nothing():
    asked = more_days(np.array([0.0, 600.0]), 0.0, 10, 5, 60)
    assert asked.flip.tolist() == [0, 0]
    assert asked.worth.tolist() == [0, 0]
    assert (asked.cost > 0).all()


def test_more_days_cost_logging_time_and_a_benefit_put_off():
    assert float(more_days(520, 100, 10, 5, 60, 52).cost) == pytest.approx(5 * 0.2 * 60 + 520 / 52)
    assert float(more_days(-520, 100, 10, 5, 60, 52).cost) == pytest.approx(5 * 0.2 * 60)


@given(st.floats(-5000, 5000), st.floats(1, 5000), st.integers(1, 15))
def test_each_further_day_tells_more(mean: float, spread: float, days: int):
    asked = more_days(mean, spread, days, np.arange(1.0, 11.0))
    assert (np.diff(asked.worth) >= -1e-9).all()
    assert (np.diff(asked.flip) >= -1e-9).all()
    assert (asked.flip <= 0.5 + 1e-12).all()


def test_a_close_decision_asks_for_the_fewest_days_that_pay():
    days = int(days_that_would_change(0.0, 5000.0, 10, 60.0))
    assert days == 1
    asked = more_days(0.0, 150.0, 10, np.arange(1.0, 11.0), 60.0)
    first = int(np.argmax(asked.worth > asked.cost)) + 1
    assert int(days_that_would_change(0.0, 150.0, 10, 60.0)) == (first if (asked.worth > asked.cost).any() else 0)


def test_a_clear_decision_needs_no_more_days():
    assert has_enough_data(10_000, 500, 10, 60)
    assert not has_enough_data(0, 5000, 10, 60)


def test_a_decision_that_hardly_ever_flips_is_left_alone_even_if_logging_were_free():
    # At five more days the distance is 1.7 spreads: the chance of a flip is 4.5 %.
    spread = 1000.0
    mean = 1.7 * spread * np.sqrt(5 / 15)
    asked = more_days(mean, spread, 10, np.arange(1.0, 11.0), 0.0, 1e9)
    assert (asked.worth > asked.cost).any()
    assert has_enough_data(mean, spread, 10, 0.0, 1e9)


@pytest.mark.parametrize(("days", "more"), [(0, 5), (3, 2), (4, 1), (5, 0)])
def test_a_short_log_is_filled_up_to_five_days_however_clear_the_decision(days: int, more: int):
    assert int(days_that_would_change(10_000.0, 10.0, days, 60.0)) == more


@pytest.mark.parametrize(("days", "more"), [(14, 1), (15, 0), (40, 0)])
def test_nobody_is_asked_to_log_beyond_fifteen_days(days: int, more: int):
    assert int(days_that_would_change(0.0, 1e6, days, 60.0)) == more


def test_many_activities_are_answered_at_once():
    found = days_that_would_change(np.array([0.0, 10_000.0]), np.array([5000.0, 10.0]), 10, 60.0)
    assert found.tolist() == [1, 0]


def test_when_knowing_everything_is_worth_less_than_half_an_hour_the_mean_decides():
    assert decides_on_the_mean(29.0, 60.0)
    assert not decides_on_the_mean(31.0, 60.0)


def test_the_next_thing_to_find_out_is_worth_most_after_the_cost_of_asking():
    price = Question("What would Sam charge?", "Books", 90.0, 15.0)
    hours = Question("How long do videos take?", "Videos", 120.0, 60.0)
    trial = Question("How good is the first video?", "Videos", 200.0, 250.0)
    assert find_out_next([hours, trial, price]) == (price, hours)
