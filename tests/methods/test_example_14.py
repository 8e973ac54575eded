"""Worked example 14 of the methods: O*NET ratings as percentages."""

import pytest

from hoursback.engine.people import onet_to_percent


def test_example_14_three_on_a_scale_from_one_to_five():
    assert onet_to_percent(3, 1, 5) == 50


def test_example_14_five_on_a_scale_from_nought_to_seven():
    assert onet_to_percent(5, 0, 7) == pytest.approx(71.43, abs=0.005)
