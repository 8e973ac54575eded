"""Days off: stated by leaders or by the person themselves; days that overlap become one stretch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.people.selectors import person_here
from hoursback.web.people.skills import EARLIEST
from hoursback.web.shared.conflict import StaleError

LONGEST_DAYS = 732
"""Two years: beyond it somebody has left, or the year was mistyped."""
LATEST = date(2200, 1, 1)
LONGEST_NOTE = 200


class DaysRefusedError(HoursbackError):
    """Days off that cannot be meant like this; `where` is the field."""


@dataclass(frozen=True, slots=True)
class Added:
    """The stretch that stands now, and how many others it took in."""

    row: TimeOff
    merged: int


def time_off_of(actor: Member, person: Person) -> list[TimeOff]:
    """Somebody's days off, the next first and those that are over last."""
    return list(visible(actor, TimeOff).filter(person=person).order_by("first", "pk"))


def time_off_here(actor: Member, time_off_id: int) -> TimeOff:
    """One stretch of days off; 404 for any other."""
    return visible_or_404(actor, TimeOff, time_off_id, Verb.CHANGE)


@transaction.atomic
def add_time_off(
    *, actor: Member, person_id: int, first: date, last: date, note: str = "", once: str = ""
) -> Added | None:
    """Days on which somebody does not work; what they overlap becomes part of them. None: this form added them already.

    Raises: DaysRefusedError. Http404, for anybody whom the actor does not see.
    """
    person = person_here(actor, person_id, Verb.SEE)
    if not first_time(actor, "people:time-off", once):
        return None
    _check(first, last)
    row = TimeOff(workspace_id=actor.workspace_id, person=person, first=first, last=last, note=note.strip())
    merged = _take_in(row)
    row.save()
    record(actor, "time off added", "person", person.pk, first=row.first.isoformat(), last=row.last.isoformat())
    return Added(row, merged)


@transaction.atomic
def change_time_off(*, actor: Member, time_off_id: int, version: int, first: date, last: date, note: str = "") -> Added:
    """Move or lengthen days off.

    Raises: DaysRefusedError, StaleError.
    """
    row = time_off_here(actor, time_off_id)
    _check(first, last)
    if not TimeOff.objects.filter(pk=row.pk, version=version).update(version=version + 1):
        raise StaleError
    row.first, row.last, row.note, row.version = first, last, note.strip(), version + 1
    merged = _take_in(row)
    row.save()
    record(actor, "time off changed", "person", row.person_id, first=row.first.isoformat(), last=row.last.isoformat())
    return Added(row, merged)


@transaction.atomic
def remove_time_off(*, actor: Member, time_off_id: int) -> TimeOff:
    """Take days off back; returns what they were."""
    row = time_off_here(actor, time_off_id)
    TimeOff.objects.filter(pk=row.pk).delete()
    record(actor, "time off removed", "person", row.person_id, first=row.first.isoformat(), last=row.last.isoformat())
    return row


def _take_in(row: TimeOff) -> int:
    """Make one stretch of a row and all that overlap it; returns how many others there were."""
    others = TimeOff.objects.filter(person=row.person_id).exclude(pk=row.pk)
    overlapping = list(others.filter(first__lte=row.last, last__gte=row.first).order_by("first"))
    for other in overlapping:
        row.first, row.last = min(row.first, other.first), max(row.last, other.last)
        if other.note and other.note not in row.note:
            row.note = "; ".join(filter(None, (row.note, other.note)))[:LONGEST_NOTE]
    others.filter(pk__in=[other.pk for other in overlapping]).delete()
    return len(overlapping)


def _check(first: date, last: date) -> None:
    if last < first:
        raise DaysRefusedError(
            _("The last day is before the first."),
            where="last",
            value=last.isoformat(),
            hint=_("Give the last day off; for a single day, the same one twice."),
        )
    for where, day in (("first", first), ("last", last)):
        if day < EARLIEST or day >= LATEST:
            raise DaysRefusedError(
                _("This day cannot be meant."), where=where, value=day.isoformat(), hint=_("Check the year.")
            )
    if (last - first).days >= LONGEST_DAYS:
        raise DaysRefusedError(
            _("That is longer than two years."),
            where="last",
            value=last.isoformat(),
            hint=_("Check the year; whoever has left is put away instead."),
        )
