"""The plan as its reader gets it: decisions with reasons, what to ask, the first step, totals and the defaults used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoursback.engine.figures import Default
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.concentration import Concentration
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.verdicts import Verdict
from hoursback.engine.worth.uses import Use


@dataclass(frozen=True, slots=True)
class Flip:
    """A single change that would turn a decision.

    Attributes:
        lever: price, worth, hours, budget or setup_hours.
        change: in words, with the figure at which it turns.
        now, then: the lever's figure today and where the decision turns.
        loss: what the opposite decision would cost the plan, currency; the figure of a re-solve where `confirmed`,
            else at least roughly that, from prices.
    """

    lever: str
    change: str
    now: float
    then: float
    loss: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to hand an activity over, chosen or not, or somebody who was not offered it.

    Attributes:
        npv: present value as the only line, started as early as it can be, currency; probability: that it brings more
            than it costs then; price: currency per helper hour with the fee, or a week where it is fixed. None: not
            offered.
        reason: why not offered, a sentence about the person without their name at its head; "" for an offer.
    """

    person: str
    action: Action | None
    npv: float | None = None
    probability: float | None = None
    price: float | None = None
    is_chosen: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the plan does with one activity.

    Attributes:
        hours: owner hours a week today.
        hours_freed: owner hours won in a practised week; hours_by_week: in each week of the horizon, set-up taken off.
        cost_per_week: money in a practised week, currency. npv: present value to the plan's end, currency, at the
            figures the plan counts with; low, high: its likely range, P10 and P90 of the draws of the line alone,
            reaching to npv. probability: that the line brings more than it costs.
        payback_week: number of weeks after the start; None: never.
        why: two sentences. why_not: why not the runner-up, one sentence, "" where there is none.
        pays_from: worth of an hour it frees from which it goes into the plan (w*), currency; None: from none.
        setup_hours, cash: owner hours and money before and at the start.
        below_the_bar: sentences about people who have the hours and not the skill.
        alternatives: every offer, the best first, then whoever was not offered it and why.
    """

    activity: str
    function: str
    action: Action
    verdict: Verdict
    hours: float
    why: str
    person: str | None = None
    person_kind: PersonKind | None = None
    start_week: int | None = None
    start_date: date | None = None
    hours_freed: float = 0.0
    hours_by_week: tuple[float, ...] = ()
    cost_per_week: float = 0.0
    npv: float = 0.0
    npv_low: float = 0.0
    npv_high: float = 0.0
    probability: float | None = None
    payback_week: int | None = None
    setup_hours: float = 0.0
    cash: float = 0.0
    pays_from: float | None = None
    why_not: str = ""
    below_the_bar: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def leaves(self) -> bool:
        """Whether it leaves the owner's hands."""
        return self.action is not Action.KEEP


@dataclass(frozen=True, slots=True)
class NotYet:
    """An activity to come back to: from when, or under which condition."""

    activity: str
    condition: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class FindOut:
    """A question worth asking before deciding; worth and cost of asking in currency."""

    question: str
    activity: str
    worth: float
    ask_cost: float


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The smallest safe first hand-off.

    Attributes:
        kind: "yes", "plan" or "trial": taken from the yes-lines, the plan's other lines, or a paid trial.
    """

    activity: str
    person: str
    kind: str
    setup_hours: float
    cash: float
    text: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The plan in sum: hours a practised week, money a practised week, set-up in all, value with its range."""

    hours_freed: float
    cost_per_week: float
    setup_hours: float
    cash_up_front: float
    npv: float
    npv_low: float
    npv_high: float
    probability: float


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more unit of a limit buys.

    Attributes:
        limit: budget or setup_hours. unit: in words. at_most: currency, from its price.
        step: how much more was tried; gained: currency the plan really gained from that, None: not tried.
    """

    limit: str
    unit: str
    at_most: float
    step: float
    gained: float | None


@dataclass(frozen=True, slots=True)
class FullTime:
    """Whether a bundle of work would justify a full-time post: the four tests and what they were made from.

    Attributes:
        bundle: a business function, or "all clerical work"; functions: of the business in it.
        hours: forecast helper hours a week (P20). hours_needed: from which full-time is cheaper than by the hour.
        cost_per_year: currency. probability: that it is cheaper over the weeks judged.
    """

    bundle: str
    functions: tuple[str, ...]
    hours: float
    hours_needed: float
    cost_per_year: float
    probability: float
    tests: dict[str, bool]

    @property
    def justified(self) -> bool:
        """Whether all four tests hold."""
        return all(self.tests.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """An honest plan.

    Attributes:
        assumed_first: what has to be said before the answer, such as an hour's worth that nobody stated.
        value, bound: the solver's, currency; gap: the share of the bound that may still be missing.
        hours_by_week: owner hours won in each week of the horizon, set-up taken off.
        top_three: the most profitable activities with what one more hour of each brings, best first.
        more_days: work days worth logging before deciding.
        draws, seed: how the probabilities were drawn.
        unaccounted: hours a week that no entry covers; None: not known.
        gathered: present value that the plan has brought by the end of each week, set-up and pay taken off, currency:
            low, counted and high, over horizon and tail.
        is_sketch: a first answer, made in a fraction of the time; nothing was solved again.
    """

    currency: str
    start: date
    horizon: int
    tail: int
    decisions: tuple[Decision, ...]
    not_yet: tuple[NotYet, ...]
    find_out: tuple[FindOut, ...]
    first_step: FirstStep | None
    totals: Totals
    defaults: tuple[Default, ...]
    status: str
    gap: float
    value: float
    bound: float
    hours_by_week: tuple[float, ...]
    worth_now: float
    worth_freed: float
    average_hour: float
    leisure: float
    top_three: tuple[tuple[str, float], ...] = ()
    uses: tuple[Use, ...] = ()
    one_more: tuple[OneMore, ...] = ()
    advantages: tuple[str, ...] = ()
    concentration: Concentration | None = None
    full_time: tuple[FullTime, ...] = ()
    more_days: int = 0
    log_score: float | None = None
    notes: tuple[str, ...] = ()
    draws: int = 0
    seed: int = 0
    unaccounted: float | None = None
    headline: str = ""
    assumed_first: tuple[str, ...] = ()
    gathered: tuple[tuple[float, float, float], ...] = ()
    is_sketch: bool = False
