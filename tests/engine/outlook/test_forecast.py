"""The next weeks of a series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.outlook import student
from hoursback.engine.outlook.forecast import forecast, growth_of_variance, holt

hours = st.lists(st.floats(0, 60), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("probability", "degrees", "value"), [(0.9, 1, 3.078), (0.9, 7, 1.415), (0.975, 30, 2.042), (0.9, 4000, 1.2837)]
)
def test_quantiles_of_t_are_those_of_the_tables(probability: float, degrees: float, value: float) -> None:
    assert student.quantile(probability, degrees) == pytest.approx(value, abs=0.001)
    assert float(student.chance_below(np.array(value), degrees)) == pytest.approx(probability, abs=0.0005)


def test_fewer_than_four_weeks_give_their_mean_and_no_trend() -> None:
    assert forecast([2.0, 4.0, 9.0], 3).mean.tolist() == [5.0, 5.0, 5.0]


def test_four_to_seven_weeks_go_half_way_to_their_line() -> None:
    # The line goes on to 5 and 6; the level is 2.5.
    assert forecast([1.0, 2.0, 3.0, 4.0], 2).mean.tolist() == pytest.approx([3.75, 4.25])


def test_from_eight_weeks_on_three_ways_are_combined_and_a_trend_fades() -> None:
    ahead = forecast([float(week) for week in range(1, 21)], 60).mean
    rises = np.diff(ahead)
    assert ahead[0] > 18.5
    assert (rises > 0).all()
    assert rises[-1] < rises[0] / 50


def test_a_steady_series_goes_on_as_it_was_with_a_range_around_it() -> None:
    ahead = forecast([10.0] * 12, 4)
    assert ahead.mean.tolist() == pytest.approx([10.0] * 4)
    # 15 % of the level, at least; t with 11 degrees; a fifth wider.
    assert ahead.high[0] == pytest.approx(10 + 1.3634 * 1.2 * 1.5, abs=0.001)
    assert ahead.low[0] == pytest.approx(10 - 1.3634 * 1.2 * 1.5, abs=0.001)


def test_nothing_seen_gives_nothing_ahead() -> None:
    ahead = forecast([], 2)
    assert ahead.mean.tolist() == ahead.high.tolist() == [0.0, 0.0]


def test_the_variance_grows_as_the_text_says() -> None:
    first, second, third = growth_of_variance(3)
    assert first == 1
    assert second == pytest.approx(1 + (0.3 + 0.03 * 0.9) ** 2)
    assert third == pytest.approx(second + (0.3 + 0.03 * (0.9 + 0.81)) ** 2)


def test_a_damped_trend_keeps_its_share_each_week() -> None:
    after = holt([], alpha=0.3, beta=0.1, phi=0.9, level=10.0, slope=1.0)
    assert after.ahead(3, 0.9).tolist() == pytest.approx([10.9, 11.71, 12.439])


@settings(max_examples=60, deadline=None)
@given(hours, st.integers(1, 30))
def test_no_week_ever_takes_less_than_no_hours_and_ranges_are_in_order(values: list[float], weeks: int) -> None:
    ahead = forecast(values, weeks)
    assert len(ahead.mean) == weeks
    assert (ahead.low >= 0).all()
    assert (ahead.low <= ahead.mean + 1e-9).all()
    assert (ahead.mean <= ahead.high + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(hours, st.floats(0.1, 10))
def test_hours_in_another_unit_give_the_same_forecast_in_that_unit(values: list[float], factor: float) -> None:
    ours, other = forecast(values, 6), forecast([value * factor for value in values], 6)
    assert other.mean == pytest.approx(ours.mean * factor, rel=1e-6, abs=1e-6)
    assert other.high == pytest.approx(ours.high * factor, rel=1e-6, abs=1e-6)
