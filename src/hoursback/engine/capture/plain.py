"""Entries as the plain rows that readers give in batches: what works on rows works on entries too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hoursback.engine.capture.entry import Entry

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row


def row_of(entry: Entry) -> Row:
    """An entry as a row; where it comes from and whether it is an all-day or cancelled event is left out."""
    return (
        *(entry.day.toordinal(), entry.seconds, entry.start, entry.end, entry.note, entry.project),
        *(entry.task, entry.client, entry.person, entry.tags, entry.line),
    )


def without_running(rows: list[Row]) -> list[Row]:
    """The rows that are closed; the very list where none is running."""
    # Most batches hold no running entry, and looking for None is done in C.
    if None not in [row[3] for row in rows]:
        return rows
    return [row for row in rows if row[3] is not None or row[2] is None]
