"""The problem as arrays over (option, start week, week): every consequence of every possible start.

At owner size the dense form is small (a hundred options x 52 starts x 78 weeks) and any profile fits in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hoursback.engine.economics import profile, restart_hours
from hoursback.engine.plan.problem import WEEKS_PER_BUCKET, Problem, Schedule, setup_weeks
from hoursback.engine.units import WEEKS_PER_YEAR, weekly_discount

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Rows = tuple[Array | Mask, ...]


@dataclass(frozen=True)
class Grid:
    """Coefficients of a problem; P options, E engagements, T start weeks, S weeks, M buckets.

    Attributes:
        net: owner hours won a week, set-up taken off, shape (P, T, S). load: helper hours, (P, T, S).
        setup: owner hours of briefing, (P, T, S). bill: money by bucket, (P, T, M).
        gain: discounted money and relief that depend on nothing else, (P, T).
        allowed: whether the option can start then, (P, T).
        engage_setup, engage_bill, engage_gain, engage_allowed: the same of starting an engagement, by E.
        drop_hours: (drops, S). drop_gain: (drops,).
        discount: of money in each week (paid at its end), (S,). worth: slope factor of each week, (S,).
    """

    problem: Problem
    net: Array
    load: Array
    setup: Array
    bill: Array
    gain: Array
    allowed: Mask
    engage_setup: Array
    engage_bill: Array
    engage_gain: Array
    engage_allowed: Mask
    drop_hours: Array
    drop_gain: Array
    discount: Array
    worth: Array

    @cached_property
    def activity_of(self) -> npt.NDArray[np.int64]:
        """Activity of each option."""
        return np.array([o.activity for o in self.problem.options], dtype=np.int64)

    @cached_property
    def engagement_of(self) -> npt.NDArray[np.int64]:
        """Engagement of each option."""
        return np.array([o.engagement for o in self.problem.options], dtype=np.int64)

    @cached_property
    def price(self) -> Array:
        """Price per paid hour of each engagement."""
        return np.array([e.price for e in self.problem.engagements])

    @cached_property
    def capacity(self) -> Array:
        """Helper hours a week of each engagement."""
        return np.array([e.capacity for e in self.problem.engagements])

    @cached_property
    def retainer(self) -> Array:
        """Paid hours a week of each engagement, at least."""
        return np.array([e.retainer for e in self.problem.engagements])

    @cached_property
    def hourly(self) -> Mask:
        """Whether an option's hours are paid by the hour (and not by a fixed price)."""
        return np.array([o.fixed_per_week is None for o in self.problem.options], dtype=bool)

    @cached_property
    def budget(self) -> Array | None:
        """Money of each bucket, (M,); None: no limit."""
        if self.problem.budget_per_month is None:
            return None
        return np.array([self.problem.budget_of_bucket(b) for b in range(self.problem.buckets)])


def build(problem: Problem) -> Grid:
    """All coefficients of a problem at once."""
    starts, weeks = problem.horizon, problem.weeks
    week = np.arange(weeks)
    since = week[None, :] - np.arange(starts)[:, None]  # (T, S): weeks since a start
    running = since >= 0
    growth = (1 + problem.growth) ** (week / WEEKS_PER_YEAR)
    worth = (1 + problem.worth_growth) ** (week / WEEKS_PER_YEAR)
    rate = 1 + weekly_discount(problem.discount_per_year)
    discount = rate ** -(week + 1.0)
    at_start = rate ** -np.arange(starts, dtype=float)
    rows = [
        _option_rows(problem, p, since, running, growth, worth, discount, at_start) for p in range(len(problem.options))
    ]
    engage = [
        _engage_rows(problem, e, since, running, worth, discount, at_start) for e in range(len(problem.engagements))
    ]
    drops = problem.drops
    drop_hours = np.array([d.hours * growth for d in drops]).reshape(len(drops), weeks)
    drop_gain = np.array([(d.relief * d.hours * growth - d.loss_per_week) @ discount for d in drops])
    shapes = ((starts, weeks), (starts, weeks), (starts, weeks), (starts, problem.buckets), (starts,), (starts,))
    net, load, setup, bill, gain, allowed = (_stack(rows, k, shape) for k, shape in enumerate(shapes))
    e_shapes = ((starts, weeks), (starts, problem.buckets), (starts,), (starts,))
    e_setup, e_bill, e_gain, e_allowed = (_stack(engage, k, shape) for k, shape in enumerate(e_shapes))
    return Grid(
        problem, net, load, setup, bill, gain, allowed.astype(bool),
        e_setup, e_bill, e_gain, e_allowed.astype(bool), drop_hours, drop_gain, discount, worth,
    )  # fmt: skip


def _stack(rows: list[Rows], position: int, shape: tuple[int, ...]) -> Array:
    if not rows:
        return np.zeros((0, *shape))
    return np.stack([row[position] for row in rows])


def _option_rows(
    problem: Problem,
    p: int,
    since: Array,
    running: Array,
    growth: Array,
    worth: Array,
    discount: Array,
    at_start: Array,
) -> Rows:
    option = problem.options[p]
    engagement = problem.engagements[option.engagement]
    starts, weeks = since.shape
    shape = profile(option.terms, weeks)
    spread = np.where(running, np.clip(since, 0, None), 0).astype(int)
    load = shape.helper[spread] * running * growth
    owner = shape.owner[spread] * running * growth
    freed = float(option.terms.handable * option.terms.hours) * running * growth
    brief = float(option.terms.brief)
    setup, possible = _spread_before(brief, problem.setup_hours, since)
    money = np.zeros((starts, weeks)) if option.fixed_per_week is None else option.fixed_per_week * running
    if option.fixed_per_week is None and engagement.retainer == 0:
        money = money + engagement.price * load
    restart = float(option.terms.departures) / WEEKS_PER_YEAR * float(restart_hours(option.terms)) * problem.best_hour
    risk = (float(option.terms.error_loss) + restart * worth) * running
    gain = (option.relief * freed - risk - money) @ discount
    if problem.setup_hours is None:
        gain = gain - problem.best_hour * worth[:starts] * brief * at_start
    room = load.max(axis=1) <= engagement.capacity + 1e-9
    grid_weeks = np.arange(starts) % problem.start_step == 0
    return freed - owner - setup, load, setup, _by_bucket(money, problem.buckets), gain, possible & room & grid_weeks


def _engage_rows(
    problem: Problem, e: int, since: Whole, running: Mask, worth: Array, discount: Array, at_start: Array
) -> Rows:
    engagement = problem.engagements[e]
    starts = since.shape[0]
    setup, possible = _spread_before(engagement.search_hours, problem.setup_hours, since)
    money = engagement.cost_per_week * running
    gain = -(money @ discount) - engagement.cash * at_start
    if problem.setup_hours is None:
        gain = gain - problem.best_hour * worth[:starts] * engagement.search_hours * at_start
    bill = _by_bucket(money, problem.buckets)
    bill[np.arange(starts), np.arange(starts) // WEEKS_PER_BUCKET] += engagement.cash
    latest = problem.horizon - engagement.minimum_weeks
    return setup, bill, gain, possible & (np.arange(starts) <= latest)


def _spread_before(hours: float, limit: float | None, since: Whole) -> tuple[Array, Mask]:
    """Set-up hours spread evenly over the weeks before each start, and which starts leave time for them."""
    starts = since.shape[0]
    weeks = setup_weeks(hours, limit)
    if weeks is None:
        return np.zeros(since.shape), np.zeros(starts, dtype=bool)
    if weeks == 0:
        return np.zeros(since.shape), np.ones(starts, dtype=bool)
    return np.where((since < 0) & (since >= -weeks), hours / weeks, 0.0), np.arange(starts) >= weeks


def _by_bucket(money: Array, buckets: int) -> Array:
    padded = np.zeros((money.shape[0], buckets * WEEKS_PER_BUCKET))
    padded[:, : money.shape[1]] = money
    return padded.reshape(money.shape[0], buckets, WEEKS_PER_BUCKET).sum(axis=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a schedule brings, week by week.

    Attributes:
        value: net present value, currency. net: owner hours won, (S,). setup: set-up hours, (S,).
        load: helper hours, (E, S). paid: paid hours, (E, S). money: currency paid by bucket, (M,).
        engaged: start week of each engagement, -1 where it is not used.
    """

    value: float
    net: Array
    setup: Array
    load: Array
    paid: Array
    money: Array
    engaged: npt.NDArray[np.int64]


def worth_of_hours(problem: Problem, hours: Array) -> Array:
    """Worth of freed owner hours a week by the concave slopes, currency."""
    total = np.zeros_like(hours)
    left = hours.copy()
    for slope, width in problem.slopes:
        piece = np.minimum(left, width)
        total += slope * piece
        left = np.maximum(left - width, 0.0)
    return total


def evaluate(grid: Grid, schedule: Schedule) -> Outcome:
    """Value a schedule; limits are not checked here."""
    problem = grid.problem
    weeks = problem.weeks
    net, setup = np.zeros(weeks), np.zeros(weeks)
    load = np.zeros((len(problem.engagements), weeks))
    by_hour = np.zeros_like(load)
    money = np.zeros(problem.buckets)
    engaged = np.full(len(problem.engagements), -1, dtype=np.int64)
    gain = 0.0
    for p, t in schedule.starts:
        e = grid.engagement_of[p]
        net += grid.net[p, t]
        setup += grid.setup[p, t]
        load[e] += grid.load[p, t]
        by_hour[e] += grid.load[p, t] * grid.hourly[p]
        money += grid.bill[p, t]
        gain += grid.gain[p, t]
        engaged[e] = t if engaged[e] < 0 else min(engaged[e], t)
    for e, t in schedule.engaged:
        engaged[e] = min(engaged[e], t)
    for e in np.flatnonzero(engaged >= 0):
        t = engaged[e]
        net -= grid.engage_setup[e, t]
        setup += grid.engage_setup[e, t]
        money += grid.engage_bill[e, t]
        gain += grid.engage_gain[e, t]
    paid, paid_money = _retainers(grid, by_hour, engaged)
    for d, drop in enumerate(problem.drops):
        if drop.activity in schedule.dropped:
            net += grid.drop_hours[d]
            gain += grid.drop_gain[d]
    gain -= float((paid_money @ grid.discount).sum())
    money += _by_bucket(paid_money, problem.buckets).sum(axis=0)
    value = float(worth_of_hours(problem, net) * grid.worth @ grid.discount) + gain
    return Outcome(value, net, setup, load, paid, money, engaged)


def _retainers(grid: Grid, by_hour: Array, engaged: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """Paid hours of every engagement, and the money of those with a retainer (the others' is in the bills)."""
    week = np.arange(grid.problem.weeks)
    running = (engaged[:, None] >= 0) & (week[None, :] >= engaged[:, None])
    paid = np.maximum(by_hour, grid.retainer[:, None] * running)
    return paid, np.where(grid.retainer[:, None] > 0, paid * grid.price[:, None], 0.0)


def violations(grid: Grid, schedule: Schedule, *, tolerance: float = 1e-6) -> list[str]:
    """Names of the limits that a schedule breaks; empty: it can be done."""
    problem = grid.problem
    outcome = evaluate(grid, schedule)
    broken = []
    if any(not grid.allowed[p, t] for p, t in schedule.starts):
        broken.append("start")
    used = [grid.activity_of[p] for p, _ in schedule.starts] + list(schedule.dropped)
    if len(used) != len(set(used)):
        broken.append("activity")
    if any(not grid.engage_allowed[e, t] for e, t in enumerate(outcome.engaged) if t >= 0):
        broken.append("engagement")
    if (outcome.load > grid.capacity[:, None] + tolerance).any():
        broken.append("hours")
    if problem.setup_hours is not None and (outcome.setup > problem.setup_hours + tolerance).any():
        broken.append("setup")
    if grid.budget is not None and (outcome.money > grid.budget + tolerance).any():
        broken.append("budget")
    return broken
