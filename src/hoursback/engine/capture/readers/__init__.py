"""Readers of other products' exports: text in, entries and problems out.

`formats` lists them, `read` takes a file of any of them, `columns` is its faster twin for imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers import clockify, generic, harvest, toggl
from hoursback.engine.capture.readers.base import Reader
from hoursback.engine.capture.readers.block import Batch, rows_of
from hoursback.engine.capture.readers.layout import read_header, unknown_columns
from hoursback.engine.capture.readers.rows import Row
from hoursback.engine.capture.readers.table import TableReader
from hoursback.engine.capture.readers.text import Source, decode_head, encoding_of, shown
from hoursback.engine.capture.reading import ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A format that can be read: its name in commands, file name extensions without dot, title for people."""

    name: str
    extensions: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one file, to be iterated once; the tally is complete at the end.

    Iterating raises FileRefusedError where the file stops being what its beginning promised.
    """

    format: str
    tally: Tally
    entries: Iterator[Entry]

    def __iter__(self) -> Iterator[Entry]:
        return self.entries


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """The same as plain rows in batches; `zone` is the IANA name that their days are meant in.

    Attributes:
        batches: what iterating gives as rows, as it was read; to be iterated once, in either way.
    """

    format: str
    tally: Tally
    zone: str
    batches: Iterator[Batch]

    def __iter__(self) -> Iterator[list[Row]]:
        return map(rows_of, self.batches)


# In the order in which they are asked; a table of a product is also a table, so the generic reader comes last.
_TABLES: dict[str, TableReader] = {
    reader.name: reader for reader in (toggl.READER, clockify.READER, harvest.READER, generic.READER)
}
# Modules that are imported only for a file of their format: they need more than a table does.
_LAZY = {
    "ics": (FormatInfo("ics", ("ics", "ical"), "Calendar (iCalendar)"), re.compile(r"BEGIN\s*:\s*V", re.IGNORECASE))
}


def formats() -> tuple[FormatInfo, ...]:
    """Every format that can be read."""
    tables = (FormatInfo(reader.name, reader.extensions, reader.title) for reader in _TABLES.values())
    return (*tables, *(info for info, _ in _LAZY.values()))


def read(stream: BinaryIO, filename: str, options: ReadOptions) -> Reading:
    """Read a file of any format, known by its content unless `options.format` names it.

    Raises: FileRefusedError, for a file of no known format; HoursbackError, for an unknown time zone.
    """
    source = Source(stream)
    reader = _reader_of(source, filename, options)
    tally = Tally()
    return Reading(reader.name, tally, reader.read(source.anew(), filename, options, tally))


def columns(stream: BinaryIO, filename: str, options: ReadOptions, *, in_columns: bool = False) -> ColumnReading:
    """Read a file as batches of plain rows: the same entries, rules and tally as `read`, in less time.

    With `in_columns` long tables come column by column, for who has numpy in memory anyway.
    Of a calendar it gives what counts as time or is running; all-day and cancelled events are left to `read`.

    Raises: as `read`.
    """
    source = Source(stream)
    reader = _reader_of(source, filename, options)
    tally = Tally()
    zone = options.timezone or "UTC"
    batches: Iterator[Batch]
    if isinstance(reader, TableReader):
        batches = reader.batches(source.anew(), filename, options, tally, in_columns=in_columns)
    else:
        batches = _rows_of(reader.read(source.anew(), filename, options, tally))
    return ColumnReading(reader.name, tally, zone, batches)


def _reader_of(source: Source, filename: str, options: ReadOptions) -> Reader:
    if options.timezone is not None:
        zone_of(options.timezone)
    if options.format is not None:
        return _named(options.format, filename)
    head = source.head()
    encoding = encoding_of(head, options.encoding, filename)
    try:
        header = read_header(decode_head(head, encoding, filename))
    except FileRefusedError:
        # A lazy reader may be more patient with single bytes than a table is.
        lazy = _lazy_reader_of(head.decode(encoding, "replace"), "")
        if lazy is None:
            raise
        return lazy
    for table in _TABLES.values():
        if header is not None and table.layout.fits(header):
            return table
    lazy = _lazy_reader_of(head.decode(encoding, "replace"), filename)
    if lazy is None:
        raise unknown_columns(header, generic.READER.layout, filename)
    return lazy


def _lazy_reader_of(text: str, filename: str) -> Reader | None:
    for name, (info, beginning) in _LAZY.items():
        if beginning.search(text) or _has_extension(filename, info):
            reader = _load(name)
            if reader.recognises(text):
                return reader
    return None


def _named(name: str, filename: str) -> Reader:
    if name in _LAZY:
        return _load(name)
    if name not in _TABLES:
        known = ", ".join(info.name for info in formats())
        raise FileRefusedError(
            "There is no such format.", where=filename, value=shown(name), hint=f"Name one of {known} with --format."
        )
    return _TABLES[name]


def _load(name: str) -> Reader:
    reader: Reader = import_module(f"hoursback.engine.capture.readers.{name}").READER
    return reader


def _has_extension(filename: str, info: FormatInfo) -> bool:
    return filename.rpartition(".")[2].casefold() in info.extensions


def _rows_of(entries: Iterable[Entry], size: int = 500) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for entry in entries:
        if entry.counts or entry.is_open:
            batch.append(
                (
                    *(entry.day.toordinal(), entry.seconds, entry.start, entry.end, entry.note, entry.project),
                    *(entry.task, entry.client, entry.person, entry.tags, entry.line),
                )
            )
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
