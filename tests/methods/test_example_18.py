"""Worked example 18 of the methods: how concentrated handed-off hours are."""

import pytest

from hoursback.engine.plan.concentration import effective_people, hhi

SHARES = [0.6, 0.25, 0.15]


def test_example_18_hhi():
    assert hhi(SHARES) == pytest.approx(0.445)


def test_example_18_effective_people():
    assert effective_people(SHARES) == pytest.approx(2.247, abs=0.0005)
