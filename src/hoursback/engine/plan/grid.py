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
        flow: money and relief of each week that depend on nothing else, undiscounted, (P, T, S); lump: the same of
            the beginning of the start week, (P, T); gain: both, discounted, (P, T).
        allowed: whether the option can start then, (P, T).
        engage_setup, engage_bill, engage_flow, engage_lump, engage_gain, engage_allowed: the same of starting an
            engagement, by E.
        drop_hours, drop_flow: of dropping an activity, (drops, S).
        discount: of money in each week (paid at its end), (S,). worth: slope factor of each week, (S,).
    """

    problem: Problem
    net: Array
    load: Array
    setup: Array
    bill: Array
    flow: Array
    lump: Array
    allowed: Mask
    engage_setup: Array
    engage_bill: Array
    engage_flow: Array
    engage_lump: Array
    engage_allowed: Mask
    drop_hours: Array
    drop_flow: Array
    discount: Array
    worth: Array

    @cached_property
    def at_start(self) -> Array:
        """Discount of money paid at the beginning of each start week, (T,)."""
        rate = 1 + weekly_discount(self.problem.discount_per_year)
        return np.asarray(rate ** -np.arange(self.problem.horizon, dtype=float))

    @cached_property
    def gain(self) -> Array:
        """Discounted flow and lump of each start, (P, T)."""
        return np.asarray(self.flow @ self.discount + self.lump * self.at_start)

    @cached_property
    def engage_gain(self) -> Array:
        """Discounted flow and lump of each engagement, (E, T)."""
        return np.asarray(self.engage_flow @ self.discount + self.engage_lump * self.at_start)

    @cached_property
    def drop_gain(self) -> Array:
        """Discounted flow of each drop."""
        return np.asarray(self.drop_flow @ self.discount)

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


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Weeks and their factors: since a start (T, S), whether it runs then, growth of hours and of worth (S,)."""

    since: Whole
    running: Mask
    growth: Array
    worth: Array


def build(problem: Problem) -> Grid:
    """All coefficients of a problem at once."""
    starts, weeks = problem.horizon, problem.weeks
    week = np.arange(weeks)
    since = week[None, :] - np.arange(starts)[:, None]
    growth = np.asarray((1 + problem.growth) ** (week / WEEKS_PER_YEAR))
    worth = np.asarray((1 + problem.worth_growth) ** (week / WEEKS_PER_YEAR))
    discount = np.asarray((1 + weekly_discount(problem.discount_per_year)) ** -(week + 1.0))
    calendar = _Calendar(since, since >= 0, growth, worth)
    options = [_option_rows(problem, p, calendar) for p in range(len(problem.options))]
    engagements = [_engage_rows(problem, e, calendar) for e in range(len(problem.engagements))]
    full, bucketed, flat = (starts, weeks), (starts, problem.buckets), (starts,)
    net, load, setup, bill, flow, lump, allowed = _stacked(options, (full, full, full, bucketed, full, flat, flat))
    e_setup, e_bill, e_flow, e_lump, e_allowed = _stacked(engagements, (full, bucketed, full, flat, flat))
    drops = problem.drops
    drop_hours = np.array([d.hours * growth for d in drops]).reshape(len(drops), weeks)
    drop_flow = np.array([d.relief * d.hours * growth - d.loss_per_week for d in drops]).reshape(len(drops), weeks)
    return Grid(
        problem, net, load, setup, bill, flow, lump, allowed.astype(bool),
        e_setup, e_bill, e_flow, e_lump, e_allowed.astype(bool), drop_hours, drop_flow, discount, worth,
    )  # fmt: skip


def _stacked(rows: list[Rows], shapes: tuple[tuple[int, ...], ...]) -> list[Array]:
    """Each of the rows' parts over all rows, of the right shape also where there is no row."""
    return [
        np.array([row[k] for row in rows], dtype=float).reshape(len(rows), *shape) for k, shape in enumerate(shapes)
    ]


def _option_rows(problem: Problem, p: int, calendar: _Calendar) -> Rows:
    """Net hours, load, set-up, bills, flow, lump and possible starts of one option."""
    option = problem.options[p]
    engagement = problem.engagements[option.engagement]
    since, running = calendar.since, calendar.running.astype(float)
    starts, weeks = since.shape
    shape = profile(option.terms, weeks)
    spread = np.clip(since, 0, None)
    load = shape.helper[spread] * running * calendar.growth
    owner = shape.owner[spread] * running * calendar.growth
    freed = float(option.terms.handable * option.terms.hours) * running * calendar.growth
    brief = float(option.terms.brief)
    setup, possible = _spread_before(brief, problem.setup_hours, since)
    money = np.asarray(running * (option.fixed_per_week or 0.0))
    if option.fixed_per_week is None and engagement.retainer == 0:
        money = np.asarray(engagement.price * load)
    restart = float(option.terms.departures) / WEEKS_PER_YEAR * float(restart_hours(option.terms)) * problem.best_hour
    risk = (float(option.terms.error_loss) + restart * calendar.worth) * running
    flow = option.relief * freed - risk - money
    lump = np.zeros(starts)
    if problem.setup_hours is None:
        lump = -problem.best_hour * calendar.worth[:starts] * brief
    room = load.max(axis=1) <= engagement.capacity + 1e-9
    offered = np.arange(starts) % problem.start_step == 0
    allowed = possible & room & offered
    return freed - owner - setup, load, setup, _by_bucket(money, problem.buckets), flow, lump, allowed


def _engage_rows(problem: Problem, e: int, calendar: _Calendar) -> Rows:
    """Set-up, bills, flow, lump and possible weeks of starting one engagement."""
    engagement = problem.engagements[e]
    starts = calendar.since.shape[0]
    setup, possible = _spread_before(engagement.search_hours, problem.setup_hours, calendar.since)
    money = np.asarray(engagement.cost_per_week * calendar.running.astype(float))
    lump = np.full(starts, -engagement.cash, dtype=np.float64)
    if problem.setup_hours is None:
        lump = lump - problem.best_hour * calendar.worth[:starts] * engagement.search_hours
    bill = _by_bucket(money, problem.buckets)
    bill[np.arange(starts), np.arange(starts) // WEEKS_PER_BUCKET] += engagement.cash
    latest = problem.horizon - engagement.minimum_weeks
    return setup, bill, -money, lump, possible & (np.arange(starts) <= latest)


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
