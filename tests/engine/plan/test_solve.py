"""The joint plan against trying everything, and what may never make it worse."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from hoursback.engine.people import PersonKind
from hoursback.engine.plan import solve as solve_module
from hoursback.engine.plan.problem import Engagement, Problem, Schedule
from hoursback.engine.plan.simulate import simulate
from hoursback.engine.plan.solve import Solved, hopeless_starts, solve
from tests.engine.plan.plan_cases import (
    ONE_HANDOFF,
    all_plans,
    best_plan,
    random_problem,
    random_terms,
    tiny_problem,
    tried,
)

PASSES = 30
MIDDLING: dict[str, Any] = {"activities": 7, "people": 4, "horizon": 14, "tail": 6, "share": 0.7, "short": True}


def test_trying_all_but_the_hopeless_is_trying_all():
    for seed in range(8):
        problem, value, _ = tried(seed)
        assert value == pytest.approx(max(lived.value for _, lived in all_plans(problem)), abs=1e-9)


@pytest.mark.parametrize("seed", range(200))
def test_nothing_is_better_than_the_plan(seed: int):
    problem, value, _ = tried(seed)
    solved = solve(problem, passes=PASSES)
    lived = simulate(problem, solved.schedule)
    assert not lived.broken
    assert lived.value == pytest.approx(solved.value, abs=0.005)
    assert lived.value == pytest.approx(value, rel=1e-4, abs=0.005)
    assert solved.bound >= value - 1e-6
    assert solved.status == "optimal"


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_from_a_few_starts_says_how_much_it_may_be_missing(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(solve_module, "SMALL", 0)
    problem, value, best = tried(seed)
    solved = solve(problem, passes=PASSES)
    assert not simulate(problem, solved.schedule).broken
    assert solved.bound >= value - 1e-6
    assert solved.value <= value + 0.005
    hopeless = hopeless_starts(solved)
    if solved.value < value - 1e-6:
        assert not any(hopeless[start] for start in best.starts)


@pytest.mark.parametrize("seed", range(40))
def test_no_start_of_the_best_plan_is_hopeless_for_somebody_who_has_no_plan_yet(seed: int):
    problem, value, best = tried(seed)
    solved = solve(problem, passes=PASSES)
    nothing = Solved(solved.grid, Schedule(), 0.999 * value - 0.01, solved.bound, "good", solved.core, solved.priced)
    hopeless = hopeless_starts(nothing)
    assert not any(hopeless[start] for start in best.starts)


def more_money(problem: Problem, rng: Random) -> Problem:
    budget = problem.budget_per_month
    return replace(problem, budget_per_month=None if budget is None else budget * rng.uniform(1.05, 2))


def more_set_up_hours(problem: Problem, rng: Random) -> Problem:
    # The time before a start is worked out from the hours there are; only a longer week of them is compared here.
    return replace(problem, setup_hours=None if problem.setup_hours is None else problem.setup_hours * 2)


def another_person(problem: Problem, rng: Random) -> Problem:
    person = Engagement("new", PersonKind.CONTRACTOR, price=rng.uniform(5, 30), capacity=rng.uniform(2, 20))
    option = replace(rng.choice(problem.options), engagement=len(problem.engagements), fixed_per_week=None)
    return replace(problem, engagements=(*problem.engagements, person), options=(*problem.options, option))


def another_option(problem: Problem, rng: Random) -> Problem:
    e = rng.randrange(len(problem.engagements))
    terms = random_terms(rng, problem.engagements[e], short=True)
    activity = rng.randrange(problem.activities)
    return replace(
        problem, options=(*problem.options, replace(problem.options[0], activity=activity, engagement=e, terms=terms))
    )


@pytest.mark.parametrize("add", [more_money, another_person, another_option])
@pytest.mark.parametrize("seed", range(8))
def test_having_more_never_makes_the_plan_worse_by_more_than_the_gaps(
    seed: int, add: Callable[[Problem, Random], Problem]
):
    before = random_problem(seed, **MIDDLING)
    first = solve(before, passes=PASSES)
    second = solve(add(before, Random(seed)), passes=PASSES, known=[first.schedule])
    allowed = first.gap * abs(first.bound) + second.gap * abs(second.bound) + 0.005
    assert second.value >= first.value - allowed
    # Started from the old plan, it is not worse at all.
    assert second.value >= first.value - 0.005


@pytest.mark.parametrize("seed", range(8))
def test_twice_the_set_up_hours_never_make_the_plan_worse_by_more_than_the_gaps(seed: int):
    before = replace(random_problem(seed, **MIDDLING), setup_hours=3.0)
    first, second = solve(before, passes=PASSES), solve(replace(before, setup_hours=6.0), passes=PASSES)
    allowed = first.gap * abs(first.bound) + second.gap * abs(second.bound) + 0.005
    assert second.value >= first.value - allowed


def test_a_known_plan_is_never_lost():
    for seed in range(10):
        problem, value, best = tried(seed)
        assert solve(problem, passes=1, known=[best]).value >= value - 1e-6


def test_a_closed_option_is_not_used():
    for seed in range(20):
        problem, value, best = tried(seed)
        for p, _ in best.starts:
            solved = solve(problem, passes=PASSES, closed=[p])
            assert p not in {option for option, _ in solved.schedule.starts}
            assert solved.value <= value + 0.005


def test_one_handoff_starts_at_once():
    solved = solve(ONE_HANDOFF)
    assert solved.schedule.starts == ((0, 0),)
    assert round(solved.value, 2) == 2849.47
    assert solved.gap <= 2e-4


def test_a_handoff_that_does_not_pay_is_not_made():
    dear = replace(ONE_HANDOFF, engagements=(replace(ONE_HANDOFF.engagements[0], price=60.0),))
    solved = solve(dear)
    assert solved.schedule == Schedule()
    assert solved.value == 0
    assert solved.gap == 0


def test_nothing_to_choose_from_is_a_plan_too():
    solved = solve(Problem(activities=3, engagements=(), options=()))
    assert solved.schedule == Schedule()
    assert solved.gap == 0


def test_the_same_problem_has_the_same_plan():
    problem = random_problem(5, **MIDDLING)
    assert solve(problem).schedule == solve(problem).schedule


def test_somebody_with_a_shortest_engagement_is_engaged_before_their_work_is_ready():
    person = Engagement("Sam", PersonKind.CONTRACTOR, price=20.0, capacity=10.0, minimum_weeks=16, cost_per_week=1.0)
    option = replace(ONE_HANDOFF.options[0], terms=replace(ONE_HANDOFF.options[0].terms, brief=9.0, search=0.0))
    problem = replace(ONE_HANDOFF, engagements=(person,), options=(option,), setup_hours=3.0, horizon=20, tail=20)
    # Nine hours at 1.5 a week are six weeks; an engagement of 16 weeks starts in week 4 at the latest.
    solved = solve(problem)
    assert solved.schedule == Schedule(starts=((0, 6),), engaged=((0, 4),))
    assert simulate(problem, solved.schedule).broken == ()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_plan_of_middling_size_keeps_to_all_limits_and_below_its_bound(seed: int):
    problem = random_problem(seed, activities=12, people=5, horizon=26, tail=10, share=0.7, short=False)
    solved = solve(problem)
    lived = simulate(problem, solved.schedule)
    assert not lived.broken
    assert lived.value == pytest.approx(solved.value, abs=0.005)
    assert solved.bound >= solved.value
    assert solved.gap < 0.05


def test_the_best_plan_of_a_problem_without_limits_takes_every_line_that_pays():
    problem = replace(tiny_problem(1), budget_per_month=None, setup_hours=None)
    people = tuple(replace(e, capacity=math.inf) for e in problem.engagements)
    problem = replace(problem, engagements=people)
    assert solve(problem).value == pytest.approx(best_plan(problem)[0], rel=1e-4)
