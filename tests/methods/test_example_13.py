"""Worked example 13 of the methods: all of the uncertainty, or one part of it (Jackson 2023)."""

import numpy as np
import pytest

from hoursback.engine.plan.information import evpi, evppi

DRAWS = 200_000


@pytest.fixture(scope="module")
def draws() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(13)
    return rng.normal(1, 1, DRAWS), rng.normal(0, 2, DRAWS)


def test_example_13_evpi(draws: tuple[np.ndarray, np.ndarray]):
    p1, p2 = draws
    assert evpi(np.stack((np.zeros(DRAWS), p1 - p2), axis=1)) == pytest.approx(0.4798, abs=0.01)


def test_example_13_evppi_of_the_first_input(draws: tuple[np.ndarray, np.ndarray]):
    p1, p2 = draws
    assert evppi(np.stack((np.zeros(DRAWS), p1 - p2), axis=1), p1) == pytest.approx(0.0833, abs=0.01)
