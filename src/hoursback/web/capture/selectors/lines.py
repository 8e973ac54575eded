"""The one-line box: what a typed line means on the page it was typed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.line import LineEntry, parse_line
from hoursback.engine.capture.overlap import overlaps
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.capture.models import Entry
from hoursback.web.capture.selectors.names import activities_for, own_person
from hoursback.web.capture.selectors.suggest import Proposal, Said, Why, propose
from hoursback.web.capture.words import folded
from hoursback.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed line as it was understood.

    Attributes:
        collides: how many entries there are at the same time.
    """

    line: LineEntry
    proposal: Proposal
    collides: int = 0


def read_line(text: str, *, shown: date, today: date, zone: str, now: datetime) -> LineEntry:
    """A typed line; where it names no day, the day of the page is meant.

    Raises: HoursbackError, with what to write instead.
    """
    return parse_line(text, today=today, zone=zone_of(zone), now=now, shown=shown)


def interpret(
    member: Member, text: str, activity: str, *, shown: date, today: date, zone: str, now: datetime
) -> Reading:
    """What a line means, where it would go, and whether something is there already."""
    line = read_line(text, shown=shown, today=today, zone=zone, now=now)
    person = own_person(member)
    entry = line.entry
    proposal = chosen_or_proposed(
        member, person, activity, Said(note=entry.note, client=entry.client, tags=entry.tags), today
    )
    collides = 0
    if person is not None and entry.start is not None:
        collides = len(colliding(person, entry.start, entry.start + entry.seconds, entry.day.toordinal()))
    return Reading(line, proposal, collides)


def chosen_or_proposed(member: Member, person: Person | None, activity: str, said: Said, today: date) -> Proposal:
    """The activity that was typed, else the proposed one, among those that the member may log on."""
    may_add = member.role in LEADERS
    if activity.strip():
        known = {folded(row.name): row for row in activities_for(member, with_archived=True)}
        found = known.get(folded(activity))
        name = found.name if found else " ".join(activity.split())
        unknown = Why.NEW if may_add else Why.NONE
        return Proposal(Why.CHOICE if found else unknown, name, found)
    return propose(person, activities_for(member), said, today, may_add=may_add)


def colliding(person: Person, start: int, end: int, day: int) -> list[int]:
    """Numbers of a person's entries that share time with a stretch."""
    rows = Entry.everywhere.filter(
        workspace_id=person.workspace_id, person=person, day__gte=day - 1, day__lte=day + 1, start__isnull=False
    )
    found = [(pk, at or 0, length) for pk, at, length in rows.values_list("pk", "start", "seconds")]
    spans = [(start, end), *((s, s + length) for _pk, s, length in found)]
    pairs = overlaps(spans)
    return sorted({found[pair.first + pair.second - 1][0] for pair in pairs if 0 in (pair.first, pair.second)})
