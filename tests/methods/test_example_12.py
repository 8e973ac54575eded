"""Worked example 12 of the methods: perfect information about a market."""

import numpy as np
import pytest

from hoursback.engine.plan.information import evpi

# Good and bad market, equally likely; a large plant, a small one, none.
PAYOFFS = np.array([[200_000, 100_000, 0], [-180_000, -20_000, 0]], dtype=float)


def test_example_12_expected_values():
    assert PAYOFFS.mean(axis=0).tolist() == [10_000, 40_000, 0]
    assert PAYOFFS.max(axis=1).mean() == 100_000


def test_example_12_perfect_information_is_worth_60_000():
    assert evpi(PAYOFFS) == pytest.approx(60_000)
