"""What changes entries: each change is one transaction, one event and one step that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.duration import format_duration
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.actions.names import check_activity, check_person, ensure_labels, ensure_zone, found_or_made
from hoursback.web.capture.actions.rows import Write, values_of, write
from hoursback.web.capture.actions.steps import Keeper, made_by, repeated
from hoursback.web.capture.actions.teaching import teach
from hoursback.web.capture.clocks import day_of, local
from hoursback.web.capture.models import Activity, Entry, Labels
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.formats import day as shown_day

ROUTE = "capture:entry"


@transaction.atomic
def add_entry(
    *,
    member: Member,
    person: Person,
    day: date | None,
    start: int | None,
    seconds: int,
    zone: str,
    note: str,
    activity: Activity | str,
    labels: Labels | Mapping[str, Any] | None = None,
    source: int = Entry.Source.TYPED,
    once: str = "",
    chosen: bool = False,
) -> Entry:
    """Log one piece of work.

    Args:
        day: of a length without a start; a start brings its own local day.
        start: epoch seconds. zone: IANA name in which the day is meant.
        activity: the row, or its name, which is found in any case or made.
        labels: the row, or `project`, `task`, `client` and `tags` to intern.
        once: key of the form; the same key again returns the same entry.
        chosen: the person chose the activity, which teaches.
    Raises: LogError, RepeatError, HoursbackError for an unknown zone.
    """
    before = repeated(member, ROUTE, once)
    if before is not None:
        return _again(Entry.everywhere.get(pk=made_by(before, Entry)), before.pk)
    check_person(member, person)
    keeper = Keeper(member)
    work = _found(keeper, activity)
    place = _placed(day, start, zone)
    found = _interned(member, labels)
    values = {
        "person_id": person.pk, "activity_id": work.pk, "seconds": seconds, "note": note,
        "labels_id": found.pk if found else None, "source": int(source), **place,
    }  # fmt: skip
    (entry,) = write(member.workspace_id, [Write(values)])
    keeper.new(entry)
    if chosen:
        teach(keeper, person=person, note=entry.note, labels=found, activity=work)
    step = keeper.save("entry added", _("Added %(entry)s") % {"entry": said(entry, work.name)}, once=once)
    record(member, "entry added", "entry", entry.pk, log=True, **_facts(entry))
    return _again(entry, step.pk)


@transaction.atomic
def change_entry(
    *,
    member: Member,
    entry_id: int,
    version: int | None,
    chosen: bool = False,
    **changes: Any,
) -> Entry:
    """Change an entry: any of day, start, seconds, zone, note, activity, labels, as in `add_entry`.

    Args:
        version: what the writer saw; None: whatever it is now.
    Raises: StaleError, when somebody changed it since; Http404; LogError.
    """
    entry = visible_or_404(member, Entry, entry_id, Verb.CHANGE)
    if version is not None and entry.version != version:
        raise StaleError
    keeper = Keeper(member)
    keeper.keep(entry)
    old = _facts(entry)
    values = values_of(entry)
    if {"day", "start", "zone"} & set(changes):
        zone = changes.get("zone", entry.zone.name)
        day = changes.get("day", date.fromordinal(entry.day))
        values.update(_placed(day, changes.get("start", entry.start), zone))
    values.update({name: changes[name] for name in ("seconds", "note") if name in changes})
    if "activity" in changes:
        values["activity_id"] = _found(keeper, changes["activity"]).pk
    if "labels" in changes:
        found = _interned(member, changes["labels"])
        values["labels_id"] = found.pk if found else None
    (after,) = write(member.workspace_id, [Write(values, entry.pk, entry.version)])
    if chosen:
        teach(keeper, person=after.person, note=after.note, labels=after.labels, activity=after.activity)
    step = keeper.save("entry changed", _("Changed %(entry)s") % {"entry": said(after, after.activity.name)})
    record(member, "entry changed", "entry", entry.pk, log=True, old=old, new=_facts(after))
    return _again(after, step.pk)


@transaction.atomic
def delete_entry(*, member: Member, entry_id: int, version: int | None = None) -> int:
    """Remove an entry; returns the number of the step that brings it back.

    Raises: StaleError, Http404.
    """
    entry = visible_or_404(member, Entry, entry_id, Verb.DELETE)
    keeper = Keeper(member)
    keeper.keep(entry)
    write(member.workspace_id, [Write(None, entry.pk, entry.version if version is None else version)])
    step = keeper.save("entry removed", _("Removed %(entry)s") % {"entry": said(entry, entry.activity.name)})
    record(member, "entry removed", "entry", entry.pk, log=True, **_facts(entry))
    return step.pk


def said(entry: Entry, activity: str) -> str:
    """An entry in a few words, for the list of steps."""
    when = shown_day(date.fromordinal(entry.day), "short")
    if entry.start is not None:
        zone = zone_of(entry.zone.name)
        when += f" {local(entry.start, zone):%H:%M}–{local(entry.start + entry.seconds, zone):%H:%M}"
    else:
        when += f" {format_duration(entry.seconds)}"
    note = entry.note.split("\n", 1)[0][:80]
    return f"{when} {activity}" + (f": {note}" if note and note != activity else "")


def _found(keeper: Keeper, activity: Activity | str) -> Activity:
    if isinstance(activity, Activity):
        check_activity(keeper.member, activity)
        return activity
    found, is_new = found_or_made(member=keeper.member, name=activity)
    if is_new:
        keeper.new(found)
    elif found.is_archived:
        keeper.keep(found)
        Activity.everywhere.filter(pk=found.pk).update(is_archived=False)
    return found


def _placed(day: date | None, start: int | None, zone: str) -> dict[str, Any]:
    """Columns of the time; the day of a start is the local one, whatever a caller says."""
    interned = ensure_zone(zone)
    if start is not None:
        day = day_of(start, zone_of(interned.name))
    if day is None:
        raise ValueError("A length needs its day.")
    return {"day": day.toordinal(), "start": start, "zone_id": interned.pk}


def _interned(member: Member, labels: Labels | Mapping[str, Any] | None) -> Labels | None:
    if labels is None or isinstance(labels, Labels):
        return labels
    return ensure_labels(member=member, **labels)


def _facts(entry: Entry) -> dict[str, Any]:
    """What the record keeps of an entry; never its note."""
    return {
        "day": date.fromordinal(entry.day).isoformat(),
        "start": entry.start,
        "seconds": entry.seconds,
        "activity": entry.activity_id,
        "person": entry.person_id,
    }


def _again(entry: Entry, step_id: int) -> Entry:
    entry.step_id = step_id
    return entry
