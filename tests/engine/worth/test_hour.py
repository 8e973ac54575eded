"""What one hour brings: on average, at most, at rest and at the margin."""

import pytest

from hoursback.engine.errors import HoursbackError
from hoursback.engine.worth.hour import (
    activity_rate,
    average_hour,
    buyback_rate,
    grown,
    in_units,
    leisure_value,
    marginal_rate,
)


def test_the_average_hour_counts_the_hours_really_worked():
    assert average_hour(120_000, 60, 48) < average_hour(120_000, 50, 48)


@pytest.mark.parametrize(("hours", "weeks"), [(0, 48), (50, 0)])
def test_without_hours_there_is_no_average_hour(hours: float, weeks: float):
    with pytest.raises(HoursbackError) as refusal:
        average_hour(120_000, hours, weeks)
    assert refusal.value.where == "business.hours_per_week"
    assert refusal.value.hint


def test_the_buyback_rate_is_a_quarter_of_the_hour_of_a_2000_hour_year():
    rate = buyback_rate(120_000)
    assert rate.ceiling * rate.margin * 2000 == 120_000


def test_rest_is_worth_half_the_average_hour_after_tax():
    assert leisure_value(50) == 25
    assert leisure_value(50, 0.35, 0.4) == pytest.approx(10.5)


def test_one_more_hour_brings_less_than_the_average_one():
    assert marginal_rate(90_000, 480, 0.5) == activity_rate(90_000, 480) / 2


def test_a_margin_over_no_hours_asks_for_a_rate_by_hand():
    with pytest.raises(HoursbackError, match="no hours are spent") as refusal:
        marginal_rate(9_000, 0, where="Newsletter")
    assert (refusal.value.where, refusal.value.hint[:13]) == ("Newsletter", "State by hand")


def test_worth_grows_over_the_horizon():
    assert grown(50, 0.1, 0) == 50
    assert grown(50, 0.1, 52) == pytest.approx(55)
    assert grown(50, 0.0, 30) == 50


def test_a_price_is_said_in_units_of_the_top_activity():
    assert in_units(120, rate_per_hour=60, minutes_per_unit=40) == pytest.approx(3)


def test_a_price_cannot_be_said_in_units_that_bring_nothing():
    with pytest.raises(HoursbackError, match="brings something"):
        in_units(120, rate_per_hour=0, minutes_per_unit=40)
