"""Worked example 24 of the methods: the grade of a goal."""

import pytest

from hoursback.engine.cycle.goals import grade


def test_example_24_grade():
    assert grade(start=20, target=50, actual=38) == pytest.approx(0.60)
