"""Whether a bundle of work justifies a full-time post: four tests, per function and once for all clerical work.

Source: methods, section 4 ("Full time is judged per business function").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.functions import CLERICAL, TITLES
from hoursback.engine.economics import (
    FULL_TIME_HOURS,
    FULL_TIME_WEEK,
    break_even_hours_per_week,
    employee_cost_per_year,
)
from hoursback.engine.figures import Figure
from hoursback.engine.people import Person, PersonKind, qualify
from hoursback.engine.plan.answer import FullTime
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.hands import BY_THE_HOUR
from hoursback.engine.plan.market import market_price, market_wage
from hoursback.engine.review.summary import ActivityReview
from hoursback.engine.units import WEEKS_PER_YEAR, weekly_discount

Array = npt.NDArray[np.float64]

WORKPLACE_PER_MONTH, WORKPLACE_ONCE = 300.0, 2000.0
"""Own, low confidence; nothing for work from home."""
RECRUITING_COST, RECRUITING_HOURS = 4100.0, 40.0
"""US dollars and owner hours (SHRM 2016)."""
NOTICE_WEEKS = 4
"""Paid weeks after an employee is no longer needed (own)."""
WEEKS_JUDGED, WEEKS_FORECAST = 78, 26
RUNWAY_MONTHS = 6
CHANCE_ASKED, GAIN_ASKED, CORE_ASKED = 0.8, 0.1, 2
CAUTIOUS_QUANTILE = 0.2
CLERICAL_TITLE = "all clerical work"
_LEAST_SHARE = 0.5
"""Bundles below this share of the break-even hours are far from a post and not worth a word."""
_STREAM = 7


def full_time_cases(
    reviews: Sequence[ActivityReview], settings: Settings, *, hour: float, seed: int, everything: bool = False
) -> tuple[FullTime, ...]:
    """The bundles that come near a full-time post, judged; with `everything`, all of them.

    Args:
        hour: worth of an owner hour, currency, for recruiting.
    """
    able = [r for r in reviews if r.leave.allowed and not r.leave.in_house_only and r.hours.mean > 0]
    bundles = {TITLES.get(f, f): [r for r in able if r.hours.function == f] for f in _functions(able)}
    clerical = [r for r in able if r.hours.function in CLERICAL]
    if len({r.hours.function for r in clerical}) > 1:
        bundles[CLERICAL_TITLE] = clerical
    found = []
    for title, bundle in bundles.items():
        case = _judged(title, bundle, settings, hour, seed)
        if case is not None and (everything or case.hours >= _LEAST_SHARE * case.hours_needed):
            found.append(case)
    return tuple(found)


def posts(cases: Sequence[FullTime], settings: Settings) -> tuple[Person, ...]:
    """The full-time posts that are justified, as somebody to engage for a full week's pay, whatever is done."""
    found = []
    for case in cases:
        if not case.justified:
            continue
        week = FULL_TIME_WEEK * settings.assumptions.utilisation.value
        per_hour = case.cost_per_year / (WEEKS_PER_YEAR * week) / settings.assumptions.on_cost.value
        found.append(
            Person(
                name=f"Full-time post: {case.bundle}",
                kind=PersonKind.EMPLOYEE,
                price=Figure.exact(per_hour),
                hours_per_week=Figure.exact(week),
                setup_cost=Figure.exact(RECRUITING_COST + WORKPLACE_ONCE),
                retainer_hours=week,
                builtin=True,
                functions=case.functions,
                full_time=True,
            )
        )
    return tuple(found)


def _functions(reviews: Sequence[ActivityReview]) -> list[str]:
    return list(dict.fromkeys(r.hours.function for r in reviews))


def _judged(
    title: str, bundle: Sequence[ActivityReview], settings: Settings, hour: float, seed: int
) -> FullTime | None:
    function, currency = bundle[0].hours.function, settings.business.currency
    price, wage = _hourly_price(bundle, settings), market_wage(function, currency)
    if price is None or wage is None:
        return None
    assumed = settings.assumptions
    size = len(bundle[0].hours.draws)
    rng = np.random.default_rng([seed, _STREAM])
    growth = 1 + settings.business.growth_per_year
    ahead = growth ** (WEEKS_FORECAST / 2 / WEEKS_PER_YEAR)
    needed_hours = _helper_hours(bundle, settings) * ahead
    cost = employee_cost_per_year(wage.value, assumed.on_cost.value, assumed.leave.value, WORKPLACE_PER_MONTH * 12)
    needed = break_even_hours_per_week(cost, price.value)
    paid = _draw_cost(wage, settings, rng, size)
    hourly = price.draws(rng, size) * (1 + assumed.fee.value) * needed_hours * WEEKS_PER_YEAR
    saved = _saved_over_time(hourly, paid, needed_hours, settings, hour)
    cautious = float(np.quantile(needed_hours, CAUTIOUS_QUANTILE))
    chance = float((saved > 0).mean())
    core = any((r.answers.core or 0) >= CORE_ASKED for r in bundle)
    most = FULL_TIME_WEEK * assumed.utilisation.value
    tests = {
        "likely cheaper than help by the hour": chance >= CHANCE_ASKED,
        "enough work even in a lean forecast": needed <= most and cautious >= needed,
        "six months of cost in reserve": settings.business.cash_reserve >= cost * RUNWAY_MONTHS / 12,
        "close to the core, or a tenth cheaper": core or float(np.median(hourly)) >= (1 + GAIN_ASKED) * cost,
    }
    functions = tuple(_functions(bundle))
    return FullTime(title, functions, cautious, needed, cost, chance, tests)


def _hourly_price(bundle: Sequence[ActivityReview], settings: Settings) -> Figure | None:
    """What the same work costs by the hour: of the cheapest stated person who can do all of it, else the market."""
    able = [
        person.price
        for person in settings.people
        if person.kind in BY_THE_HOUR
        and person.price is not None
        and all(qualify(row.activity.requires, person.skills, person.experience).qualified for row in bundle)
    ]
    if able:
        return min(able, key=lambda figure: figure.value)
    return market_price(bundle[0].hours.function, settings.business.currency)


def _helper_hours(bundle: Sequence[ActivityReview], settings: Settings) -> Array:
    """Draws of practised helper hours a week for a whole bundle."""
    practised = settings.assumptions.e_inf_generalist.value
    shares = [(r.activity.handable or settings.assumptions.phi).value for r in bundle]
    return np.asarray(sum(r.hours.draws * share for r, share in zip(bundle, shares, strict=True))) * practised


def _draw_cost(wage: Figure, settings: Settings, rng: np.random.Generator, size: int) -> Array:
    """Draws of the yearly cost of an employee, currency."""
    assumed = settings.assumptions
    hours = FULL_TIME_HOURS * (1 - assumed.leave.value)
    return wage.draws(rng, size) * assumed.on_cost.draws(rng, size) * hours + WORKPLACE_PER_MONTH * 12


def _saved_over_time(hourly: Array, paid: Array, hours: Array, settings: Settings, hour: float) -> Array:
    """Draws of the present value of employing somebody instead of paying by the hour, recruiting and notice included.

    Work beyond what one person can do is paid by the hour in both cases.
    """
    most = FULL_TIME_WEEK * settings.assumptions.utilisation.value
    avoided = hourly * np.minimum(1.0, most / np.maximum(hours, 1e-9)) / WEEKS_PER_YEAR
    rate = 1 + weekly_discount(settings.business.discount_per_year)
    annuity = float((rate ** -np.arange(1.0, WEEKS_JUDGED + 1)).sum())
    notice = paid / WEEKS_PER_YEAR * NOTICE_WEEKS * rate**-WEEKS_JUDGED
    once = RECRUITING_COST + WORKPLACE_ONCE + RECRUITING_HOURS * hour
    return np.asarray((avoided - paid / WEEKS_PER_YEAR) * annuity - notice - once)
