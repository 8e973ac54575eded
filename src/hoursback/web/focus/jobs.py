"""Background work of focus: looking at calendars."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from hoursback.web.accounts.models import Member
from hoursback.web.focus.actions import calendars as actions
from hoursback.web.focus.calendars import due, visiting
from hoursback.web.shared.jobs import enqueue, job


@job
def visit_calendar(calendar_id: int) -> bool:
    """Look at one calendar; a second run at the same time finds it taken and does nothing."""
    return visiting.visit(calendar_id, timezone.now())


def queue_visits(now: datetime) -> int:
    """Queue a job for each calendar that is due; the timed job itself asks nothing of the network."""
    found = due.take_due(now)
    for pk in found:
        _start(pk)
    return len(found)


def connect(*, actor: Member, address: str, user: str, password: str, has_titles: bool, once: str = "") -> None:
    """`actions.connect`, the look for calendars queued."""
    facts = {"address": address, "user": user, "password": password, "once": once}
    actions.connect(actor=actor, has_titles=has_titles, now=timezone.now(), start=_start, **facts)


def choose(*, actor: Member, href: str) -> None:
    """`actions.choose`, the first visit queued."""
    actions.choose(actor=actor, href=href, now=timezone.now(), start=_start)


def try_now(*, actor: Member) -> None:
    """`actions.try_now`, the visit queued."""
    actions.try_now(actor=actor, now=timezone.now(), start=_start)


def disconnect(*, actor: Member, removes: bool) -> None:
    """`actions.disconnect`, the last visit queued."""
    actions.disconnect(actor=actor, removes=removes, now=timezone.now(), start=_start)


def _start(calendar_id: int) -> None:
    enqueue(visit_calendar, calendar_id)
