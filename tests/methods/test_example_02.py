"""Worked example 2: raw draws of the hurdle model."""

from __future__ import annotations

import numpy as np
import pytest

from hoursback.engine.review.hurdle import Stratum, weekly_draws

HOURS = (1.5, 2.0, 1.0, 2.5)


def test_example_2_hurdle_model_spread_and_means():
    stratum = Stratum(10, HOURS, 5)
    assert stratum.spread(0.49) == pytest.approx(0.31303, abs=5e-6)
    assert 1 / stratum.spread(0.49) == pytest.approx(3.19461, abs=5e-6)
    first, second = stratum.chance
    assert first / (first + second) == pytest.approx(0.40909, abs=5e-6)


def test_example_2_hurdle_model_quantiles_of_the_raw_draws():
    draws = weekly_draws(
        np.random.default_rng(2), [Stratum(10, HOURS, 5)], weeks=2, m0=1.5, sw=0.25, c2pool=0.49, size=200_000
    )
    # E[p] E[mu] n = .40909 * 1.70 * 5.
    assert draws.mean() == pytest.approx(3.4773, abs=0.03)
    assert np.quantile(draws, (0.1, 0.5, 0.9)) == pytest.approx([1.63, 3.20, 5.67], abs=0.03)
