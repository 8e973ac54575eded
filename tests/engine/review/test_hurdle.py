"""The hurdle model and stated hours."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.figures import Figure
from hoursback.engine.review.hurdle import (
    Array,
    StatedHours,
    Stratum,
    cadence_prior,
    hurdle_draws,
    refined,
    scaled_to,
    week_factor,
    weekly_draws,
    widened,
)


def draws_of(days: int, hours: tuple[float, ...], m0: float, size: int = 20_000) -> Array:
    rng = np.random.default_rng(5)
    return weekly_draws(rng, [Stratum(days, hours, 5)], weeks=days / 5, m0=m0, sw=0.25, c2pool=0.49, size=size)


def relative_width(draws: Array) -> float:
    low, high = np.quantile(draws, (0.1, 0.9))
    return float((high - low) / draws.mean())


@pytest.mark.parametrize("block", [(1.0,), (1.0, 2.0), (0.2, 0.2, 3.0)])
def test_more_days_at_the_same_rate_narrow_the_relative_range(block: tuple[float, ...]):
    typical = sum(block) / len(block)
    widths = [relative_width(draws_of(5 * times, block * times, typical)) for times in (1, 2, 4, 8, 16)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0] / 2


def test_what_was_not_seen_and_has_no_cadence_contributes_nothing():
    rng = np.random.default_rng(1)
    assert not hurdle_draws(rng, Stratum(10, (), 5), m0=1.0, c2pool=0.49, size=100).any()


def test_what_was_not_seen_but_has_a_cadence_contributes():
    rng = np.random.default_rng(1)
    stratum = Stratum(10, (), 5, prior=cadence_prior(20), has_cadence=True)
    draws = hurdle_draws(rng, stratum, m0=3.0, c2pool=0.49, size=200_000)
    # p ~ Beta(.25, 4.75 + 10), mu has mean m0.
    assert draws.mean() == pytest.approx(5 * 0.25 / 15 * 3.0, rel=0.03)


def test_a_cadence_weighs_as_much_as_five_days():
    assert cadence_prior(10) == (0.5, 4.5)
    daily = cadence_prior(0.5)
    assert sum(daily) == pytest.approx(5)
    assert daily[1] > 0


def test_the_spread_is_drawn_towards_the_pooled_one():
    assert Stratum(5, (), 5).spread(0.49) == 0.49
    assert Stratum(5, (2.0,), 5).spread(0.49) == pytest.approx(0.49)
    assert Stratum(5, (2.0,) * 100, 5).spread(0.49) < 0.02


def test_work_on_fixed_weekdays_is_uncertain_only_in_how_long_it_takes():
    hours = (2.0, 2.5, 1.5, 2.0)
    narrow, wide = (
        weekly_draws(
            np.random.default_rng(2),
            [Stratum(20, hours, 5, is_fixed=fixed)],
            weeks=4,
            m0=2.0,
            sw=0.25,
            c2pool=0.49,
            size=20_000,
        )
        for fixed in (True, False)
    )
    assert relative_width(narrow) < relative_width(wide)
    assert narrow.mean() == pytest.approx(2.0, rel=0.02)


def test_the_week_factor_has_mean_one_and_narrows_with_more_weeks():
    short, long = (week_factor(np.random.default_rng(3), sw=0.25, weeks=w, size=100_000) for w in (1, 16))
    assert short.mean() == pytest.approx(1, abs=0.01)
    assert long.std() == pytest.approx(0.25 / 4, rel=0.02)
    assert short.std() > long.std()


def test_widening_keeps_the_mean_and_stretches_the_logarithm():
    draws = draws_of(10, (1.0, 2.0, 1.5), 1.5)
    wider = widened(draws, 1.15)
    assert wider.mean() == pytest.approx(draws.mean())
    assert np.log(wider).std() == pytest.approx(1.15 * np.log(draws).std())
    assert widened(draws, 1.0) is draws


def test_scaling_gives_the_mean_asked_for_and_leaves_nothing_at_nothing():
    assert scaled_to(np.array([1.0, 3.0]), 4.0).tolist() == [2.0, 6.0]
    assert scaled_to(np.zeros(3), 4.0).tolist() == [0, 0, 0]


def test_a_single_stated_figure_is_its_own_mean_known_to_thirty_percent():
    stated = StatedHours.of(Figure.exact(6.0))
    draws = stated.draws(np.random.default_rng(1), 200_000)
    assert stated.mean == 6.0
    assert draws.mean() == pytest.approx(6.0)
    low, high = np.quantile(draws, (0.1, 0.9))
    assert math.log(high / low) == pytest.approx(1.3 * math.log(1.3 / 0.7), rel=0.01)


def test_a_stated_range_is_its_p10_and_p90_widened_by_overconfidence():
    stated = StatedHours.of(Figure.stated_range(4.0, 9.0))
    draws = stated.draws(np.random.default_rng(1), 200_000)
    low, middle, high = np.quantile(draws, (0.1, 0.5, 0.9))
    assert middle == pytest.approx(6.0, rel=0.01)
    assert math.log(high / low) == pytest.approx(1.3 * math.log(9 / 4), rel=0.01)
    assert stated.mean == pytest.approx(6.0 * math.exp((1.3 * math.log(9 / 4) / 2.5631) ** 2 / 2))


def test_a_stated_range_may_begin_at_nothing_and_hours_may_be_none():
    draws = StatedHours.of(Figure.stated_range(0.0, 2.0)).draws(np.random.default_rng(1), 1000)
    assert (draws > 0).all()
    assert StatedHours.of(Figure.exact(0.0)).draws(np.random.default_rng(1), 10).tolist() == [0.0] * 10


def test_a_log_that_agrees_with_what_is_stated_keeps_the_mean_and_narrows_the_range():
    draws = scaled_to(draws_of(10, (1.0, 2.0, 1.5, 1.5), 1.5), 3.0)
    both = refined(draws, StatedHours.of(Figure.exact(3.0)))
    assert both.mean() == pytest.approx(3.0)
    assert relative_width(both) < relative_width(draws)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.2, 40.0), st.floats(1.01, 5.0))
def test_log_and_statement_meet_between_their_means(low: float, ratio: float):
    draws = draws_of(10, (1.0, 2.0, 1.5), 1.5, size=2000)
    stated = StatedHours.of(Figure.stated_range(low, low * ratio))
    both = refined(draws, stated)
    lower, upper = sorted((float(draws.mean()), stated.mean))
    assert lower * 0.999 <= both.mean() <= upper * 1.001
    assert np.log(both).std() <= min(np.log(draws).std(), stated.log_sd) * 1.001


def test_the_side_known_better_weighs_more():
    draws = scaled_to(draws_of(10, (1.0, 2.0, 1.5), 1.5), 2.0)
    close = refined(draws, StatedHours.of(Figure.stated_range(7.6, 8.4))).mean()
    vague = refined(draws, StatedHours.of(Figure.stated_range(2.0, 32.0))).mean()
    assert vague < close
    assert close > 6
