"""What a workspace states, as the engine's Settings: the same that its settings file would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, replace
from typing import Any

from django.utils import timezone

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.figures import Figure
from hoursback.engine.people import Person, Quote, Requirement
from hoursback.engine.plan.business import Business, Settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.people.selectors import people_for_plan
from hoursback.web.plan.models import Limits, Terms
from hoursback.web.plan.models import Quote as QuoteRow
from hoursback.web.review.models import WorkWeek
from hoursback.web.worth import selectors as worth
from hoursback.web.worth.models import Finances

_LIMITS = {
    "start": "start",
    "budget_per_month": "budget_per_month",
    "setup_hours_per_week": "setup_hours_per_week",
    "cash_reserve": "cash_reserve",
    "growth_per_year": "growth_per_year",
    "worth_growth": "worth_growth",
    "horizon_weeks": "horizon_weeks",
    "tail_weeks": "tail_weeks",
    "discount_per_year": "discount_per_year",
    "builtin_roles": "has_builtin_roles",
}
"""Keys of [business] that stand in `Limits`, with their columns."""
_FINANCES = ("income_per_year", "worth_per_hour", "weeks_per_year", "tax_rate", "customers_want_more")
_WEEK = ("hours_per_week", "work_days")


def settings_of(workspace: Workspace) -> Settings:
    """Everything a workspace states, for whoever may not see all of it too: a plan rests on all.

    Activities come in their order, people as `people_for_plan` has them; archived ones are left out. Call it inside
    the workspace (`acting_in`).
    """
    business = _business(workspace)
    activities = _activities(workspace.pk)
    today = timezone.localdate(timezone=zone_or_utc(workspace.timezone))
    persons = tuple(people_for_plan(workspace.pk, today))
    assumed = _assumptions()
    stated = {f"business.{key}" for key in business}
    stated |= {name for activity in activities for name in stated_names("activity", activity)}
    stated |= {name for person in persons for name in stated_names("person", person)}
    stated |= {f"assumptions.{name}" for name in assumed}
    quotes = _quotes({activity.name for activity in activities}, {person.name for person in persons})
    if quotes:
        stated |= {"quote.activity", "quote.person", "quote.fixed_price_per_month"}
    return Settings(Business(**business), activities, persons, quotes, Assumptions(**assumed), frozenset(stated))


def stated_names(section: str, thing: Activity | Person) -> set[str]:
    """Dotted names of what is stated about an activity or a person; what equals its default says nothing."""
    keys = {field.name for field in fields(thing) if _differs(field, getattr(thing, field.name))} - {"name", "builtin"}
    if isinstance(thing, Activity):
        keys -= {"answers", "bound"}
        keys |= {field.name for field in fields(Answers) if _differs(field, getattr(thing.answers, field.name))}
        keys |= {"must_be_owner"} if thing.bound is not Bound.NO else set()
    else:
        keys |= {"kind"}
    return {f"{section}.{thing.name}.{key}" for key in keys}


def _differs(field: Field[Any], value: object) -> bool:
    return field.default is not MISSING and value != field.default


def _business(workspace: Workspace) -> dict[str, Any]:
    """The keys of [business] that are stated, with their values; the rest keep their defaults."""
    limits = Limits.objects.first()
    finances = Finances.objects.first()
    week = WorkWeek.objects.first()
    found: dict[str, Any] = {"currency": workspace.currency, "timezone": workspace.timezone}
    if limits is not None:
        found |= {key: getattr(limits, column) for key, column in _LIMITS.items()}
    for row, keys in ((finances, _FINANCES), (week, _WEEK)):
        if row is not None:
            found |= {key: getattr(row, key) for key in keys}
    found = {key: value for key, value in found.items() if value is not None}
    if limits is not None and limits.has_unlimited_setup:
        found["setup_hours_per_week"] = None
    return found


def _activities(workspace_id: int) -> tuple[Activity, ...]:
    """The activities of worth, with what handing them over takes."""
    terms = {row.activity.name: row for row in Terms.objects.select_related("activity")}
    return tuple(
        activity if activity.name not in terms else _with_terms(activity, terms[activity.name])
        for activity in worth.stated_activities(workspace_id)
    )


def _with_terms(activity: Activity, terms: Terms) -> Activity:
    return replace(
        activity,
        brief_hours=terms.brief_hours,
        error_loss_per_week=terms.error_loss_per_week,
        loss_if_dropped_per_week=terms.loss_if_dropped_per_week,
        # By name: a database may keep the keys of an object in another order than they came in.
        requires=tuple(Requirement(skill, level) for skill, level in sorted(terms.requires.items())),
    )


def _quotes(activities: Iterable[str], people: Iterable[str]) -> tuple[Quote, ...]:
    rows = QuoteRow.objects.order_by("pk").values_list("activity__name", "person__name", "fixed_price_per_month")
    known, there = set(activities), set(people)
    return tuple(
        Quote(activity, person, price)
        for activity, person, price in rows
        if price is not None and activity in known and person in there
    )


def _assumptions() -> dict[str, Figure]:
    """What is stated of the assumptions; a range is kept as [low, high]."""
    limits = Limits.objects.first()
    found = {}
    for name, value in (limits.assumptions if limits else {}).items():
        low, high = value if isinstance(value, list) else (value, value)
        found[name] = Figure.exact(low) if low == high else Figure.stated_range(low, high)
    return found
