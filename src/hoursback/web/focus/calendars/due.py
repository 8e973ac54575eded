"""Which calendars of any workspace are to be looked at now."""

from __future__ import annotations

from datetime import datetime

from hoursback.web.focus.calendars.visiting import EVERY, free, is_behind
from hoursback.web.focus.models import Calendar


def take_due(now: datetime) -> list[int]:
    """Calendars whose time has come, or that are behind what changed here; each is handed out once."""
    rows = Calendar.everywhere.filter(free(now))
    due = list(rows.filter(due_at__lte=now).order_by("due_at").values_list("pk", "due_at"))
    # Behind: not while the server is failing, or its pauses would mean nothing.
    well = rows.filter(state=Calendar.State.CONNECTED, tries=0, due_at__gt=now)
    due += [(one.pk, one.due_at) for one in well if is_behind(one, now)]
    # One conditional update each: of two workers only one hands it out. If its job is lost, the next comes by itself.
    return [pk for pk, at in due if Calendar.everywhere.filter(pk=pk, due_at=at).update(due_at=now + EVERY)]
