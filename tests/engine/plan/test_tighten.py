"""The closer bound: what fits whole into a person's week, and how many set-ups fit beside each other."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.plan.grid import build
from hoursback.engine.plan.prices import Prices, Pricing, price
from hoursback.engine.plan.tighten import Loads, Tighter, fitting_sets, places
from tests.engine.plan.plan_cases import random_problem, tried

CASES = 60


@settings(max_examples=300, deadline=None)
@given(shares=st.lists(st.floats(0, 1), min_size=1, max_size=6), count=st.integers(1, 9))
def test_set_ups_that_fit_in_hours_fit_in_places(shares: list[float], count: int):
    fitting = np.array(shares) / max(1.0, sum(shares))
    assert places(fitting, count).sum() <= 1 + 1e-6


def test_three_set_ups_that_do_not_fit_in_hours_take_more_than_all_places():
    assert places(np.array([0.42, 0.42, 0.21]), 4).tolist() == [0.5, 0.5, 0.25]


def can_be_started(chosen: tuple[int, ...], loads: Loads, capacity: float) -> bool:
    """Whether there is an order in which each of these fits beside those before it."""
    if loads.last[list(chosen)].sum() > capacity + 1e-9:
        return False
    return any(
        all(loads.least[list(order[:k])].sum() + loads.first[order[k]] <= capacity + 1e-9 for k in range(len(order)))
        for order in permutations(chosen)
    )


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 5), capacity=st.floats(1, 10))
def test_the_largest_sets_are_those_that_trying_all_orders_gives(seed: int, n: int, capacity: float):
    rng = np.random.default_rng(seed)
    least = rng.uniform(0, 4, n)
    loads = Loads(least * rng.uniform(1, 2, n), least, least * rng.uniform(1, 1.3, n))
    fitting = [
        frozenset(k for k in range(n) if taken[k])
        for taken in product((False, True), repeat=n)
        if can_be_started(tuple(k for k in range(n) if taken[k]), loads, capacity)
    ]
    largest = {one for one in fitting if not any(one < other for other in fitting)}
    found = fitting_sets(loads, capacity)
    assert found is not None
    assert {frozenset(np.flatnonzero(row).tolist()) for row in found} == largest


def test_more_sets_than_asked_for_are_not_given():
    hours = np.ones(10)
    assert fitting_sets(Loads(hours, hours, hours), 5.0, most=100) is None
    kept = fitting_sets(Loads(hours, hours, hours).of_the_largest(6), 5.0, most=100)
    assert kept is not None
    assert len(kept) == 6
    assert kept[:, 6:].all()


def random_prices(pricing: Tighter, seed: int) -> Prices:
    """Prices around the first ones, some of them far off."""
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
    pricing = Tighter(build(problem))
    assert pricing.read(pricing.keep_valid(random_prices(pricing, seed))).bound >= best - 1e-6


@pytest.mark.parametrize("seed", range(CASES))
def test_no_start_of_the_best_plan_is_ruled_out(seed: int):
    problem, best, plan = tried(seed)
    pricing = Tighter(build(problem))
    prices = pricing.first_from(price(pricing.grid, passes=40).prices)
    reading = price(pricing.grid, passes=40, warm=prices, pricing=pricing).reading
    assert reading.bound >= best - 1e-6
    losses = pricing.losses(reading)
    for start in plan.starts:
        assert losses[start] <= reading.bound - best + 1e-6


def test_it_is_closer_than_prices_alone():
    closer, plain = [], []
    for seed in range(6):
        problem = random_problem(seed, activities=12, people=4, horizon=26, tail=10, share=0.7, short=False)
        problem = replace(problem, setup_hours=3.0)
        grid = build(problem)
        priced, pricing = price(grid, passes=150), Tighter(grid)
        plain.append(priced.bound)
        warm = pricing.first_from(priced.prices)
        closer.append(price(grid, passes=150, warm=warm, pricing=pricing).bound)
    assert all(a <= b + 1e-6 for a, b in zip(closer, plain, strict=True))
    assert sum(a < 0.999 * b for a, b in zip(closer, plain, strict=True)) >= 2


def test_where_everything_fits_it_is_the_plain_bound():
    problem = random_problem(3, activities=5, people=3, horizon=12, tail=4, share=0.7)
    roomy = replace(
        problem, setup_hours=None, engagements=tuple(replace(e, capacity=1000.0) for e in problem.engagements)
    )
    grid = build(roomy)
    plain, pricing = Pricing(grid), Tighter(grid)
    for seed in range(20):
        prices = pricing.keep_valid(random_prices(pricing, seed))
        assert pricing.read(prices).bound == pytest.approx(plain.read(prices).bound)
