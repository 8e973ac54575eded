"""The value ladder: activities by what their hour brings, the top three, and the hours cheaper than the owner's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoursback.engine.worth.rates import Earner, EarningTerms, hourly_value
from hoursback.engine.worth.value import Basis, Opportunity

TOP = 3
"""How many of the most profitable activities are protected."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One activity on the ladder.

    Attributes:
        hours: owner hours a week. minutes_per_unit: owner minutes for one unit; None: not stated.
        hourly_value: average value of its hour (v_j), currency; None: nobody knows.
        rate: what one more hour of it brings, currency per hour; None: nothing, as far as known.
        is_assumed: the rate is the average hour for want of a stated one.
    """

    name: str
    hours: float
    hourly_value: float | None
    rate: float | None
    is_assumed: bool = False
    minutes_per_unit: float | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """Activities by hourly value.

    Attributes:
        rungs: highest hourly value first, those of unknown value last and by hours.
        top: up to three activities by what one more hour brings, best first.
        top_share_of_value: part of all known value that the top brings; None: no margin is stated.
        top_share_of_hours: part of the hours that the top takes.
    """

    rungs: tuple[Rung, ...]
    top: tuple[Rung, ...]
    top_share_of_value: float | None
    top_share_of_hours: float


@dataclass(frozen=True, slots=True)
class CheaperHours:
    """Hours a week that somebody else would do for less than the owner's hour is worth; names by hours, most first."""

    hours: float
    share: float
    activities: tuple[str, ...]


def value_ladder(earners: Sequence[Earner], opportunities: Sequence[Opportunity], terms: EarningTerms) -> Ladder:
    """Rank the activities by what their hours bring."""
    rates = {o.name: o for o in opportunities if not o.undone}
    rungs = [_rung(earner, rates.get(earner.name), terms) for earner in earners]
    top = sorted((r for r in rungs if r.rate), key=lambda r: -(r.rate or 0.0))[:TOP]
    hours = sum(r.hours for r in rungs)
    return Ladder(
        rungs=tuple(sorted(rungs, key=_by_value)),
        top=tuple(top),
        top_share_of_value=_share_of_value(top, rungs) if any(e.margin_per_year for e in earners) else None,
        top_share_of_hours=sum(r.hours for r in top) / hours if hours > 0 else 0.0,
    )


def cheaper_hours(hours: Mapping[str, float], prices: Mapping[str, float | None], worth: float) -> CheaperHours:
    """The hours that others would do for less than the owner's hour is worth.

    Args:
        hours: owner hours a week by activity.
        prices: what an owner hour of it costs from somebody else, currency; None or missing: not known.
        worth: of the owner's hour, currency.
    """
    cheaper = {name: spent for name, spent in hours.items() if _below(prices.get(name), worth)}
    total = sum(hours.values())
    names = sorted(cheaper, key=lambda name: -cheaper[name])
    found = sum(cheaper.values())
    return CheaperHours(found, found / total if total > 0 else 0.0, tuple(names))


def rank_break_evens(break_evens: Mapping[str, float | None]) -> tuple[tuple[str, float | None], ...]:
    """Activities with the worth of the owner's hour from which handing them over pays, lowest first.

    "Worth it if your hour is worth at least w*"; None (or no finite number): never, last.

    >>> rank_break_evens({"video": 80.0, "law": None, "invoices": 39.06})
    (('invoices', 39.06), ('video', 80.0), ('law', None))
    """
    finite = {name: w if w is not None and math.isfinite(w) else None for name, w in break_evens.items()}
    return tuple(sorted(finite.items(), key=lambda item: math.inf if item[1] is None else item[1]))


def _rung(earner: Earner, opportunity: Opportunity | None, terms: EarningTerms) -> Rung:
    value = hourly_value(earner, terms)
    is_assumed = opportunity is not None and opportunity.basis is Basis.AVERAGE
    if value is None and is_assumed:
        value = terms.average
    rate = opportunity.rate if opportunity is not None else None
    return Rung(earner.name, earner.hours, value, rate, is_assumed, earner.minutes_per_unit)


def _by_value(rung: Rung) -> tuple[bool, float, float]:
    return rung.hourly_value is None, -(rung.hourly_value or 0.0), -rung.hours


def _share_of_value(top: Sequence[Rung], rungs: Sequence[Rung]) -> float | None:
    total = _brought(rungs)
    return _brought(top) / total if total > 0 else None


def _brought(rungs: Sequence[Rung]) -> float:
    """Known value a week, currency."""
    return sum((r.hourly_value or 0.0) * r.hours for r in rungs)


def _below(price: float | None, worth: float) -> bool:
    return price is not None and price < worth
