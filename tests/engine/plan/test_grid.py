"""The problem as arrays: the same sums as the slow simulation, and the same limits."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.plan.grid import build, evaluate, violations, worth_of_hours
from hoursback.engine.plan.problem import Problem, Schedule
from hoursback.engine.plan.simulate import simulate
from tests.engine.plan.plan_cases import ONE_HANDOFF, random_problem, random_schedule, without_limits

CENT = 0.005


def assert_they_agree(problem: Problem, schedule: Schedule) -> None:
    fast, slow = evaluate(build(problem), schedule), simulate(problem, schedule)
    assert fast.value == pytest.approx(slow.value, abs=CENT)
    assert fast.net == pytest.approx(np.array(slow.won), abs=1e-6)
    assert fast.setup == pytest.approx(np.array(slow.setup), abs=1e-6)
    assert fast.load == pytest.approx(np.array(slow.helper).reshape(fast.load.shape), abs=1e-6)
    assert fast.paid == pytest.approx(np.array(slow.paid).reshape(fast.paid.shape), abs=1e-6)
    assert fast.money == pytest.approx(np.array(slow.money_by_bucket), abs=CENT)
    assert fast.engaged.tolist() == [-1 if week is None else week for week in slow.engaged]


def test_worked_example_9_as_a_joint_plan():
    outcome = evaluate(build(ONE_HANDOFF), Schedule(((0, 0),)))
    assert round(outcome.value, 2) == 2849.47
    assert_they_agree(ONE_HANDOFF, Schedule(((0, 0),)))


@settings(max_examples=120, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    activities=st.integers(1, 6),
    people=st.integers(1, 4),
    horizon=st.integers(1, 14),
    tail=st.integers(0, 9),
    share=st.sampled_from((0.3, 0.7, 1.0)),
    short=st.booleans(),
    is_limited=st.booleans(),
)
def test_it_agrees_with_the_simulation_to_the_cent(
    seed: int, activities: int, people: int, horizon: int, tail: int, share: float, short: bool, is_limited: bool
):
    problem = random_problem(
        seed, activities=activities, people=people, horizon=horizon, tail=tail, share=share, short=short
    )
    problem = problem if is_limited else without_limits(problem)
    assert_they_agree(problem, random_schedule(problem, seed))


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**6), short=st.booleans())
def test_it_breaks_the_limits_that_the_simulation_breaks(seed: int, short: bool):
    problem = random_problem(seed, activities=4, people=3, horizon=8, tail=3, share=0.7, short=short)
    schedule = random_schedule(problem, seed)
    fast, slow = set(violations(build(problem), schedule)), set(simulate(problem, schedule).broken)
    # A start whose hours alone are too many for the person is not offered: the grid says both.
    assert fast - {"start"} == slow - {"start"}
    assert bool(fast) == bool(slow)


LIMITED = replace(ONE_HANDOFF, setup_hours=4.0, horizon=12)
SPENT = evaluate(build(LIMITED), Schedule(((0, 5),)))


@pytest.mark.parametrize(
    ("name", "kept", "broken"),
    [
        ("hours", {"capacity": SPENT.load.max() + 0.01}, {"capacity": SPENT.load.max() - 0.01}),
        (
            "budget",
            {"budget_per_month": SPENT.money.max() * 13 / 12 + 0.01},
            {"budget_per_month": SPENT.money.max() * 13 / 12 - 0.01},
        ),
        ("engagement", {"minimum_weeks": 7}, {"minimum_weeks": 8}),
        ("start", {"start_step": 5}, {"start_step": 2}),
    ],
)
def test_a_limit_is_kept_or_broken(name: str, kept: dict[str, Any], broken: dict[str, Any]):
    assert violations(build(limited(kept)), Schedule(((0, 5),))) == []
    assert name in violations(build(limited(broken)), Schedule(((0, 5),)))


def limited(changes: dict[str, Any]) -> Problem:
    of_person = {key: value for key, value in changes.items() if key in ("capacity", "minimum_weeks")}
    of_problem = {key: value for key, value in changes.items() if key not in of_person}
    return replace(LIMITED, engagements=(replace(LIMITED.engagements[0], **of_person),), **of_problem)


def test_two_set_ups_fit_beside_each_other_and_a_third_does_not():
    option = replace(LIMITED.options[0], terms=replace(LIMITED.options[0].terms, hours=1.0))
    three = replace(LIMITED, activities=3, options=tuple(replace(option, activity=j) for j in range(3)))
    grid = build(three)
    # Brief 8 h and search 6 h, each at 2 h a week, and no more than 4 h a week in all.
    assert violations(grid, Schedule(((0, 4), (1, 8)))) == []
    assert violations(grid, Schedule(((0, 4), (1, 4)))) == ["setup"]
    assert violations(grid, Schedule(((0, 4), (1, 8), (2, 8)))) == []
    assert violations(grid, Schedule(((0, 4), (1, 8), (2, 7)))) == ["setup"]


def test_an_activity_has_one_destination():
    twice = replace(LIMITED, options=(*LIMITED.options, *LIMITED.options))
    assert "activity" in violations(build(twice), Schedule(((0, 5), (1, 9))))
    assert "activity" not in violations(build(twice), Schedule(((1, 9),)))


def test_a_problem_without_options_has_an_empty_plan():
    nothing = Problem(activities=2, engagements=(), options=())
    outcome = evaluate(build(nothing), Schedule())
    assert outcome.value == 0
    assert violations(build(nothing), Schedule()) == []


def test_hours_below_nought_are_worth_the_best_slope():
    problem = replace(LIMITED, slopes=((50.0, 2.0), (20.0, 3.0), (5.0, math.inf)))
    worth = worth_of_hours(problem, np.array([-1.0, 0.0, 1.5, 4.0, 10.0]))
    assert worth.tolist() == [-50, 0, 75, 140, 185]
