"""What a log holds, counted in one pass and in flat memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.plain import row_of, without_running

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

_BUCKETS = 256
# Where a row has these; its line, the last of it, does not make it another entry.
_DAY: Final = 0
_SECONDS: Final = 1
_START: Final = 2
_END: Final = 3
_PROJECT: Final = 5
_TAGS: Final = 9
_LINE: Final = 10


def digest_of(entry: Entry) -> int:
    """Sixty-four bits that equal entries share, within this process; where an entry stands in its file is left out."""
    digest = digest_of_row(row_of(entry))
    if entry.source_id or entry.all_day or entry.cancelled:
        return hash((digest, entry.source_id, entry.all_day, entry.cancelled))
    return digest


def digest_of_row(row: Row) -> int:
    """The digest of the entry that a plain row stands for."""
    return hash(row[:_LINE])


class Digests:
    """Many digests in eight bytes each, which a set would need sixty for."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(_BUCKETS)]

    def add(self, digest: int) -> None:
        self._buckets[digest % _BUCKETS].append(digest)

    def add_all(self, digests: Iterable[int]) -> None:
        """Add many."""
        buckets = self._buckets
        for digest in digests:
            buckets[digest % _BUCKETS].append(digest)

    @property
    def repeated(self) -> int:
        """How many were added once more after the first time."""
        return sum(len(bucket) - len(set(bucket)) for bucket in self._buckets)


@dataclass(slots=True)
class Counts:
    """Entries, time, names and duplicates of a log; feed it every entry once.

    Attributes:
        entries: closed entries, with all-day and cancelled events; those still running are in open_entries.
        seconds, first_start, last_end: over the entries that are working time.
        first_day, last_day: local dates over the same entries; over all closed ones where none is working time.
    """

    entries: int = 0
    open_entries: int = 0
    all_day: int = 0
    cancelled: int = 0
    seconds: int = 0
    first_start: int | None = None
    last_end: int | None = None
    projects: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    digests: Digests = field(default_factory=Digests)
    _worked: tuple[int, int] | None = None
    _closed: tuple[int, int] | None = None

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        self.digests.add(digest_of(entry))
        row = row_of(entry)
        self._add_names([row])
        if entry.is_open:
            self.open_entries += 1
            return
        self.entries += 1
        self.all_day += entry.all_day
        self.cancelled += entry.cancelled
        self._closed = _stretched(self._closed, [row[_DAY]])
        if entry.counts:
            self._add_time([row])

    def add_rows(self, rows: list[Row], _zone: str) -> None:
        """Count plain rows, which are working time or still running."""
        self.digests.add_all(map(digest_of_row, rows))
        self._add_names(rows)
        closed = without_running(rows)
        self.open_entries += len(rows) - len(closed)
        if closed:
            self.entries += len(closed)
            self._add_time(closed)

    def _add_names(self, rows: list[Row]) -> None:
        self.projects.update(row[_PROJECT] for row in rows)
        self.projects.discard("")
        self.tags.update(*{row[_TAGS] for row in rows})

    def _add_time(self, rows: list[Row]) -> None:
        """Add one or more rows of working time."""
        self.seconds += sum([row[_SECONDS] for row in rows])
        self._worked = _stretched(self._worked, [row[_DAY] for row in rows])
        starts = [start for row in rows if (start := row[_START]) is not None]
        ends = [end for row in rows if (end := row[_END]) is not None]
        if starts:
            self.first_start = min(starts) if self.first_start is None else min(self.first_start, *starts)
        if ends:
            self.last_end = max(ends) if self.last_end is None else max(self.last_end, *ends)

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last local date."""
        span = self._worked or self._closed
        return None if span is None else (date.fromordinal(span[0]), date.fromordinal(span[1]))


def _stretched(span: tuple[int, int] | None, days: list[int]) -> tuple[int, int]:
    if span is None:
        return min(days), max(days)
    return min(span[0], *days), max(span[1], *days)


def utc(seconds: int | None) -> str | None:
    """A moment as `--json` prints it."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
