"""Prices with effective dates, and the copy of the price that every entry keeps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.capture.actions.names import check_person
from hoursback.web.capture.clocks import in_bounds
from hoursback.web.capture.closing import lock_log, still_open
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Activity, Entry, Rate
from hoursback.web.people.models import Person

MOST_HUNDREDTHS = 10_000_000
"""100,000 of the currency for one hour."""
_LONGEST_REASON = 300


@transaction.atomic
def state_rate(
    *, actor: Member, person_id: int, activity_id: int | None, from_day: int, hundredths: int | None, reason: str
) -> Rate:
    """State what an hour of somebody costs from a day on; entries from that day on take it, closed weeks stay.

    A day that lies back changes what was logged since then: show that first (`handoff.actions.prices` does). Leaders
    state prices; somebody else only reaches this by confirming an agreement about their own.

    Args:
        activity_id: None: any activity. from_day: ordinal. hundredths: of the currency, an hour;
            None: from that day on there is no price of its own.
    Raises: LogError, for a price or a day out of bounds, and for the owner, whose hour has a worth instead; Http404.
    """
    lock_log(actor.workspace_id)
    person = priced_person(actor, person_id)
    activity = None if activity_id is None else visible_or_404(actor, Activity, activity_id)
    _check(from_day, hundredths)
    rate = Rate.everywhere.create(
        workspace_id=actor.workspace_id,
        person=person,
        activity=activity,
        from_day=from_day,
        hundredths=hundredths,
        reason=reason.strip()[:_LONGEST_REASON],
        stated_by=actor,
    )
    changed = snap(reached(actor.workspace_id, person.pk, activity_id, from_day))
    # The amount itself stays out of the record; the row of the price has it, with who and why.
    since = date.fromordinal(from_day).isoformat()
    facts: dict[str, Any] = {"person": person.pk, "activity": activity_id, "from": since}
    record(actor, "price stated", "rate", rate.pk, entries=changed, **facts)
    return rate


def priced_person(actor: Member, person_id: int) -> Person:
    """Somebody whose hour may have a price.

    Raises: Http404; LogError, for the owner.
    """
    person = visible_or_404(actor, Person, person_id)
    check_person(actor, person)
    if person.kind == Person.Kind.OWNER:
        raise LogError(
            _("The owner's hour has no price."), where="person", hint=_("What it is worth stands on the page Worth.")
        )
    return person


def reached(workspace_id: int, person_id: int, activity_id: int | None, from_day: int) -> QuerySet[Entry]:
    """Entries that a price stated from this day on can concern; those of closed weeks are among them."""
    found = Entry.everywhere.filter(workspace_id=workspace_id, person_id=person_id, day__gte=from_day)
    return found if activity_id is None else found.filter(activity_id=activity_id)


def snap(entries: QuerySet[Entry]) -> int:
    """Give entries of open weeks the price in force for them, by one statement; returns how many there are.

    The rule is `engine.capture.prices.price_on`, here as SQL.
    """
    assert connection.in_atomic_block, "a price is copied in the transaction of what changed"
    begun = Rate.everywhere.filter(
        workspace=OuterRef("workspace"), person=OuterRef("person"), from_day__lte=OuterRef("day")
    ).order_by("-from_day", "-pk")
    own = begun.filter(activity=OuterRef("activity")).values("hundredths")[:1]
    any_work = begun.filter(activity=None).values("hundredths")[:1]
    return still_open(entries).update(rate=Coalesce(Subquery(own), Subquery(any_work)))


def priced(workspace_id: int, person_ids: Collection[int]) -> set[int]:
    """Which of these persons have any price."""
    rates = Rate.everywhere.filter(workspace_id=workspace_id, person_id__in=person_ids)
    return set(rates.order_by().values_list("person_id", flat=True).distinct())


def snap_batch(workspace_id: int, batch_id: int, person_ids: Collection[int]) -> None:
    """Give the entries of an import their prices; nothing is done where none of its persons has any."""
    with_price = priced(workspace_id, person_ids)
    if with_price:
        snap(Entry.everywhere.filter(workspace_id=workspace_id, batch_id=batch_id, person_id__in=with_price))


def _check(from_day: int, hundredths: int | None) -> None:
    if not in_bounds(from_day):
        raise LogError(_("Days go from 1970 to 2100."), where="from_day", hint=_("Check the year."))
    if hundredths is not None and not 0 <= hundredths <= MOST_HUNDREDTHS:
        raise LogError(
            _("A price lies between nothing and 100,000 an hour."),
            where="price",
            value=str(hundredths),
            hint=_("State what one hour costs."),
        )
