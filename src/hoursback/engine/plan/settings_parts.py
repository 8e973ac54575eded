"""What each table of a settings file says: the business, an activity, a person, the quotes, the assumptions."""

from __future__ import annotations

import re
from dataclasses import fields

from hoursback.engine.assumptions import MEANINGS, Assumptions
from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.capture.clock import zone_of
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure, Shape
from hoursback.engine.people import Experience, Person, PersonKind, Quote, Requirement
from hoursback.engine.plan.business import Business
from hoursback.engine.plan.settings_table import (
    ANSWER,
    ENERGY,
    GROWTH,
    HOURS,
    MONEY,
    POSITIVE,
    POSITIVE_SHARE,
    RATE,
    SHARE,
    SOME_WEEK_HOURS,
    WEEK_HOURS,
    End,
    Limit,
    Table,
    nearest,
    printable,
)

BUSINESS_KEYS = tuple(field.name for field in fields(Business))
ACTIVITY_KEYS = (
    *("name", "function", "match", "hours_per_week", "times_per_month", "hours_each", "minutes_per_unit"),
    *("time", "liking", "skill", "energy", "core", "must_be_owner", "margin_per_year", "absorbable_hours"),
    *("handable", "brief_hours", "error_loss_per_week", "loss_if_dropped_per_week", "requires"),
)
PERSON_KEYS = (
    *("name", "kind", "price", "hours_per_week", "skills", "experience", "efficiency", "engaged", "leaves_per_year"),
    *("fee", "search_hours", "setup_cost", "cost_per_month", "retainer_hours", "minimum_weeks", "declines"),
    "rework",
)
QUOTE_KEYS = ("activity", "person", "fixed_price_per_month")
ASSUMPTION_KEYS = tuple(field.name for field in fields(Assumptions))

LONGEST_HORIZON = 156
_MINUTES = Limit(0, 100_000, "minutes, above 0", above=True)
_WEEKS = Limit(0, 53, "weeks, above 0 and up to 53", above=True)
_CURRENCY = re.compile(r"[A-Z]{3}")
ASSUMPTION_LIMITS: dict[str, Limit] = {
    "sw": SHARE,
    "c2pool": POSITIVE,
    "LR": POSITIVE_SHARE,
    "half_life": POSITIVE,
    "brief": HOURS,
    "search": HOURS,
    "search_employee": HOURS,
    "departures": RATE,
    "departures_employee": RATE,
    "on_cost": POSITIVE,
    "utilisation": POSITIVE_SHARE,
}
"""Limits of the assumptions that are neither a plain share nor a plain positive number."""


def required(table: Table, key: str) -> str:
    """A text that must be there."""
    name = table.words(key)
    if not name:
        raise table.refusal(key, f"A {table.label} has no {key}.", f'Add {key} = "…" below {table.label}.')
    return name


def read_business(table: Table) -> Business:
    """The figures of the whole business."""
    plain = Business()
    return Business(
        currency=_currency(table),
        timezone=_zone(table),
        start=table.date("start"),
        income_per_year=table.figure("income_per_year", MONEY),
        worth_per_hour=table.figure("worth_per_hour", MONEY),
        weeks_per_year=table.number("weeks_per_year", _WEEKS, plain.weeks_per_year),
        hours_per_week=table.optional_number("hours_per_week", SOME_WEEK_HOURS),
        work_days=table.whole("work_days", 1, 7, plain.work_days),
        growth_per_year=table.number("growth_per_year", GROWTH, plain.growth_per_year),
        worth_growth=table.number("worth_growth", GROWTH, plain.worth_growth),
        budget_per_month=table.optional_number("budget_per_month", MONEY, End.LOW),
        setup_hours_per_week=_setup_hours(table),
        cash_reserve=table.number("cash_reserve", MONEY, plain.cash_reserve, End.LOW),
        horizon_weeks=table.whole(
            "horizon_weeks", 1, LONGEST_HORIZON, plain.horizon_weeks, "Weeks from now: 13 to 156 is usual, 52 a year."
        ),
        tail_weeks=table.whole("tail_weeks", 0, 52, plain.tail_weeks),
        discount_per_year=table.number("discount_per_year", SHARE, plain.discount_per_year),
        tax_rate=table.number("tax_rate", SHARE, plain.tax_rate),
        customers_want_more=table.flag("customers_want_more", plain.customers_want_more),
        builtin_roles=table.flag("builtin_roles", plain.builtin_roles),
    )


def _currency(table: Table) -> str:
    currency = table.words("currency", "USD")
    if not _CURRENCY.fullmatch(currency):
        raise table.refusal("currency", "A currency is three capital letters.", 'Write currency = "EUR", for example.')
    return currency


def _zone(table: Table) -> str | None:
    if not table.has("timezone"):
        return None
    name = table.words("timezone")
    try:
        zone_of(name)
    except HoursbackError as error:
        raise table.refusal("timezone", f"There is no time zone “{printable(name)}”.", error.hint) from None
    return name


def _setup_hours(table: Table) -> float | None:
    if table.values.get("setup_hours_per_week") == "unlimited":
        return None
    if isinstance(table.values.get("setup_hours_per_week"), str):
        raise table.refusal(
            "setup_hours_per_week",
            "“setup_hours_per_week” must be hours a week, from 0 to 168, or “unlimited”.",
            'Write setup_hours_per_week = 4, or = "unlimited".',
        )
    return table.number("setup_hours_per_week", WEEK_HOURS, 4.0, End.LOW)


def read_activity(table: Table) -> Activity:
    """One activity, its answers and what it asks for."""
    return Activity(
        name=table.words("name"),
        function=table.words("function"),
        match=table.texts("match"),
        hours_per_week=table.figure("hours_per_week", WEEK_HOURS),
        times_per_month=table.optional_number("times_per_month", RATE),
        hours_each=table.figure("hours_each", HOURS),
        minutes_per_unit=table.optional_number("minutes_per_unit", _MINUTES),
        answers=Answers(
            time=table.scalar("time", ANSWER),
            liking=table.scalar("liking", ANSWER),
            skill=table.scalar("skill", ANSWER),
            energy=table.scalar("energy", ENERGY) or 0.0,
            # Not stated is not 0: core = 0 says "not what we are about", silence says nothing.
            core=table.whole("core", 0, 3, 0) if table.has("core") else None,
        ),
        bound=table.choice("must_be_owner", Bound) or Bound.NO,
        margin_per_year=table.figure("margin_per_year", MONEY),
        absorbable_hours=table.figure("absorbable_hours", WEEK_HOURS),
        handable=table.figure("handable", SHARE),
        brief_hours=table.figure("brief_hours", HOURS),
        error_loss_per_week=table.figure("error_loss_per_week", MONEY),
        loss_if_dropped_per_week=table.figure("loss_if_dropped_per_week", MONEY),
        requires=tuple(Requirement(skill, level) for skill, level in sorted((table.levels("requires") or {}).items())),
    )


def read_person(table: Table) -> Person:
    """One person, role or service; without a kind it is a role to be found."""
    return Person(
        name=table.words("name"),
        kind=table.choice("kind", PersonKind) or PersonKind.ROLE,
        price=table.figure("price", MONEY),
        hours_per_week=_hours_of_person(table),
        skills=table.levels("skills"),
        experience=table.choice("experience", Experience),
        efficiency=table.pair("efficiency", POSITIVE, "first unit, practised"),
        engaged=table.flag("engaged", False),
        leaves_per_year=table.figure("leaves_per_year", RATE),
        fee=table.figure("fee", SHARE),
        rework=table.figure("rework", SHARE),
        search_hours=table.figure("search_hours", HOURS),
        setup_cost=table.figure("setup_cost", MONEY),
        cost_per_month=table.figure("cost_per_month", MONEY),
        retainer_hours=table.number("retainer_hours", WEEK_HOURS, 0.0),
        minimum_weeks=table.whole("minimum_weeks", 0, 520, 0),
        declines=table.texts("declines"),
    )


def _hours_of_person(table: Table) -> Figure | None:
    if table.values.get("hours_per_week") in (0, [0, 0]):
        raise table.refusal(
            "hours_per_week",
            f"{table.label} is a person with zero hours.",
            "State the hours a week they have for you, or leave the key out.",
        )
    return table.figure("hours_per_week", SOME_WEEK_HOURS)


def read_quotes(tables: list[Table], activities: tuple[Activity, ...], people: tuple[Person, ...]) -> tuple[Quote, ...]:
    """Fixed prices, each for an activity and from a person that the file has."""
    quotes: dict[tuple[str, str], Quote] = {}
    for table in tables:
        activity = _reference(table, "activity", tuple(activity.name for activity in activities))
        person = _reference(table, "person", tuple(person.name for person in people))
        price = table.figure("fixed_price_per_month", MONEY)
        if price is None:
            raise table.refusal(
                "fixed_price_per_month",
                f"The quote of “{printable(person)}” for “{printable(activity)}” has no price.",
                "Add fixed_price_per_month = …",
            )
        if (activity, person) in quotes:
            raise table.refusal(
                "activity",
                f"“{printable(person)}” has two quotes for “{printable(activity)}”.",
                "Keep the one that holds.",
            )
        quotes[activity, person] = Quote(activity, person, price)
    return tuple(quotes.values())


def _reference(table: Table, key: str, names: tuple[str, ...]) -> str:
    """The name that a quote means, whatever its case."""
    stated = required(table, key)
    for name in names:
        if name.casefold() == stated.casefold():
            return name
    raise table.refusal(
        key,
        f"A quote names the {key} “{printable(stated)}”, which this file does not have.",
        nearest(stated, names) or f'Add [[{key}]] with name = "{printable(stated)}", or correct the quote.',
    )


def read_assumptions(table: Table) -> Assumptions:
    """The assumptions, with those that are stated in place of their defaults."""
    stated: dict[str, Figure] = {}
    for name in ASSUMPTION_KEYS:
        figure = table.figure(name, _limit_of(name))
        if figure is not None:
            stated[name] = figure
    return Assumptions(**stated)


def _limit_of(assumption: str) -> Limit:
    share = MEANINGS[assumption].shape is Shape.SHARE
    return ASSUMPTION_LIMITS.get(assumption, SHARE if share else POSITIVE)
