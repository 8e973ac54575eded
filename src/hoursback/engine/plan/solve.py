"""Choosing the plan: prices first, then a small programme over the starts they point at, then what is left unproven.

Source: planner, sections 4.2 and 0. The gap that remains is always part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hoursback.engine.plan.greedy import greedy_plan
from hoursback.engine.plan.grid import Array, Grid, Mask, build, evaluate, violations
from hoursback.engine.plan.milp import Answer, Demand, Effort
from hoursback.engine.plan.milp import solve as solve_programme
from hoursback.engine.plan.prices import Priced, Pricing, price
from hoursback.engine.plan.problem import Problem, Schedule

SMALL = 700
"""Up to this many starts the whole programme is solved at once."""
OPTIONS_KEPT, STARTS_KEPT = 4, 4
GAP_WANTED = 0.005
REFINED_MOST = 2500
"""More starts than this are not worth a second look."""


@dataclass(frozen=True)
class Solved:
    """A plan with its proof.

    Attributes:
        value: net present value, currency. bound: no plan is worth more.
        status: "optimal" (nothing better exists, to within a ten-thousandth) or "good" (see the gap).
        core: the starts that were looked at, shape (P, T); what-ifs are solved again on it.
    """

    grid: Grid
    schedule: Schedule
    value: float
    bound: float
    status: str
    core: Mask
    priced: Priced

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
    passes: int = 250,
) -> Solved:
    """The joint plan: which option starts when, so that the whole is worth most within all limits.

    Args:
        effort: gap to stop at, seconds at the most (a guard for hard cases), seed.
        known: plans to start from; the answer is never worth less than those of them that are possible.
        closed: options that may not be used.
    """
    effort = effort or Effort(gap=GAP_WANTED, seconds=3.0)
    grid = build(problem)
    grid.allowed[list(closed)] = False
    priced = price(grid, passes=passes)
    possible = [schedule for schedule in known if not violations(grid, schedule)]
    best = max((Schedule(), greedy_plan(grid, priced), *possible), key=lambda schedule: evaluate(grid, schedule).value)
    if int(grid.allowed.sum()) <= SMALL:
        small = Effort(1e-5, effort.seconds, effort.seed)
        answer = solve_programme(grid, grid.allowed, effort=small, warm=best)
        return _settle(grid, priced, grid.allowed, best, answer, whole=True)
    core = core_starts(grid, priced, best)
    answer = solve_programme(grid, core, effort=Effort(1e-3, effort.seconds * 0.4, effort.seed), warm=best)
    solved = _settle(grid, priced, core, best, answer, whole=False)
    if solved.gap <= effort.gap:
        return solved
    return _refine(solved, Effort(effort.gap * 0.8, effort.seconds * 0.6, effort.seed))


def _settle(grid: Grid, priced: Priced, core: Mask, best: Schedule, answer: Answer | None, *, whole: bool) -> Solved:
    """The better of a known plan and an answer, with the tightest bound that holds."""
    schedule, bound = best, priced.bound
    if answer is not None and answer.value > evaluate(grid, best).value:
        schedule = answer.schedule
    value = evaluate(grid, schedule).value
    if answer is not None and whole:
        bound = min(bound, answer.bound)
    bound = max(bound, value)
    status = "optimal" if relative_gap(value, bound) <= 2e-4 else "good"
    return Solved(grid, schedule, value, bound, status, core, priced)


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


def _refine(solved: Solved, effort: Effort) -> Solved:
    """Set aside every start that cannot be in a better plan, and solve what is left if it is little enough."""
    keep = ~hopeless_starts(solved) | solved.core
    if int((keep & solved.grid.allowed).sum()) > REFINED_MOST:
        return solved
    answer = solve_programme(solved.grid, keep, effort=effort, warm=solved.schedule)
    if answer is None:
        return solved
    # A start that was set aside is in no plan worth more than the one known, so the answer's bound holds for all.
    schedule = answer.schedule if answer.value > solved.value else solved.schedule
    value = evaluate(solved.grid, schedule).value
    bound = max(value, min(solved.bound, max(answer.bound, solved.value)))
    status = "optimal" if relative_gap(value, bound) <= 2e-4 else "good"
    return Solved(solved.grid, schedule, value, bound, status, keep, solved.priced)


def hopeless_starts(solved: Solved) -> Mask:
    """Starts whose use would push the bound below the plan in hand (variable fixing, Posta et al. 2012)."""
    return priced_loss(solved.grid, solved.priced) > solved.priced.bound - solved.value + 1e-6


def priced_loss(grid: Grid, priced: Priced) -> Array:
    """By how much the bound falls when a start is forced into the plan, currency, shape (P, T)."""
    reading = priced.reading
    pricing = Pricing(grid)
    loss = np.zeros(reading.value.shape)
    for p in range(len(reading.value)):
        e = grid.engagement_of[p]
        value, from_week = reading.value[p], reading.best_from[p]
        if pricing.free[e]:
            loss[p] = max(0.0, float(from_week[0])) - value
            continue
        without = reading.engagement[e] - np.maximum(from_week, 0.0)
        best_without = np.maximum.accumulate(without)  # engaged by the start at the latest
        loss[p] = max(0.0, float(reading.engagement[e].max())) - (best_without + value)
    return np.where(grid.allowed, loss, np.inf)


def solve_again(
    solved: Solved, *, demand: Demand | None = None, closed: Iterable[int] = (), effort: Effort | None = None
) -> Solved | None:
    """The best plan among the starts already looked at, under a what-if; None: none meets it.

    The bound is that of the plan in hand, so its gap is not stated again.
    """
    core = solved.core.copy()
    if demand is not None:
        leaving = np.flatnonzero(np.isin(solved.grid.activity_of, list(demand.leave)))
        for p in (*leaving.tolist(), *sorted(demand.take)):
            core[p] |= solved.grid.allowed[p]
    core[list(closed)] = False
    answer = solve_programme(solved.grid, core, effort=effort or Effort(gap=1e-3, seconds=2.0), demand=demand)
    if answer is None:
        return None
    value = evaluate(solved.grid, answer.schedule).value
    return Solved(solved.grid, answer.schedule, value, max(solved.bound, value), "good", core, solved.priced)
