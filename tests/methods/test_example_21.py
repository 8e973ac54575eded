"""Worked example 21 of the methods: shares with their intervals, and the chance to meet a target."""

import pytest

from hoursback.engine.cycle.chances import chance_to_meet, fewest_perfect, wilson


@pytest.mark.parametrize(("met", "of", "low", "high"), [(81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611)])
def test_example_21_wilson(met: int, of: int, low: float, high: float):
    share = wilson(met, of)
    assert (share.low, share.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("met", "of", "chance"), [(18, 20, 0.4581), (10, 10, 0.8584), (6, 10, 0.0048)])
def test_example_21_chance_to_meet_nine_of_ten(met: int, of: int, chance: float):
    assert chance_to_meet(met, of, 0.9) == pytest.approx(chance, abs=5e-5)


@pytest.mark.parametrize(("target", "fewest"), [(0.8, 4), (0.9, 8), (0.95, 16)])
def test_example_21_fewest_perfect_results(target: float, fewest: int):
    assert fewest_perfect(target, 0.8) == fewest
