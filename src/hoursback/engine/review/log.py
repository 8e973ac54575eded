"""The log by day: what each activity took on each day, gathered in one pass over the entries.

Memory grows with days times activities, never with entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.review.pieces import Pieces
from hoursback.engine.units import SECONDS_PER_HOUR

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
_DAY = 24 * SECONDS_PER_HOUR
_OPENS, _CLOSES = (hour * SECONDS_PER_HOUR for hour in OFFICE_HOURS)
_NO_CLOCK = 1 << 62
"""Stands after every clock time when activities are put in the order in which they were first done."""


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


@dataclass(slots=True)
class _Day:
    """What is gathered of one day."""

    logged: int = 0
    clocked: int = 0
    first_start: int | None = None
    last_end: int | None = None


@dataclass(slots=True)
class _Row:
    """What is gathered of one activity."""

    first: tuple[date, int]
    seconds: dict[date, int] = field(default_factory=dict)
    late: dict[date, int] = field(default_factory=dict)
    draining: dict[date, int] = field(default_factory=dict)
    postponed: dict[date, int] = field(default_factory=dict)
    entries: int = 0


class DayLogBuilder:
    """Takes entries one by one, so that the same pass can feed the quality checks too.

    Args:
        assign: which activity each entry belongs to.
        person: use this person's entries only, in any case; "": the log is the owner's, whatever names it holds.
    """

    def __init__(self, assign: Assigner, *, person: str = "") -> None:
        self._assign = assign
        self._person = person.strip()
        self._only = self._person.casefold()
        self._stated = frozenset(assign.stated)
        self._rows: dict[str, _Row] = {}
        self._days: dict[date, _Day] = {}
        self._persons: set[str] = set()
        self._pieces = Pieces()
        self._entries = self._left_out = 0
        self._is_folded = False

    def add(self, entry: Entry) -> None:
        """Count one entry; it belongs to the day on which it starts, also when it ends after midnight."""
        if entry.person and len(self._persons) < _PERSONS_KEPT:
            self._persons.add(entry.person)
        if not entry.counts or (self._only and entry.person.strip().casefold() != self._only):
            self._left_out += 1
            return
        self._entries += 1
        day, seconds, start = entry.day, max(entry.seconds, 0), entry.start
        name = self._assign(entry)
        row = self._row(name, (day, _NO_CLOCK if start is None else start))
        row.entries += 1
        row.seconds[day] = row.seconds.get(day, 0) + seconds
        if entry.tags:
            _add_tagged(row, day, seconds, entry.tags)
        total = self._days.get(day)
        if total is None:
            total = self._days[day] = _Day()
        total.logged += seconds
        if start is not None:
            end = start + seconds if entry.end is None else entry.end
            _add_clocked(row, total, entry, start, end, seconds)
            self._pieces.add(day, start, end, name)

    def build(self) -> DayLog:
        """The log so far; the builder can take more entries afterwards."""
        self._fold()
        pieces = self._pieces.per_active_day()
        order = [name for name in dict.fromkeys(self._assign.stated) if name in self._rows]
        # The sort keeps the file's order between equals only.
        order += sorted((n for n in self._rows if n not in self._stated), key=lambda name: self._rows[name].first)
        return DayLog(
            activities=tuple(_frozen(name, self._rows[name], pieces.get(name)) for name in order),
            days={day: DaySum(d.logged, d.clocked, d.first_start, d.last_end) for day, d in self._days.items()},
            entries=self._entries,
            left_out=self._left_out,
            persons=tuple(sorted(self._persons)),
            person=self._person,
            switches_per_day=self._pieces.switches_per_day(),
            has_postponed_tags=any(row.postponed for row in self._rows.values()),
            has_draining_tags=any(row.draining for row in self._rows.values()),
            is_folded=self._is_folded,
        )

    def _row(self, name: str, when: tuple[date, int]) -> _Row:
        row = self._rows.get(name)
        if row is None:
            if len(self._rows) >= 2 * ACTIVITIES_KEPT:
                self._fold()
            row = self._rows[name] = _Row(when)
        elif when < row.first:
            row.first = when
        return row

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
            _merge(self._row(EVERYTHING_ELSE, row.first), row)


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


@lru_cache(maxsize=4096)
def _midnight(zone: str, day: date) -> int:
    """Seconds since 1970 of a local midnight; hours of a day with a clock change are read from it, an hour off."""
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return int(datetime(day.year, day.month, day.day, tzinfo=tz).timestamp())


def _add_clocked(row: _Row, total: _Day, entry: Entry, start: int, end: int, seconds: int) -> None:
    total.clocked += seconds
    if total.first_start is None or start < total.first_start:
        total.first_start = start
    if total.last_end is None or end > total.last_end:
        total.last_end = end
    late = seconds_out_of_hours((start - _midnight(entry.zone, entry.day)) % _DAY, seconds)
    if late:
        row.late[entry.day] = row.late.get(entry.day, 0) + late


def _merge(into: _Row, row: _Row) -> None:
    for field_name in ("seconds", "late", "draining", "postponed"):
        sums: dict[date, int] = getattr(into, field_name)
        for day, seconds in getattr(row, field_name).items():
            sums[day] = sums.get(day, 0) + seconds
    into.entries += row.entries


def _add_tagged(row: _Row, day: date, seconds: int, tags: tuple[str, ...]) -> None:
    said = {tag.strip().lstrip("#").casefold() for tag in tags}
    if not said.isdisjoint(DRAINING_TAGS):
        row.draining[day] = row.draining.get(day, 0) + seconds
    if not said.isdisjoint(POSTPONED_TAGS):
        row.postponed[day] = row.postponed.get(day, 0) + seconds


def _frozen(name: str, row: _Row, pieces: float | None) -> ActivityLog:
    return ActivityLog(name, row.seconds, row.late, row.draining, row.postponed, row.entries, pieces)
