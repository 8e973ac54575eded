"""What the tests of the log share: entries in a line, totals that must add up, and moments that stand still."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hoursback.web.capture import actions, rollups
from hoursback.web.capture.models import Activity, ActivityWeek, DayTotal, Entry, WeekTotal
from hoursback.web.people.actions import ensure_person
from tests.web.cast import Player

BERLIN, CHICAGO = "Europe/Berlin", "America/Chicago"
MONDAY = date(2026, 3, 2)


def at(text: str, zone: str = BERLIN) -> int:
    """Epoch second of a clock time: "2026-03-02 09:15"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def add(
    player: Player, what: str = "E-mail", start: str = "2026-03-02 09:00", minutes: int = 60, note: str = "",
    zone: str = BERLIN, once: str = "", **more: object,
) -> Entry:  # fmt: skip
    """An entry with a start."""
    return actions.add_entry(
        member=player.member, person=ensure_person(member=player.member), day=None, start=at(start, zone),
        seconds=minutes * 60, zone=zone, note=note, activity=what, once=once, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def make(player: Player, what: str) -> None:
    """A kind of work that nobody has logged yet, so that whoever helps may log on it."""
    actions.ensure_activity(member=player.member, name=what)


def add_length(player: Player, what: str, day: date, minutes: int) -> Entry:
    """An entry without a start."""
    return actions.add_entry(
        member=player.member, person=ensure_person(member=player.member), day=day, start=None, seconds=minutes * 60,
        zone=BERLIN, note="", activity=what,
    )  # fmt: skip


def picture(player: Player) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Everything the log says, to compare before and after: entries and activities, without their versions."""
    columns = ("pk", "person_id", "activity_id", "day", "start", "seconds", "zone_id", "note", "labels_id", "source")
    entries = Entry.everywhere.filter(workspace=player.workspace).order_by("pk").values_list(*columns)
    facts = ("pk", "name", "function", "match", "is_archived", "hours_per_week", "times_per_month")
    activities = Activity.everywhere.filter(workspace=player.workspace).order_by("pk").values_list(*facts)
    return [tuple(row) for row in entries], [tuple(map(str, row)) for row in activities]


def check_totals(player: Player) -> None:
    """The totals equal what the entries add up to."""
    truth = sorted(rollups.counted(player.workspace.pk))
    days = DayTotal.everywhere.filter(workspace=player.workspace)
    columns = ("person_id", "activity_id", "day", "seconds", "entries")
    assert sorted(tuple(row) for row in days.values_list(*columns)) == [tuple(row) for row in truth]
    weeks: dict[tuple[int, ...], list[int]] = {}
    for person, activity, day, seconds, entries in truth:
        for key in ((person, activity, rollups.week_of(day)), (activity, rollups.week_of(day))):
            total = weeks.setdefault(key, [0, 0])
            total[0] += seconds
            total[1] += entries
    found = WeekTotal.everywhere.filter(workspace=player.workspace)
    together = ActivityWeek.everywhere.filter(workspace=player.workspace)
    rows = (
        *found.values_list("person", "activity", "week", "seconds", "entries"),
        *together.values_list("activity", "week", "seconds", "entries"),
    )
    assert {tuple(key): sums for *key, sums in ((*row[:-2], list(row[-2:])) for row in rows)} == weeks
