"""Weeks that were handed in: their entries stay as they are until the week is opened again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Workspace
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Closed, Entry
from hoursback.web.shared.formats import day as shown_day

_AT_ONCE = 200


class ClosedWeekError(LogError):
    """An entry lies in a week that was handed in."""


def lock_log(workspace_id: int) -> None:
    """Hold the log of a workspace until the transaction ends: entries, prices and closed weeks change one by one.

    SQLite has one writer at a time as it is. Take it before any row of the log, or two wait for each other.
    """
    if connection.features.has_select_for_update:
        Workspace.objects.select_for_update(no_key=True).filter(pk=workspace_id).values_list("pk").first()


def check_open(workspace_id: int, days: Iterable[tuple[int, int]]) -> None:
    """Refuse days (person, ordinal) that lie in a closed week; call it with the log locked.

    Raises: ClosedWeekError.
    """
    wanted = sorted({(person, day) for person, day in days})
    closed = Closed.everywhere.filter(workspace_id=workspace_id)
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        found = closed.filter(
            person_id__in={person for person, _day in some},
            first__lte=max(day for _person, day in some),
            last__gte=min(day for _person, day in some),
        ).select_related("person")
        for row in found:
            if any(person == row.person_id and row.first <= day <= row.last for person, day in some):
                raise refusal(row)


def check_batch_open(workspace_id: int, batch_id: int, person_ids: Collection[int] | None = None) -> None:
    """Refuse an import with rows in a closed week, once they are in and before they are committed.

    Args:
        person_ids: whose rows it may have; None: anybody's.
    Raises: ClosedWeekError.
    """
    closed = Closed.everywhere.filter(workspace_id=workspace_id)
    if person_ids is not None:
        closed = closed.filter(person_id__in=person_ids)
    if not closed.exists():
        return
    entry = Entry.everywhere.filter(workspace_id=workspace_id, batch_id=batch_id).filter(is_closed()).first()
    if entry is not None:
        raise refusal(closed.filter(person=entry.person_id, first__lte=entry.day, last__gte=entry.day).get())


def is_closed() -> Q:
    """Of entries: those in a closed week."""
    covering = Closed.everywhere.filter(
        workspace=OuterRef("workspace"),
        person=OuterRef("person"),
        first__lte=OuterRef("day"),
        last__gte=OuterRef("day"),
    )
    return Q(Exists(covering))


def still_open(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries that may change."""
    return entries.filter(~is_closed())


def refusal(closed: Closed) -> ClosedWeekError:
    """Why nothing in this week can change, and what to do."""
    week = f"{shown_day(date.fromordinal(closed.first))} – {shown_day(date.fromordinal(closed.last))}"
    return ClosedWeekError(
        _("The week %(week)s of %(person)s was handed in, so its entries cannot change.")
        % {"week": week, "person": closed.person.name},
        where="day",
        value=date.fromordinal(closed.first).isoformat(),
        hint=_("Take the timesheet of that week back first, or ask for it to be sent back or opened again."),
    )
