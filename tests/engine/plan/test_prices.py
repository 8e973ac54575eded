"""Prices of the limits: whatever they are, no plan is worth more than the bound they give."""

from __future__ import annotations

from dataclasses import fields, replace

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.plan.grid import Grid, build
from hoursback.engine.plan.milp import _Builder
from hoursback.engine.plan.prices import Prices, Pricing, price
from hoursback.engine.plan.problem import Action
from tests.engine.plan.plan_cases import ONE_HANDOFF, best_plan, tiny_problem, tried

CASES = 40


def relaxed_value(grid: Grid) -> float:
    """The best value when starts, engagements and drops may be had in part."""
    model = _Builder(grid, grid.allowed)._model()
    model.integrality_ = []
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    return float(solver.getInfo().objective_function_value)


def random_prices(pricing: Pricing, seed: int) -> Prices:
    """Prices around the first ones, some of them far off, some of them not allowed."""
    rng = np.random.default_rng(seed)
    first, units = pricing.first(), pricing.units()
    drawn = {}
    for name in (field.name for field in fields(Prices)):
        middle, step = getattr(first, name), getattr(units, name)
        far = rng.normal(0.0, rng.choice((0.3, 3.0)), middle.shape) * (rng.random(middle.shape) < rng.random())
        drawn[name] = middle * rng.uniform(0, 2) + step * far
    return Prices(**drawn)


@settings(max_examples=300, deadline=None)
@given(case=st.integers(0, CASES - 1), seed=st.integers(0, 10**6))
def test_any_prices_give_a_bound_that_holds(case: int, seed: int):
    problem, best, _ = tried(case)
    pricing = Pricing(build(problem))
    assert pricing.read(pricing.keep_valid(random_prices(pricing, seed))).bound >= best - 1e-6


@pytest.mark.parametrize("seed", [105, 148])
def test_the_bound_holds_for_a_fixed_price_from_somebody_with_a_retainer(seed: int):
    problem = tiny_problem(seed)
    option = problem.options[0]
    person = replace(problem.engagements[option.engagement], retainer=1.0, price=30.0)
    people = tuple(person if e == option.engagement else other for e, other in enumerate(problem.engagements))
    quoted = replace(option, fixed_per_week=20.0, action=Action.FIXED)
    problem = replace(problem, engagements=people, options=(quoted, *problem.options[1:]))
    best, _ = best_plan(problem)
    pricing = Pricing(build(problem))
    for k in range(40):
        assert pricing.read(pricing.keep_valid(random_prices(pricing, k))).bound >= best - 1e-6


@pytest.mark.parametrize("seed", range(CASES))
def test_the_best_bound_is_about_that_of_the_relaxed_programme(seed: int):
    problem, best, _ = tried(seed)
    grid = build(problem)
    bound, relaxed = price(grid, passes=200).bound, relaxed_value(grid)
    assert bound >= best - 1e-6
    # It may lie below: a person's hours are priced from the engagement on, which the programme leaves to the links.
    assert bound <= relaxed + 0.02 * abs(relaxed) + 0.01


def test_more_passes_never_loosen_the_bound():
    for seed in range(5):
        grid = build(tried(seed)[0])
        first = Pricing(grid).read(Pricing(grid).keep_valid(Pricing(grid).first())).bound
        assert price(grid, passes=100).bound <= first + 1e-9


def test_prices_of_before_give_a_good_bound_at_once():
    for seed in range(5):
        grid = build(tried(seed)[0])
        cold = price(grid, passes=200)
        warm = price(grid, passes=5, warm=cold.prices)
        assert warm.bound <= cold.bound + 1e-9


def test_where_nothing_is_scarce_the_bound_is_the_best_plan():
    grid = build(ONE_HANDOFF)
    assert price(grid, passes=100).bound == pytest.approx(2849.47, rel=1e-4)


def test_a_limit_that_is_not_there_has_no_price():
    problem = replace(tiny_problem(3), budget_per_month=None, setup_hours=None)
    prices = price(build(problem), passes=50).prices
    assert not prices.budget.any()
    assert not prices.setup.any()
