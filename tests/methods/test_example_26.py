"""Worked example 26: the Theil-Sen slope (Hollander & Wolfe)."""

import pytest

from hoursback.engine.review.trend import theil_sen


def test_the_median_slope() -> None:
    assert theil_sen([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03]) == pytest.approx(-0.05625)
