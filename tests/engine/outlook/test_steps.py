"""Alarms, triggers, the way to the vision, and scenarios."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from hoursback.engine.errors import HoursbackError
from hoursback.engine.outlook.alarms import load_alarm, oldest_alarm, out_of_hours_alarm
from hoursback.engine.outlook.capacity import Path, path
from hoursback.engine.outlook.forecast import forecast
from hoursback.engine.outlook.growth import Growth
from hoursback.engine.outlook.scenario import Changes, changed
from hoursback.engine.outlook.triggers import Step, Task, triggers
from hoursback.engine.outlook.vision import Goes, Vision, way_to
from hoursback.engine.people import Person
from hoursback.engine.plan.business import Settings

TODAY = date(2026, 6, 1)


def _path(level: float, growth: float = 0.2) -> Path:
    return path(forecast([level] * 20, 1), Growth(float(np.log1p(growth)), 0.02))


@pytest.mark.parametrize(
    ("loads", "raised"), [([0.9, 0.9], True), ([0.9, 0.8], False), ([0.9, None], False), ([0.9], False), ([], False)]
)
def test_two_full_weeks_in_a_row_raise_an_alarm(loads: list[float | None], raised: bool) -> None:
    assert (load_alarm(loads) is not None) is raised


def test_something_older_than_twice_the_promise_raises_an_alarm() -> None:
    assert oldest_alarm(10, 5) is None
    found = oldest_alarm(11, 5, "tickets")
    assert found is not None
    assert (found.value, found.name) == (2.2, "tickets")
    assert oldest_alarm(100, 0) is None


def test_more_than_15_percent_out_of_hours_raises_an_alarm() -> None:
    assert out_of_hours_alarm(0.15) is None
    assert out_of_hours_alarm(0.16) is not None


def _bundle(hours: float, break_even: float | None = 30.0):  # type: ignore[no-untyped-def]
    tasks = [Task("Invoices", hours / 3), Task("Email", hours * 2 / 3)]
    return triggers("Admin", ["admin"], _path(hours), tasks, break_even=break_even, caution=0.2)


@pytest.mark.parametrize(
    ("hours", "step"), [(1.0, Step.NONE), (5.0, Step.HOURLY), (15.0, Step.RETAINER), (45.0, Step.FULL_TIME)]
)
def test_more_hours_are_ready_for_a_firmer_tie(hours: float, step: Step) -> None:
    assert _bundle(hours).now is step


def test_a_role_takes_the_largest_tasks_first() -> None:
    assert [task.name for task in _bundle(15.0).tasks] == ["Email", "Invoices"]


def test_the_steps_to_come_have_dates_in_order() -> None:
    _hourly, retainer, post = _bundle(7.0, 11.0).steps
    assert 0 < retainer.full.middle < post.full.middle  # type: ignore[operator]
    # The work must be there with a good chance, so its cautious date comes after the middle one.
    assert retainer.full.cautious > retainer.full.middle  # type: ignore[operator]


def test_a_post_that_needs_more_hours_than_one_person_has_is_never_due() -> None:
    assert _bundle(45.0, 34.5).steps[-1].hours is None
    assert _bundle(45.0, None).steps[-1].full.middle is None


def test_the_way_to_fewer_hours_says_what_goes_by_when() -> None:
    vision = Vision(30.0, 90_000.0, TODAY, 12)
    way = way_to(vision, _path(42.0, 0.0), [Goes("Email", 6.0), Goes("Books", 4.0)], today=TODAY)
    assert len(way.months) == 12
    assert way.months[0].gap == pytest.approx(1.0, abs=0.05)
    assert way.months[-1].gap == pytest.approx(12.0, abs=0.05)
    assert dict(way.by) == {"Email": date(2026, 7, 1), "Books": date(2027, 1, 1)}
    assert way.uncovered == pytest.approx(2.0, abs=0.05)
    assert way.worth_needed == pytest.approx(90_000 / (30 * 48))


def test_without_wanted_hours_there_is_no_gap() -> None:
    way = way_to(Vision(None, 90_000.0, TODAY, 6), _path(42.0), [Goes("Email", 6.0)], today=TODAY)
    assert all(month.gap == 0 and not month.goes for month in way.months)
    assert way.worth_needed is None


def test_a_scenario_lays_its_changes_over_what_is_stated() -> None:
    settings = Settings(people=(Person("Sam"), Person("Ada")))
    changes = Changes(growth_per_year=0.3, price_factor=1.2, budget_per_month=500.0, without=("Sam",))
    found = changed(settings, changes)
    assert [person.name for person in found.people] == ["Ada"]
    assert (found.business.growth_per_year, found.business.budget_per_month, found.price_factor) == (0.3, 500.0, 1.2)
    assert "business.budget_per_month" in found.stated
    assert changed(settings, Changes()) == settings
    assert Changes().is_empty


def test_nobody_leaves_who_is_not_there() -> None:
    with pytest.raises(HoursbackError, match="Nobody of this name"):
        changed(Settings(), Changes(without=("Sam",)))
