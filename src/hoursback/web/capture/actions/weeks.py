"""Typing lengths into the week: a cell is one activity on one day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.capture.duration import format_duration, parse_duration
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.capture.actions.entries import add_entry, change_entry, delete_entry
from hoursback.web.capture.closing import lock_log
from hoursback.web.capture.errors import CellError
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.people.actions import ensure_person


@transaction.atomic
def set_cell(*, member: Member, activity_id: int, day: date, text: str, seen: int, zone: str) -> int | None:
    """Make a cell say what was typed; returns the number of the step, None when nothing changed.

    Args:
        text: a length, or nothing for none. seen: seconds that the page showed.
    Raises: DurationError; CellError, when the cell is not one length, or changed meanwhile.
    """
    wanted = parse_duration(text) if text.strip() else 0
    activity = visible_or_404(member, Activity, activity_id)
    person = ensure_person(member=member)
    lock_log(member.workspace_id)
    here = list(
        Entry.everywhere.select_for_update()
        .filter(workspace_id=member.workspace_id, person=person, activity=activity, day=day.toordinal())
        .order_by("pk")[:50]
    )
    if wanted == sum(entry.seconds for entry in here):
        return None
    _check(here, seen)
    if not here:
        entry = add_entry(
            member=member, person=person, day=day, start=None, seconds=wanted, zone=zone, note="", activity=activity
        )
        return entry.step_id
    if wanted == 0:
        return delete_entry(member=member, entry_id=here[0].pk, version=here[0].version)
    return change_entry(member=member, entry_id=here[0].pk, version=here[0].version, seconds=wanted).step_id


def _check(here: list[Entry], seen: int) -> None:
    total = sum(entry.seconds for entry in here)
    if total != seen:
        raise CellError(
            _("This cell changed meanwhile: it holds %(total)s now.") % {"total": format_duration(total)},
            hint=_("Look at it, then type it again."),
        )
    if len(here) > 1:
        raise CellError(
            ngettext("This cell adds up %(count)s entry.", "This cell adds up %(count)s entries.", len(here))
            % {"count": len(here)},
            hint=_("Open the day to change one of them."),
        )
    if here and here[0].start is not None:
        raise CellError(
            _("This cell is an entry with clock times."), hint=_("Open the day to change its start or end.")
        )
