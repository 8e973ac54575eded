"""A second opinion on a plan: the same sums done slowly, week by week, without anything the planner is made of.

Nothing here comes from `economics`, `grid`, `prices`, `milp` or `solve`; the formulas are written out again from the
methods (section 4) and the planner (section 3), so that a mistake would have to be made twice to stay unseen.
Weeks count from 0; money of a week is paid at its end, cash and unlimited set-up at the beginning of theirs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from hoursback.engine.plan.problem import Drop, Engagement, Option, Problem, Schedule

if TYPE_CHECKING:
    from hoursback.engine.economics import Terms

TOLERANCE = 1e-6
"""Hours or currency by which a limit may be overstepped before it counts as broken."""


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-off or drop within a simulated plan.

    What engaging a person costs (search, cash, weekly cost, hours of a retainer that nobody uses) is borne by the
    first line that this person takes over; a week's hours are worth what an hour of that week is worth on average.
    The values of all lines add up to that of the plan.

    Attributes:
        option: position in the problem; None: a drop. start: its week; 0 for a drop.
        won: owner hours won in each week, set-up taken off. helper: helper hours in each week.
        cumulative: present value gathered by the end of each week, currency.
        payback: weeks from the start until that is not negative; None: not within the weeks that count.
    """

    activity: int
    option: int | None
    start: int
    won: tuple[float, ...]
    helper: tuple[float, ...]
    cumulative: tuple[float, ...]
    payback: int | None

    @property
    def value(self) -> float:
        """Present value over all weeks, currency."""
        return self.cumulative[-1] if self.cumulative else 0.0


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a schedule brings when it is lived through week by week.

    Attributes:
        value: net present value, currency.
        won: owner hours won a week, limited set-up taken off. setup: owner hours of limited set-up a week.
        worth: worth of the hours won in each week, currency, before discounting.
        helper, paid: helper hours worked and paid by the hour in each week, by engagement.
        money: currency paid in each week; money_by_bucket: in each four weeks.
        engaged: first week of each engagement; None: not used.
        broken: names of the limits that are broken, in the order start, activity, engagement, hours, setup, budget.
    """

    value: float
    won: tuple[float, ...]
    setup: tuple[float, ...]
    worth: tuple[float, ...]
    helper: tuple[tuple[float, ...], ...]
    paid: tuple[tuple[float, ...], ...]
    money: tuple[float, ...]
    money_by_bucket: tuple[float, ...]
    engaged: tuple[int | None, ...]
    lines: tuple[Line, ...]
    broken: tuple[str, ...]


@dataclass(slots=True)
class _Part:
    """One source of hours and money, by week.

    `extra` is relief less risk, valued at the end of a week; `cash` and `effort` (set-up hours without a limit, as
    money) fall at the beginning of theirs.
    """

    weeks: int
    won: list[float] = field(init=False)
    setup: list[float] = field(init=False)
    helper: list[float] = field(init=False)
    wages: list[float] = field(init=False)
    extra: list[float] = field(init=False)
    cash: list[float] = field(init=False)
    effort: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.won, self.setup, self.helper = [0.0] * self.weeks, [0.0] * self.weeks, [0.0] * self.weeks
        self.wages, self.extra = [0.0] * self.weeks, [0.0] * self.weeks
        self.cash, self.effort = [0.0] * self.weeks, [0.0] * self.weeks

    def money(self, week: int) -> float:
        return self.wages[week] + self.cash[week]

    def hours(self, week: int) -> float:
        return self.won[week] - self.setup[week]


def simulate(problem: Problem, schedule: Schedule) -> Simulation:
    """Live through a schedule and say what it brings and which limits it breaks.

    Source: methods, section 4; planner, section 3 ("One economics", "Set-up precedes the start", "Budget").
    """
    starts = [(p, t, _handoff(problem, problem.options[p], t)) for p, t in schedule.starts]
    engaged = _first_weeks(problem, schedule)
    people = [_engaging(problem, e, week, _by_the_hour(problem, starts, e)) for e, week in enumerate(engaged)]
    drops = [(drop, _dropping(problem, drop)) for drop in problem.drops if drop.activity in schedule.dropped]
    parts = [part for _, _, part in starts] + [part for part in people if part] + [part for _, part in drops]
    weeks = range(problem.weeks)
    won = tuple(math.fsum(part.hours(s) for part in parts) for s in weeks)
    setup = tuple(math.fsum(part.setup[s] for part in parts) for s in weeks)
    money = tuple(math.fsum(part.money(s) for part in parts) for s in weeks)
    helper = tuple(_hours_given(problem, starts, e) for e in range(len(engaged)))
    averages = [_average_worth(problem, hours) for hours in won]
    flows = [_present_values(problem, part, averages) for part in parts]
    buckets = tuple(math.fsum(money[s] for s in weeks if s // 4 == b) for b in range(math.ceil(problem.weeks / 4)))
    return Simulation(
        value=math.fsum(math.fsum(flow) for flow in flows),
        won=won,
        setup=setup,
        worth=tuple(_growth(problem.worth_growth, s) * averages[s] * won[s] for s in weeks),
        helper=helper,
        paid=tuple(_hours_paid(problem, starts, e, week) for e, week in enumerate(engaged)),
        money=money,
        money_by_bucket=buckets,
        engaged=tuple(engaged),
        lines=_lines(problem, starts, people, drops, averages),
        broken=_broken(problem, schedule, engaged, helper, setup, buckets),
    )


@lru_cache(maxsize=4096)
def _growth(yearly: float, week: int) -> float:
    return math.exp(week / 52 * math.log(1 + yearly))


@lru_cache(maxsize=4096)
def _discount(yearly: float, weeks: int) -> float:
    """Present value of one unit of currency after a number of weeks, (1 + d)^-weeks with (1 + d)^52 = 1 + r."""
    return math.exp(-weeks / 52 * math.log(1 + yearly))


def _setup_span(problem: Problem, hours: float) -> int | None:
    """Weeks m over which set-up is spread; 0: none, or all of it at the start; None: it cannot be done."""
    if hours <= 0 or problem.setup_hours is None:
        return 0
    if problem.setup_hours <= 0:
        return None
    needed = 1
    while needed * 0.5 * problem.setup_hours < hours - 1e-9:
        needed += 1
    return max(3, needed)


def _set_up(problem: Problem, part: _Part, hours: float, start: int) -> None:
    """Write down the owner's hours before a start, or what they cost at it where there is no limit."""
    if problem.setup_hours is None:
        part.effort[start] += hours * problem.slopes[0][0] * _growth(problem.worth_growth, start)
        return
    span = _setup_span(problem, hours) or 0
    for s in range(max(start - span, 0), start):
        part.setup[s] += hours / span


def _week_of_work(terms: Terms, t: int) -> tuple[float, float, float]:
    """Owner hours freed, helper hours, and owner hours still spent in week t after a start, t = 1, 2, ..."""
    freed = float(terms.handable) * float(terms.hours)
    a_week = freed / float(terms.unit_hours)
    unit = max(1.0, (t - 1) * a_week + a_week / 2 + 0.5)
    learnt = float(terms.first_efficiency) * unit ** math.log2(float(terms.learning_rate))
    helper = freed * max(float(terms.practised_efficiency), learnt)
    for_good = float(terms.supervision_last)
    watch = for_good + (float(terms.supervision_first) - for_good) * 0.5 ** ((t - 1) / float(terms.half_life))
    return freed, helper, watch * helper + float(terms.rework) * freed * float(terms.rework_hours)


def _handoff(problem: Problem, option: Option, start: int) -> _Part:
    """Everything that follows from one option's start, without what engaging its person costs."""
    part, terms, person = _Part(problem.weeks), option.terms, problem.engagements[option.engagement]
    restart = float(terms.departures) / 52 * (float(terms.search) + 0.5 * float(terms.brief)) * problem.slopes[0][0]
    for s in range(start, problem.weeks):
        freed, helper, owner = (hours * _growth(problem.growth, s) for hours in _week_of_work(terms, s - start + 1))
        part.won[s] = freed - owner
        part.helper[s] = helper
        part.wages[s] = person.price * helper if option.fixed_per_week is None else option.fixed_per_week
        part.extra[s] = option.relief * freed - float(terms.error_loss) - restart * _growth(problem.worth_growth, s)
    _set_up(problem, part, float(terms.brief), start)
    return part


def _dropping(problem: Problem, drop: Drop) -> _Part:
    part = _Part(problem.weeks)
    for s in range(problem.weeks):
        part.won[s] = drop.hours * _growth(problem.growth, s)
        part.extra[s] = drop.relief * part.won[s] - drop.loss_per_week
    return part


_Start = tuple[int, int, _Part]


def _first_weeks(problem: Problem, schedule: Schedule) -> list[int | None]:
    """When each engagement begins: with its first start, or earlier if the schedule says so."""
    first: list[int | None] = [None] * len(problem.engagements)
    for p, t in schedule.starts:
        e = problem.options[p].engagement
        known = first[e]
        first[e] = t if known is None else min(known, t)
    for e, t in schedule.engaged:
        known = first[e]
        first[e] = None if known is None else min(known, t)
    return first


def _hours_given(problem: Problem, starts: list[_Start], e: int) -> tuple[float, ...]:
    mine = [part for p, _, part in starts if problem.options[p].engagement == e]
    return tuple(math.fsum(part.helper[s] for part in mine) for s in range(problem.weeks))


def _by_the_hour(problem: Problem, starts: list[_Start], e: int) -> tuple[float, ...]:
    return _hours_given(problem, [s for s in starts if problem.options[s[0]].fixed_per_week is None], e)


def _idle(person: Engagement, first: int, by_hour: tuple[float, ...], week: int) -> float:
    """Hours of a retainer that are paid without being used."""
    return max(0.0, person.retainer - by_hour[week]) if week >= first else 0.0


def _hours_paid(problem: Problem, starts: list[_Start], e: int, first: int | None) -> tuple[float, ...]:
    by_hour = _by_the_hour(problem, starts, e)
    if first is None:
        return by_hour
    return tuple(by_hour[s] + _idle(problem.engagements[e], first, by_hour, s) for s in range(problem.weeks))


def _engaging(problem: Problem, e: int, first: int | None, by_hour: tuple[float, ...]) -> _Part | None:
    """What it takes to bring a person in and keep them: search, cash, weekly cost and unused retainer hours."""
    if first is None:
        return None
    part, person = _Part(problem.weeks), problem.engagements[e]
    part.cash[first] = person.cash
    for s in range(first, problem.weeks):
        part.wages[s] = person.cost_per_week + person.price * _idle(person, first, by_hour, s)
    _set_up(problem, part, person.search_hours, first)
    return part


def _average_worth(problem: Problem, hours: float) -> float:
    """Worth of one of a week's hours on average, by the slopes; the first also holds for hours below nought."""
    if hours <= 0:
        return problem.slopes[0][0]
    total, left = 0.0, hours
    for slope, width in problem.slopes:
        total += slope * min(left, width)
        left -= min(left, width)
    return total / hours


def _present_values(problem: Problem, part: _Part, averages: list[float]) -> list[float]:
    flow, yearly = [], problem.discount_per_year
    for s in range(problem.weeks):
        hours = part.hours(s) * averages[s] * _growth(problem.worth_growth, s)
        at_end = hours + part.extra[s] - part.wages[s]
        at_start = part.cash[s] + part.effort[s]
        flow.append(at_end * _discount(yearly, s + 1) - at_start * _discount(yearly, s))
    return flow


def _lines(
    problem: Problem,
    starts: list[_Start],
    people: list[_Part | None],
    drops: list[tuple[Drop, _Part]],
    averages: list[float],
) -> tuple[Line, ...]:
    bearers = {}
    for p, t, _ in sorted(starts, key=lambda start: (start[1], start[0]), reverse=True):
        bearers[problem.options[p].engagement] = (p, t)
    lines = []
    for p, t, part in starts:
        option = problem.options[p]
        shared = people[option.engagement] if bearers[option.engagement] == (p, t) else None
        parts = [part] if shared is None else [part, shared]
        lines.append(_line(problem, option.activity, p, t, parts, averages))
    lines += [_line(problem, drop.activity, None, 0, [part], averages) for drop, part in drops]
    return tuple(lines)


def _line(
    problem: Problem, activity: int, option: int | None, start: int, parts: list[_Part], averages: list[float]
) -> Line:
    cumulative, gathered = [], 0.0
    flows = [_present_values(problem, part, averages) for part in parts]
    for s in range(problem.weeks):
        gathered += math.fsum(flow[s] for flow in flows)
        cumulative.append(gathered)
    payback = next((s - start + 1 for s in range(start, problem.weeks) if cumulative[s] >= 0), None)
    won = tuple(math.fsum(part.hours(s) for part in parts) for s in range(problem.weeks))
    return Line(activity, option, start, won, tuple(parts[0].helper), tuple(cumulative), payback)


def _broken(
    problem: Problem,
    schedule: Schedule,
    engaged: list[int | None],
    helper: tuple[tuple[float, ...], ...],
    setup: tuple[float, ...],
    buckets: tuple[float, ...],
) -> tuple[str, ...]:
    handled = [problem.options[p].activity for p, _ in schedule.starts] + list(schedule.dropped)
    people = problem.engagements
    found = {
        "start": not all(_can_start(problem, problem.options[p].terms, t) for p, t in schedule.starts),
        "activity": len(handled) > len(set(handled)),
        "engagement": not all(t is None or _can_engage(problem, people[e], t) for e, t in enumerate(engaged)),
        "hours": any(hours > people[e].capacity + TOLERANCE for e, given in enumerate(helper) for hours in given),
        "setup": problem.setup_hours is not None and any(h > problem.setup_hours + TOLERANCE for h in setup),
        "budget": any(paid > _money_of(problem, b) + TOLERANCE for b, paid in enumerate(buckets)),
    }
    return tuple(name for name, is_broken in found.items() if is_broken)


def _has_time(problem: Problem, hours: float, start: int) -> bool:
    span = _setup_span(problem, hours)
    return span is not None and span <= start < problem.horizon


def _can_start(problem: Problem, terms: Terms, start: int) -> bool:
    return _has_time(problem, float(terms.brief), start) and start % problem.start_step == 0


def _can_engage(problem: Problem, person: Engagement, start: int) -> bool:
    """Whether there is time for the search before, and for the shortest engagement until the end of the horizon."""
    return _has_time(problem, person.search_hours, start) and start + person.minimum_weeks <= problem.horizon


def _money_of(problem: Problem, bucket: int) -> float:
    """A monthly budget as money for one four-week bucket, 12/13 of it; for n weeks n/4 of that."""
    if problem.budget_per_month is None:
        return math.inf
    return problem.budget_per_month * 12 / 52 * min(4, problem.weeks - 4 * bucket)
