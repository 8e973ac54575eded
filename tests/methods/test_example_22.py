"""Worked example 22 of the methods: an XmR chart of the NIST handbook's flow rates."""

import pytest

from hoursback.engine.cycle.xmr import Standing, xmr

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def test_example_22_limits_and_no_signal():
    chart = xmr(FLOW)
    assert chart.mean == pytest.approx(50.81)
    assert chart.mean_range == pytest.approx(1.8778, abs=5e-5)
    assert chart.lower == pytest.approx(45.8159, abs=5e-5)
    assert chart.upper == pytest.approx(55.8041, abs=5e-5)
    assert chart.signals == ()
    assert chart.standing is Standing.PROVISIONAL
