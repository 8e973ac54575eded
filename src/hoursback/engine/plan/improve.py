"""A better plan from one in hand: take a few lines out, put the best back in, keep what gains (large neighbourhoods).

Putting one activity back asks what every one of its options and start weeks would add to the plan as it stands, with
all limits, in one sweep over the grid. That is quick enough for hundreds of tries a second, and unlike a solver's it
does not slow down much with the number of start weeks. Source: Shaw 1998 (large neighbourhood search).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from hoursback.engine.plan.grid import Array, Grid, Whole, evaluate, violations, worth_of_hours
from hoursback.engine.plan.problem import WEEKS_PER_BUCKET, Schedule

MOST_TAKEN_OUT = 5
"""Most activities that are taken out at once."""
PATIENCE = 0.01
"""Share of the value that a plan may fall behind at first, so that the search leaves the nearest hill."""
OTHERS_TRIED = 3
"""Activities kept so far that are tried besides those taken out."""
WEEKS_TRIED = 4
"""Start weeks tried of each option: the first ones with set-up hours to spare; later ones are seldom better."""
SLACK = 1e-7
"""How far a limit may be overstepped here; less than what counts as broken."""
DROPPED = (-1, 0)

Destinations = Mapping[int, tuple[int, int]]
"""(option, start) of each activity that is handed over, DROPPED where it is dropped."""


def improve(grid: Grid, plan: Schedule, *, tries: int, seed: int = 0, enough: float = math.inf) -> Schedule:
    """The best plan found in a number of tries, never worth less than the one given.

    Args:
        plan: it keeps to all limits. seed: of what is taken out. enough: a value at which the search stops.
    """
    search, rng = _Search(grid), Random(seed)
    current = top = search.state(_destinations(grid, plan))
    for k in range(tries):
        if top.value >= enough:
            break
        found = search.rebuilt(current, search.taken_out(current, rng), rng)
        patience = PATIENCE * (1 - k / tries) ** 2 * abs(top.value)
        if found.value > current.value - patience * rng.random():
            current = found
        if current.value > top.value + 1e-9:
            top = current
    schedule = search.schedule(top)
    if violations(grid, schedule) or evaluate(grid, schedule).value <= evaluate(grid, plan).value:
        return plan
    return schedule


def _destinations(grid: Grid, plan: Schedule) -> dict[int, tuple[int, int]]:
    found = {int(grid.activity_of[p]): (int(p), int(t)) for p, t in plan.starts}
    return found | dict.fromkeys(plan.dropped, DROPPED)


@dataclass(frozen=True, slots=True)
class _State:
    """A plan with what the next line must fit beside.

    Attributes:
        net: owner hours won, (S,). setup: set-up hours, (T,). load, by_hour: helper hours, all and those paid by the
            hour, (E, S). retained: money a week for people with a retainer, (E, S). spent: all money, (M,).
        engaged: week of each engagement, -1: not used, (E,). worth: discounted worth of the hours won.
    """

    where: Destinations
    net: Array
    setup: Array
    load: Array
    by_hour: Array
    retained: Array
    spent: Array
    engaged: Whole
    worth: float
    value: float


@dataclass(frozen=True, slots=True)
class _Candidates:
    """All starts an activity has, N of them, with what each brings by itself; shapes as in the grid, (N, ...).

    `group` is the row at which the option of each row begins.
    """

    option: Whole
    week: Whole
    person: Whole
    group: Whole
    net: Array
    setup: Array
    load: Array
    bill: Array
    gain: Array


@dataclass(frozen=True, slots=True)
class _Joined:
    """A plan with each of some candidates in it; shapes as in the state, (rows, ...).

    Attributes:
        rows: of the candidates. begins: when the person is engaged. paid: more money a week for a retainer.
        total: worth of the hours, less what the candidate costs more; -inf where a limit is broken.
    """

    rows: Whole
    begins: Whole
    setup: Array
    net: Array
    spent: Array
    paid: Array
    total: Array


class _Search:
    def __init__(self, grid: Grid) -> None:
        self.grid, self.problem = grid, grid.problem
        self.factor = grid.worth * grid.discount
        self.candidates = [self._candidates(j) for j in range(self.problem.activities)]
        self.drop_of = {drop.activity: d for d, drop in enumerate(self.problem.drops)}
        self.open = [j for j, own in enumerate(self.candidates) if len(own.option) or j in self.drop_of]
        weeks = np.where(grid.engage_allowed, np.arange(self.problem.horizon), -1)
        self.engage_by = np.maximum.accumulate(weeks, axis=1)  # latest week to engage for a start then
        self.setup_limit = np.inf if self.problem.setup_hours is None else self.problem.setup_hours + SLACK
        self.budget = np.full(self.problem.buckets, np.inf) if grid.budget is None else grid.budget + SLACK
        self.engage_setup = grid.engage_setup[:, :, : self.problem.horizon]
        self.retained = grid.retainer > 0
        self.costly = np.array([not person.is_free_to_engage for person in self.problem.engagements], dtype=bool)

    def _candidates(self, activity: int) -> _Candidates:
        grid = self.grid
        own = np.flatnonzero(grid.activity_of == activity)
        at, week = np.nonzero(grid.allowed[own])
        option = own[at]
        of = (option, week)
        return _Candidates(
            option, week, grid.engagement_of[option], np.searchsorted(option, option),
            grid.net[of], grid.setup[of][:, : self.problem.horizon], grid.load[of], grid.bill[of], grid.gain[of],
        )  # fmt: skip

    def state(self, where: Destinations, since: Whole | None = None) -> _State:
        """A plan from its destinations.

        People are engaged as late as their first start allows, or at the given weeks where those are earlier.
        """
        grid = self.grid
        starts = [start for start in where.values() if start != DROPPED]
        p, t = np.array(starts, dtype=np.int64).reshape(-1, 2).T
        e = grid.engagement_of[p]
        engaged = self._engaged(e, t, since)
        used = np.flatnonzero(engaged >= 0)
        begun = (used, engaged[used])
        load, by_hour = np.zeros((len(engaged), self.problem.weeks)), np.zeros((len(engaged), self.problem.weeks))
        np.add.at(load, e, grid.load[p, t])
        np.add.at(by_hour, e, grid.load[p, t] * grid.hourly[p, None])
        drops = [self.drop_of[j] for j, start in where.items() if start == DROPPED]
        searches = grid.engage_setup[begun].sum(axis=0)
        net = grid.net[p, t].sum(axis=0) - searches + grid.drop_hours[drops].sum(axis=0)
        setup = (grid.setup[p, t].sum(axis=0) + searches)[: self.problem.horizon]
        retained = self._retained_money(by_hour, engaged)
        paid = retained.sum(axis=0)
        spent = grid.bill[p, t].sum(axis=0) + grid.engage_bill[begun].sum(axis=0) + self._by_bucket(paid[None, :])[0]
        gain = grid.gain[p, t].sum() + grid.engage_gain[begun].sum() + grid.drop_gain[drops].sum()
        worth = float(self._worth(net))
        value = float(worth + gain - paid @ grid.discount)
        return _State(where, net, setup, load, by_hour, retained, spent, engaged, worth, value)

    def _engaged(self, e: Whole, t: Whole, since: Whole | None) -> Whole:
        first = np.full(len(self.grid.capacity), self.problem.horizon)
        np.minimum.at(first, e, t)
        used = np.flatnonzero(first < self.problem.horizon)
        engaged = np.full(len(first), -1)
        engaged[used] = self.engage_by[used, first[used]]
        if since is not None:
            engaged[used] = np.where(since[used] >= 0, np.minimum(since[used], engaged[used]), engaged[used])
        return engaged

    def _worth(self, net: Array) -> Array:
        """Discounted worth of hours won by week, over the last axis."""
        return np.asarray(worth_of_hours(self.problem, net) @ self.factor)

    def _retained_money(self, by_hour: Array, engaged: Whole) -> Array:
        """Money paid to people with a retainer in each week for their hours and week of engagement, (E, S)."""
        grid = self.grid
        if not self.retained.any():
            return np.zeros_like(by_hour)
        running = (np.arange(self.problem.weeks) >= engaged[:, None]) & (engaged[:, None] >= 0)
        paid = grid.price[:, None] * np.maximum(by_hour, grid.retainer[:, None] * running)
        return np.where(self.retained[:, None], paid, 0.0)

    def rebuilt(self, plan: _State, out: Iterable[int], rng: Random) -> _State:
        """A plan without some of its activities, then with whatever is best for each of them, one after another."""
        left_out = sorted(set(out))
        where = {j: start for j, start in plan.where.items() if j not in left_out}
        state = self.state(where)
        if (state.setup > self.setup_limit).any() or (state.spent > self.budget).any():
            # Somebody's first line was taken out, and searching for them later gets in the way of something else.
            state = self.state(where, since=plan.engaged)
        others = [j for j in self.open if j not in plan.where]
        waiting = [*left_out, *rng.sample(others, min(OTHERS_TRIED, len(others)))]
        rng.shuffle(waiting)
        for j in waiting:
            state = self._with_best(state, j)
        return state

    def _with_best(self, state: _State, activity: int) -> _State:
        """The plan with an activity, kept so far, put where it adds most; as it was where it adds nothing."""
        best, found = state.worth + 1e-6, state
        if activity in self.drop_of:
            d = self.drop_of[activity]
            net, gain = state.net + self.grid.drop_hours[d], float(self.grid.drop_gain[d])
            worth = float(self._worth(net))
            if worth + gain > best:
                where, value = {**state.where, activity: DROPPED}, state.value + worth + gain - state.worth
                best, found = worth + gain, replace(state, where=where, net=net, worth=worth, value=value)
        own = self.candidates[activity]
        joined = self._join(state, own)
        if len(joined.rows):
            k = int(joined.total.argmax())
            if joined.total[k] > best:
                found = self._with(state, activity, own, joined, k)
        return found

    def _with(self, state: _State, activity: int, own: _Candidates, joined: _Joined, k: int) -> _State:
        """The plan with one candidate in it."""
        row = joined.rows[k]
        e, option = int(own.person[row]), int(own.option[row])
        load, by_hour, retained = state.load.copy(), state.by_hour.copy(), state.retained.copy()
        engaged = state.engaged.copy()
        load[e] += own.load[row]
        by_hour[e] += own.load[row] * self.grid.hourly[option]
        retained[e] += joined.paid[k]
        engaged[e] = joined.begins[k]
        where = {**state.where, activity: (option, int(own.week[row]))}
        net, worth = joined.net[k], float(self._worth(joined.net[k]))
        value = float(state.value + joined.total[k] - state.worth)
        return _State(where, net, joined.setup[k], load, by_hour, retained, joined.spent[k], engaged, worth, value)

    def _join(self, state: _State, own: _Candidates) -> _Joined:
        """What the plan would be with each candidate for whose set-up there are hours, the first few of each option."""
        since = state.engaged[own.person]
        stays = (since >= 0) & (since <= own.week)
        begins = np.where(stays, since, self.engage_by[own.person, own.week])
        setup = state.setup + own.setup
        self._engage(setup, self.engage_setup, own.person, begins, since)
        possible = (begins >= 0) & (setup <= self.setup_limit).all(axis=1)
        count = np.cumsum(possible)
        before = count[own.group] - possible[own.group]
        rows = np.flatnonzero(possible & (count - before <= WEEKS_TRIED))
        return self._joined(state, own, rows, setup[rows], since[rows], begins[rows])

    def _joined(
        self, state: _State, own: _Candidates, rows: Whole, setup: Array, since: Whole, begins: Whole
    ) -> _Joined:
        grid, person = self.grid, own.person[rows]
        load = state.load[person] + own.load[rows]
        possible = (load <= (grid.capacity[person] + SLACK)[:, None]).all(axis=1)
        paid = self._more_for_retainers(state, own, rows, begins)
        spent, gain = state.spent + own.bill[rows], own.gain[rows]
        if self.retained[person].any():
            spent, gain = spent + self._by_bucket(paid), gain - paid @ grid.discount
        lost = -(state.net + own.net[rows])
        for total, of_engaging in ((spent, grid.engage_bill), (gain, grid.engage_gain), (lost, grid.engage_setup)):
            self._engage(total, of_engaging, person, begins, since)
        possible &= (spent <= self.budget).all(axis=1)
        total = np.where(possible, gain + self._worth(-lost), -np.inf)
        return _Joined(rows, begins, setup, -lost, spent, paid, total)

    def _engage(self, total: Array, of_engaging: Array, person: Whole, begins: Whole, since: Whole) -> None:
        """Add what engaging people at one week takes more than at another (-1: they were not engaged)."""
        is_moved = (begins != since) & self.costly[person]
        moved, again = np.flatnonzero(is_moved), np.flatnonzero(is_moved & (since >= 0))
        total[moved] += of_engaging[person[moved], begins[moved]]
        total[again] -= of_engaging[person[again], since[again]]

    def _more_for_retainers(self, state: _State, own: _Candidates, rows: Whole, begins: Whole) -> Array:
        """Money a week paid to people with a retainer beyond what the plan pays them already, (rows, S)."""
        grid, person = self.grid, own.person[rows]
        more = np.zeros((len(rows), self.problem.weeks))
        kept = np.flatnonzero(self.retained[person])
        if len(kept):
            who, of = person[kept], rows[kept]
            hours = state.by_hour[who] + own.load[of] * grid.hourly[own.option[of], None]
            running = np.arange(self.problem.weeks) >= begins[kept, None]
            paid = grid.price[who, None] * np.maximum(hours, grid.retainer[who, None] * running)
            more[kept] = paid - state.retained[who]
        return more

    def _by_bucket(self, money: Array) -> Array:
        padded = np.zeros((len(money), self.problem.buckets * WEEKS_PER_BUCKET))
        padded[:, : money.shape[1]] = money
        return np.asarray(padded.reshape(len(money), self.problem.buckets, WEEKS_PER_BUCKET).sum(axis=2))

    def taken_out(self, state: _State, rng: Random) -> list[int]:
        """Some activities: at random, or started at about the same time, or all of one person."""
        placed = list(state.where)
        most = rng.randint(1, MOST_TAKEN_OUT)
        kind = rng.random()
        starts = {j: start for j, start in state.where.items() if start != DROPPED}
        if kind < 0.4 and starts:
            around = rng.choice(list(starts.values()))[1]
            return sorted(starts, key=lambda j: (abs(starts[j][1] - around), rng.random()))[:most]
        if kind < 0.6 and starts:
            person_of = self.grid.engagement_of
            person = person_of[rng.choice(list(starts.values()))[0]]
            return [j for j, (p, _) in starts.items() if person_of[p] == person]
        return rng.sample(placed, min(most, len(placed)))

    def schedule(self, state: _State) -> Schedule:
        """The plan in its barest form."""
        starts = sorted(start for start in state.where.values() if start != DROPPED)
        first: dict[int, int] = {}
        for p, t in starts:
            e = int(self.grid.engagement_of[p])
            first[e] = min(t, first.get(e, t))
        early = tuple((e, int(state.engaged[e])) for e, t in sorted(first.items()) if state.engaged[e] < t)
        return Schedule(tuple(starts), tuple(sorted(j for j, s in state.where.items() if s == DROPPED)), early)
