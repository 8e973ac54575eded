"""Full time is judged per function and once for all clerical work, by four tests."""

from __future__ import annotations

import pytest

from hoursback.engine.plan.answer import FullTime
from hoursback.engine.plan.problem import Action
from tests.engine.plan.planning import decision, plan_of

RICH = """
[business]
income_per_year = 400000
worth_per_hour = 150
hours_per_week = 60
cash_reserve = {reserve}
setup_hours_per_week = 12

[[activity]]
name = "Orders"
function = "operations"
hours_per_week = {hours}
liking = 1
handable = 1.0

[[activity]]
name = "Inbox"
function = "admin"
hours_per_week = {hours}
liking = 1
handable = 1.0

[assumptions]
utilisation = 1.0
on_cost = 1.1
leave = 0.0
"""


def clerical(plan_cases: tuple[FullTime, ...]) -> FullTime | None:
    return next((case for case in plan_cases if case.bundle == "all clerical work"), None)


def test_little_work_is_not_worth_a_word():
    assert plan_of(RICH.format(reserve=100000, hours=3)).full_time == ()


def test_a_bundle_without_reserves_fails_the_runway_test_only_there():
    case = clerical(plan_of(RICH.format(reserve=1000, hours=24)).full_time)
    assert case is not None
    assert not case.tests["six months of cost in reserve"]
    assert not case.justified


def test_the_break_even_hours_are_those_of_the_cost_and_the_hourly_price():
    case = clerical(plan_of(RICH.format(reserve=100000, hours=24)).full_time)
    assert case is not None
    assert case.cost_per_year == pytest.approx(22.81 * 1.1 * 2080 + 3600)
    assert case.hours_needed == pytest.approx(case.cost_per_year / (52 * 25))


def test_a_post_enters_the_plan_only_when_all_four_tests_hold():
    plan = plan_of(RICH.format(reserve=100000, hours=24))
    case = clerical(plan.full_time)
    assert case is not None
    used = {decision(plan, name).action for name in ("Orders", "Inbox")}
    assert case.justified or Action.FULL_TIME not in used


def test_a_justified_post_is_chosen_where_it_is_cheapest():
    finance = RICH.replace('"operations"', '"finance"').replace('"admin"', '"finance"')
    bookkeeper = '[[person]]\nname = "Bo"\nkind = "firm"\nprice = 45\nhours_per_week = 40\n'
    plan = plan_of(finance.format(reserve=100000, hours="[17, 19]") + bookkeeper)
    case = next(found for found in plan.full_time if found.bundle == "Finance")
    assert case.justified
    assert {decision(plan, name).action for name in ("Orders", "Inbox")} == {Action.FULL_TIME}
    assert plan.totals.cost_per_week == pytest.approx(case.cost_per_year / 52, rel=1e-6)
