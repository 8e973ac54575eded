"""One day of a person's log: what was done, what is not accounted for, what looks wrong, and where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from hoursback.engine.capture.overlap import gaps
from hoursback.web.capture.clocks import bounds_of, local
from hoursback.web.capture.models import Entry, Habit, Timer
from hoursback.web.people.models import Person

SHORTEST_GAP: Final = 5 * 60
SHORTEST_PAUSE: Final = 15 * 60
"""Between two entries, where no working hours are stated, less than this is a breath and not a gap (own)."""
_MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as the pages show it; `starts` and `ends` on the clock of its own zone."""

    pk: int
    version: int
    day: date
    start: int | None
    seconds: int
    zone: str
    note: str
    activity_id: int
    activity: str
    project: str
    task: str
    client: str
    tags: tuple[str, ...]
    is_timed_by_timer: bool

    @property
    def end(self) -> int | None:
        """Epoch seconds at which it ends; None for a length."""
        return None if self.start is None else self.start + self.seconds

    @property
    def starts(self) -> datetime | None:
        """The start on its own clock."""
        return None if self.start is None else local(self.start, ZoneInfo(self.zone))

    @property
    def ends(self) -> datetime | None:
        """The end on its own clock."""
        return None if self.end is None else local(self.end, ZoneInfo(self.zone))

    @property
    def labels(self) -> tuple[str, ...]:
        """Project, task, client and tags, as far as they say more than the activity."""
        named = (self.project, self.task, self.client and f"@{self.client}", *(f"#{tag}" for tag in self.tags))
        return tuple(dict.fromkeys(label for label in named if label and label != self.activity))


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that nothing accounts for; `after` is the entry before it, which may go on through it."""

    start: int
    end: int
    starts: datetime
    ends: datetime
    after: EntryRow | None = None

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Everything the page of a day shows.

    Attributes:
        entries: of this day, timed ones in order, then lengths. carried: entries of the day before that run into it.
        unaccounted: seconds inside the span that no entry covers; lengths without a clock may fill some.
        span: from when to when the day is looked at: stated hours, else first start to last end; None for neither.
    """

    day: date
    zone: ZoneInfo
    person: Person | None
    entries: Sequence[EntryRow]
    carried: Sequence[EntryRow]
    gaps: Sequence[Gap]
    unaccounted: int
    span: tuple[int, int] | None
    has_stated_hours: bool
    begin: int
    after: int
    now: int
    habit: Habit | None = None
    timer: Timer | None = None
    listed: Sequence[EntryRow | Gap] = field(default_factory=tuple)

    @property
    def seconds(self) -> int:
        """All that is logged."""
        return sum(entry.seconds for entry in self.entries)

    @property
    def is_today(self) -> bool:
        """Whether now lies in this day."""
        return self.begin <= self.now < self.after


def day_facts(
    person: Person | None, day: date, zone: ZoneInfo, now: int, habit: Habit | None, timer: Timer | None
) -> DayFacts:
    """The day of a person; one query for the entries."""
    begin, after = bounds_of(day, zone)
    rows = entry_rows(person, day, begin) if person is not None else []
    today = [row for row in rows if row.day == day]
    carried = [row for row in rows if row.day != day]
    timed = [row for row in (*carried, *today) if row.start is not None]
    covered = [(row.start or 0, row.end or 0) for row in timed]
    if timer is not None:
        covered.append((timer.start, max(now, timer.start)))
    stated = _stated(day, zone, habit)
    span = _span(stated, covered, begin, min(after, now) if begin <= now < after else after)
    if day > local(now, zone).date():
        span = None
    shortest = SHORTEST_GAP if stated else SHORTEST_PAUSE
    stretches = gaps(covered, span) if span else []
    found = [_gap(stretch, today, zone) for stretch in stretches if stretch[1] - stretch[0] >= shortest]
    loose = sum(row.seconds for row in today if row.start is None)
    unaccounted = max(0, sum(gap.seconds for gap in found) - loose)
    return DayFacts(
        day, zone, person, today, carried, found, unaccounted, span, stated is not None, begin, after, now, habit,
        timer, _listed(today, found),
    )  # fmt: skip


def entry_rows(person: Person, day: date, begin: int) -> list[EntryRow]:
    """The entries of a day, and those of the day before that run past its midnight."""
    ordinal = day.toordinal()
    runs_on = Q(day=ordinal - 1, start__isnull=False, start__gt=begin - F("seconds"))
    rows = (
        Entry.everywhere.filter(Q(day=ordinal) | runs_on, workspace_id=person.workspace_id, person=person)
        .select_related("activity", "zone", "labels")
        .order_by(F("start").asc(nulls_last=True), "pk")[:_MOST_SHOWN]
    )
    return [row_of(entry) for entry in rows]


def row_of(entry: Entry) -> EntryRow:
    """An entry as pages show it; its activity, zone and labels should be loaded with it."""
    labels = entry.labels
    return EntryRow(
        pk=entry.pk,
        version=entry.version,
        day=date.fromordinal(entry.day),
        start=entry.start,
        seconds=entry.seconds,
        zone=entry.zone.name,
        note=entry.note,
        activity_id=entry.activity_id,
        activity=entry.activity.name,
        project=labels.project if labels else "",
        task=labels.task if labels else "",
        client=labels.client if labels else "",
        tags=tuple(labels.tags.split("\n")) if labels and labels.tags else (),
        is_timed_by_timer=entry.source == Entry.Source.TIMER,
    )


def _stated(day: date, zone: ZoneInfo, habit: Habit | None) -> tuple[int, int] | None:
    """Stated working hours of a day in seconds, None for a day off or where nothing is stated."""
    if habit is None or habit.day_from is None or habit.day_to is None:
        return None
    if day.weekday() not in (habit.work_days or Habit.DEFAULT_DAYS):
        return None
    return _epoch(day, habit.day_from, zone), _epoch(day, habit.day_to, zone)


def _epoch(day: date, at: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, at, zone).timestamp())


def _span(
    stated: tuple[int, int] | None, covered: Sequence[tuple[int, int]], begin: int, latest: int
) -> tuple[int, int] | None:
    if stated is not None:
        span = (stated[0], min(stated[1], latest))
    elif covered:
        span = (max(begin, min(start for start, _end in covered)), min(latest, max(end for _start, end in covered)))
    else:
        return None
    return span if span[1] > span[0] else None


def _gap(stretch: tuple[int, int], entries: Sequence[EntryRow], zone: ZoneInfo) -> Gap:
    start, end = stretch
    before = [row for row in entries if row.end is not None and row.end <= start]
    after = max(before, key=lambda row: row.end or 0, default=None)
    return Gap(start, end, local(start, zone), local(end, zone), after)


def _listed(entries: Sequence[EntryRow], found: Sequence[Gap]) -> list[EntryRow | Gap]:
    """Entries and gaps in the order of the clock, lengths last."""
    timed: list[EntryRow | Gap] = [row for row in entries if row.start is not None]
    timed = sorted([*timed, *found], key=lambda row: row.start or 0)
    return [*timed, *(row for row in entries if row.start is None)]


def neighbours(day: date) -> tuple[date, date]:
    """The day before and the day after."""
    return day - timedelta(days=1), day + timedelta(days=1)
