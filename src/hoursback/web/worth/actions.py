"""What changes the stated money. No figure of it ever enters the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from hoursback.engine.capture.activity import Activity
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.capture import models as capture
from hoursback.web.review import actions as review
from hoursback.web.review.models import WorkWeek
from hoursback.web.review.saving import save_over
from hoursback.web.shared.conflict import StaleError
from hoursback.web.worth.models import Earning, Finances

MONEY = ("income_per_year", "worth_per_hour", "weeks_per_year", "tax_rate", "customers_want_more")
EARNED = ("margin_per_year", "absorbable_hours", "minutes_per_unit")


@transaction.atomic
def state_finances(*, actor: Member, version: int, said: Mapping[str, Any]) -> None:
    """Save income and its terms; `said` holds every name of MONEY, None: not stated.

    Raises: StaleError.
    """
    facts = {name: said[name] for name in MONEY}
    if save_over(actor, Finances, version, facts, workspace_id=actor.workspace_id):
        stated = [name for name, value in facts.items() if value is not None]
        record(actor, "finances stated", "workspace", actor.workspace_id, stated=stated)


@transaction.atomic
def state_earning(*, actor: Member, rows: Mapping[int, tuple[int, Mapping[str, Any]]]) -> None:
    """Save what several activities earn, all or none.

    Args:
        rows: by activity id, the version it was drawn with and every name of EARNED, None: not stated.
    Raises: StaleError, with the ids of the activities that were changed meanwhile.
    """
    ids = capture.Activity.objects.filter(workspace_id=actor.workspace_id, pk__in=list(rows))
    saved, stale = [], []
    for pk in ids.values_list("pk", flat=True):
        version, said = rows[pk]
        facts = {name: said[name] for name in EARNED}
        try:
            if save_over(actor, Earning, version, facts, activity_id=pk):
                saved.append(pk)
        except StaleError:
            stale.append(pk)
    if stale:
        raise StaleError(*stale)
    if saved:
        record(actor, "earnings stated", "workspace", actor.workspace_id, activities=saved)


@transaction.atomic
def state_all(
    *,
    actor: Member,
    money: tuple[int, Mapping[str, Any]],
    week: tuple[int, Mapping[str, Any]],
    rows: Mapping[int, tuple[int, Mapping[str, Any]]],
) -> None:
    """Save one page of money: income, week and earnings, all or none.

    Raises: StaleError, its first argument naming the part: "money", "week", or the ids of activities.
    """
    try:
        state_finances(actor=actor, version=money[0], said=money[1])
    except StaleError:
        raise StaleError("money") from None
    try:
        review.state_week(actor=actor, version=week[0], **week[1])
    except StaleError:
        raise StaleError("week") from None
    state_earning(actor=actor, rows=rows)


@transaction.atomic
def adopt(
    member: Member,
    activities: Sequence[Activity] = (),
    *,
    income_per_year: Figure | None = None,
    worth_per_hour: Figure | None = None,
    weeks_per_year: float | None = None,
    hours_per_week: float | None = None,
    work_days: int | None = None,
    tax_rate: float | None = None,
    customers_want_more: bool | None = None,
) -> None:
    """Take over what a settings file states about money and time; None: not stated, and cleared.

    Raises: HoursbackError, for an activity that the workspace does not have.
    """
    here = {"workspace_id": member.workspace_id}
    money = {
        "income_per_year": income_per_year,
        "worth_per_hour": worth_per_hour,
        "weeks_per_year": weeks_per_year,
        "tax_rate": tax_rate,
        "customers_want_more": customers_want_more,
    }
    _set(Finances, here, here, money)
    _set(WorkWeek, here, here, {"hours_per_week": hours_per_week, "work_days": work_days})
    ids = dict(capture.Activity.objects.filter(**here).values_list("name", "pk"))
    for activity in activities:
        if activity.name not in ids:
            raise HoursbackError(
                "There is no activity of this name.",
                where="activity",
                value=activity.name,
                hint="Add the activity first, then what it earns.",
            )
        earned = {name: getattr(activity, name) for name in EARNED}
        key = {"activity_id": ids[activity.name]}
        _set(Earning, key, {**here, **key}, earned)
    record(member, "finances taken over", "workspace", member.workspace_id, activities=len(activities))


def _set(model: Any, key: Mapping[str, Any], create: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    is_said = any(value is not None for value in facts.values())
    if not model.objects.filter(**key).update(**facts, version=F("version") + 1) and is_said:
        model.objects.create(**create, **facts)
