"""A closer bound where things come whole: what fits into a person's week, and how many set-ups fit beside each other.

Prices alone let two and a half hand-offs be briefed at once, or half an activity fill the last hour of a week. Two
facts that hold for every plan take most of that away: (1) at the end of the horizon everything that has been started
runs, so a person's activities must be one of the sets that fit into the week; (2) set-up hours of a week can be
counted in places instead of hours, by a function f for which shares that fit into one week, sum x <= 1, still fit
after it, sum f(x) <= 1 (a dual feasible function: Lueker 1983; Fekete & Schepers 2001).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from hoursback.engine.plan.grid import Array, Grid, Mask, Whole
from hoursback.engine.plan.prices import Prices, Pricing, Reading
from hoursback.engine.plan.problem import setup_weeks

MOST_SETS = 500
"""Sets kept of one person; where there are more, only the activities that take most hours count."""
STEPS_PER_SET = 20
PLACES_TRIED = range(2, 9)
ROWS_OF_PLACES = 3


def places(shares: Array, count: int) -> Array:
    """Shares of a week's set-up hours, measured in a number of places.

    >>> places(np.array([0.4, 0.5, 0.2, 1.0]), 2).tolist()
    [0.5, 0.5, 0.0, 1.0]
    """
    steps = (count + 1) * shares
    whole = np.abs(steps - np.round(steps)) < 1e-9
    return np.where(whole, shares, np.floor(steps + 1e-9) / count)


@dataclass(frozen=True, slots=True)
class Loads:
    """Hours a week of a person's options, each shape (options,).

    Attributes:
        first: in the week of the start. least: in the week that takes fewest. last: once everything has started.
    """

    first: Array
    least: Array
    last: Array

    def of_the_largest(self, kept: int) -> Loads:
        """The same, where all but the largest few take no hours at all."""
        counts = np.argsort(np.argsort(-self.last, kind="stable")) < kept
        return Loads(self.first * counts, self.least * counts, self.last * counts)


def fitting_sets(loads: Loads, capacity: float, most: int = MOST_SETS) -> Mask | None:
    """The largest sets of options that one person can have, shape (sets, options); None: there are more than the most.

    A set fits if its last loads do, and if its options can be started one after another: each takes its first load
    beside the least ones of those before it. Whatever takes most extra at its start had best be started first.

    >>> hours = np.array([3.0, 2.0, 2.0])
    >>> fitting_sets(Loads(hours, hours, hours), 4.0).tolist()
    [[True, False, False], [False, True, True]]
    """
    order = np.argsort(-(loads.first - loads.least), kind="stable")
    search = _Sets(loads.first[order].tolist(), loads.least[order].tolist(), loads.last[order].tolist(), capacity)
    found = search.largest(most)
    if found is None:
        return None
    sets = np.zeros((len(found), len(order)), dtype=bool)
    for row, taken in enumerate(found):
        sets[row, order[taken]] = True
    return sets


class _Sets:
    """The search for sets that fit, in plain floats: it looks at thousands of them, each for a moment."""

    def __init__(self, first: list[float], least: list[float], last: list[float], capacity: float) -> None:
        self.first, self.least, self.last, self.capacity = first, least, last, capacity + 1e-9
        n = len(first)
        self.rest = [0.0] * (n + 1)  # last loads of all from here on
        self.peak = [0.0] * (n + 1)  # most hours in any week, if all from here on are started one after another
        for k in reversed(range(n)):
            self.rest[k] = self.rest[k + 1] + last[k]
            self.peak[k] = max(first[k], least[k] + self.peak[k + 1])

    def largest(self, most: int) -> list[list[int]] | None:
        """All sets to which nothing can be added; None: more than the most, or too many to look at."""
        found: list[list[int]] = []
        n, steps_left = len(self.first), STEPS_PER_SET * most
        # Each step: the position, hours of those taken at their least and at the last, and who they are.
        steps: list[tuple[int, float, float, list[int]]] = [(0, 0.0, 0.0, [])]
        while steps:
            k, least, last, taken = steps.pop()
            steps_left -= 1
            if last + self.rest[k] <= self.capacity and least + self.peak[k] <= self.capacity:
                taken = [*taken, *range(k, n)]
                if self._is_largest(taken):
                    found.append(taken)
            else:
                if not self._always_fits(k, least, last):
                    steps.append((k + 1, least, last, taken))
                if last + self.last[k] <= self.capacity and least + self.first[k] <= self.capacity:
                    steps.append((k + 1, least + self.least[k], last + self.last[k], [*taken, k]))
            if len(found) > most or steps_left < 0:
                return None
        return found

    def _always_fits(self, k: int, least: float, last: float) -> bool:
        """Whether this one would fit beside whatever follows, so that passing it over makes no largest set."""
        after = least + self.least[k] + self.peak[k + 1]
        return max(after, least + self.first[k], last + self.rest[k]) <= self.capacity

    def _is_largest(self, taken: list[int]) -> bool:
        room = self.capacity - sum(self.last[k] for k in taken)
        inside = set(taken)
        before = sum(self.least[k] for k in taken)
        spare = math.inf  # hours that another one, started earlier, may take at its least
        for k in reversed(range(len(self.first))):
            if k in inside:
                before -= self.least[k]
                spare = min(spare, self.capacity - before - self.first[k])
            elif self.last[k] <= room and self.least[k] <= spare and before + self.first[k] <= self.capacity:
                return False
        return True


class Tighter(Pricing):
    """Prices on one grid, with set-ups counted in places as well and people's weeks filled with whole activities."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.sets = [self._sets(e, own) for e, own in enumerate(self.by_person)]
        self.spans = _Spans(grid)

    def _sets(self, e: int, own: Whole) -> Array | None:
        """Which of a person's options fit together once all that was started runs; None: all of them do."""
        grid = self.grid
        offered = grid.allowed[own]
        if not self.finite[e] or not offered.any():
            return None
        loads = self._loads(own, offered)
        kept = len(own)
        while (sets := fitting_sets(loads.of_the_largest(kept), float(grid.capacity[e]))) is None:
            kept -= 1 + kept // 8
        return None if sets.all() else sets.astype(float)

    def _loads(self, own: Whole, offered: Mask) -> Loads:
        load = np.where(offered[:, :, None], self.grid.load[own], np.inf)
        starts = np.arange(self.horizon)
        running = np.arange(load.shape[2]) >= starts[:, None]
        first, least = load[:, starts, starts].min(axis=1), np.where(running, load, np.inf).min(axis=(1, 2))
        # All starts lie within the horizon, so in each of these weeks everything runs; the fuller one says more.
        ends = [load[:, :, week].min(axis=1) for week in (self.horizon - 1, load.shape[2] - 1)]
        last = max(ends, key=lambda end: float(end[np.isfinite(end)].sum()))
        return Loads(*(np.where(np.isfinite(hours), hours, 0.0) for hours in (first, least, last)))

    def first(self) -> Prices:
        """Prices to start from without any."""
        return self.first_from(Pricing(self.grid).first())

    def first_from(self, prices: Prices) -> Prices:
        """Prices to start from: those of the hours, and nothing for a place."""
        return replace(prices, places=np.zeros((len(self.spans.rates), self.horizon)))

    def values(self, prices: Prices) -> Array:
        """Priced value of every start, less what its places cost, shape (P, T)."""
        return super().values(prices) - self.spans.cost_of_starts(prices.places)

    def _together(self, e: int, gains: Array) -> Array:
        sets = self.sets[e]
        return super()._together(e, gains) if sets is None else np.asarray((sets @ gains).max(axis=0, initial=0.0))

    def _engagement(self, prices: Prices, best_from: Array, supply: Array) -> Array:
        cost = self.spans.cost_of_engaging(prices.places)
        return np.asarray(super()._engagement(prices, best_from, supply) - np.where(self.free[:, None], 0.0, cost))

    def _constants(self, prices: Prices, supply: Array) -> float:
        return super()._constants(prices, supply) + float(prices.places.sum())

    def _best_starts(self, value: Array, best_from: Array, start_from: Whole) -> Whole:
        """The start each option would choose, -1 for those outside their person's best set."""
        inside = np.ones(len(value), dtype=bool)
        for e, sets in enumerate(self.sets):
            if sets is not None and start_from[e] >= 0:
                own = self.by_person[e]
                gains = np.maximum(best_from[own, start_from[e]], 0.0)
                inside[own] = sets[(sets @ gains).argmax()] > 0
        return np.where(inside, super()._best_starts(value, best_from, start_from), -1)

    def _steps(self, prices: Prices, best_start: Whole, start_from: Whole, dropped: Mask) -> Prices:
        steps = super()._steps(prices, best_start, start_from, dropped)
        busy = np.where(self.free, -1, start_from)
        return replace(steps, places=self.spans.left(best_start, busy))

    def units(self) -> Prices:
        """A natural first step of each group of prices."""
        units = super().units()
        limit = self.grid.problem.setup_hours or 0.0
        return replace(units, places=np.full((len(self.spans.rates), self.horizon), units.setup.max() * limit))

    def losses(self, reading: Reading) -> Array:
        """By how much the bound falls when a start is forced into the plan, currency, shape (P, T)."""
        loss = super().losses(reading)
        for e, sets in enumerate(self.sets):
            if sets is None:
                continue
            own = self.by_person[e]
            gains = np.maximum(reading.best_from[own], 0.0)
            without = reading.engagement[e] - self._together(e, gains)
            most = max(0.0, float(reading.engagement[e, 0] if self.free[e] else reading.engagement[e].max()))
            for k, p in enumerate(own):
                others = gains.copy()
                others[k] = 0.0
                beside = (sets[sets[:, k] > 0] @ others).max(axis=0, initial=0.0)
                best = beside[0] if self.free[e] else np.maximum.accumulate(without + beside)
                loss[p] = most - (best + reading.value[p])
        return np.where(self.grid.allowed, loss, np.inf)


class _Spans:
    """Set-ups as spans of weeks before a start, with the share of a week's places that each takes.

    Attributes:
        rates: of options, (K, P); engage_rates: of engagements, (K, E). begins, engage_begins: first week, (P or E, T).
    """

    def __init__(self, grid: Grid) -> None:
        problem = grid.problem
        self.horizon = problem.horizon
        briefs = np.array([float(o.terms.brief) for o in problem.options])
        searches = np.array([e.search_hours for e in problem.engagements])
        shares, spans = self._shares(briefs, problem.setup_hours)
        engage_shares, engage_spans = self._shares(searches, problem.setup_hours)
        week = np.arange(problem.horizon)
        self.begins = np.maximum(week - spans[:, None], 0)
        self.engage_begins = np.maximum(week - engage_spans[:, None], 0)
        counts = self._counts(np.append(shares, engage_shares), np.append(spans, engage_spans))
        self.rates = np.array([places(shares, n) for n in counts]).reshape(len(counts), len(shares))
        self.engage_rates = np.array([places(engage_shares, n) for n in counts]).reshape(len(counts), len(searches))

    @staticmethod
    def _shares(hours: Array, limit: float | None) -> tuple[Array, Whole]:
        spans = np.array([setup_weeks(float(h), limit) or 0 for h in hours], dtype=np.int64)
        return np.where(spans > 0, hours / np.maximum(spans, 1) / (limit or 1.0), 0.0), spans

    @staticmethod
    def _counts(shares: Array, spans: Whole) -> list[int]:
        """The numbers of places that say most beyond the hours themselves."""
        counted, known = [], shares
        for _ in range(ROWS_OF_PLACES):
            more = {n: float((np.maximum(places(shares, n) - known, 0.0) * spans).sum()) for n in PLACES_TRIED}
            best = max(more, key=lambda n: more[n])
            if more[best] <= 1e-9:
                break
            counted.append(best)
            known = np.maximum(known, places(shares, best))
        return counted

    def cost_of_starts(self, prices: Array) -> Array:
        """What the places of each start cost, (P, T)."""
        return self._cost(prices, self.rates, self.begins)

    def cost_of_engaging(self, prices: Array) -> Array:
        """What the places of each engagement cost, (E, T)."""
        return self._cost(prices, self.engage_rates, self.engage_begins)

    def _cost(self, prices: Array, rates: Array, begins: Whole) -> Array:
        cost = np.zeros(begins.shape)
        for price, rate in zip(prices, rates, strict=True):
            until = np.concatenate(([0.0], np.cumsum(price)))[: self.horizon]
            cost += rate[:, None] * (until[None, :] - until[begins])
        return cost

    def left(self, start: Whole, engaged: Whole) -> Array:
        """Share of each week's places that is free when these start then (-1: not at all), (K, T)."""
        used = np.zeros((len(self.rates), self.horizon + 1))
        for at, rates, begins in ((start, self.rates, self.begins), (engaged, self.engage_rates, self.engage_begins)):
            on = np.flatnonzero(at >= 0)
            for row, rate in zip(used, rates, strict=True):
                np.add.at(row, begins[on, at[on]], rate[on])
                np.subtract.at(row, at[on], rate[on])
        return np.asarray(1.0 - np.cumsum(used, axis=1)[:, : self.horizon])
