"""Choosing the plan: prices, a closer bound, a search from the plan the prices suggest, a solver for what is left.

Each step is taken only as long as the gap is wider than wanted. A small problem goes to the solver as a whole.
Source: planner, sections 4.2 and 0. The gap that remains is always part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from hoursback.engine.plan.greedy import greedy_plan
from hoursback.engine.plan.grid import Grid, Mask, build, evaluate, violations
from hoursback.engine.plan.improve import improve
from hoursback.engine.plan.milp import Answer, Effort
from hoursback.engine.plan.milp import solve as solve_programme
from hoursback.engine.plan.prices import Priced, Pricing, price
from hoursback.engine.plan.problem import Problem, Schedule
from hoursback.engine.plan.tighten import Tighter

SMALL = 700
"""Up to this many starts the whole programme is solved at once."""
OPTIONS_KEPT, STARTS_KEPT = 4, 4
GAP_WANTED = 0.005
REFINED_MOST = 350
"""More starts than this are too many for the solver to prove anything in time."""
TRIES = 250
"""Tries of the search that improves a plan; a few milliseconds each."""
CLOSER_PASSES = 200
PASSES = 250
"""Rounds in which the prices of the limits are found."""
SKETCH_PASSES, SKETCH_TRIES = 80, 80


@dataclass(frozen=True)
class Solved:
    """A plan with its proof.

    Attributes:
        value: net present value, currency. bound: no plan is worth more.
        status: "optimal" (nothing better exists, to within a ten-thousandth) or "good" (see the gap).
        core: the starts that were looked at, shape (P, T).
        priced: prices of the limits and the bound they give; closer: the same with what comes whole (`tighten`).
    """

    grid: Grid
    schedule: Schedule
    value: float
    bound: float
    status: str
    core: Mask
    priced: Priced
    closer: Priced | None = None

    @property
    def gap(self) -> float:
        """Share of the bound that may still be missing."""
        return relative_gap(self.value, self.bound)


def relative_gap(value: float, bound: float) -> float:
    """How far a plan may be from the best one, as a share of the larger of the two.

    >>> relative_gap(95.0, 100.0), relative_gap(0.0, 0.0)
    (0.05, 0.0)
    """
    size = max(abs(bound), abs(value))
    return 0.0 if size < 0.005 else max(0.0, (bound - value) / size)


def solve(
    problem: Problem,
    *,
    effort: Effort | None = None,
    known: Iterable[Schedule] = (),
    closed: Iterable[int] = (),
    passes: int = PASSES,
    is_sketch: bool = False,
) -> Solved:
    """The joint plan: which option starts when, so that the whole is worth most within all limits.

    Args:
        effort: gap to stop at, seconds at the most (a guard for hard cases), seed; None: a small problem is solved to
            its end.
        known: plans to start from; the answer is never worth less than those of them that are possible.
        closed: options that may not be used.
        is_sketch: a plan at once, by a short search from the one the prices suggest; its gap is wider.
    """
    wanted = effort or Effort(gap=GAP_WANTED, seconds=3.0)
    grid = build(problem)
    grid.allowed[list(closed)] = False
    priced = price(grid, passes=min(passes, SKETCH_PASSES) if is_sketch else passes)
    possible = [schedule for schedule in known if not violations(grid, schedule)]
    best = max((Schedule(), greedy_plan(grid, priced), *possible), key=lambda schedule: evaluate(grid, schedule).value)
    is_small = int(grid.allowed.sum()) <= SMALL
    core = grid.allowed if is_small else core_starts(grid, priced, best)
    solved = _solved(Solved(grid, best, 0.0, priced.bound, "", core, priced))
    if is_sketch:
        return _searched(solved, wanted, tries=SKETCH_TRIES)
    if is_small and effort is None:
        return _whole(solved, replace(wanted, gap=1e-5))
    for step in (_with_closer_bound, _searched, *((_whole,) if is_small else (_on_core, _on_what_is_left))):
        if solved.gap > wanted.gap:
            solved = step(solved, wanted)
    return solved


def _whole(solved: Solved, effort: Effort) -> Solved:
    """The best plan over all starts, by the solver."""
    answer = solve_programme(solved.grid, solved.core, effort=effort, warm=solved.schedule)
    if answer is None:
        return solved
    return _solved(replace(_better(solved, answer), bound=min(solved.bound, answer.bound)))


def _solved(solved: Solved) -> Solved:
    """With its value and status worked out."""
    value = evaluate(solved.grid, solved.schedule).value
    bound = max(solved.bound, value)
    status = "optimal" if relative_gap(value, bound) <= 2e-4 else "good"
    return replace(solved, value=value, bound=bound, status=status)


def _with_closer_bound(solved: Solved, effort: Effort) -> Solved:
    pricing = Tighter(solved.grid)
    warm = pricing.first_from(solved.priced.prices)
    closer = price(solved.grid, passes=CLOSER_PASSES, warm=warm, pricing=pricing)
    return _solved(replace(solved, bound=min(solved.bound, closer.bound), closer=closer))


def _searched(solved: Solved, effort: Effort, tries: int = TRIES) -> Solved:
    """A better plan by searching from the one in hand, until it is good enough for the bound."""
    enough = solved.bound * (1 - effort.gap)
    schedule = improve(solved.grid, solved.schedule, tries=tries, seed=effort.seed, enough=enough)
    return _solved(replace(solved, schedule=schedule, core=core_starts(solved.grid, solved.priced, schedule)))


def _on_core(solved: Solved, effort: Effort) -> Solved:
    """The best plan over the likely starts, by the solver."""
    core = solved.core & ~hopeless_starts(solved)
    for start in solved.schedule.starts:
        core[start] = True
    small = Effort(1e-3, effort.seconds * 0.4, effort.seed)
    answer = solve_programme(solved.grid, core, effort=small, warm=solved.schedule)
    return solved if answer is None else _better(solved, answer)


def _better(solved: Solved, answer: Answer) -> Solved:
    if answer.value <= solved.value or violations(solved.grid, answer.schedule):
        return solved
    core = solved.core.copy()
    for start in answer.schedule.starts:
        core[start] = True
    return _solved(replace(solved, schedule=answer.schedule, core=core))


def core_starts(grid: Grid, priced: Priced, known: Schedule) -> Mask:
    """The starts worth a closer look: those the priced plan used, the weeks after them, and the best by value."""
    value = np.where(grid.allowed, priced.reading.value, -np.inf)
    rank = priced.use + 1e-9 * np.where(np.isfinite(value), value - value.min(initial=0.0, where=np.isfinite(value)), 0)
    core = np.zeros(grid.allowed.shape, dtype=bool)
    for activity in range(grid.problem.activities):
        own = np.flatnonzero(grid.activity_of == activity)
        used, by_value = priced.use[own].sum(axis=1), value[own].max(axis=1, initial=-np.inf)
        likely = own[np.lexsort((-by_value, -used))][:OPTIONS_KEPT]
        for p in likely:
            weeks = np.argsort(-rank[p], kind="stable")[:STARTS_KEPT]
            weeks = weeks[(priced.use[p, weeks] > 0)]
            core[p, weeks] = True
            core[p, np.minimum(weeks + grid.problem.start_step, grid.problem.horizon - 1)] = True
            if np.isfinite(value[p]).any():
                core[p, value[p].argmax()] = True
                core[p, np.flatnonzero(grid.allowed[p])[0]] = True
    for p, t in known.starts:
        core[p, t] = True
    return core & grid.allowed


def _on_what_is_left(solved: Solved, effort: Effort) -> Solved:
    """Set aside every start that cannot be in a better plan, and solve what is left if it is little enough."""
    keep = solved.grid.allowed & ~hopeless_starts(solved)
    for start in solved.schedule.starts:
        keep[start] = True
    if int(keep.sum()) > REFINED_MOST:
        return solved
    rest = Effort(effort.gap * 0.8, effort.seconds * 0.6, effort.seed)
    answer = solve_programme(solved.grid, keep, effort=rest, warm=solved.schedule)
    if answer is None:
        return solved
    # A start that was set aside is in no plan worth more than the one known, so the answer's bound holds for all.
    bound = min(solved.bound, max(answer.bound, solved.value))
    return _solved(replace(_better(solved, answer), bound=bound))


def hopeless_starts(solved: Solved) -> Mask:
    """Starts whose use would push the bound below the plan in hand (variable fixing, Posta et al. 2012)."""
    missing = solved.priced.bound - solved.value
    hopeless = Pricing(solved.grid).losses(solved.priced.reading) > missing + 1e-6
    if solved.closer is not None:
        closer = Tighter(solved.grid).losses(solved.closer.reading)
        hopeless |= closer > solved.closer.bound - solved.value + 1e-6
    return hopeless
