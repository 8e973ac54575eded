"""Trends over weekly totals."""

from __future__ import annotations

import pytest

from hoursback.engine.review.trend import Trend, theil_sen, trends
from tests.engine.review.build import lasting, log_of, on


def test_no_trend_is_shown_for_fewer_than_six_complete_weeks():
    assert trends(log_of([lasting(on(7 * week), 1) for week in range(6)])) == {}
    assert trends(log_of([lasting(on(7 * week), 1) for week in range(7)])) != {}


def test_a_steady_rise_is_found_and_weeks_away_say_nothing():
    weeks = [0, 1, 2, 5, 6, 7, 8]
    log = log_of([lasting(on(7 * week), 2 + week / 2, "Up") for week in weeks] + [lasting(on(70), 1, "Up")])
    trend = trends(log)["Up"]
    assert trend.slope == pytest.approx(0.5)
    assert trend.weeks == 7


def test_one_odd_week_does_not_make_a_trend():
    hours = [2, 2, 2, 9, 2, 2, 2, 2]
    assert trends(log_of([lasting(on(7 * week), h) for week, h in enumerate(hours)]))["Work"].slope == 0


@pytest.mark.parametrize(("change", "noise"), [(1.5, True), (0.7, True), (1.6, False), (0.6, False), (None, True)])
def test_a_change_of_two_weeks_inside_the_usual_factors_is_noise(change: float | None, noise: bool):
    assert Trend(0.0, change, 8).is_noise is noise


def test_the_change_compares_the_last_two_complete_weeks_with_the_two_before():
    hours = [1, 1, 1, 1, 2, 2, 3, 5, 1]
    assert trends(log_of([lasting(on(7 * week), h) for week, h in enumerate(hours)]))["Work"].change == 2


def test_theil_sen_is_the_median_of_all_slopes():
    assert theil_sen([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03]) == pytest.approx(-0.05625)
