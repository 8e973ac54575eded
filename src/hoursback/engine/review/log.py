"""The log by day: what each activity took on each day, gathered in one pass over the entries.

Memory grows with days times activities, never with entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.plain import row_of, without_running
from hoursback.engine.review.pieces import Pieces
from hoursback.engine.review.sums import NO_CLOCK, ActivityTotal, Dates, DayTotal, Midnights
from hoursback.engine.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

OFFICE_HOURS = (7, 19)
"""Local hours outside which work counts as out of hours; an own choice. Everything on a rest day does too."""
DRAINING_TAGS = frozenset({"draining", "drain", "drains", "drained", "exhausting", "boring", "tiring", "hate"})
"""Tags that say an entry drained its owner, in any case."""
POSTPONED_TAGS = frozenset({"postponed", "postpone", "overdue", "late", "delayed", "put off", "procrastinated"})
"""Tags that say an entry came later than it was meant to."""
ACTIVITIES_KEPT = 2000
"""Kinds of work told apart; a log whose every note is its own kind puts the rest under one name."""
EVERYTHING_ELSE = "(everything else)"
_PERSONS_KEPT = 1000
_TAGS_KNOWN = 4096
_PERSON: Final = 8
"""Where a row has its person."""
_DAY = 24 * SECONDS_PER_HOUR
_OPENS, _CLOSES = (hour * SECONDS_PER_HOUR for hour in OFFICE_HOURS)


@dataclass(frozen=True, slots=True)
class DaySum:
    """One local day of a log.

    Attributes:
        logged: seconds of all its entries; overlapping ones count twice.
        clocked: the part of them that has clock times.
        first_start, last_end: seconds since 1970 of the first start and the last end; None without clock times.
    """

    logged: int
    clocked: int
    first_start: int | None
    last_end: int | None

    @property
    def span(self) -> int | None:
        """Seconds from first start to last end, never less than was logged; None for durations without clock times."""
        if self.first_start is None or self.last_end is None:
            return None
        return max(self.last_end - self.first_start, self.logged)


@dataclass(frozen=True, slots=True)
class ActivityLog:
    """What the log holds of one activity, seconds by local day.

    Attributes:
        late: the part outside OFFICE_HOURS.
        draining, postponed: the part tagged so.
        entries: how many entries.
        pieces_per_day: unbroken pieces on a day it happens; None without clock times.
    """

    name: str
    seconds: Mapping[date, int] = field(default_factory=dict)
    late: Mapping[date, int] = field(default_factory=dict)
    draining: Mapping[date, int] = field(default_factory=dict)
    postponed: Mapping[date, int] = field(default_factory=dict)
    entries: int = 0
    pieces_per_day: float | None = None

    def by_weekday(self) -> tuple[float, ...]:
        """Hours logged on Mondays, Tuesdays ... Sundays."""
        hours = [0.0] * 7
        for day, seconds in self.seconds.items():
            hours[day.weekday()] += seconds / SECONDS_PER_HOUR
        return tuple(hours)


@dataclass(frozen=True, slots=True)
class DayLog:
    """A whole log by day and activity.

    Attributes:
        activities: stated ones first, in stated order, then by when each was first done; so that neither names nor
            the order of a file's rows decide anything.
        entries: how many count as working time; left_out: running ones, all-day and cancelled events, and those of
            other persons where one was named.
        persons: the names that occur in the log, sorted.
        person: whose entries were used; "" for everybody's.
        switches_per_day: changes from one activity to another; None without clock times.
        has_postponed_tags, has_draining_tags: whether such tags are in use, so that their absence says something.
        is_folded: there were more than ACTIVITIES_KEPT kinds of work; the rest is under EVERYTHING_ELSE.
    """

    activities: tuple[ActivityLog, ...] = ()
    days: Mapping[date, DaySum] = field(default_factory=dict)
    entries: int = 0
    left_out: int = 0
    persons: tuple[str, ...] = ()
    person: str = ""
    switches_per_day: float | None = None
    has_postponed_tags: bool = False
    has_draining_tags: bool = False
    is_folded: bool = False

    @property
    def logged_days(self) -> tuple[date, ...]:
        """Days on which anything took time, in order."""
        return tuple(sorted(day for day, total in self.days.items() if total.logged > 0))

    @property
    def first_day(self) -> date | None:
        """First day with any entry, even one of no length: somebody was keeping the log; None for an empty log."""
        return min(self.days, default=None)

    @property
    def last_day(self) -> date | None:
        """Last day with any entry."""
        return max(self.days, default=None)

    @property
    def has_clock(self) -> bool:
        """Whether any entry has clock times."""
        return any(total.first_start is not None for total in self.days.values())


class DayLogBuilder:
    """Takes entries one by one or rows in batches, so that the same pass can feed the quality checks too.

    Args:
        assign: which activity each entry belongs to.
        person: use this person's entries only, in any case; "": the log is the owner's, whatever names it holds.
    """

    def __init__(self, assign: Assigner, *, person: str = "") -> None:
        self._assign = assign
        self._person = person.strip()
        self._only = self._person.casefold()
        self._stated = frozenset(assign.stated)
        self._rows: dict[str, ActivityTotal] = {}
        self._days: dict[int, DayTotal] = {}
        self._dates = Dates()
        self._midnights: dict[str, Midnights] = {}
        self._said: dict[tuple[str, ...], tuple[bool, bool]] = {}
        self._persons: set[str] = set()
        self._pieces = Pieces()
        self._entries = self._left_out = 0
        self._is_folded = False

    def add(self, entry: Entry) -> None:
        """Count one entry; it belongs to the day on which it starts, also when it ends after midnight."""
        if not entry.counts:
            self._see([entry.person])
            self._left_out += 1
            return
        seconds = max(entry.seconds, 0)
        if entry.start is not None and entry.end is None:
            entry = replace(entry, end=entry.start + seconds)
        self.add_rows([row_of(replace(entry, seconds=seconds) if seconds != entry.seconds else entry)], entry.zone)

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Count plain rows whose days are meant in a zone; those still running are left out."""
        self._see({row[_PERSON] for row in rows})
        kept = without_running(rows)
        if self._only:
            kept = [row for row in kept if row[_PERSON].strip().casefold() == self._only]
        self._left_out += len(rows) - len(kept)
        self._entries += len(kept)
        midnights = self._midnights.get(zone)
        if midnights is None:
            midnights = self._midnights[zone] = Midnights(zone)
        self._count(kept, midnights)

    def _see(self, persons: Iterable[str]) -> None:
        if len(self._persons) < _PERSONS_KEPT:
            self._persons.update(person for person in persons if person)

    def _count(self, rows: list[Row], midnights: Midnights) -> None:
        # Local names: this loop runs a million times.
        name_of, row_by_name, dates, add_piece = self._assign.name_of, self._rows, self._dates, self._pieces.add
        of_day, on, total = 0, date.min, DayTotal()
        for day, seconds, start, end, note, project, task, _, _, tags, _ in rows:
            if day != of_day:
                of_day, on, total = day, dates[day], self._day(day)
            name = name_of(project, task, note)
            row = row_by_name.get(name)
            if row is None or day <= row.first_day:
                row = self._row(name, day, NO_CLOCK if start is None else start)
            row.entries += 1
            row.seconds[on] = row.seconds.get(on, 0) + seconds
            if tags:
                self._add_tagged(row, on, seconds, tags)
            total.logged += seconds
            if start is None or end is None:
                continue
            total.clocked += seconds
            if start < total.first_start:
                total.first_start = start
            if end > total.last_end:
                total.last_end = end
            # Nearly every entry of a long log lies within the office hours of its day.
            if not _OPENS <= start - midnights[day] <= _CLOSES - seconds:
                late = seconds_out_of_hours((start - midnights[day]) % _DAY, seconds)
                if late:
                    row.late[on] = row.late.get(on, 0) + late
            add_piece(on, start, end, name)

    def build(self) -> DayLog:
        """The log so far; the builder can take more entries afterwards."""
        self._fold()
        pieces = self._pieces.per_active_day()
        order = [name for name in dict.fromkeys(self._assign.stated) if name in self._rows]
        # The sort keeps the file's order between equals only.
        order += sorted((n for n in self._rows if n not in self._stated), key=lambda name: self._rows[name].first)
        return DayLog(
            activities=tuple(_frozen(name, self._rows[name], pieces.get(name)) for name in order),
            days={self._dates[day]: _day_sum(total) for day, total in self._days.items()},
            entries=self._entries,
            left_out=self._left_out,
            persons=tuple(sorted(self._persons)),
            person=self._person,
            switches_per_day=self._pieces.switches_per_day(),
            has_postponed_tags=any(row.postponed for row in self._rows.values()),
            has_draining_tags=any(row.draining for row in self._rows.values()),
            is_folded=self._is_folded,
        )

    def _row(self, name: str, day: int, start: int) -> ActivityTotal:
        row = self._rows.get(name)
        if row is None:
            if len(self._rows) >= 2 * ACTIVITIES_KEPT:
                self._fold()
            row = self._rows[name] = ActivityTotal(day, start)
        elif (day, start) < row.first:
            row.first_day, row.first_start = day, start
        return row

    def _day(self, day: int) -> DayTotal:
        total = self._days.get(day)
        if total is None:
            total = self._days[day] = DayTotal()
        return total

    def _add_tagged(self, row: ActivityTotal, on: date, seconds: int, tags: tuple[str, ...]) -> None:
        said = self._said.get(tags)
        if said is None:
            words = {tag.strip().lstrip("#").casefold() for tag in tags}
            said = not words.isdisjoint(DRAINING_TAGS), not words.isdisjoint(POSTPONED_TAGS)
            if len(self._said) < _TAGS_KNOWN:
                self._said[tags] = said
        is_draining, is_postponed = said
        if is_draining:
            row.draining[on] = row.draining.get(on, 0) + seconds
        if is_postponed:
            row.postponed[on] = row.postponed.get(on, 0) + seconds

    def _fold(self) -> None:
        """Put the activities with least time under one name, so that as many as are kept remain; stated ones stay."""
        free = [name for name in self._rows if name not in self._stated and name != EVERYTHING_ELSE]
        surplus = len(self._rows) - ACTIVITIES_KEPT
        if surplus <= 0 or not free:
            return
        self._is_folded = True
        free.sort(key=lambda name: (sum(self._rows[name].seconds.values()), self._rows[name].first))
        for name in free[: surplus + 1]:
            row = self._rows.pop(name)
            self._row(EVERYTHING_ELSE, *row.first).merge(row)


def day_log(entries: Iterable[Entry], assign: Assigner, *, person: str = "") -> DayLog:
    """A log by day and activity, in one pass.

    Args:
        entries: in any order.
        assign: which activity each entry belongs to.
        person: use this person's entries only; "": everybody's.
    """
    builder = DayLogBuilder(assign, person=person)
    for entry in entries:
        builder.add(entry)
    return builder.build()


def seconds_out_of_hours(since_midnight: int, seconds: int) -> int:
    """Seconds of an entry outside OFFICE_HOURS of its own and the next day.

    >>> seconds_out_of_hours(18 * 3600, 2 * 3600)
    3600
    """
    end = since_midnight + seconds
    # Nearly every entry of a long log ends here.
    if since_midnight >= _OPENS and end <= _CLOSES:
        return 0
    inside = sum(max(0, min(end, _CLOSES + later) - max(since_midnight, _OPENS + later)) for later in (0, _DAY))
    return seconds - inside


def _day_sum(total: DayTotal) -> DaySum:
    if not total.has_clock:
        return DaySum(total.logged, total.clocked, None, None)
    return DaySum(total.logged, total.clocked, total.first_start, total.last_end)


def _frozen(name: str, row: ActivityTotal, pieces: float | None) -> ActivityLog:
    return ActivityLog(name, row.seconds, row.late, row.draining, row.postponed, row.entries, pieces)
