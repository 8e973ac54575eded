"""Worked example 28: when demand meets capacity, when to begin looking, and the stretch factor."""

import pytest

from hoursback.engine.outlook.capacity import Kind, lead_weeks, stretch, weeks_to_full


def test_the_weeks_until_it_is_full_and_the_week_to_begin_looking() -> None:
    full = weeks_to_full(38, 45, growth_per_year=0.3, theta=1)
    assert full is not None
    assert round(full, 2) == 33.51
    assert round(full - lead_weeks(Kind.EMPLOYEE, "finance"), 1) == 19.5


def test_at_a_load_of_four_fifths_everything_takes_five_times_as_long() -> None:
    assert stretch(0.8) == pytest.approx(5.0)
