"""A whole settings file into the rows that each step keeps of it; the inverse of `stated.settings_of`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hoursback.engine.assumptions import Assumptions, names
from hoursback.engine.capture.activity import Activity
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.people import Person
from hoursback.engine.plan.business import Business, Settings
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.capture import models as capture
from hoursback.web.people import models as people
from hoursback.web.people.skills import restate
from hoursback.web.plan.models import Limits, Quote, Terms
from hoursback.web.review import actions as review
from hoursback.web.worth import actions as worth

_LIMITS = (
    *("start", "budget_per_month", "setup_hours_per_week", "cash_reserve", "growth_per_year", "worth_growth"),
    *("horizon_weeks", "tail_weeks", "discount_per_year"),
)

_MONEY = (
    *("income_per_year", "worth_per_hour", "weeks_per_year", "hours_per_week", "work_days", "tax_rate"),
    "customers_want_more",
)
_OF_PERSON = (
    *("price", "hours_per_week", "leaves_per_year", "fee", "search_hours", "setup_cost", "cost_per_month"),
    *("engaged", "minimum_weeks", "rework"),
)


def adopt(member: Member, settings: Settings) -> None:
    """Write all of it; what the file does not name stays, what it names and does not state is cleared."""
    _workspace(member, settings)
    activities = _activities(member, settings.activities)
    review.adopt(member, settings.activities)
    worth.adopt(member, settings.activities, **_of_business(settings, _MONEY))
    _terms(member, activities, settings.activities)
    _limits(member, settings)
    persons = _people(member, settings.people)
    _quotes(member, activities, persons, settings)


def _workspace(member: Member, settings: Settings) -> None:
    """Currency and time zone of the business, where the file states them."""
    business = settings.business
    stated = {"currency": business.currency} if "business.currency" in settings.stated else {}
    stated |= {"timezone": business.timezone} if business.timezone else {}
    if stated:
        Workspace.objects.filter(pk=member.workspace_id).update(**stated)
        for name, value in stated.items():
            setattr(member.workspace, name, value)


def _activities(member: Member, activities: Sequence[Activity]) -> dict[str, int]:
    """Activities in the file's order, those it does not name behind them; ids by name."""
    facts = ("function", "hours_per_week", "times_per_month", "hours_each")
    ids: dict[str, int] = {}
    for position, activity in enumerate(activities):
        said = {name: getattr(activity, name) for name in facts}
        said |= {"match": list(activity.match), "position": position, "is_archived": False}
        row, _new = capture.Activity.objects.update_or_create(
            workspace_id=member.workspace_id, name=activity.name, defaults=said
        )
        ids[activity.name] = row.pk
    others = capture.Activity.objects.exclude(pk__in=ids.values()).order_by("position", "pk")
    for position, other in enumerate(others, start=len(activities)):
        capture.Activity.objects.filter(pk=other.pk).update(position=position)
    return ids


def _terms(member: Member, ids: dict[str, int], activities: Sequence[Activity]) -> None:
    for activity in activities:
        said: dict[str, Any] = {
            name: getattr(activity, name) for name in ("brief_hours", "error_loss_per_week", "loss_if_dropped_per_week")
        }
        said["requires"] = {required.skill: required.level for required in activity.requires}
        _set(Terms, member, said, activity_id=ids[activity.name])


def _limits(member: Member, settings: Settings) -> None:
    said = _of_business(settings, _LIMITS)
    is_unlimited = settings.business.setup_hours_per_week is None
    said |= {"has_unlimited_setup": is_unlimited}
    said |= {"has_builtin_roles": _of_business(settings, ("builtin_roles",))["builtin_roles"]}
    said |= {"assumptions": stated_assumptions(settings.assumptions)}
    _set(Limits, member, said)


def stated_assumptions(assumed: Assumptions) -> dict[str, Any]:
    """What is stated of the assumptions, as `Limits` keeps it."""
    figures: dict[str, Figure] = {name: getattr(assumed, name) for name in names()}
    return {
        name: figure.value if figure.is_exact else [figure.low, figure.high]
        for name, figure in figures.items()
        if not figure.is_default
    }


def _people(member: Member, persons: Sequence[Person]) -> dict[str, int]:
    """People by name; a file's person takes the place of the one who is there."""
    ids: dict[str, int] = {}
    for person in persons:
        row = people.Person.objects.filter(name=person.name).first()
        if row is not None and row.kind == people.Person.Kind.OWNER:
            raise HoursbackError(
                _("The owner cannot be somebody to hand work to."),
                where="person.name",
                value=person.name,
                hint=_("Give this person another name in the file."),
            )
        if row is None:
            row = people.Person(workspace_id=member.workspace_id, name=person.name)
        _write_person(member, row, person)
        ids[person.name] = row.pk
    return ids


def _write_person(member: Member, row: people.Person, person: Person) -> None:
    for name in _OF_PERSON:
        setattr(row, name, getattr(person, name))
    row.kind = person.kind.value
    row.experience = person.experience.value if person.experience else ""
    row.retainer_hours = person.retainer_hours or None
    row.efficiency_first, row.efficiency_practised = person.efficiency or (None, None)
    row.declines = list(person.declines)
    row.is_archived = False
    row.skills = None if person.skills is None else dict(person.skills)
    row.save()
    # For their history; here they stay spelt as the file has them.
    restate(actor=member, person=row, wanted=person.skills)


def _quotes(member: Member, activities: dict[str, int], persons: dict[str, int], settings: Settings) -> None:
    """The file's quotes in place of all that its people gave before."""
    Quote.objects.filter(person_id__in=persons.values()).delete()
    for quote in settings.quotes:
        Quote.objects.create(
            workspace_id=member.workspace_id,
            activity_id=activities[quote.activity],
            person_id=persons[quote.person],
            fixed_price_per_month=quote.fixed_price_per_month,
        )


def _of_business(settings: Settings, keys: Sequence[str]) -> dict[str, Any]:
    """Figures of the business: those that are stated, or differ from their default; None for the others."""
    business, usual = settings.business, Business()
    return {
        key: getattr(business, key)
        if f"business.{key}" in settings.stated or getattr(business, key) != getattr(usual, key)
        else None
        for key in keys
    }


def _set(model: Any, member: Member, said: dict[str, Any], **key: Any) -> None:
    """Change the one row, or make it; where nothing is said and no row is there, none is made."""
    row = model.objects.filter(**key).first()
    if row is None:
        if any(value not in (None, {}, False) for value in said.values()):
            model.objects.create(workspace_id=member.workspace_id, **key, **said)
        return
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
