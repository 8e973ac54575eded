"""What drives the work."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.outlook.drivers import (
    current,
    driven,
    driver_growth,
    hours_per_unit,
    monthly_hours,
    whole_months,
)
from hoursback.engine.outlook.growth import UNKNOWN
from hoursback.engine.outlook.months import months_after

MONTHS = [months_after(date(2026, 1, 1), place) for place in range(8)]
TODAY = date(2026, 9, 10)


def test_a_week_across_two_months_is_shared_out_by_its_days() -> None:
    monday = date(2026, 6, 29).toordinal()  # two days in June, three in July
    assert monthly_hours({monday: 10.0}) == {date(2026, 6, 1): pytest.approx(4.0), date(2026, 7, 1): pytest.approx(6.0)}


def test_no_hour_is_lost_at_a_years_end() -> None:
    weeks = {date(2026, 12, 21).toordinal() + 7 * place: 8.0 for place in range(4)}
    assert sum(monthly_hours(weeks).values()) == pytest.approx(32.0)


def test_only_months_inside_the_weeks_are_whole() -> None:
    mondays = [date(2026, 5, 25).toordinal() + 7 * place for place in range(10)]
    assert whole_months(mondays) == [date(2026, 6, 1), date(2026, 7, 1)]
    assert whole_months([]) == []


def test_hours_per_unit_are_all_hours_over_all_units_with_a_range() -> None:
    found = hours_per_unit({m: 10.0 + i for i, m in enumerate(MONTHS[:3])}, dict.fromkeys(MONTHS[:3], 5.0))
    assert found is not None
    assert found.months == 3
    assert found.hours.value == pytest.approx(33 / 15)
    assert found.hours.low < 33 / 15 < found.hours.high


def test_months_that_agree_leave_nothing_to_doubt() -> None:
    found = hours_per_unit(dict.fromkeys(MONTHS, 6.0), dict.fromkeys(MONTHS, 3.0))
    assert found is not None
    assert found.hours.low == pytest.approx(2.0) == found.hours.high


def test_two_months_are_too_few_and_a_month_without_units_says_nothing() -> None:
    assert hours_per_unit(dict.fromkeys(MONTHS[:2], 1.0), dict.fromkeys(MONTHS[:2], 1.0)) is None
    assert hours_per_unit(dict.fromkeys(MONTHS[:3], 1.0), dict.fromkeys(MONTHS[:3], 0.0)) is None


def test_a_growing_driver_makes_its_activity_grow() -> None:
    counts = {m: 20.0 * 1.03**place for place, m in enumerate(MONTHS)}
    per_unit = hours_per_unit({m: 2 * count for m, count in counts.items()}, counts)
    assert per_unit is not None
    found = driven(per_unit, counts, TODAY, UNKNOWN)
    assert found is not None
    assert found.growth.source == "driver"
    assert found.growth.per_year > 0.3
    assert found.level == pytest.approx(2 * sum(list(counts.values())[-3:]) / 3 * 12 / 52)


def test_entered_months_to_come_say_how_a_driver_will_grow() -> None:
    counts = dict.fromkeys(MONTHS[-3:], 10.0) | {date(2027, 7, 1): 20.0}
    growth = driver_growth(counts, TODAY)
    assert growth is not None
    assert growth.per_year == pytest.approx(1.0, abs=0.01)


def test_nothing_counted_drives_nothing() -> None:
    assert current({}, TODAY) is None
    assert driver_growth({}, TODAY) is None
