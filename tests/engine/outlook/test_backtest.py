"""Looking ahead from the past, and how far off that was."""

from __future__ import annotations

import numpy as np
import pytest

from hoursback.engine.outlook.backtest import backtest, mase, naive, smape


def _growing(seed: int, weeks: int = 40, growth: float = 0.5, scatter: float = 0.2) -> list[float]:
    rng = np.random.default_rng(seed)
    steps = np.arange(weeks)
    return (10 * (1 + growth) ** (steps / 52) * np.exp(rng.normal(0, scatter, weeks))).tolist()


def test_the_naive_way_repeats_the_last_week() -> None:
    assert naive([3.0, 5.0], 3).tolist() == [5.0, 5.0, 5.0]


def test_an_error_is_measured_in_usual_changes_from_week_to_week() -> None:
    assert mase(np.array([3.0, -3.0]), [1.0, 3.0, 1.0]) == 1.5
    assert mase(np.array([3.0]), [1.0, 1.0]) is None


def test_two_noughts_do_not_differ() -> None:
    assert smape(np.zeros(2), np.zeros(2)) == 0.0


def test_a_series_too_short_to_look_back_on_has_no_figures() -> None:
    assert backtest([5.0] * 10) is None


def test_it_looks_from_each_of_the_last_weeks_and_never_at_what_came_later() -> None:
    seen: list[int] = []

    def way(past, weeks):  # type: ignore[no-untyped-def]
        from hoursback.engine.outlook.forecast import forecast

        seen.append(len(past))
        return forecast(past, weeks)

    found = backtest(_growing(1), origins=12, ahead=4, way=way)
    assert found is not None
    assert found.origins == 12
    assert seen == list(range(25, 37))


def test_on_growing_work_it_is_off_by_less_than_the_naive_way_in_the_mean() -> None:
    found = [backtest(_growing(seed)) for seed in range(20)]
    ours = [one.ours.mase for one in found if one is not None]
    plain = [one.naive.mase for one in found if one is not None]
    assert np.mean(ours) < 0.9 * np.mean(plain)  # type: ignore[arg-type]


def test_the_likely_range_holds_about_four_weeks_in_five() -> None:
    found = [backtest(_growing(seed)) for seed in range(30)]
    covered = np.mean([one.covered for one in found if one is not None])
    assert 0.75 <= covered <= 0.95


def test_weeks_that_never_change_are_off_by_nothing_either_way() -> None:
    found = backtest([7.0] * 30)
    assert found is not None
    assert (found.ours.error, found.naive.error) == (pytest.approx(0.0), 0.0)
    assert found.owa is None
