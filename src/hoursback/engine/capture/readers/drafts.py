"""Entries made four times as fast, for files with a million of them.

The constructor of a frozen dataclass sets every field through `object.__setattr__`, which costs more than reading the
row. A draft has the same slots, is filled by plain assignment, and then becomes an Entry: equal to, hashed as and as
frozen as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.rows import Row

SOURCE = "import"


class _Draft:
    # The very slots of Entry: only then may an object change from one class to the other.
    __slots__ = tuple(field.name for field in fields(Entry))

    def __init__(self, day: date, zone: str, row: Row) -> None:
        (
            _,
            self.seconds,
            self.start,
            self.end,
            self.note,
            self.project,
            self.task,
            self.client,
            self.person,
            self.tags,
            self.line,
        ) = row
        self.day = day
        self.zone = zone
        self.source = SOURCE
        self.source_id = ""
        self.is_open = self.end is None and self.start is not None
        self.all_day = False
        self.cancelled = False


def entries_of(batches: Iterable[list[Row]], zone: str) -> Iterator[Entry]:
    """The entries of plain rows, one by one; `zone` is the one that their days are meant in."""
    days: dict[int, date] = {}
    for batch in batches:
        for row in batch:
            day = days.get(row[0])
            if day is None:
                day = days[row[0]] = date.fromordinal(row[0])
            draft = _Draft(day, zone, row)
            draft.__class__ = Entry  # type: ignore[assignment]
            yield draft  # type: ignore[misc]
