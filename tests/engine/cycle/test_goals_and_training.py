"""Goals that are complete and within reach, gaps that are trained, and when a cycle is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.cycle.due import due
from hoursback.engine.cycle.goals import Draft, chance_from_record, grade, number_warning, problems, reach_warning
from hoursback.engine.cycle.replacing import replacing_gain
from hoursback.engine.cycle.training import gaps, review_days
from hoursback.engine.economics import Terms
from hoursback.engine.errors import HoursbackError
from hoursback.engine.people import Requirement

TODAY = date(2026, 3, 2)
GOAL = Draft("Fewer reminders", "reminders a month", 12, 4, TODAY + timedelta(days=42), "the mail folder")


def test_a_complete_goal_has_no_problem() -> None:
    assert problems(GOAL, TODAY) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", " "),
        ("measure", ""),
        ("evidence", ""),
        ("start", None),
        ("target", None),
        ("target", 12.0),
        ("by", None),
        ("by", TODAY),
        ("by", TODAY - timedelta(days=1)),
        ("by", date(2100, 12, 31)),
    ],
)
def test_a_goal_that_lacks_something_says_where(field: str, value: object) -> None:
    assert list(problems(replace(GOAL, **{field: value}), TODAY)) == [field]


@pytest.mark.parametrize(
    ("unit", "level", "is_possible"),
    [
        ("%", 0, True),
        ("%", 100, True),
        ("% of runs", 100.5, False),
        (" Per  Cent", -1, False),
        ("share", 1.2, False),
        ("share", 0.9, True),
        ("minutes", -1, False),
        ("EUR", 250, True),
        ("EUR", -250, True),
        ("", -3, True),
    ],
)
def test_the_unit_says_which_levels_can_be(unit: str, level: float, is_possible: bool) -> None:
    found = problems(replace(GOAL, target=level, start=0.5, unit=unit), TODAY)
    assert ("target" not in found) == is_possible


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_grade_lies_between_nought_and_one_point_two(start: float, target: float, actual: float) -> None:
    if start == target:
        with pytest.raises(HoursbackError):
            grade(start, target, actual)
    else:
        assert 0 <= grade(start, target, actual) <= 1.2


def test_less_is_more_where_the_target_is_below_the_start() -> None:
    assert grade(start=12, target=4, actual=8) == pytest.approx(0.5)


def test_hopeless_and_certain_goals_are_warned_of_and_short_records_say_nothing() -> None:
    assert "Hard to reach" in reach_warning(chance_from_record(2, 10, 0.9))
    assert "Nearly certain" in reach_warning(chance_from_record(40, 40, 0.8))
    assert reach_warning(chance_from_record(9, 10, 0.9)) == ""
    assert chance_from_record(2, 2, 0.9) is None


@pytest.mark.parametrize(("goals", "is_warned"), [(0, True), (2, True), (3, False), (5, False), (6, True)])
def test_three_to_five_goals_are_right(goals: int, is_warned: bool) -> None:
    assert bool(number_warning(goals)) is is_warned


def test_gaps_are_ordered_by_weight_times_size() -> None:
    asked = [Requirement("Tax", 3), Requirement("bookkeeping", 4, weight=3), Requirement("Mail", 2)]
    found = gaps(asked, {"tax": 1, "Bookkeeping": 3, "mail": 4})
    assert [(gap.skill, gap.size, gap.priority) for gap in found] == [("bookkeeping", 1, 3), ("Tax", 2, 2)]
    assert [gap.hours for gap in found] == [10, 20]


def test_of_one_skill_asked_for_twice_the_higher_level_counts() -> None:
    (gap,) = gaps([Requirement("Tax", 2), Requirement("tax", 4)], {})
    assert (gap.required, gap.held, gap.hours) == (4, 0, 40)


def test_what_shall_last_longer_is_looked_at_more_often() -> None:
    days = [(day - TODAY).days for day in review_days(TODAY, 365)]
    assert days == [2, 6, 12, 27]
    assert len(review_days(TODAY, 7)) == 1


@pytest.mark.parametrize(("number", "weeks"), [(1, 2), (2, 6), (3, 13), (9, 13)])
def test_cycles_are_due_after_two_six_and_then_thirteen_weeks(number: int, weeks: int) -> None:
    on = TODAY + timedelta(weeks=weeks)
    assert due(number, TODAY, 0, on - timedelta(days=1)).is_due is False
    assert due(number, TODAY, 0, on).is_due is True


def test_five_deliverables_make_the_first_cycle_due_and_no_later_one() -> None:
    assert due(1, TODAY, 5, TODAY + timedelta(days=3)).is_due is True
    assert due(1, TODAY, 4, TODAY + timedelta(days=3)).is_due is False
    assert due(2, TODAY, 50, TODAY + timedelta(days=3)).is_due is False


NEWCOMER = Terms(
    hours=10, handable=0.8, unit_hours=1, price=30, fee=0.05, first_efficiency=1.8, practised_efficiency=1.1,
    learning_rate=0.85, supervision_first=0.25, supervision_last=0.08, half_life=4, rework=0.05, rework_hours=0.5,
    departures=0.5, brief=8, search=6,
)  # fmt: skip


def test_replacing_somebody_who_does_well_never_pays_and_who_redoes_nearly_all_may() -> None:
    stay = replacing_gain(NEWCOMER, rework_now=0.05, price_now=30, worth=60)
    assert stay < 0
    assert replacing_gain(NEWCOMER, rework_now=0.9, price_now=30, worth=60) > 0


@given(st.floats(0, 0.9))
def test_replacing_pays_more_the_more_is_redone(rework: float) -> None:
    less = replacing_gain(NEWCOMER, rework_now=rework, price_now=30, worth=60)
    more = replacing_gain(NEWCOMER, rework_now=rework + 0.1, price_now=30, worth=60)
    assert more >= less
