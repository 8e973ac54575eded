"""A schedule taken apart into its lines: hours, money and value of each, which add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.economics import payback_week
from hoursback.engine.plan.grid import Grid, Outcome, evaluate, worth_of_hours
from hoursback.engine.plan.problem import Schedule

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One activity that leaves the owner's hands.

    Attributes:
        option: position in the problem; None: it is dropped.
        start: week. net: owner hours won in each week, set-up taken off, (S,). helper: helper hours, (S,).
        money: currency paid in each week, (S,); cash: at the start.
        value: present value gathered in each week, (S,).
        bears: share of what its person costs beyond the work.
        setup_hours: owner hours of briefing, and of searching as far as this line has to bear it.
    """

    activity: int
    option: int | None
    start: int
    net: Array
    helper: Array
    money: Array
    cash: float
    value: Array
    setup_hours: float
    bears: float = 1.0

    @property
    def npv(self) -> float:
        """Present value, currency; the lines' sum is the plan's value."""
        return float(self.value.sum())

    @property
    def hours_freed(self) -> float:
        """Owner hours won in a practised week."""
        return float(self.net[-1])

    @property
    def cost_per_week(self) -> float:
        """Money paid in a practised week, currency."""
        return float(self.money[-1])

    @property
    def payback(self) -> int | None:
        """Number of weeks after the start until the line has paid for itself; None: not within the plan."""
        gathered = np.cumsum(self.value)[self.start :]
        return payback_week(gathered)


def take_apart(grid: Grid, schedule: Schedule) -> tuple[Line, ...]:
    """The lines of a schedule, in the order of the activities.

    What a person costs beyond the work (search, set-up, retainer, monthly price) is shared by the helper hours of
    their lines; hours whose worth falls as more are freed are counted at the week's average for all lines alike.
    """
    outcome = evaluate(grid, schedule)
    hour = _average_hour(grid, outcome.net)
    lines = [_handed_over(grid, schedule, outcome, hour, p, t) for p, t in schedule.starts]
    for d, drop in enumerate(grid.problem.drops):
        if drop.activity in schedule.dropped:
            net = grid.drop_hours[d]
            value = grid.discount * (hour * net + grid.drop_flow[d])
            nothing = np.zeros_like(net)
            lines.append(Line(drop.activity, None, 0, net, nothing, nothing, 0.0, value, 0.0))
    return tuple(sorted(lines, key=lambda line: line.activity))


def _average_hour(grid: Grid, net: Array) -> Array:
    """Average worth of a freed hour in each week, (S,)."""
    some = np.abs(net) > 1e-9
    average = np.where(some, worth_of_hours(grid.problem, net) / np.where(some, net, 1.0), grid.problem.best_hour)
    return np.asarray(average * grid.worth)


def _handed_over(grid: Grid, schedule: Schedule, outcome: Outcome, hour: Array, p: int, t: int) -> Line:
    problem = grid.problem
    option = problem.options[p]
    e = option.engagement
    engagement = problem.engagements[e]
    share = _share(grid, schedule, outcome, p, t)
    begun = int(outcome.engaged[e])
    net = grid.net[p, t] - share * grid.engage_setup[e, begun]
    flow = grid.flow[p, t] + share * grid.engage_flow[e, begun]
    running = np.arange(problem.weeks) >= t
    paid = np.zeros(problem.weeks)
    if option.fixed_per_week is not None:
        money = option.fixed_per_week * running
    elif engagement.retainer > 0:
        money = np.zeros(problem.weeks)
    else:
        money = engagement.price * grid.load[p, t]
    if engagement.retainer > 0:
        paid = share * engagement.price * outcome.paid[e]
    money = money + paid - share * grid.engage_flow[e, begun]
    value = grid.discount * (hour * net + flow - paid)
    value[t] += grid.lump[p, t] * grid.at_start[t]
    value[begun] += share * grid.engage_lump[e, begun] * grid.at_start[begun]
    setup = float(option.terms.brief) + share * engagement.search_hours
    return Line(option.activity, p, t, net, grid.load[p, t], money, share * engagement.cash, value, setup, share)


def _share(grid: Grid, schedule: Schedule, outcome: Outcome, p: int, t: int) -> float:
    """Part of a person's own cost that one of their lines bears: by helper hours, evenly where there are none."""
    e = grid.engagement_of[p]
    total = float(outcome.load[e].sum())
    if total > 0:
        return float(grid.load[p, t].sum()) / total
    return 1.0 / sum(1 for other, _ in schedule.starts if grid.engagement_of[other] == e)
