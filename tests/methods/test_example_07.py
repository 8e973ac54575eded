"""Worked example 7 of the methods: the value of the owner's hour."""

import pytest

from hoursback.engine.worth.hour import average_hour, buyback_rate, marginal_rate, target_rate
from hoursback.engine.worth.value import Opportunity, ValueOfTime

THREE = ValueOfTime((Opportunity("videos", 150, 3), Opportunity("calls", 90, 4), Opportunity("offers", 50, 6)), 20)


def test_example_7_average_hour():
    assert average_hour(120_000, 50, 48) == 50.00


@pytest.mark.parametrize(("income", "ceiling"), [(100_000, 12.50), (200_000, 25.00)])
def test_example_7_buyback_rate(income: float, ceiling: float):
    assert buyback_rate(income).ceiling == ceiling


def test_example_7_target_rate():
    assert target_rate(100_000, 40, 35) == pytest.approx(71.43, abs=0.005)


@pytest.mark.parametrize(("hours", "value"), [(2, 300), (5, 630), (10, 960)])
def test_example_7_value_of_freed_hours(hours: float, value: float):
    assert float(THREE.full_value(hours)) == pytest.approx(value)


def test_example_7_the_average_of_ten_freed_hours_is_not_the_next_one():
    assert float(THREE.full_value(10)) / 10 == pytest.approx(96)
    assert THREE.next_hour(10) == pytest.approx(50)


def test_example_7_only_the_share_rho_goes_to_what_earns():
    endless = ValueOfTime((Opportunity("calls", 80, 40),), leisure=20, rho=0.6)
    assert endless.freed(0, 5) == pytest.approx(56)


def test_example_7_diminishing_returns():
    assert marginal_rate(90_000, 480, eps=0.5) == 93.75
