"""The search from a plan in hand: never worse, never beyond a limit, and usually about the best there is."""

from __future__ import annotations

import pytest

from hoursback.engine.plan.greedy import greedy_plan
from hoursback.engine.plan.grid import build, evaluate
from hoursback.engine.plan.improve import improve
from hoursback.engine.plan.prices import price
from hoursback.engine.plan.problem import Schedule
from hoursback.engine.plan.simulate import simulate
from tests.engine.plan.plan_cases import random_problem, tried


@pytest.mark.parametrize("seed", range(40))
def test_it_keeps_to_all_limits_and_never_loses(seed: int):
    problem = random_problem(seed, activities=7, people=4, horizon=14, tail=6, share=0.7, short=seed % 2 == 0)
    grid = build(problem)
    plan = Schedule()
    value = 0.0
    for k in range(4):
        plan = improve(grid, plan, tries=10, seed=k)
        lived = simulate(problem, plan)
        assert not lived.broken
        assert lived.value == pytest.approx(evaluate(grid, plan).value, abs=0.005)
        assert lived.value >= value - 1e-6
        value = lived.value


def test_it_finds_the_best_plan_of_most_tiny_problems():
    found = 0
    for seed in range(60):
        problem, best, _ = tried(seed)
        value = evaluate(build(problem), improve(build(problem), Schedule(), tries=40)).value
        assert value <= best + 1e-6
        found += value >= 0.999 * best - 1e-6
    assert found >= 54


def test_it_starts_from_the_plan_it_is_given():
    for seed in range(20):
        problem, best, plan = tried(seed)
        assert evaluate(build(problem), improve(build(problem), plan, tries=5)).value >= best - 1e-6


def test_it_gains_on_the_greedy_plan_where_set_up_is_scarce():
    gained = 0
    for seed in range(8):
        problem = random_problem(seed, activities=10, people=4, horizon=26, tail=10, share=0.7, short=False)
        grid = build(problem)
        plan = greedy_plan(grid, price(grid, passes=60))
        gained += evaluate(grid, improve(grid, plan, tries=40)).value > 1.01 * evaluate(grid, plan).value
    assert gained >= 3


def test_the_same_seed_gives_the_same_plan():
    problem = random_problem(4, activities=7, people=4, horizon=14, tail=6, share=0.7)
    plans = {improve(build(problem), Schedule(), tries=30, seed=7) for _ in range(3)}
    assert len(plans) == 1


def test_a_problem_without_anything_to_hand_over_stays_as_it_is():
    problem = random_problem(0, activities=3, people=2, horizon=6, tail=2, share=0.0)
    assert not problem.options
    plan = improve(build(problem), Schedule(), tries=5)
    assert plan.starts == ()
