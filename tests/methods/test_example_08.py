"""Worked example 8: learning curves."""

from __future__ import annotations

import numpy as np
import pytest

from hoursback.engine.economics import cumulative_average_time, learning_factor

UNITS = np.arange(1.0, 11.0)


def test_example_8_unit_curve_of_80_percent():
    times = learning_factor(UNITS, 0.8)
    assert times == pytest.approx([1, 0.8, 0.702, 0.64, 0.596, 0.562, 0.534, 0.512, 0.493, 0.477], abs=5e-4)
    assert times.sum() == pytest.approx(6.315, abs=5e-4)


def test_example_8_unit_curve_of_90_percent():
    times = learning_factor(UNITS, 0.9)
    assert times[9] == pytest.approx(0.705, abs=5e-4)
    assert times.sum() == pytest.approx(7.994, abs=5e-4)


def test_example_8_cumulative_average_curve_of_80_percent():
    times = cumulative_average_time(UNITS, 0.8)
    assert times[1] == pytest.approx(0.60)
    assert times[:4].mean() == pytest.approx(0.64)
