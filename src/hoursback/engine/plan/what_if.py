"""What-ifs on a solved plan: without an option, with an activity that must leave, under wider limits.

Each is searched anew from the plan in hand (`improve`) with a counted number of tries, so that the same seed gives the
same answer on any machine. The answers are plans, not proofs: a loss said here is at most that large.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from hoursback.engine.plan.greedy import greedy_plan
from hoursback.engine.plan.grid import Grid, build, evaluate, violations
from hoursback.engine.plan.improve import improve
from hoursback.engine.plan.prices import price
from hoursback.engine.plan.problem import Problem, Schedule
from hoursback.engine.plan.solve import Solved

TRIES = 30
_PASSES = 80
_PULL = 10.0
"""How many times the plan's value an activity is worth that must leave, so that the search takes it in."""


def without_option(solved: Solved, option: int, *, seed: int = 0) -> float:
    """Value of the best plan found that does not use one option."""
    allowed = solved.grid.allowed.copy()
    allowed[option] = False
    grid = replace(solved.grid, allowed=allowed)
    kept = tuple(start for start in solved.schedule.starts if start[0] != option)
    return _searched(grid, Schedule(kept, solved.schedule.dropped), seed)


def with_activity_leaving(solved: Solved, activity: int, *, seed: int = 0) -> float | None:
    """Value of the best plan found in which an activity is handed over; None: none was found."""
    grid = solved.grid
    own = grid.activity_of == activity
    if not grid.allowed[own].any():
        return None
    pull = _PULL * (abs(solved.value) + abs(solved.bound) + 1e4)
    lump = grid.lump + np.where(own[:, None], pull / grid.at_start[None, :], 0.0)
    others = tuple(start for start in solved.schedule.starts if not own[start[0]])
    pulled = improve(replace(grid, lump=lump), Schedule(others, solved.schedule.dropped), tries=TRIES, seed=seed)
    if not any(own[p] for p, _ in pulled.starts):
        return None
    return evaluate(grid, pulled).value


def under(problem: Problem, solved: Solved, *, closed: Iterable[int], seed: int = 0) -> float:
    """Value of the best plan found for a changed problem with the same options."""
    grid = build(problem)
    grid.allowed[list(closed)] = False
    return _searched(grid, solved.schedule, seed)


def _searched(grid: Grid, known: Schedule, seed: int) -> float:
    start = known if not violations(grid, known) else greedy_plan(grid, price(grid, passes=_PASSES))
    return evaluate(grid, improve(grid, start, tries=TRIES, seed=seed)).value
