"""A first plan from the prices: take the most valuable possible start again and again, as long as the plan gains.

Greedy on plain values goes badly wrong where limits bind; on priced values it is a good plan at once (planner, 1).
"""

from __future__ import annotations

import numpy as np

from hoursback.engine.plan.grid import Grid, evaluate, violations
from hoursback.engine.plan.prices import Priced
from hoursback.engine.plan.problem import Schedule

TRIES_PER_OPTION = 6
"""How many start weeks of one option are tried, best first, before it is given up."""


def greedy_plan(grid: Grid, priced: Priced) -> Schedule:
    """A plan within all limits, never worth less than keeping everything."""
    plan = Schedule()
    value = 0.0
    for drop in np.argsort(-grid.drop_gain):
        plan, value = _better(grid, plan, value, Schedule(dropped=(grid.problem.drops[drop].activity,)))
    worth = np.where(grid.allowed, priced.reading.value, -np.inf)
    for p in np.argsort(-worth.max(axis=1, initial=-np.inf), kind="stable"):
        weeks = np.argsort(-worth[p], kind="stable")[:TRIES_PER_OPTION]
        first = np.flatnonzero(grid.allowed[p])[:1]
        for t in [*weeks, *first]:
            if not grid.allowed[p, t]:
                continue
            before = value
            plan, value = _better(grid, plan, value, Schedule(starts=((int(p), int(t)),)))
            if value > before:
                break
    return plan


def _better(grid: Grid, plan: Schedule, value: float, more: Schedule) -> tuple[Schedule, float]:
    """The plan with something more in it, if that is possible and gains."""
    taken = {int(grid.activity_of[p]) for p, _ in plan.starts} | set(plan.dropped)
    wanted = {int(grid.activity_of[p]) for p, _ in more.starts} | set(more.dropped)
    if taken & wanted:
        return plan, value
    longer = Schedule(tuple(sorted((*plan.starts, *more.starts))), tuple(sorted((*plan.dropped, *more.dropped))))
    gained = evaluate(grid, longer).value
    if gained <= value or violations(grid, longer):
        return plan, value
    return longer, gained
