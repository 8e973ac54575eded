"""How sure a hand-off is: its value under draws of everything that is not known, departures included.

Source: methods, section 4 (Monte Carlo, uncertainty of inputs). Draws are by position (person, activity), never by
name, and common to all lines, so that lines are compared under the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hoursback.engine.assumptions import MEANINGS
from hoursback.engine.economics import Profile, Terms, profile, restart_hours
from hoursback.engine.figures import Figure, Shape
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.offers import Offer, unit_hours
from hoursback.engine.plan.problem import Drop, Problem, setup_weeks
from hoursback.engine.review.summary import ActivityReview
from hoursback.engine.units import WEEKS_PER_YEAR, per_week, weekly_discount
from hoursback.engine.worth.draws import DrawnValue

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_PERSON, _ACTIVITY, _LUCK = 1, 2, 3
_NET_SHARE = 0.9
"""Of handed-over hours about a tenth comes back as supervision and rework; only for picking a worth per hour."""
_BY_PERSON = (
    ("price", Shape.POSITIVE),
    ("fee", Shape.SHARE),
    ("practised_efficiency", Shape.POSITIVE),
    ("learning_rate", Shape.SHARE),
    ("supervision_first", Shape.SHARE),
    ("supervision_last", Shape.SHARE),
    ("half_life", Shape.POSITIVE),
    ("rework", Shape.SHARE),
    ("rework_hours", MEANINGS["rw"].shape),
    ("departures", Shape.POSITIVE),
    ("search", Shape.POSITIVE),
    ("cash", Shape.POSITIVE),
)
_SOUGHT = frozenset({"price", "practised_efficiency"})
_ACCEPTED = 0.5
"""Defaults are medians: half of all there are cost or need no more."""
_BY_ACTIVITY = (("handable", Shape.SHARE), ("brief", Shape.POSITIVE), ("error_loss", Shape.POSITIVE))


@dataclass(frozen=True, eq=False)
class LineDraws:
    """One line's value under every draw.

    Attributes:
        npv: present value, currency, shape (draws,). inputs: the draws behind it, by name, (draws,) each.
    """

    npv: Array
    inputs: Mapping[str, Array]

    @cached_property
    def mean(self) -> float:
        """Expected present value, currency."""
        return float(self.npv.mean())

    @cached_property
    def chance(self) -> float:
        """Share of draws in which the line brings more than it costs, P(NPV > 0)."""
        return float((self.npv > 0).mean())

    def likely(self, counted: float) -> tuple[float, float]:
        """The likely range of a value that the plan counts with, currency; see `likely`."""
        low, high = likely(self.npv, counted)
        return float(low), float(high)


def likely(draws: Array, counted: float | Array, *, axis: int = 0) -> tuple[Array, Array]:
    """P10 and P90 of draws, reaching to the figure that they are the range of where it lies outside (decisions/0014).

    Args:
        counted: the figure at central values, of the draws' shape without their axis.
    """
    low, high = np.quantile(draws, (0.1, 0.9), axis=axis)
    return np.asarray(np.minimum(low, counted)), np.asarray(np.maximum(high, counted))


@dataclass(frozen=True, eq=False)
class Parts:
    """A line's value under every draw, taken apart by what it scales with: value = rest + worth - pay.

    Attributes:
        worth: grows with the worth of an hour. pay: grows with the price per hour. All present values, currency,
            shape (draws,).
    """

    rest: Array
    worth: Array
    pay: Array


@dataclass(frozen=True, eq=False)
class Luck:
    """Everything drawn once for a whole plan.

    Attributes:
        worth: the value of freed hours, one curve per draw.
    """

    seed: int
    size: int
    worth: DrawnValue

    def line(
        self,
        offer: Offer,
        problem: Problem,
        *,
        start: int,
        already: float = 0.0,
        among: float = 0.0,
        bears: float = 1.0,
        as_sought: bool = True,
    ) -> LineDraws:
        """The value of one line started in a given week and followed to the plan's common end.

        Args:
            already: owner hours a week freed before this line's; later hours are worth less.
            among: value each hour as the average of this many, as the lines of one plan share them; 0: of its own.
            bears: share of what the person costs beyond the work (search, cash, retainer, monthly price).
            as_sought: see `terms`.
        """
        terms = self.terms(offer, as_sought=as_sought)
        hour = self._hour(terms, already, among)
        gain, discount, lump = self._flows(offer, problem, terms, hour, start, bears)
        npv = np.asarray(gain @ discount - lump)
        inputs = {name: np.asarray(getattr(terms, name)) for name in (*_names(), "hours")}
        return LineDraws(npv, {**inputs, "worth": hour})

    def parts(
        self, offer: Offer, problem: Problem, *, start: int, already: float, among: float, bears: float, as_sought: bool
    ) -> Parts:
        """What `line` with the same arguments adds up, taken apart by worth and price, in which it is linear."""
        terms = self.terms(offer, as_sought=as_sought)
        hour = self._hour(terms, already, among)
        shape = profile(terms, problem.weeks - start)
        attendance = self._attendance(offer, np.asarray(terms.departures), problem.weeks - start)
        fixed = None if offer.quote is None else self._quote(offer)

        def value(terms: Terms, hour: Array) -> Array:
            gain, discount, lump = _gains(offer, problem, terms, shape, hour, start, bears, fixed, *attendance)
            return np.asarray(gain @ discount - lump)

        nothing = np.zeros_like(hour)
        unpaid, free = value(replace(terms, price=nothing), hour), value(replace(terms, price=nothing), nothing)
        return Parts(free, unpaid - free, free - value(terms, nothing))

    def drop(self, drop: Drop, review: ActivityReview, problem: Problem, *, among: float = 0.0) -> Array:
        """Present value that dropping an activity brings in each week, currency, shape (draws, weeks)."""
        week = np.arange(problem.weeks)
        discount = (1 + weekly_discount(problem.discount_per_year)) ** -(week + 1.0)
        growth = (1 + problem.growth) ** (week / WEEKS_PER_YEAR)
        worth = (1 + problem.worth_growth) ** (week / WEEKS_PER_YEAR)
        hours = review.hours.draws[np.arange(self.size) % len(review.hours.draws)]
        hour = self.worth.freed(0.0, np.maximum(np.maximum(hours, 0.05), among))
        loss = self.loss(drop, review)
        won = hours[:, None] * growth * (hour[:, None] * worth + drop.relief)
        return np.asarray((won - loss[:, None]) * discount)

    def loss(self, drop: Drop, review: ActivityReview) -> Array:
        """What dropping an activity costs a week by the owner's own figure, currency, shape (draws,)."""
        stated = review.activity.loss_if_dropped_per_week or Figure.exact(drop.loss_per_week)
        return stated.draws(self._rng(_ACTIVITY, drop.activity, len(_BY_ACTIVITY) + 1), self.size)

    def by_week(self, offer: Offer, problem: Problem, *, start: int, among: float = 0.0, bears: float = 1.0) -> Array:
        """What `line` adds up, week by week: present value, currency, shape (draws, weeks), set-up in the weeks before.

        Its sums over the weeks are the `npv` of `line` with the same arguments.
        """
        terms, found = self.terms(offer), np.zeros((self.size, problem.weeks))
        hour = self._hour(terms, 0.0, among)
        gain, discount, lump = self._flows(offer, problem, terms, hour, start, bears)
        found[:, start:] = gain * discount
        central = offer.option.terms
        for hours, usual in ((terms.brief, central.brief), (bears * np.asarray(terms.search), central.search)):
            spread = _setup_weights(float(usual), problem, start)
            spent = hour * np.asarray(hours)
            found -= spent[:, None] * spread
            lump = lump - spent * spread.sum()
        found[:, start] -= lump
        return found

    def _hour(self, terms: Terms, already: float, among: float) -> Array:
        """Worth of a freed hour, currency, by draw."""
        own = np.maximum(np.asarray(terms.hours * terms.handable) * _NET_SHARE, 0.05)
        return self.worth.freed(already, np.maximum(own, among))

    def _flows(
        self, offer: Offer, problem: Problem, terms: Terms, hour: Array, start: int, bears: float
    ) -> tuple[Array, Array, Array]:
        """Weekly gains from the start on, (draws, weeks), their discount factors, and the set-up's present value."""
        weeks = problem.weeks - start
        shape = profile(terms, weeks)
        present, since, departed = self._attendance(offer, np.asarray(terms.departures), weeks)
        fixed = None if offer.quote is None else self._quote(offer)
        return _gains(offer, problem, terms, shape, hour, start, bears, fixed, present, since, departed)

    def grown(self, offer: Offer, problem: Problem, *, week: int, start: int, already: float) -> LineDraws:
        """The line as it would be with hours and worth grown to a later week and frozen then (threshold dates)."""
        years = week / WEEKS_PER_YEAR
        more, dearer = (1 + problem.growth) ** years, (1 + problem.worth_growth) ** years
        later = replace(
            offer,
            review=replace(offer.review, hours=replace(offer.review.hours, draws=offer.review.hours.draws * more)),
        )
        worth = replace(self.worth, slopes=self.worth.slopes * dearer)
        frozen = replace(problem, growth=0.0, worth_growth=0.0)
        return Luck(self.seed, self.size, worth).line(later, frozen, start=start, already=already * more)

    def terms(self, offer: Offer, *, as_sought: bool = True) -> Terms:
        """The terms of an offer with an array of draws in every field.

        Args:
            as_sought: of somebody yet to be found, take the assumed price and pace as the most that is accepted:
                whoever turns out dearer or slower is not engaged (decisions/0003).
        """
        figures = offer.figures
        sought = as_sought and offer.hand.person.kind is PersonKind.ROLE
        drawn: dict[str, Array] = {}
        for place, (name, shape) in enumerate(_BY_PERSON):
            rng = self._rng(_PERSON, offer.option.engagement, place)
            ceiling = sought and name in _SOUGHT and getattr(figures, name).is_default
            up_to = _ACCEPTED if ceiling else 1.0
            drawn[name] = getattr(figures, name).draws(rng, self.size, shape, up_to=up_to)
        if offer.hand.wage_and_on_cost is not None:
            wage, on_cost = offer.hand.wage_and_on_cost
            rng = self._rng(_PERSON, offer.option.engagement, len(_BY_PERSON))
            drawn["price"] = wage.draws(rng, self.size) * on_cost.draws(rng, self.size)
        for place, (name, shape) in enumerate(_BY_ACTIVITY):
            rng = self._rng(_ACTIVITY, offer.option.activity, place)
            drawn[name] = getattr(figures, name).draws(rng, self.size, shape)
        first, practised = figures.first_efficiency.value, figures.practised_efficiency.value
        # A slow starter stays the slower one: the two efficiencies share one draw.
        ratio = first / practised if practised > 0 else 0.0
        hours = offer.review.hours.draws
        drawn["hours"] = hours[np.arange(self.size) % len(hours)]
        return Terms(
            unit_hours=unit_hours(offer.review), first_efficiency=drawn["practised_efficiency"] * ratio, **drawn
        )

    def _quote(self, offer: Offer) -> Array:
        """Draws of a fixed price, currency a week."""
        assert offer.quote is not None
        rng = self._rng(_ACTIVITY, offer.option.activity, len(_BY_ACTIVITY))
        return per_week(1.0) * offer.quote.draws(rng, self.size)

    def _rng(self, *stream: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *stream])

    def _attendance(self, offer: Offer, departures: Array, weeks: int) -> tuple[npt.NDArray[np.bool_], Whole, Array]:
        """Who is there in each week, for how long since their start, and how often somebody left, by draw."""
        leaves = self._rng(_LUCK, offer.option.engagement).random((self.size, weeks)) < (
            departures[:, None] / WEEKS_PER_YEAR
        )
        since = np.zeros((self.size, weeks), dtype=np.int64)
        present = np.ones((self.size, weeks), dtype=bool)
        departed = np.zeros((self.size, weeks))
        age = np.zeros(self.size, dtype=np.int64)
        away = np.zeros(self.size, dtype=np.int64)
        for week in range(weeks):
            if week > 0:
                gone = leaves[:, week] & (away == 0)
                departed[:, week] = gone
                away = np.where(gone, offer.hand.search_weeks, away)
                age = np.where(gone, 0, age)
            present[:, week] = away == 0
            since[:, week] = age
            age = age + (away == 0)
            away = np.maximum(away - 1, 0)
        return present, since, departed


def _names() -> tuple[str, ...]:
    return (*(name for name, _ in _BY_PERSON), *(name for name, _ in _BY_ACTIVITY))


def _gains(
    offer: Offer, problem: Problem, terms: Terms, shape: Profile, hour: Array, start: int,
    bears: float, fixed: Array | None, present: npt.NDArray[np.bool_], since: Whole, departed: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Weekly gains while somebody is there less restarts, their discount factors, and the present value of set-up."""
    week = np.arange(start, problem.weeks)
    discount = (1 + weekly_discount(problem.discount_per_year)) ** -(week + 1.0)
    growth = (1 + problem.growth) ** (week / WEEKS_PER_YEAR)
    worth = (1 + problem.worth_growth) ** (week / WEEKS_PER_YEAR)
    won = np.take_along_axis(shape.freed - shape.owner, since, axis=1)
    helper = np.take_along_axis(shape.helper, since, axis=1)
    freed = np.asarray(shape.freed)
    money = _money(offer, terms, helper * growth, bears, fixed)
    gain = (hour[:, None] * worth * won + offer.option.relief * freed) * growth - money
    gain = (gain - np.asarray(terms.error_loss)[:, None]) * present
    gain = gain - departed * (hour * restart_hours(terms))[:, None] - bears * offer.hand.cost_per_week.value
    brief, search = np.asarray(terms.brief), bears * np.asarray(terms.search)
    setup = brief * _setup_discount(float(offer.option.terms.brief), problem, start)
    setup = setup + search * _setup_discount(float(offer.option.terms.search), problem, start)
    rate = 1 + weekly_discount(problem.discount_per_year)
    lump = hour * setup + bears * np.asarray(terms.cash) * rate**-start
    return np.asarray(gain), np.asarray(discount), np.asarray(lump)


def _money(offer: Offer, terms: Terms, helper: Array, bears: float, fixed: Array | None) -> Array:
    """Money paid in each week, by draw."""
    if fixed is not None:
        return np.broadcast_to(fixed[:, None], helper.shape)
    billed = np.maximum(helper, bears * offer.hand.person.retainer_hours)
    return np.asarray((np.asarray(terms.price) * (1 + np.asarray(terms.fee)))[:, None] * billed)


def _setup_discount(hours: float, problem: Problem, start: int) -> float:
    """Mean discount factor of set-up hours spread over the weeks before a start, or paid at it."""
    rate = 1 + weekly_discount(problem.discount_per_year)
    weeks = setup_weeks(hours, problem.setup_hours)
    if not weeks:
        return float(rate**-start)
    return float(np.mean([rate ** -(start - k) for k in range(weeks)]))


def _setup_weights(hours: float, problem: Problem, start: int) -> Array:
    """`_setup_discount` taken apart by the week in which the hours are spent, shape (weeks,)."""
    rate = 1 + weekly_discount(problem.discount_per_year)
    weeks = setup_weeks(hours, problem.setup_hours) or 1
    found = np.zeros(problem.weeks)
    for k in range(weeks):
        found[max(start - k, 0)] += rate ** -(start - k) / weeks
    return found
