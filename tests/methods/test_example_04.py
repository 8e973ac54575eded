"""Worked example 4 of the methods: what five more days of log are worth."""

import numpy as np
import pytest

from hoursback.engine.plan.information import more_days, unit_normal_loss


def test_example_4_five_more_days_after_ten():
    asked = more_days(600, 900, 10, 5)
    assert float(asked.spread) == pytest.approx(519.62, abs=0.005)
    assert float(asked.flip) == pytest.approx(0.1241, abs=0.00005)
    assert float(asked.worth) == pytest.approx(31.97, abs=0.005)


def test_example_4_unit_normal_loss():
    assert unit_normal_loss(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.3989, 0.1978, 0.0833], abs=0.00005)
