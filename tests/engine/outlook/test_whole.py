"""The outlook of a whole business, and that the calendar's oddities change nothing in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.outlook.growth import UNKNOWN
from hoursback.engine.outlook.months import months_after
from hoursback.engine.outlook.weeks import monday_of
from hoursback.engine.outlook.whole import Ahead, Counted, Somebody, Work, look_ahead

TODAY = date(2025, 6, 4)


def _weekly(today: date, hours: list[float]) -> dict[int, float]:
    monday = monday_of(today.toordinal())
    return {monday - 7 * (len(hours) - place): spent for place, spent in enumerate(hours)}


def _look(today: date, hours: list[float], *, capacity: float = 40.0, **more: object) -> Ahead:
    weekly = _weekly(today, hours)
    works = [Work(1, "Email", "admin", weekly, weekly, **more)]  # type: ignore[arg-type]
    people = [Somebody(1, "Olive", weekly, capacity, is_owner=True)]
    return look_ahead(works, people, first_day=min(weekly), today=today, prior=UNKNOWN)


def test_an_agreed_number_of_hours_has_a_date_at_which_it_is_used_up() -> None:
    line = _look(TODAY, [10 * 1.5 ** (week / 52) for week in range(60)], cap=20.0).lines[0]
    assert line.full is not None
    assert 0 < line.full.cautious < line.full.middle  # type: ignore[operator]
    assert _look(TODAY, [10.0] * 20).lines[0].full is None


def test_a_driver_says_how_its_work_grows_and_the_owners_week_with_it() -> None:
    hours = [10.0] * 40
    counts = {months_after(date(2025, 6, 1), -back): 20.0 for back in range(1, 9)} | {date(2026, 4, 1): 40.0}
    plain, driven = _look(TODAY, hours), _look(TODAY, hours, driver=Counted("orders", counts))
    assert driven.lines[0].driver == "orders"
    assert driven.lines[0].growth.per_year == pytest.approx(1.0, abs=0.05)
    assert plain.owner is not None
    assert driven.owner is not None
    assert driven.owner.demand is not None
    assert plain.owner.demand is not None
    assert driven.owner.demand.level[50] > 1.5 * plain.owner.demand.level[50]


def test_help_is_looked_for_around_the_business_before_what_it_lives_on() -> None:
    weekly = _weekly(TODAY, [20.0] * 10)
    less = _weekly(TODAY, [4.0] * 10)
    works = [Work(1, "Client work", "delivery", weekly, weekly), Work(2, "Books", "finance", less, less)]
    found = look_ahead(works, [], first_day=min(weekly), today=TODAY, prior=UNKNOWN)
    assert found.help == "finance"
    bound = [works[0], Work(2, "Books", "finance", less, less, handable=False)]
    assert look_ahead(bound, [], first_day=min(weekly), today=TODAY, prior=UNKNOWN).help == "delivery"


def test_a_log_of_days_only_looks_ahead_without_complaint() -> None:
    weekly = {monday_of(TODAY.toordinal()): 6.0}
    works = [Work(1, "Email", "admin", weekly, weekly)]
    people = [Somebody(1, "Olive", weekly, 40.0, is_owner=True)]
    found = look_ahead(works, people, first_day=TODAY.toordinal() - 1, today=TODAY, prior=UNKNOWN)
    assert found.owner is not None
    assert found.owner.demand is None
    assert found.backtest is None


@pytest.mark.parametrize(
    "oddity",
    [
        pytest.param(date(2027, 1, 4), id="after a 53rd week and a year's end"),
        pytest.param(date(2026, 3, 30), id="after the clocks went forward"),
        pytest.param(date(2026, 10, 26), id="after the clocks went back"),
        pytest.param(date(2028, 3, 1), id="after a leap day"),
    ],
)
@settings(max_examples=6, deadline=None)
@given(hours=st.lists(st.floats(1, 50), min_size=9, max_size=14))
def test_the_same_weeks_have_the_same_outlook_wherever_they_lie(oddity: date, hours: list[float]) -> None:
    other = TODAY + timedelta(weeks=(oddity - TODAY).days // 7 + 1)
    one, two = _look(TODAY, hours), _look(other, hours)
    assert one.owner is not None
    assert two.owner is not None
    assert one.owner.full == two.owner.full
    assert one.backtest == two.backtest
    assert one.lines == two.lines
