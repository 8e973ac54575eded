"""Work that is paid for: a hand-off with terms, what was logged for it, and the week it stands in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import actions as log
from hoursback.web.capture.actions.rates import state_rate
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.handoff.actions.timesheets import move_timesheet
from hoursback.web.handoff.models import Agreement, Handoff, Timesheet
from hoursback.web.people.models import Person
from tests.web.cast import Player

MONDAY = date(2026, 3, 2)
WEEK = MONDAY.toordinal()
LATER = date(2026, 3, 20)
"""A day on which the week of MONDAY is over."""


def person_of(player: Player) -> Person:
    return Person.everywhere.get(workspace=player.workspace, member=player.member)


def somebody(player: Player, name: str = "Bea", kind: str = "contractor") -> Person:
    """Somebody without a log-in."""
    return Person.everywhere.create(workspace=player.workspace, name=name, kind=kind)


def activity(player: Player, name: str = "Invoices") -> Activity:
    return Activity.everywhere.create(workspace=player.workspace, name=name, function="finance")


def handed(lead: Player, person: Person, work: Activity, *, rate: int | None = 4000, **terms: Any) -> Handoff:
    """A running hand-off with an agreement that both sides confirmed, and its price."""
    now = timezone.now()
    start = terms.pop("start", MONDAY - timedelta(days=60))
    row = Handoff.everywhere.create(
        workspace=lead.workspace,
        activity=work,
        name=work.name,
        person=person,
        state=Handoff.State.RUNNING,
        cost_per_week=terms.pop("cost_per_week", None),
    )
    price = Decimal(rate).scaleb(-2) if rate is not None else None
    Agreement.everywhere.create(
        workspace=lead.workspace,
        handoff=row,
        person=person,
        start=start,
        lead_confirmed_at=now,
        person_confirmed_at=now,
        **{"price": price, **terms},
    )
    if rate is not None and terms.get("kind") != "fixed":
        priced(lead, person, rate, start, work)
    return row


def priced(lead: Player, person: Person, hundredths: int | None, start: date, work: Activity | None = None) -> None:
    with acting_in(lead.workspace):
        state_rate(
            actor=lead.member,
            person_id=person.pk,
            activity_id=work.pk if work else None,
            from_day=start.toordinal(),
            hundredths=hundredths,
            reason="",
        )


def logged(lead: Player, person: Person, work: Activity, day: date, minutes: int) -> Entry:
    with acting_in(lead.workspace):
        return log.add_entry(
            member=lead.member,
            person=person,
            day=day,
            start=None,
            seconds=minutes * 60,
            zone="Europe/Berlin",
            note="",
            activity=work,
        )


def moved(
    player: Player, person: Person, name: str, *, week: int = WEEK, reason: str = "", version: int | None = None
) -> Timesheet:
    """A move of a week, from what is stored now."""
    row = Timesheet.everywhere.filter(person=person, week=week).first()
    seen = (row.version if row else 0) if version is None else version
    with acting_in(player.workspace):
        return move_timesheet(
            actor=player.member, person_id=person.pk, week=week, name=name, version=seen, today=LATER, reason=reason
        )


def address(player: Player, person: Person, monday: date = MONDAY, more: str = "") -> str:
    return f"{player.root}handoff/timesheets/{person.pk}/{monday.isoformat()}{more}"
