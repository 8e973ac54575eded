"""Every default behind a plan, by name: what was assumed because nobody stated it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hoursback.engine.assumptions import MEANINGS, names
from hoursback.engine.figures import Default
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.hands import BY_THE_HOUR, hand_defaults
from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.offers import Offer

_BUSINESS: tuple[tuple[str, str, str], ...] = (
    ("setup_hours_per_week", "h/week", "your time for briefing and searching"),
    ("weeks_per_year", "weeks", "weeks you work"),
    ("work_days", "days a week", "the usual week"),
    ("cash_reserve", "", "no reserve stated; only a full-time post asks for one"),
    ("horizon_weeks", "weeks", "starts are offered this far ahead"),
    ("tail_weeks", "weeks", "all lines are followed this much longer"),
    ("discount_per_year", "share", "later money counts less"),
    ("growth_per_year", "share", "growth of activity hours"),
    ("worth_growth", "share", "growth of the worth of your hour"),
    ("tax_rate", "share", "off the worth of rest"),
)


def defaults_used(joint: Joint, *, has_log: bool, stated_start: bool, start: str) -> tuple[Default, ...]:
    """All defaults of a plan: the worth of the hour first, then people, the business, and the assumptions."""
    settings = joint.settings
    found = list(joint.worth.defaults)
    known = {default.name for default in found}
    for filled in joint.offers.hands:
        found += hand_defaults(filled, settings.business.currency, settings.price_factor)
    found += _functions(joint)
    found += _of_business(settings, stated_start=stated_start, start=start, has_log=has_log)
    wanted = _used(joint.offers.offers, has_log=has_log) - known
    for name in names():
        figure = getattr(settings.assumptions, name)
        if name in wanted and figure.is_default:
            found.append(Default(name, f"{figure.value:g}", MEANINGS[name].unit, MEANINGS[name].why))
    return tuple(found)


def _functions(joint: Joint) -> Iterable[Default]:
    """Functions that nobody stated: read from a word in the name, or admin for want of one."""
    why = {"name": "from a word in the name", "default": "no word in the name tells"}
    for review in joint.reviews:
        source = review.hours.function_from
        if source in why and review.leave.allowed:
            yield Default(f"function of {review.activity.name}", review.hours.function, "", why[source])


def _of_business(settings: Settings, *, stated_start: bool, start: str, has_log: bool) -> Iterable[Default]:
    stated, business = settings.stated, settings.business
    if not stated_start:
        yield Default("start", start, "", "the Monday after the log's last day" if has_log else "next Monday")
    if "business.currency" not in stated:
        yield Default("currency", business.currency, "", "no currency stated")
    if business.hours_per_week is None:
        yield Default(
            "hours_per_week", "from the log" if has_log else "from what is stated", "h/week", "no hours stated"
        )
    if business.budget_per_month is None:
        yield Default("budget_per_month", "no limit", f"{business.currency}/month", "no budget stated")
    for name, unit, why in _BUSINESS:
        if f"business.{name}" not in stated:
            yield Default(name, f"{getattr(business, name):g}", unit, why)
    if "business.customers_want_more" not in stated:
        yield Default("customers_want_more", "yes", "", "customers would buy more of your time")
    if "business.builtin_roles" not in stated:
        yield Default("builtin_roles", "yes", "", "a role to be found at the market price for each function")


def _used(offers: Sequence[Offer], *, has_log: bool) -> set[str]:
    """Names of the assumptions that some figure of the plan rests on."""
    used = {"p_yes", "p_find_out", "caution"}
    if has_log:
        used |= {"sw", "c2pool"}
    for offer in offers:
        used |= {"LR", "s0", "s_inf", "half_life", "rw"}
        used |= set() if offer.hand.person.rework is not None else {"q"}
        used |= _of_activity(offer) | _of_person(offer)
    return used


def _of_activity(offer: Offer) -> set[str]:
    activity = offer.review.activity
    used = set() if activity.handable is not None else {"phi"}
    if activity.brief_hours is None and activity.minutes_per_unit is None:
        used.add("brief")
    return used


def _of_person(offer: Offer) -> set[str]:
    person = offer.hand.person
    used: set[str] = set()
    if person.kind is PersonKind.SERVICE:
        return used
    if person.efficiency is None and offer.qualification.experience is not None:
        kind = offer.qualification.experience.value
        used |= {f"e0_{kind}", f"e_inf_{kind}"}
    by_hour = person.kind in BY_THE_HOUR
    if by_hour and person.fee is None:
        used.add("fee")
    if person.leaves_per_year is None:
        used.add("departures" if by_hour else "departures_employee")
    if person.search_hours is None and not person.engaged:
        used.add("search" if by_hour else "search_employee")
    if offer.hand.wage_and_on_cost is not None:
        used.add("on_cost")
    return used
