"""Prices of the shared limits, the bound they prove, and the few start weeks worth a closer look.

With a price on every shared row the plan falls apart into one small question per person, answered in closed form
(planner, section 4.1). Any prices give a valid bound; the subgradient steps only make it tight.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from hoursback.engine.plan.grid import Array, Grid, Mask
from hoursback.engine.plan.problem import WEEKS_PER_BUCKET

MOMENTUM = 0.8
SHRINK = 1.5
MEMORY = 0.9
"""How slowly the running root-mean-square of each row's step forgets."""


@dataclass(frozen=True)
class Prices:
    """One price per shared row.

    Attributes:
        destination: of each activity's single destination, currency, (J,).
        hour: of an owner hour in each week, discounted, (S,). setup: of a set-up hour, (T,).
        budget: of a unit of money in each bucket on top of itself, (M,).
        room: of a helper hour in each engagement and week on top of its price, (E, S).
        places: of all places there are for set-ups in each week, (K, T); see `tighten`, K is 0 without it.
    """

    destination: Array
    hour: Array
    setup: Array
    budget: Array
    room: Array
    places: Array = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True)
class Reading:
    """What a set of prices says.

    Attributes:
        bound: no plan is worth more. value: priced value of each start less its destination, (P, T).
        best_start: the start each option would choose, -1 for none, (P,).
        engagement: gain of engaging each person at each week, (E, T).
        best_from: best priced value of each option from each week on, (P, T).
        dropped: which drops pay. steps: subgradients by row group.
    """

    bound: float
    value: Array
    best_start: npt.NDArray[np.int64]
    engagement: Array
    best_from: Array
    dropped: Mask
    steps: Prices


class Pricing:
    """Reads prices on one grid: the bound, each option's answer, and in which direction every price should move."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        problem = grid.problem
        self.slopes = np.array([s for s, _ in problem.slopes])
        self.widths = np.array([w for _, w in problem.slopes])
        self.factor = grid.worth * grid.discount
        self.free = np.array([e.is_free_to_engage for e in problem.engagements], dtype=bool)
        self.retained = grid.retainer > 0
        # Hours of a retainer are paid through the person, so their price is charged here and not in the option.
        self.paid_load = grid.price * self.retained
        self.finite = np.isfinite(grid.capacity)
        self.capacity = np.where(self.finite, grid.capacity, 0.0)
        self.horizon = problem.horizon
        self.bucket = np.arange(problem.weeks) // WEEKS_PER_BUCKET
        self.blocked = np.where(grid.allowed, 0.0, -np.inf)
        self.engage_blocked = np.where(grid.engage_allowed, 0.0, -np.inf)
        self.by_person = [np.flatnonzero(grid.engagement_of == e) for e in range(len(problem.engagements))]

    def first(self) -> Prices:
        """Prices to start from: every hour at its middle worth, nothing scarce."""
        grid = self.grid
        middle = (self.slopes[0] + self.slopes[-1]) / 2
        prices = Prices(
            destination=np.zeros(grid.problem.activities),
            hour=middle * self.factor,
            setup=np.zeros(self.horizon),
            budget=np.zeros(grid.problem.buckets),
            room=np.zeros((len(grid.problem.engagements), grid.problem.weeks)),
        )
        value = self.read(prices).value
        best = np.zeros(grid.problem.activities)
        np.maximum.at(best, grid.activity_of, value.max(axis=1))
        return Prices(best / 2, prices.hour, prices.setup, prices.budget, prices.room)

    def values(self, prices: Prices) -> Array:
        """Priced value of every start, shape (P, T), before its destination's price."""
        grid = self.grid
        value = grid.gain + grid.net @ prices.hour
        if grid.problem.setup_hours is not None:
            value = value - grid.setup[:, :, : self.horizon] @ prices.setup
        if grid.budget is not None:
            value = value - grid.bill @ prices.budget
        by_hour = prices.room + self._paid_price(prices)
        # A fixed price takes up hours of the week and none of the retainer.
        charge = np.where(grid.hourly[:, None], by_hour[grid.engagement_of], self._full(prices)[grid.engagement_of])
        return np.asarray(value - np.matmul(grid.load, charge[:, :, None])[:, :, 0] + self.blocked)

    def _full(self, prices: Prices) -> Array:
        """What an hour costs because the person's week is full, (E, S); below nought a retainer has hours to give."""
        return np.maximum(prices.room, 0.0)

    def _paid_price(self, prices: Prices) -> Array:
        """What a paid hour of a retained person costs in each week, (E, S); 0 for the others."""
        return self.paid_load[:, None] * (self.grid.discount + prices.budget[self.bucket])[None, :]

    def read(self, prices: Prices) -> Reading:
        """The bound at these prices, the answers behind it, and the subgradients."""
        grid = self.grid
        value = self.values(prices) - prices.destination[grid.activity_of][:, None]
        fallback = np.maximum.accumulate(value[:, ::-1], axis=1)[:, ::-1]  # best from each week on
        supply = self._supply(prices)
        engagement = self._engagement(prices, fallback, supply)
        start_from, bound = self._choose(engagement)
        bound += float(prices.destination.sum())
        drop_value = self._drop_value(prices)
        dropped = drop_value > 0
        bound += float(drop_value[dropped].sum())
        bound += self._constants(prices, supply)
        best_start = self._best_starts(value, fallback, start_from)
        return Reading(
            bound,
            value,
            best_start,
            engagement,
            fallback,
            dropped,
            self._steps(prices, best_start, start_from, dropped),
        )

    def _supply(self, prices: Prices) -> Array:
        """Gain of having a person's hours in each week at these prices, (E, S)."""
        spare = np.where(self.finite, self.capacity - self.grid.retainer, 0.0)
        return np.asarray(self.grid.retainer[:, None] * prices.room + self._full(prices) * spare[:, None])

    def _engagement(self, prices: Prices, best_from: Array, supply: Array) -> Array:
        """Gain of engaging each person from each week on, (E, T)."""
        grid = self.grid
        gain = np.zeros((len(self.by_person), self.horizon))
        for e, own in enumerate(self.by_person):
            if len(own):
                gain[e] = self._together(e, np.maximum(best_from[own], 0.0))
        later = np.cumsum(supply[:, ::-1], axis=1)[:, ::-1][:, : self.horizon]
        cost = -grid.engage_gain + grid.engage_setup @ prices.hour
        if grid.problem.setup_hours is not None:
            cost = cost + grid.engage_setup[:, :, : self.horizon] @ prices.setup
        if grid.budget is not None:
            cost = cost + grid.engage_bill @ prices.budget
        busy = gain + later - cost + self.engage_blocked
        return np.where(self.free[:, None], gain, busy)

    def _together(self, e: int, gains: Array) -> Array:
        """What a person's options bring in all, each counted where it brings something, (own, T) to (T,)."""
        return np.asarray(gains.sum(axis=0))

    def _choose(self, engagement: Array) -> tuple[npt.NDArray[np.int64], float]:
        """Engagement week of each person (0 for whoever is free to engage, -1 for nobody) and what they add."""
        if not len(engagement):
            return np.zeros(0, dtype=np.int64), 0.0
        best = np.where(self.free, engagement[:, 0], engagement.max(axis=1))
        week = np.where(self.free, 0, engagement.argmax(axis=1))
        used = self.free | (best > 0)
        return np.where(used, week, -1), float(best[used].sum())

    def _drop_value(self, prices: Prices) -> Array:
        grid = self.grid
        if not grid.problem.drops:
            return np.zeros(0)
        destinations = prices.destination[[d.activity for d in grid.problem.drops]]
        return np.asarray(grid.drop_gain + grid.drop_hours @ prices.hour - destinations)

    def _constants(self, prices: Prices, supply: Array) -> float:
        grid = self.grid
        hours = np.maximum(self.slopes[:-1, None] * self.factor - prices.hour, 0.0) * self.widths[:-1, None]
        total = float(hours.sum()) + float(supply[self.free].sum())
        if grid.budget is not None:
            total += float(prices.budget @ grid.budget)
        if grid.problem.setup_hours is not None:
            total += float(prices.setup.sum()) * grid.problem.setup_hours
        return total

    def _best_starts(self, value: Array, best_from: Array, start_from: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        grid = self.grid
        if not len(value):
            return np.zeros(0, dtype=np.int64)
        since = start_from[grid.engagement_of]
        late = np.where(np.arange(self.horizon)[None, :] >= np.maximum(since, 0)[:, None], value, -np.inf)
        week = late.argmax(axis=1)
        gain = late[np.arange(len(late)), week]
        return np.where((gain > 0) & (since >= 0), week, -1)

    def _steps(
        self, prices: Prices, best_start: npt.NDArray[np.int64], start_from: npt.NDArray[np.int64], dropped: Mask
    ) -> Prices:
        """Subgradient of the bound: what is offered less what is used, by row."""
        grid = self.grid
        problem = grid.problem
        on = np.flatnonzero(best_start >= 0)
        at = best_start[on]
        busy = np.flatnonzero((start_from >= 0) & ~self.free)
        since = start_from[busy]
        destination = np.ones(problem.activities)
        np.subtract.at(destination, grid.activity_of[on], 1.0)
        hour = grid.net[on, at].sum(axis=0) - grid.engage_setup[busy, since].sum(axis=0)
        for d in np.flatnonzero(dropped):
            destination[problem.drops[d].activity] -= 1.0
            hour = hour + grid.drop_hours[d]
        used = (self.slopes[:-1, None] * self.factor > prices.hour) * self.widths[:-1, None]
        hour = hour - used.sum(axis=0)
        by_hour, load = np.zeros_like(prices.room), np.zeros_like(prices.room)
        np.add.at(load, grid.engagement_of[on], grid.load[on, at])
        np.add.at(by_hour, grid.engagement_of[on], grid.load[on, at] * grid.hourly[on, None])
        here = self._present(start_from)
        room = self._room_steps(prices.room, load, by_hour, here)
        # Where unused hours are worth nothing, a dearer budget makes the whole retainer dearer and not what is used.
        wasted = prices.room <= -self._paid_price(prices)
        paid = np.where(wasted, np.maximum(by_hour, grid.retainer[:, None] * here), by_hour)
        return Prices(destination, hour, *self._money_steps(on, at, busy, since, paid), room)

    def _room_steps(self, room: Array, load: Array, by_hour: Array, here: Array) -> Array:
        """Hours offered less hours given: those of a whole week where they are scarce, of the retainer where not."""
        capacity, retainer = self.capacity[:, None], self.grid.retainer[:, None]
        full, unused = capacity * here - load, retainer * here - by_hour
        # At a price of nought a person offers whatever is asked, between the retainer and their hours.
        between = np.where(load > capacity * here, full, np.maximum(unused, 0.0))
        steps = np.where(room > 0, full, np.where(room < 0, unused, between))
        return np.where(self.finite[:, None], steps, 0.0)

    def _present(self, start_from: npt.NDArray[np.int64]) -> Array:
        week = np.arange(self.grid.problem.weeks)[None, :]
        here = (start_from[:, None] >= 0) & (week >= start_from[:, None])
        return np.asarray(here | self.free[:, None], dtype=float)

    def _money_steps(
        self, on: npt.NDArray[np.int64], at: npt.NDArray[np.int64], busy: npt.NDArray[np.int64],
        since: npt.NDArray[np.int64], paid: Array,
    ) -> tuple[Array, Array]:  # fmt: skip
        grid = self.grid
        setup, budget = np.zeros(self.horizon), np.zeros(grid.problem.buckets)
        if grid.problem.setup_hours is not None:
            briefs = grid.setup[on, at, : self.horizon].sum(axis=0)
            searches = grid.engage_setup[busy, since, : self.horizon].sum(axis=0)
            setup = grid.problem.setup_hours - briefs - searches
        if grid.budget is not None:
            budget = grid.budget - grid.bill[on, at].sum(axis=0) - grid.engage_bill[busy, since].sum(axis=0)
            np.subtract.at(budget, self.bucket, self.paid_load @ paid)
        return setup, budget

    def keep_valid(self, prices: Prices) -> Prices:
        """The nearest prices that are allowed: no negative ones, an owner hour between its worst and best worth."""
        grid = self.grid
        nothing = Prices(*(np.zeros_like(getattr(prices, name)) for name in GROUPS))
        budget = nothing.budget if grid.budget is None else np.maximum(prices.budget, 0.0)
        setup = nothing.setup if grid.problem.setup_hours is None else np.maximum(prices.setup, 0.0)
        least = np.where(self.retained[:, None], -self._paid_price(replace(nothing, budget=budget)), 0.0)
        return Prices(
            destination=np.maximum(prices.destination, 0.0),
            hour=np.clip(prices.hour, self.slopes[-1] * self.factor, self.slopes[0] * self.factor),
            setup=setup,
            budget=budget,
            room=np.where(self.finite[:, None], np.maximum(prices.room, least), 0.0),
            places=np.maximum(prices.places, 0.0),
        )

    def losses(self, reading: Reading) -> Array:
        """By how much the bound falls when a start is forced into the plan, currency, shape (P, T)."""
        loss = np.zeros(reading.value.shape)
        for p, value in enumerate(reading.value):
            e, from_week = self.grid.engagement_of[p], np.maximum(reading.best_from[p], 0.0)
            if self.free[e]:
                loss[p] = from_week[0] - value
                continue
            # Whoever starts something is engaged by then at the latest.
            without = np.maximum.accumulate(reading.engagement[e] - from_week)
            loss[p] = max(0.0, float(reading.engagement[e].max())) - (without + value)
        return np.where(self.grid.allowed, loss, np.inf)

    def units(self) -> Prices:
        """A natural first step of each group of prices."""
        grid = self.grid
        hour = max(float(self.slopes[0]), 1e-9)
        best = float(
            np.maximum(np.where(np.isfinite(self.blocked), grid.gain + grid.net @ (hour * self.factor), 0), 0).max(
                initial=1.0
            )
        )
        price = np.maximum(grid.price, hour / 4)[:, None] * np.ones(grid.problem.weeks)
        return Prices(
            destination=np.full(grid.problem.activities, best * 0.15),
            hour=(self.slopes[0] - self.slopes[-1]) * 0.3 * self.factor,
            setup=np.full(self.horizon, hour * 0.5),
            budget=np.full(grid.problem.buckets, 0.3),
            room=price * 0.2,
        )


@dataclass(frozen=True)
class Priced:
    """The outcome of the dual passes.

    Attributes:
        prices, reading: the best bound's. use: how often each start was chosen in the later passes, (P, T).
    """

    prices: Prices
    reading: Reading
    use: Array

    @property
    def bound(self) -> float:
        """No plan is worth more than this."""
        return self.reading.bound


GROUPS = ("destination", "hour", "setup", "budget", "room", "places")


def price(grid: Grid, *, passes: int = 250, warm: Prices | None = None, pricing: Pricing | None = None) -> Priced:
    """Tighten the bound by subgradient steps with momentum, each row scaled by its own running size.

    Args:
        warm: prices to start from. pricing: how prices are read; none: the plain way.
    Source: planner, section 4.1 (the step rule that worked there).
    """
    pricing = pricing or Pricing(grid)
    prices = warm or pricing.first()
    units = pricing.units()
    reach = 0.3 if warm else 1.0
    drift = {name: np.zeros_like(getattr(prices, name)) for name in GROUPS}
    size = {name: np.zeros_like(getattr(prices, name)) for name in GROUPS}
    use = np.zeros(grid.allowed.shape)
    best: tuple[Prices, Reading] | None = None
    for k in range(passes):
        reading = pricing.read(prices)
        if best is None or reading.bound < best[1].bound:
            best = (prices, reading)
        share = reach * (1 - k / passes) ** SHRINK
        if 3 * k >= passes:
            on = np.flatnonzero(reading.best_start >= 0)
            use[on, reading.best_start[on]] += 1
        moved = {}
        for name in GROUPS:
            step = getattr(reading.steps, name)
            size[name] = MEMORY * size[name] + (1 - MEMORY) * step**2
            scaled = step / np.sqrt(size[name] / (1 - MEMORY ** (k + 1)) + 1e-12)
            drift[name] = MOMENTUM * drift[name] + (1 - MOMENTUM) * scaled
            moved[name] = getattr(prices, name) - share * getattr(units, name) * drift[name]
        prices = pricing.keep_valid(Prices(**moved))
    assert best is not None
    return Priced(best[0], best[1], use)
