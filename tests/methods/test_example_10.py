"""Worked example 10: what five minutes a day are worth training for."""

from __future__ import annotations

from hoursback.engine.economics import default_brief_hours, setup_return


def test_example_10_training_of_thirty_times_the_task():
    assert default_brief_hours(5, 8.0) * 60 == 150


def test_example_10_saved_minutes_and_return():
    saved, share = setup_return(minutes_per_unit=5, units_per_year=250, setup_minutes=150)
    assert saved == 1100
    assert round(share * 100) == 733
