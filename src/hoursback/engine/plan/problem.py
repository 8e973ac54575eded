"""The joint planning problem: who could take what over, what that costs, and within which limits.

Source: planner, section 3. Everything here is at central values; draws are the business of `robust`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.economics import Terms
from hoursback.engine.people import PersonKind

WEEKS_PER_BUCKET = 4
"""Budgets are kept in four-week buckets."""
MONTHS_PER_BUCKET = 12 / 13
SETUP_SHARE = 0.5
"""Setting up one hand-off takes at most this share of the owner's set-up hours in any week."""
SETUP_WEEKS_LEAST = 3


class Action(StrEnum):
    """What the plan does with an activity."""

    KEEP = "keep"
    DROP = "drop"
    AUTOMATE = "automate"
    IN_HOUSE = "in_house"
    HOURLY = "hourly"
    FIXED = "fixed"
    RETAINER = "retainer"
    ROLE = "role"
    FULL_TIME = "full_time"


@dataclass(frozen=True, slots=True)
class Engagement:
    """A person (or role, or service) as the plan can engage them.

    Attributes:
        price: currency per paid helper hour; fee or on-cost included.
        capacity: helper hours a week; math.inf for a service.
        retainer: hours paid every week while engaged.
        minimum_weeks: an engagement starts no later than horizon - minimum.
        search_hours: owner hours before the engagement. cash: currency at its start.
        cost_per_week: currency a week while engaged.
    """

    name: str
    kind: PersonKind
    price: float = 0.0
    capacity: float = 20.0
    retainer: float = 0.0
    minimum_weeks: int = 0
    search_hours: float = 0.0
    cash: float = 0.0
    cost_per_week: float = 0.0
    builtin: bool = False

    @property
    def is_free_to_engage(self) -> bool:
        """Whether engaging costs nothing by itself, so that only the work given counts."""
        nothing = self.retainer == self.search_hours == self.cash == self.cost_per_week == 0
        return nothing and self.minimum_weeks == 0


@dataclass(frozen=True, slots=True)
class Option:
    """One activity given to one engagement under one contract (a "pair").

    Attributes:
        activity, engagement: positions in the problem.
        terms: floats only; `terms.price`, `fee`, `search` and `cash` are those of the engagement, for judging the
            line alone; the joint plan charges the engagement's own figures once.
        fixed_per_week: a fixed price, currency a week, instead of paying by the hour.
        relief: extra worth of each freed hour, currency, because the owner loathes the work.
    """

    activity: int
    engagement: int
    action: Action
    terms: Terms
    fixed_per_week: float | None = None
    relief: float = 0.0


@dataclass(frozen=True, slots=True)
class Drop:
    """Stopping an activity: frees all its hours and costs a stated weekly loss."""

    activity: int
    hours: float
    loss_per_week: float
    relief: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the joint plan is chosen from.

    Attributes:
        activities: how many there are; options and drops point at them.
        slopes: worth of freed owner hours a week, (currency per hour, width in hours) from best to least; the last
            width is infinite and the first slope also holds for negative hours.
        budget_per_month: currency; None: no limit. setup_hours: owner hours a week; None: no limit.
        horizon: starts are offered in weeks 0..horizon-1; all weeks to horizon + tail count.
        growth: of activity hours a year. worth_growth: of the owner's hour a year.
    """

    activities: int
    engagements: tuple[Engagement, ...]
    options: tuple[Option, ...]
    drops: tuple[Drop, ...] = ()
    slopes: tuple[tuple[float, float], ...] = ((0.0, math.inf),)
    budget_per_month: float | None = None
    setup_hours: float | None = 4.0
    horizon: int = 52
    tail: int = 26
    discount_per_year: float = 0.12
    growth: float = 0.0
    worth_growth: float = 0.0
    start_step: int = 1

    @property
    def weeks(self) -> int:
        """All weeks that count."""
        return self.horizon + self.tail

    @property
    def best_hour(self) -> float:
        """Worth of the owner's best hour; set-up without a limit and restarts are charged at it."""
        return self.slopes[0][0]

    @property
    def has_one_slope(self) -> bool:
        """Whether every freed hour is worth the same."""
        return len(self.slopes) == 1

    def budget_of_bucket(self, bucket: int) -> float:
        """Money for one four-week bucket; a shorter last one has its share."""
        assert self.budget_per_month is not None
        weeks = min(WEEKS_PER_BUCKET, self.weeks - bucket * WEEKS_PER_BUCKET)
        return self.budget_per_month * MONTHS_PER_BUCKET * weeks / WEEKS_PER_BUCKET

    @property
    def buckets(self) -> int:
        """Number of four-week buckets."""
        return -(-self.weeks // WEEKS_PER_BUCKET)


def setup_weeks(hours: float, limit: float | None) -> int | None:
    """Weeks over which set-up hours are spread before a start; 0: paid at the start; None: never possible.

    >>> setup_weeks(8, 4.0), setup_weeks(2, 4.0), setup_weeks(8, None), setup_weeks(0, 4.0), setup_weeks(8, 0.0)
    (4, 3, 0, 0, None)
    """
    if hours <= 0 or limit is None:
        return 0
    if limit <= 0:
        return None
    return max(SETUP_WEEKS_LEAST, math.ceil(hours / (SETUP_SHARE * limit) - 1e-9))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan in its barest form.

    Attributes:
        starts: (option, start week). dropped: activities that are dropped.
        engaged: (engagement, week) for those engaged earlier than their first start, to spread the set-up.
    """

    starts: tuple[tuple[int, int], ...] = ()
    dropped: tuple[int, ...] = ()
    engaged: tuple[tuple[int, int], ...] = ()
