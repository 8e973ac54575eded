"""Worked example 15 of the methods: cloth and wine (Ricardo 1817)."""

import pytest

from hoursback.engine.plan.advantage import comparatively_best, labour_saved, opportunity_cost

LABOUR = {"England": {"cloth": 100.0, "wine": 120.0}, "Portugal": {"cloth": 90.0, "wine": 80.0}}


@pytest.mark.parametrize(("country", "cost"), [("England", 0.8333), ("Portugal", 1.125)])
def test_example_15_what_cloth_costs_in_wine(country: str, cost: float):
    assert opportunity_cost(LABOUR[country], "cloth", "wine") == pytest.approx(cost, abs=0.00005)


def test_example_15_england_makes_cloth_though_portugal_is_better_at_both():
    assert all(LABOUR["Portugal"][good] < LABOUR["England"][good] for good in ("cloth", "wine"))
    assert comparatively_best(LABOUR, "cloth", "wine") == "England"
    assert comparatively_best(LABOUR, "wine", "cloth") == "Portugal"


def test_example_15_both_save_labour_by_trading_one_for_one():
    assert labour_saved(LABOUR["England"], made="cloth", traded_for="wine") == 20
    assert labour_saved(LABOUR["Portugal"], made="wine", traded_for="cloth") == 10
