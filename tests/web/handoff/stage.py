"""Hand-offs for tests: somebody to hand to, a brief, and what the log knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Entry, Zone
from hoursback.web.handoff.actions import briefs
from hoursback.web.handoff.models import Brief, Handoff
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from tests.web.cast import Player

TEXTS = {
    "outcome": "Every invoice of the week is sent by Friday noon.",
    "steps": "- [ ] open the list\n- [ ] send each invoice",
    "questions": [
        {"question": "By when?", "answer": "Friday noon."},
        {"question": "Whom do you ask?", "answer": "Olive."},
    ],
}


def activity(player: Player, name: str = "Invoices") -> Activity:
    with acting_in(player.workspace):
        return Activity.objects.get_or_create(workspace=player.workspace, name=name)[0]


def person_of(player: Player) -> Person:
    with acting_in(player.workspace):
        return ensure_person(member=player.member)


def outsider(player: Player, name: str = "Bea") -> Person:
    """Somebody without a log-in."""
    with acting_in(player.workspace):
        return Person.objects.create(workspace=player.workspace, name=name, kind=Person.Kind.CONTRACTOR)


def handoff(
    player: Player, person: Person | None = None, state: str = "agreed", name: str = "Invoices", **facts: Any
) -> Handoff:
    with acting_in(player.workspace):
        row = Activity.objects.get_or_create(workspace=player.workspace, name=name)[0]
        return Handoff.objects.create(
            workspace=player.workspace, activity=row, name=name, person=person, state=state, **facts
        )


def published(player: Player, row: Handoff, why: str = "", **texts: Any) -> Brief:
    """The next version of a brief."""
    with acting_in(player.workspace):
        draft = Brief.objects.filter(handoff=row, number=0).first()
        said = {**TEXTS, **texts}
        saved = briefs.save_draft(
            actor=player.member, handoff_id=row.pk, version=0 if draft is None else draft.version, facts=said
        )
        made = briefs.publish_brief(
            actor=player.member, handoff_id=row.pk, version=saved.version, changed_because=why or "clearer"
        )
        assert made is not None
        return made


def logged(player: Player, name: str = "Invoices", days: int = 12, note: str = "sent invoices in Xero") -> None:
    """The same work on every second day, forty minutes from nine o'clock (Berlin, winter)."""
    with acting_in(player.workspace), transaction.atomic():
        person = ensure_person(member=player.member)
        kind = Activity.objects.get_or_create(workspace=player.workspace, name=name)[0]
        zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
        for number in range(days):
            day = date(2026, 1, 5) + timedelta(days=2 * number)
            start = (day - date(1970, 1, 1)).days * 86_400 + 8 * 3600
            entry = Entry.objects.create(
                workspace=player.workspace,
                person=person,
                activity=kind,
                day=day.toordinal(),
                start=start,
                seconds=2400,
                zone=zone,
                note=note,
            )
            rollups.add(player.workspace.pk, [rollups.delta_of(entry)])
