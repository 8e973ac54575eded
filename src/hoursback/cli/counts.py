"""What a log holds, counted in one pass and in flat memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from hoursback.engine.capture.entry import Entry

_BUCKETS = 256


def digest_of(entry: Entry) -> int:
    """Sixty-four bits that equal entries share, within this process; where an entry stands in its file is left out."""
    return hash(
        (
            *(entry.start, entry.end, entry.day, entry.seconds, entry.is_open, entry.all_day, entry.cancelled),
            *(entry.note, entry.project, entry.task, entry.client, entry.person, entry.tags, entry.source_id),
        )
    )


class Digests:
    """Many digests in eight bytes each, which a set would need sixty for."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(_BUCKETS)]

    def add(self, digest: int) -> None:
        self._buckets[digest % _BUCKETS].append(digest)

    def __iter__(self) -> Iterator[int]:
        return (digest for bucket in self._buckets for digest in bucket)

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
    _worked: tuple[date, date] | None = None
    _closed: tuple[date, date] | None = None

    def add(self, entry: Entry) -> None:
        """Count one entry."""
        self.digests.add(digest_of(entry))
        if entry.project:
            self.projects.add(entry.project)
        if entry.tags:
            self.tags.update(entry.tags)
        if entry.is_open:
            self.open_entries += 1
            return
        self.entries += 1
        self.all_day += entry.all_day
        self.cancelled += entry.cancelled
        self._closed = _stretched(self._closed, entry.day)
        if entry.counts:
            self._add_time(entry)

    def _add_time(self, entry: Entry) -> None:
        self.seconds += entry.seconds
        self._worked = _stretched(self._worked, entry.day)
        if entry.start is not None and (self.first_start is None or entry.start < self.first_start):
            self.first_start = entry.start
        if entry.end is not None and (self.last_end is None or entry.end > self.last_end):
            self.last_end = entry.end

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The same entries, counted as they go by."""
        for entry in entries:
            self.add(entry)
            yield entry

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last local date."""
        return self._worked or self._closed


def _stretched(span: tuple[date, date] | None, day: date) -> tuple[date, date]:
    if span is None:
        return day, day
    first, last = span
    if first <= day <= last:
        return span
    return min(first, day), max(last, day)


def utc(seconds: int | None) -> str | None:
    """A moment as `--json` prints it."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
