"""What one more hour of each activity earns, and for how many hours: stated, worked out, or assumed and named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.functions import SUPPORT, BusinessFunction
from hoursback.engine.figures import Default, Figure
from hoursback.engine.worth.hour import activity_rate, marginal_rate
from hoursback.engine.worth.uses import relative
from hoursback.engine.worth.value import Basis, Opportunity

EARNING_FUNCTIONS = frozenset({BusinessFunction.DELIVERY.value, BusinessFunction.SALES.value})
"""Functions whose hours are taken to earn where nobody said."""
ASSUMED_CAP = 0.25
"""Share of an activity's hours that could be added and still earn, where nobody said (own; low confidence)."""
LARGEST_TAKEN = 3
"""How many of the largest activities are taken to earn where none is delivery or sales."""


@dataclass(frozen=True, slots=True)
class Earner:
    """An activity as far as its earning goes; None: not stated.

    Attributes:
        hours: owner hours a week.
        margin_per_year: attributable gross margin, currency. absorbable_hours: extra hours a week that still earn.
        rate: what one more hour brings, stated by hand, currency per hour; needed where hours are 0.
        minutes_per_unit: owner minutes for one unit.
    """

    name: str
    function: str
    hours: float
    margin_per_year: Figure | None = None
    absorbable_hours: Figure | None = None
    rate: Figure | None = None
    minutes_per_unit: float | None = None

    @classmethod
    def of(cls, activity: Activity, hours: float) -> Earner:
        """From what is stated about an activity and its hours a week."""
        return cls(
            activity.name,
            activity.function,
            hours,
            activity.margin_per_year,
            activity.absorbable_hours,
            minutes_per_unit=activity.minutes_per_unit,
        )

    @property
    def states_rate(self) -> bool:
        """Whether its rate follows from what was stated."""
        return self.rate is not None or (self.margin_per_year is not None and self.hours > 0)


@dataclass(frozen=True, slots=True)
class EarningTerms:
    """What rates are worked out from: v_avg in currency per hour, eps, weeks a year, and the market."""

    average: float
    eps: float
    weeks_per_year: float
    currency: str
    customers_want_more: bool = True


def opportunities(
    earners: Sequence[Earner], terms: EarningTerms, support: Collection[str] = SUPPORT
) -> tuple[tuple[Opportunity, ...], tuple[Default, ...]]:
    """The activities that would earn from more hours, and what had to be assumed for it, rates first.

    A stated rate or margin counts as stated. Without one, delivery and sales earn the average hour; where there are
    none of these and no activity states a rate, the three largest that are not support functions do. If customers do
    not want more, delivery earns nothing from more hours and nothing is assumed.

    Args:
        support: functions that keep the business running but do not earn, in lower case; an activity whose function
            is "" (not known) is not among them.
    Returns: opportunities best first, and the assumptions, those about rates before those about hours.
    """
    assumed = _assumed_earners(earners, support) if terms.customers_want_more else ()
    found: list[Opportunity] = []
    rates: list[Default] = []
    caps: list[Default] = []
    for earner in earners:
        rate = _rate(earner, terms, earner in assumed)
        if rate is None:
            rates += _missing_rate(earner)
            continue
        value, basis, spread = rate
        cap = earner.absorbable_hours or Figure.exact(ASSUMED_CAP * earner.hours)
        found.append(Opportunity(earner.name, value, cap.value, basis, spread, relative(cap)))
        if basis is Basis.AVERAGE:
            rates.append(_assumed_rate(earner, value, terms.currency))
        if earner.absorbable_hours is None:
            caps.append(_assumed_hours(earner, cap.value))
    if not found:
        rates.append(_nothing_earns(terms))
    return tuple(sorted(found, key=lambda o: -o.rate)), (*rates, *caps)


def hourly_value(earner: Earner, terms: EarningTerms) -> float | None:
    """Average value of an hour of an activity (v_j) from its stated margin; None where none is stated."""
    if earner.margin_per_year is None or earner.hours <= 0:
        return None
    return activity_rate(earner.margin_per_year.value, earner.hours * terms.weeks_per_year, where=earner.name)


def _rate(earner: Earner, terms: EarningTerms, is_assumed: bool) -> tuple[float, Basis, Figure] | None:
    """(rate, what it rests on, how well it is known), or None where there is none."""
    if not terms.customers_want_more and _function(earner) == BusinessFunction.DELIVERY.value:
        return None
    if earner.rate is not None:
        return earner.rate.value, Basis.STATED, relative(earner.rate)
    if earner.margin_per_year is not None and earner.hours > 0:
        margin = earner.margin_per_year
        rate = marginal_rate(margin.value, earner.hours * terms.weeks_per_year, terms.eps, where=earner.name)
        return rate, Basis.MARGIN, relative(margin)
    if is_assumed:
        return terms.average, Basis.AVERAGE, Figure.exact(1.0)
    return None


def _assumed_earners(earners: Sequence[Earner], support: Collection[str]) -> tuple[Earner, ...]:
    """The activities that are taken to earn the average hour, for want of a stated rate."""
    core = [e for e in earners if _function(e) in EARNING_FUNCTIONS]
    if not core and not any(e.states_rate for e in earners):
        others = [e for e in earners if _function(e) not in support]
        core = sorted(others, key=lambda e: -e.hours)[:LARGEST_TAKEN]
    # An activity with hours stated as absorbable and nothing else is said to earn, whatever its function.
    said = [e for e in earners if e.absorbable_hours is not None and e.absorbable_hours.value > 0 and e not in core]
    return tuple(e for e in (*core, *said) if e.hours > 0 and e.margin_per_year is None and e.rate is None)


def _function(earner: Earner) -> str:
    return " ".join(earner.function.split()).casefold()


def _assumed_rate(earner: Earner, rate: float, currency: str) -> Default:
    return Default(
        f"worth of one more hour of {earner.name}",
        plain(rate),
        f"{currency} per hour",
        "low confidence: no margin is stated, so your average hour is taken; state margin_per_year",
    )


def _assumed_hours(earner: Earner, hours: float) -> Default:
    return Default(
        f"more hours of {earner.name} that would still earn",
        plain(hours),
        "hours a week",
        "low confidence: a quarter of what you spend on it now; state absorbable_hours",
    )


def _missing_rate(earner: Earner) -> tuple[Default, ...]:
    """Says so where a margin is stated for an activity without hours, which yields no rate."""
    if earner.margin_per_year is None or earner.hours > 0 or earner.rate is not None:
        return ()
    why = "its margin cannot be shared out over no hours, so it is left out of what freed hours earn"
    return (Default(f"worth of one more hour of {earner.name}", "none", "", why),)


def _nothing_earns(terms: EarningTerms) -> Default:
    if terms.customers_want_more:
        why = "no delivery, sales or other earning activity is known, so a freed hour counts as rest"
    else:
        why = "customers do not want more, so a freed hour counts as rest"
    return Default("what freed hours earn", "rest only", "", f"{why}; state margin_per_year and absorbable_hours")


def plain(value: float) -> str:
    """A figure as people write it: at most two places, no trailing noughts.

    >>> plain(2.5), plain(50.0)
    ('2.5', '50')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
