"""What the owner states about money, and the worth of an hour that the engine makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity
from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.capture import models as capture
from hoursback.web.people.models import Person
from hoursback.web.review import selectors as review
from hoursback.web.review.selectors import Seen, Week
from hoursback.web.worth.models import Earning, Finances

if TYPE_CHECKING:
    from hoursback.engine.review.summary import ActivityReview
    from hoursback.engine.worth.rates import Earner
    from hoursback.engine.worth.summary import Income, Worth
    from hoursback.engine.worth.uses import Undone

USUAL_WEEK = 40.0
"""Working hours a week where neither a log nor the owner says; the plan takes the same."""
WEEKS_PER_YEAR = 48.0
_ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the owner states about money and time; None: not stated. The names are those of a settings file.

    Attributes:
        version: of the stated money; 0: nothing was ever stated.
    """

    currency: str
    week: Week
    income_per_year: Figure | None = None
    worth_per_hour: Figure | None = None
    weeks_per_year: float | None = None
    tax_rate: float | None = None
    customers_want_more: bool | None = None
    version: int = 0

    @property
    def hours_per_week(self) -> float | None:
        """Stated working hours a week."""
        return self.week.hours_per_week

    @property
    def work_days(self) -> int:
        """Work days a week, stated or usual."""
        return self.week.work_days


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that a worth is made of, so that it can be made again with one of them moved.

    Attributes:
        seen: the review it rests on.
        prices: of help by the hour that are stated in this workspace.
    """

    seen: Seen
    stated: Stated
    earners: tuple[Earner, ...]
    income: Income
    undone: tuple[Undone, ...]
    prices: tuple[float, ...]
    assumptions: Assumptions

    def worth(self) -> Worth:
        """The engine's answer.

        Raises: HoursbackError, when nothing says what an hour is worth.
        """
        from hoursback.engine.worth.summary import worth_of

        return worth_of(self.earners, self.income, undone=self.undone, assumptions=self.assumptions)


def sees_worth(member: Member) -> bool:
    """Whether a member may look at the worth of the owner's hour: the owner; managers and advisers if shared."""
    is_shared = member.workspace.has_money_shared and member.role in (Role.MANAGER, Role.ADVISER)
    return member.role == Role.OWNER or is_shared


def has_default(currency: str) -> bool:
    """Whether a default stands in where nothing says what an hour is worth; there is one in one currency only."""
    from hoursback.engine.worth.hour import ASSUMED_CURRENCY

    return currency == ASSUMED_CURRENCY


def is_worth_missing(workspace: Workspace) -> bool:
    """Whether nothing says what an hour is worth: no income, no worth of an hour, no margin, and no default."""
    stated = Q(income_per_year__isnull=False) | Q(worth_per_hour__isnull=False)
    money = Finances.objects.filter(stated, workspace_id=workspace.pk)
    earned = Earning.objects.filter(margin_per_year__isnull=False, workspace_id=workspace.pk)
    return not (has_default(workspace.currency) or money.exists() or earned.exists())


def finances(workspace_id: int) -> Stated:
    """What is stated about income, and the week from review."""
    row = Finances.objects.select_related("workspace").filter(workspace_id=workspace_id).first()
    known = review.week(workspace_id)
    if row is None:
        return Stated(Workspace.objects.values_list("currency", flat=True).get(pk=workspace_id), known)
    return Stated(
        row.workspace.currency,
        known,
        row.income_per_year,
        row.worth_per_hour,
        row.weeks_per_year,
        row.tax_rate,
        row.customers_want_more,
        row.version,
    )


def stated_activities(workspace_id: int) -> tuple[Activity, ...]:
    """The activities of review with what each of them earns."""
    earning = {row.activity_id: row for row in Earning.objects.filter(workspace_id=workspace_id)}
    by_name = dict(capture.Activity.objects.filter(workspace_id=workspace_id, pk__in=earning).values_list("name", "pk"))
    found = []
    for activity in review.stated_activities(workspace_id):
        row = earning.get(by_name.get(activity.name, 0))
        found.append(
            activity
            if row is None
            else replace(
                activity,
                margin_per_year=row.margin_per_year,
                absorbable_hours=row.absorbable_hours,
                minutes_per_unit=row.minutes_per_unit,
            )
        )
    return tuple(found)


def earners(workspace: Workspace, person: Person | None, today: date) -> tuple[Earner, ...]:
    """Every activity with its hours a week and what it earns; none without any hours."""
    seen = review.seen(workspace, person, today)
    return () if seen is None else _earners(workspace.pk, seen)


def facts(
    workspace: Workspace, person: Person | None, today: date, *, assumptions: Assumptions = _ASSUMED
) -> Facts | None:
    """What the worth of the owner's hour is made of; None where neither log nor ranges hold any time."""
    from hoursback.engine.worth.summary import Income

    seen = review.seen(workspace, person, today)
    if seen is None:
        return None
    stated = finances(workspace.pk)
    income = Income(
        currency=stated.currency,
        per_year=stated.income_per_year,
        worth_per_hour=stated.worth_per_hour,
        hours_per_week=_hours_spent(stated, seen),
        weeks_per_year=stated.weeks_per_year or WEEKS_PER_YEAR,
        tax_rate=stated.tax_rate or 0.0,
        customers_want_more=stated.customers_want_more is not False,
    )
    return Facts(
        seen,
        stated,
        _earners(workspace.pk, seen),
        income,
        undone(workspace.pk),
        _prices(workspace.pk),
        assumptions,
    )


def worth(
    workspace: Workspace, person: Person | None, today: date, *, assumptions: Assumptions = _ASSUMED
) -> Worth | None:
    """What the owner's hour is worth, as the plan takes it; None where neither log nor ranges hold any time.

    Raises: HoursbackError, when nothing says what an hour is worth.
    """
    known = facts(workspace, person, today, assumptions=assumptions)
    return None if known is None else known.worth()


def facts_for(actor: Member, today: date) -> Facts | None:
    """What the worth of the owner's hour is made of, for a page of theirs."""
    return facts(actor.workspace, review.owner_person(actor.workspace_id), today)


def undone(workspace_id: int) -> tuple[Undone, ...]:
    """Work that never happened, as the engine's worth and plan take it: value by the hour, not by the week."""
    from hoursback.engine.worth.uses import Undone

    return tuple(
        Undone(row.name, row.hours_per_week, _by_hour(row.value_per_week, row.hours_per_week))
        for row in review.undone(workspace_id)
        if row.hours_per_week is not None and row.hours_per_week.value > 0
    )


def earnings_by_activity(actor: Member, ids: Iterable[int]) -> dict[int, Earning]:
    """What these activities earn."""
    return {row.activity_id: row for row in visible(actor, Earning).filter(activity_id__in=list(ids))}


def activities_to_price(actor: Member, today: date) -> list[tuple[int, str, float | None]]:
    """Id, name and hours a week of every activity, most hours first; hours None where nothing is known."""
    queue, _seen = review.queue(actor, today)
    return [(item.pk, item.name, item.hours if item.review else None) for item in queue.items]


def _by_hour(a_week: Figure | None, hours: Figure) -> Figure | None:
    return None if a_week is None else a_week.scaled(1.0 / hours.value)


def _earners(workspace_id: int, seen: Seen) -> tuple[Earner, ...]:
    from hoursback.engine.worth.rates import Earner

    stated = {activity.name: activity for activity in stated_activities(workspace_id)}
    found = []
    for row in seen.review.activities:
        activity = stated.get(row.activity.name, row.activity)
        found.append(Earner.of(replace(activity, function=_earning_function(row)), row.hours.mean))
    return tuple(found)


def _earning_function(row: ActivityReview) -> str:
    """The function by which an activity may count as earning; one that was only fallen back on says nothing."""
    return "" if row.hours.function_from == "default" else row.hours.function


def _hours_spent(stated: Stated, seen: Seen) -> float:
    spent = sum(row.hours.mean for row in seen.review.activities)
    if stated.hours_per_week:
        return stated.hours_per_week
    return spent if seen.review.hours.days_used else max(spent, USUAL_WEEK)


def _prices(workspace_id: int) -> tuple[float, ...]:
    """Prices of an hour of help that are stated; a wage is none, and software is not paid by the hour."""
    kinds = (Person.Kind.CONTRACTOR, Person.Kind.FIRM, Person.Kind.ROLE)
    rows = Person.objects.filter(workspace_id=workspace_id, is_archived=False, kind__in=kinds)
    return tuple(sorted(price.value for price in rows.values_list("price", flat=True) if price is not None))
