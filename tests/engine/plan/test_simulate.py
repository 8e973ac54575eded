"""A schedule lived through week by week, checked by sums that fit on a slip of paper."""

from __future__ import annotations

import ast
import inspect
import math
from dataclasses import replace
from typing import Any

import pytest

from hoursback.engine.economics import Terms
from hoursback.engine.people import PersonKind
from hoursback.engine.plan import simulate as simulate_module
from hoursback.engine.plan.problem import Action, Drop, Engagement, Option, Problem, Schedule
from hoursback.engine.plan.simulate import Simulation, simulate
from tests.engine.plan.plan_cases import ONE_HANDOFF, random_problem, random_schedule

PLAIN = Terms(
    hours=4,
    handable=1.0,
    first_efficiency=1.0,
    practised_efficiency=1.0,
    learning_rate=1.0,
    supervision_first=0.0,
    supervision_last=0.0,
    rework=0.0,
    departures=0.0,
    brief=0.0,
    search=0.0,
)
"""Four hours a week, done by the helper in four hours, with nothing lost on the way."""
SAM = Engagement("Sam", PersonKind.CONTRACTOR, price=20.0, capacity=10.0)
SIMPLE = Problem(
    activities=3,
    engagements=(SAM,),
    options=tuple(Option(j, 0, Action.HOURLY, PLAIN) for j in range(3)),
    slopes=((50.0, math.inf),),
    setup_hours=4.0,
    horizon=6,
    tail=2,
    discount_per_year=0.0,
)
"""Eight weeks in which every hour is worth 50 and money is worth the same in all of them."""


def with_person(**changes: Any) -> Problem:
    return replace(SIMPLE, engagements=(replace(SAM, **changes),))


def with_terms(**changes: Any) -> Problem:
    return replace(SIMPLE, options=tuple(replace(o, terms=replace(PLAIN, **changes)) for o in SIMPLE.options))


def start(*weeks: int, problem: Problem = SIMPLE, **more: Any) -> Simulation:
    return simulate(problem, Schedule(tuple(enumerate(weeks)), **more))


def test_one_handoff_without_limits_is_worked_example_9():
    lived = simulate(ONE_HANDOFF, Schedule(((0, 0),)))
    assert round(lived.value, 2) == 2849.47
    assert lived.lines[0].payback == 15
    assert [round(lived.lines[0].cumulative[week - 1], 2) for week in (1, 13, 26)] == [-877.89, -143.04, 863.91]
    assert not lived.broken


def test_keeping_everything_is_worth_nothing():
    lived = simulate(SIMPLE, Schedule())
    assert lived.value == 0
    assert set(lived.won) == set(lived.money) == {0.0}
    assert lived.engaged == (None,)
    assert not lived.broken


def test_a_week_handed_over_is_worth_its_hours_less_the_price():
    lived = start(2)
    assert lived.won == (0, 0, 4, 4, 4, 4, 4, 4)
    assert lived.money == (0, 0, 80, 80, 80, 80, 80, 80)
    assert lived.money_by_bucket == (160, 320)
    assert lived.value == pytest.approx(6 * (200 - 80))


def test_hours_beyond_the_best_are_worth_less_and_lost_ones_as_much_as_the_best():
    falling = replace(with_terms(brief=3.0), slopes=((50.0, 5.0), (10.0, math.inf)))
    lived = start(3, 3, problem=falling)
    assert lived.worth[:3] == pytest.approx((-100, -100, -100))
    assert lived.worth[3:] == pytest.approx([5 * 50 + 3 * 10] * 5)


def test_set_up_comes_in_the_weeks_before_the_start():
    lived = start(4, problem=with_terms(brief=3.0))
    assert lived.setup == (0, 1, 1, 1, 0, 0, 0, 0)
    assert lived.won == (0, -1, -1, -1, 4, 4, 4, 4)


def test_long_set_up_takes_half_of_the_hours_there_are_for_it():
    assert start(5, problem=with_terms(brief=9.0)).setup == pytest.approx([1.8] * 5 + [0] * 3)


def test_set_up_without_a_limit_is_money_at_the_start_and_takes_no_hours():
    free = replace(with_terms(brief=3.0), setup_hours=None, worth_growth=0.3)
    lived = start(2, problem=free)
    assert lived.setup == (0,) * 8
    without = start(2, problem=replace(SIMPLE, setup_hours=None, worth_growth=0.3))
    assert lived.value == pytest.approx(without.value - 3 * 50 * 1.3 ** (2 / 52))


def test_money_of_a_week_is_discounted_from_its_end_and_cash_from_its_beginning():
    year = replace(with_person(cash=100.0), discount_per_year=0.5)
    weeks = sum(120 / 1.5 ** ((s + 1) / 52) for s in range(2, 8))
    assert start(2, problem=year).value == pytest.approx(weeks - 100 / 1.5 ** (2 / 52))


def test_growth_multiplies_hours_and_growth_of_worth_the_hour():
    growing = replace(SIMPLE, growth=0.2, worth_growth=0.1)
    lived = start(0, problem=growing)
    hours = [4 * 1.2 ** (s / 52) for s in range(8)]
    assert lived.won == pytest.approx(hours)
    assert lived.helper[0] == pytest.approx(hours)
    assert lived.value == pytest.approx(sum(h * (50 * 1.1 ** (s / 52) - 20) for s, h in enumerate(hours)))


def test_relief_is_added_for_each_hour_handed_over_and_losses_taken_off():
    loathed = replace(with_terms(error_loss=7.0, departures=0.52, search=6.0), setup_hours=None)
    options = tuple(replace(o, relief=5.0) for o in loathed.options)
    # One departure in a hundred weeks: searching again takes 6 hours of 50.
    expected = 8 * (4 * (50 - 20 + 5) - 7 - 0.01 * 6 * 50)
    assert start(0, problem=replace(loathed, options=options)).value == pytest.approx(expected)


def test_half_of_the_briefing_is_done_again_after_a_departure():
    leaving = with_terms(departures=0.52, search=6.0, brief=2.0)
    staying = with_terms(search=6.0, brief=2.0)
    lost = start(3, problem=staying).value - start(3, problem=leaving).value
    assert lost == pytest.approx(5 * 0.01 * (6 + 1) * 50)


def test_a_retainer_is_paid_from_the_engagement_on_whether_used_or_not():
    kept = with_person(retainer=6.0)
    lived = start(3, problem=kept, engaged=((0, 1),))
    assert lived.paid[0] == (0, 6, 6, 6, 6, 6, 6, 6)
    assert start(3, 5, problem=kept).paid[0] == (0, 0, 0, 6, 6, 8, 8, 8)
    assert lived.money == tuple(20 * hours for hours in lived.paid[0])


def test_hours_of_a_fixed_price_fill_the_week_but_are_not_paid_by_the_hour():
    quoted = replace(SIMPLE, options=(replace(SIMPLE.options[0], fixed_per_week=30.0), *SIMPLE.options[1:]))
    lived = start(0, 0, problem=quoted)
    assert lived.helper[0] == (8,) * 8
    assert lived.paid[0] == (4,) * 8
    assert lived.money == (110,) * 8
    with_retainer = replace(quoted, engagements=(replace(SAM, retainer=3.0),))
    assert start(0, problem=with_retainer).money == (30 + 60,) * 8


def test_what_engaging_costs_is_paid_once_and_from_the_first_start():
    dear = with_person(cash=100.0, cost_per_week=5.0, search_hours=3.0)
    lived = start(4, 3, problem=dear)
    assert lived.engaged == (3,)
    assert lived.setup == (1, 1, 1, 0, 0, 0, 0, 0)
    assert lived.money == (0, 0, 0, 100 + 5 + 80, 165, 165, 165, 165)


def test_somebody_can_be_engaged_before_the_first_start_but_not_after_it():
    dear = with_person(cost_per_week=5.0)
    assert start(4, problem=dear, engaged=((0, 2),)).engaged == (2,)
    assert start(2, problem=dear, engaged=((0, 4),)).engaged == (2,)
    assert simulate(dear, Schedule(engaged=((0, 4),))).engaged == (None,)


def test_dropping_frees_all_hours_at_a_loss():
    droppable = replace(SIMPLE, drops=(Drop(1, hours=3.0, loss_per_week=60.0, relief=2.0),))
    lived = simulate(droppable, Schedule(dropped=(1,)))
    assert lived.won == (3,) * 8
    assert lived.value == pytest.approx(8 * (3 * 52 - 60))
    assert lived.lines[0].payback == 1


def test_payback_counts_weeks_from_the_start_of_the_line():
    dear = with_person(cash=250.0)
    assert start(3, problem=dear).lines[0].payback == 3
    assert start(0, problem=dear).lines[0].payback == 3
    assert start(0, problem=with_person(cash=2500.0)).lines[0].payback is None


def test_the_first_line_of_a_person_bears_what_engaging_them_costs():
    later, first = start(4, 3, problem=with_person(cash=100.0)).lines
    assert later.value == pytest.approx(4 * 120)
    assert first.value == pytest.approx(5 * 120 - 100)


@pytest.mark.parametrize("seed", range(25))
def test_the_lines_add_up_to_the_plan(seed: int):
    problem = random_problem(seed, activities=5, people=4, horizon=10, tail=4, share=0.6, short=False)
    lived = simulate(problem, random_schedule(problem, seed))
    assert sum(line.value for line in lived.lines) == pytest.approx(lived.value, abs=1e-6)
    for s, hours in enumerate(lived.won):
        assert sum(line.won[s] for line in lived.lines) == pytest.approx(hours, abs=1e-9)


BRIEFED = replace(with_terms(brief=6.0), setup_hours=4.0)


@pytest.mark.parametrize(
    ("problem", "kept", "broken", "limit"),
    [
        (BRIEFED, Schedule(((0, 3),)), Schedule(((0, 2),)), "start"),
        (replace(SIMPLE, start_step=2), Schedule(((0, 4),)), Schedule(((0, 3),)), "start"),
        (SIMPLE, Schedule(((0, 5),)), Schedule(((0, 6),)), "start"),
        (replace(BRIEFED, setup_hours=None), Schedule(((0, 0),)), Schedule(((0, 6),)), "start"),
        (
            replace(SIMPLE, options=(*SIMPLE.options, SIMPLE.options[0])),
            Schedule(((0, 0), (1, 0))),
            Schedule(((0, 0), (3, 0))),
            "activity",
        ),
        (
            replace(SIMPLE, drops=(Drop(0, 4.0, 1.0),)),
            Schedule(((1, 0),), dropped=(0,)),
            Schedule(((0, 0),), dropped=(0,)),
            "activity",
        ),
        (with_person(minimum_weeks=4), Schedule(((0, 2),)), Schedule(((0, 3),)), "engagement"),
        (with_person(minimum_weeks=4), Schedule(((0, 4),), engaged=((0, 2),)), Schedule(((0, 4),)), "engagement"),
        (with_person(search_hours=1.0), Schedule(((0, 3),)), Schedule(((0, 2),)), "engagement"),
        (SIMPLE, Schedule(((0, 0), (1, 0))), Schedule(((0, 0), (1, 0), (2, 5))), "hours"),
        (BRIEFED, Schedule(((0, 3), (1, 3))), Schedule(((0, 3), (1, 3), (2, 5))), "setup"),
        (
            replace(BRIEFED, engagements=(replace(SAM, search_hours=6.0, capacity=30.0),)),
            Schedule(((0, 4),)),
            Schedule(((0, 4), (1, 4))),
            "setup",
        ),
        # 80 a week, four weeks: 320 is 12/13 of 346.67; the fourth of a month is not rounded.
        (replace(SIMPLE, budget_per_month=346.67), Schedule(((0, 0),)), Schedule(((0, 0), (1, 5))), "budget"),
        (replace(SIMPLE, budget_per_month=346.67), Schedule(((0, 0),)), Schedule(((0, 0), (1, 0))), "budget"),
        (replace(SIMPLE, tail=0, budget_per_month=346.67), Schedule(((0, 2),)), Schedule(((0, 2), (1, 4))), "budget"),
        (
            replace(with_person(cash=200.0), budget_per_month=346.67),
            Schedule(((0, 3),)),
            Schedule(((0, 2),)),
            "budget",
        ),
    ],
)
def test_a_limit_is_kept_or_broken(problem: Problem, kept: Schedule, broken: Schedule, limit: str):
    assert limit not in simulate(problem, kept).broken
    assert limit in simulate(problem, broken).broken


def test_no_set_up_hours_at_all_leave_what_needs_none():
    nothing = replace(SIMPLE, setup_hours=0.0)
    assert not start(0, problem=nothing).broken
    assert start(5, problem=replace(BRIEFED, setup_hours=0.0)).broken == ("start",)
    assert start(5, problem=replace(nothing, engagements=(replace(SAM, search_hours=1.0),))).broken == ("engagement",)


def test_the_simulation_shares_no_sums_with_the_planner():
    tree = ast.parse(inspect.getsource(simulate_module))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= {
        "__future__",
        "math",
        "dataclasses",
        "functools",
        "typing",
        "hoursback.engine.economics",  # for the type of the terms only
        "hoursback.engine.plan.problem",
    }
    from_economics = [
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "hoursback.engine.economics"
        for name in node.names
    ]
    assert from_economics == ["Terms"]
