"""How a person logs: stated hours, and the reminder they asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Habit, Reminder
from hoursback.web.people.actions import ensure_person

FEWEST_MINUTES: Final = 15
MOST_MINUTES: Final = 240


@transaction.atomic
def change_habit(
    *, member: Member, day_from: time | None, day_to: time | None, work_days: Sequence[int], remind_every: int | None
) -> Habit:
    """State working hours and whether to be asked; None: not stated, not asked.

    Raises: LogError.
    """
    if (day_from is None) != (day_to is None):
        missing = "day_to" if day_to is None else "day_from"
        raise LogError(_("Working hours have a start and an end."), where=missing, hint=_("Fill in both, or neither."))
    if day_from is not None and day_to is not None and day_from >= day_to:
        raise LogError(_("The day ends before it starts."), where="day_to", hint=_("Write a later time."))
    if remind_every is not None and not FEWEST_MINUTES <= remind_every <= MOST_MINUTES:
        raise LogError(
            _("A reminder comes every 15 to 240 minutes."), where="remind_every", hint=_("Leave it empty for none.")
        )
    person = ensure_person(member=member)
    habit, _unused = Habit.everywhere.update_or_create(
        person=person,
        defaults={
            "workspace_id": member.workspace_id,
            "day_from": day_from,
            "day_to": day_to,
            "work_days": sorted(set(work_days)),
            "remind_every": remind_every,
        },
    )
    record(member, "habits changed", "person", person.pk, remind_every=remind_every)
    return habit


@transaction.atomic
def remind_once(*, member: Member, kind: str, day: date) -> bool:
    """Whether a reminder is due: the first call for a person, kind and local day says yes, every other no."""
    person = ensure_person(member=member)
    mine = Reminder.everywhere.filter(workspace_id=member.workspace_id, person=person)
    mine.filter(day__lt=day.toordinal() - 1).delete()
    _reminder, is_new = Reminder.everywhere.get_or_create(
        workspace_id=member.workspace_id, person=person, kind=kind[:40], day=day.toordinal()
    )
    return is_new
