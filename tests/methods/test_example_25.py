"""Worked example 25: Holt's smoothing (Hyndman & Athanasopoulos, section 7.2)."""

import pytest

from hoursback.engine.outlook.forecast import holt

Y = [17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.60]


def test_the_last_level_and_slope_and_five_forecasts() -> None:
    after = holt(Y, alpha=0.8, beta=0.2, level=Y[0], slope=Y[1] - Y[0])
    assert (after.level, after.slope) == (pytest.approx(41.92, abs=0.015), pytest.approx(1.84, abs=0.015))
    assert after.ahead(5).tolist() == pytest.approx([43.76, 45.59, 47.43, 49.27, 51.10], abs=0.015)
