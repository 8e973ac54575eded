"""Worked example 20 of the methods: how far raters agree."""

import pytest

from hoursback.engine.cycle.ratings import icc, kappa

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_example_20_kappa():
    assert kappa([[20, 5], [10, 15]]) == pytest.approx(0.40)


def test_example_20_intraclass_correlations():
    found = icc(SHROUT_FLEISS)
    assert found.one_way == pytest.approx(0.1657, abs=5e-5)
    assert found.random == pytest.approx(0.2898, abs=5e-5)
    assert found.fixed == pytest.approx(0.7148, abs=5e-5)
