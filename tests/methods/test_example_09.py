"""Worked example 9: a hand-off of six hours a week."""

from __future__ import annotations

import pytest

from hoursback.engine.economics import Terms, break_even_worth, profile, value
from hoursback.engine.units import weekly_discount
from tests.engine.plan.planning import decision, plan_of

TERMS = Terms(hours=6, price=30, fee=0.05)


def test_example_9_discount_of_a_week():
    assert weekly_discount(0.12) == pytest.approx(0.00218177, abs=5e-9)


def test_example_9_first_weeks_learn_and_are_supervised():
    shape = profile(TERMS, 52)
    assert shape.units[0] == pytest.approx(2.90)
    assert shape.efficiency[:4] == pytest.approx([1.4023, 1.1154, 1.1, 1.1], abs=5e-5)
    assert shape.helper[0] == pytest.approx(6.7313, abs=5e-5)
    supervision = (shape.owner[3] - 0.05 * 4.8 * 0.5) / shape.helper[3]
    assert supervision == pytest.approx(0.1811, abs=5e-5)


def test_example_9_weekly_net_gain():
    net = value(TERMS, 60, weeks=52, discount_per_year=0.12).net
    assert [round(float(net[week - 1]), 2) for week in (1, 2, 4, 13)] == [-37.97, 34.77, 51.34, 76.63]


def test_example_9_value_and_payback():
    worth = value(TERMS, 60, weeks=52, discount_per_year=0.12)
    assert round(worth.npv, 2) == 2849.47
    assert worth.payback == 15
    assert [round(float(worth.cumulative[week - 1]), 2) for week in (1, 13, 26)] == [-877.89, -143.04, 863.91]


def test_example_9_steady_break_even_of_the_owners_hour():
    assert break_even_worth(TERMS) == pytest.approx(39.064, abs=5e-4)


SETTINGS = """
[business]
worth_per_hour = 60
setup_hours_per_week = "unlimited"
tail_weeks = 0
builtin_roles = false

[[activity]]
name = "Bookkeeping"
hours_per_week = 6
brief_hours = 8

[[person]]
name = "Bookkeeper to be found"
price = 30
hours_per_week = 20
experience = "generalist"
"""


def test_example_9_through_the_settings_file_and_the_joint_plan():
    plan = plan_of(SETTINGS)
    books = decision(plan, "Bookkeeping")
    assert books.start_week == 0
    assert round(books.npv, 2) == 2849.47
    assert round(plan.totals.npv, 2) == 2849.47
    assert books.payback_week == 15
    assert books.setup_hours == 14
