"""The decision journal: what became of a decision, when it comes back, and the hours spent since."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hoursback.engine.outcome.journal import Fate, due_day, fate_of, foregone, spent_since
from hoursback.engine.outcome.money import Expected
from hoursback.engine.outcome.weeks import WEEK, Attendance

MONDAY = 739_000 - (739_000 - 1) % WEEK


def attended(weeks: int, skipped: tuple[int, ...] = ()) -> Attendance:
    days = {MONDAY + WEEK * week + day: 8.0 for week in range(weeks) if week not in skipped for day in range(5)}
    return Attendance.of(days)


@pytest.mark.parametrize(
    ("decision", "action", "has_begun", "fate"),
    [
        ("accepted", "hourly", True, Fate.HANDED),
        ("refused", "hourly", True, Fate.HANDED),
        ("accepted", "hourly", False, Fate.WAITING),
        ("changed", "role", False, Fate.WAITING),
        ("accepted", "keep", False, Fate.KEPT),
        ("accepted", None, False, Fate.KEPT),
        ("accepted", "drop", False, Fate.DROPPED),
        ("refused", "hourly", False, Fate.REFUSED),
    ],
)
def test_the_fate_follows_from_what_was_decided_and_what_was_done(
    decision: str, action: str | None, has_begun: bool, fate: Fate
) -> None:
    assert fate_of(decision, action, has_begun=has_begun) is fate


def test_a_stated_day_holds_whether_answered_or_not_and_a_settled_one_comes_back_no_more() -> None:
    assert due_day(100, 150, is_answered=False) == due_day(100, 150, is_answered=True) == 150
    assert due_day(100, None, is_answered=False) == 191
    assert due_day(100, None, is_answered=True) is None


def test_hours_since_are_those_of_whole_weeks_after_the_decision_as_of_full_weeks() -> None:
    hours = {MONDAY + WEEK * week: 5.0 for week in range(8)}
    found = spent_since(hours, attended(8), MONDAY + 2, MONDAY + 5 * WEEK + 3)
    assert (found.weeks, found.hours) == (4, 20.0)
    assert found.average is not None
    assert found.average.value == pytest.approx(5.0)
    assert found.average.low == pytest.approx(5.0)


def test_weeks_away_are_no_weeks_without_the_work() -> None:
    hours = {MONDAY + WEEK * week: 5.0 for week in range(8) if week != 3}
    found = spent_since(hours, attended(8, skipped=(3,)), MONDAY, MONDAY + 8 * WEEK)
    assert found.weeks == 6
    assert found.average is not None
    assert found.average.value == pytest.approx(5.0)


def test_before_a_whole_week_is_over_nothing_is_said() -> None:
    found = spent_since({MONDAY: 5.0}, attended(2), MONDAY + 1, MONDAY + WEEK + 2)
    assert (found.weeks, found.average) == (0, None)


def test_what_was_foregone_is_the_plans_own_reckoning() -> None:
    expected = Expected(hours=[0.0, 2.0, 4.0], cost=Decimal("50.00"), cash=Decimal("30.00"))
    assert foregone(expected, 4, 60.0) == Decimal("600.00") - Decimal("200.00") - Decimal("30.00")
