"""Logging by one typed line, and filling a gap: the activity is proposed, the person's choice wins and teaches."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.capture.actions.entries import add_entry
from hoursback.web.capture.actions.names import ensure_labels
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.models import Entry
from hoursback.web.capture.selectors.lines import chosen_or_proposed, read_line
from hoursback.web.capture.selectors.suggest import Said, Why
from hoursback.web.people.actions import ensure_person


@transaction.atomic
def log_line(
    *,
    member: Member,
    text: str,
    activity: str = "",
    shown: date,
    today: date,
    zone: str,
    now: datetime,
    once: str = "",
) -> Entry:
    """Log what a line says.

    Args:
        activity: what the person chose; empty: what the line proposes.
        shown: the day of the page, meant where the line names none.
    Raises: HoursbackError, with what to write instead.
    """
    read = read_line(text, shown=shown, today=today, zone=zone, now=now).entry
    return log(
        member=member,
        day=read.day,
        start=read.start,
        seconds=read.seconds,
        zone=zone,
        said=Said(note=read.note, client=read.client, tags=read.tags),
        activity=activity,
        today=today,
        once=once,
    )


@transaction.atomic
def log(
    *,
    member: Member,
    day: date,
    start: int | None,
    seconds: int,
    zone: str,
    said: Said,
    activity: str,
    today: date,
    once: str = "",
) -> Entry:
    """Log a piece of work under the chosen activity, else the proposed one.

    Raises: LogError, when nothing says what it was.
    """
    person = ensure_person(member=member)
    found = chosen_or_proposed(member, person, activity, said, today)
    if not found.name:
        raise LogError(
            _("It is not clear which activity this belongs to."),
            where="activity",
            hint=_("Choose an activity, or add a word about what you did."),
        )
    labels = ensure_labels(member=member, client=said.client, project=said.project, task=said.task, tags=said.tags)
    return add_entry(
        member=member,
        person=person,
        day=day,
        start=start,
        seconds=seconds,
        zone=zone,
        note=said.note,
        activity=found.activity or found.name,
        labels=labels,
        once=once,
        chosen=bool(activity.strip()) or found.why is Why.TAG,
    )
