"""Worked example 11: what an employee costs, and from how many hours a full-time one is cheaper."""

from __future__ import annotations

import pytest

from hoursback.engine.economics import break_even_hours_per_week, employee_cost_per_year


def test_example_11_on_cost_from_the_statistics():
    assert round(35.96 / 25.18, 4) == 1.4281
    assert round(34.72 / 24.36, 4) == 1.4253


def test_example_11_full_time_cost_and_break_even_hours():
    cost = employee_cost_per_year(22.81, 1.43, 0.075)
    assert round(cost, 2) == 62_757.61
    hours = break_even_hours_per_week(cost, 40)
    assert hours * 52 == pytest.approx(1568.94, abs=5e-3)
    assert round(hours, 2) == 30.17
