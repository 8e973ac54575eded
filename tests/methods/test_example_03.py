"""Worked example 3: how often the scaled 80 % intervals hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hoursback.engine.review.hurdle import Stratum, scaled_to, weekly_draws

RUNS = 1000
DAY_FACTORS = np.array([1.3, 1.1, 1.0, 0.9, 0.7] * 2)
WEEK_VARIANCE = math.log(1 + 0.25**2)


@pytest.mark.parametrize(("chance", "mean", "cv"), [(0.9, 1.5, 0.5), (0.6, 1.0, 0.7), (0.4, 2.0, 0.6), (0.2, 3.0, 0.5)])
def test_example_3_coverage_of_scaled_intervals_from_ten_work_days(chance: float, mean: float, cv: float):
    rng = np.random.default_rng(3)
    truth = 5 * chance * mean
    points, inside, seen = [], 0, 0
    for _ in range(RUNS):
        week = np.repeat(np.exp(rng.normal(-WEEK_VARIANCE / 2, math.sqrt(WEEK_VARIANCE), 2)), 5)
        happens = rng.random(10) < np.minimum(chance * DAY_FACTORS, 1)
        hours = (rng.gamma(1 / cv**2, mean * cv**2, 10) * week)[happens]
        stratum = Stratum(10, tuple(hours), 5)
        points.append(stratum.point)
        if not hours.size:
            # What was never seen gets no interval: the stated value is used, or it is not in the answer at all.
            continue
        seen += 1
        draws = weekly_draws(rng, [stratum], weeks=2, m0=mean, sw=0.25, c2pool=0.49, size=1000)
        low, high = np.quantile(scaled_to(draws, stratum.point), (0.1, 0.9))
        inside += low <= truth <= high
    assert inside / seen >= 0.70
    assert np.mean(points) == pytest.approx(truth, rel=0.10)
