"""What-ifs against trying every plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hoursback.engine.plan.solve import solve
from hoursback.engine.plan.what_if import under, with_activity_leaving, without_option
from tests.engine.plan.plan_cases import all_plans, tried

PASSES = 30
CASES = range(12)


def test_a_plan_without_an_option_is_as_good_as_the_best_that_does_without_it():
    compared = matched = 0
    for seed in CASES:
        problem, _, _ = tried(seed)
        solved = solve(problem, passes=PASSES)
        plans = list(all_plans(problem))
        for p, _ in solved.schedule.starts:
            best = max(lived.value for plan, lived in plans if p not in dict(plan.starts))
            found = without_option(solved, p)
            assert found <= best + 0.005
            compared += 1
            matched += found == pytest.approx(best, rel=2e-3, abs=0.005)
    assert compared >= 8
    assert matched >= 0.9 * compared


def test_an_activity_that_must_leave_does_so_as_well_as_it_can():
    compared = matched = 0
    for seed in CASES:
        problem, _, _ = tried(seed)
        solved = solve(problem, passes=PASSES)
        plans = list(all_plans(problem))
        for activity in range(problem.activities):
            values = [
                lived.value
                for plan, lived in plans
                if activity in {problem.options[p].activity for p, _ in plan.starts}
            ]
            found = with_activity_leaving(solved, activity)
            if found is None:
                continue
            assert values
            assert found <= max(values) + 0.005
            compared += 1
            matched += found == pytest.approx(max(values), rel=2e-3, abs=0.005)
    assert compared >= 8
    assert matched >= 0.9 * compared


def test_wider_limits_lose_nothing():
    for seed in CASES:
        problem, _, _ = tried(seed)
        solved = solve(problem, passes=PASSES)
        if problem.budget_per_month is None:
            continue
        wider = replace(problem, budget_per_month=problem.budget_per_month * 2)
        assert under(wider, solved, closed=()) >= solved.value - 0.005
