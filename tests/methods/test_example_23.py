"""Worked example 23 of the methods: cumulative sums of the NIST handbook."""

import pytest

from hoursback.engine.cycle.xmr import cusum

VALUES = [
    324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600,
    324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350,
]  # fmt: skip


def test_example_23_high_side_and_first_signal():
    sums = cusum(VALUES, target=325, allowance=0.3175, decision=4.1959)
    assert sums.high[12] == pytest.approx(3.0075)
    assert sums.high[13] == pytest.approx(4.94)
    assert sums.high[19] == pytest.approx(19.035)
    assert sums.first_signal == 13, "the fourteenth point"


def test_example_23_low_side_is_positive_only_where_the_values_are_low():
    low = cusum(VALUES, target=325, allowance=0.3175, decision=4.1959).low
    positive = {at + 1: value for at, value in enumerate(low) if value > 1e-9}
    assert positive == {
        2: pytest.approx(0.0075),
        4: pytest.approx(0.3325),
        7: pytest.approx(0.5575),
        8: pytest.approx(0.715),
        9: pytest.approx(0.1725),
        10: pytest.approx(0.255),
        11: pytest.approx(0.3125),
    }
