"""Tables of entries: one core for every product's CSV, as entries or as plain rows.

Nearly every row repeats what earlier rows had: dates, times of day, lengths, names. A row whose cells have all been
seen is put together from dictionaries; any other goes through the rules in `rows` and `spans`, which fill them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from hoursback.engine.capture.clock import SECONDS_PER_DAY as DAY
from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.drafts import entries_of
from hoursback.engine.capture.readers.layout import Columns, Layout, find_columns, read_header
from hoursback.engine.capture.readers.order import settle_order
from hoursback.engine.capture.readers.rows import Row, RowReader
from hoursback.engine.capture.readers.text import CELL_LIMIT, Lines, Source, decode_head, encoding_of
from hoursback.engine.capture.reading import DateOrder, ReadOptions, Tally

if TYPE_CHECKING:
    from _csv import Reader as CsvRows

BATCH = 500
"""Rows handed on at once."""


class TableReader:
    """Reads the tables of one product, told apart by a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.name, self.title, self.extensions = layout.name, layout.title, layout.extensions

    def recognises(self, head: str) -> bool:
        """Whether the first row of a text has this product's columns."""
        header = read_header(head)
        return header is not None and self.layout.fits(header)

    def read(self, stream: BinaryIO, filename: str, options: ReadOptions, tally: Tally) -> Iterator[Entry]:
        """The entries of a file.

        Raises: FileRefusedError, at once or, where the file stops being text further on, while reading.
        """
        return entries_of(self.columns(stream, filename, options, tally), options.timezone or "UTC")

    def columns(self, stream: BinaryIO, filename: str, options: ReadOptions, tally: Tally) -> Iterator[list[Row]]:
        """The same entries as plain tuples, in batches and in less time.

        Raises: as `read`.
        """
        source = Source(stream)
        head = source.head()
        encoding = encoding_of(head, options.encoding, filename)
        header = read_header(decode_head(head, encoding, filename))
        columns = find_columns(self.layout, header, filename)
        zone = zone_of(options.timezone or "UTC")
        if options.timezone is None:
            why = "The file names no time zone, so its days and clock times were read as UTC."
            tally.notice("timezone", "UTC", why, is_default=True)
        order = options.date_order or _order_of(source, encoding, columns, filename, tally)
        source.forget()
        lines = Lines(source, encoding, filename)
        return _batches(lines, columns, RowReader(columns, zone, order, tally))


def _order_of(source: Source, encoding: str, columns: Columns, filename: str, tally: Tally) -> DateOrder | None:
    """The order of the dates, from a first look at the rows; the source stands at its beginning again."""
    try:
        return settle_order(columns, _numbered(Lines(source, encoding, filename), columns), filename, tally)
    finally:
        source.rewind()


def _split(lines: Lines, columns: Columns) -> CsvRows:
    # strict: a quote that is not closed, or not doubled inside a cell, is an error instead of a cell with half a file.
    return csv.reader(chain.from_iterable(lines.chunks()), delimiter=columns.header.delimiter, strict=True)


def _numbered(lines: Lines, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header that can be split into cells, each with the line on which it starts."""
    reader = _split(lines, columns)
    line, number = 1, 0
    while True:
        try:
            for row in reader:
                number += 1
                if number > columns.header.skipped:
                    yield line, row
                line = reader.line_num + 1
            return
        except csv.Error:
            line = reader.line_num + 1


def _batches(lines: Lines, columns: Columns, rows: RowReader) -> Iterator[list[Row]]:
    table = _Table(lines, columns, rows)
    at_end = False
    while not at_end:
        batch: list[Row] = []
        at_end = table.fill(batch)
        if batch:
            yield batch
    rows.finish()


class _Table:
    """The rows of a file on their way to entries."""

    def __init__(self, lines: Lines, columns: Columns, rows: RowReader) -> None:
        self._lines, self._rows = lines, rows
        # No row has -1 cells: the fast path is not taken.
        self._width = columns.width if rows.is_plain else -1
        self._reader = _split(lines, columns)
        for _ in range(columns.header.skipped):
            next(self._reader)
        self._line = self._reader.line_num + 1

    def fill(self, batch: list[Row]) -> bool:
        """Add the entries of the next rows to a batch; whether the file has ended."""
        try:
            return self._fill(batch)
        except csv.Error as error:
            last = self._reader.line_num
            _report_split(self._rows, self._line, last, error)
            self._line = last + 1
            return False

    def _fill(self, batch: list[Row]) -> bool:
        # Local names: this loop runs a million times.
        reader, lines, line, width = self._reader, self._lines, self._line, self._width
        rows, spans = self._rows, self._rows.spans
        pick, names, tags_of, kinds = rows.pick, rows.names, rows.tags_of, rows.kinds
        days, minutes, rests, lengths = spans.days, spans.minutes, spans.rests, spans.lengths
        append = batch.append
        first = line
        try:
            for row in islice(reader, BATCH):
                after = reader.line_num
                if after == line and len(row) == width and not lines.careful:
                    # The cell of every field that this file has no column for.
                    row.append("")
                    on, start, end_on, end, length, project, task, client, person, tags, kind, note = pick(row)
                    try:
                        day, midnight = days[on]
                        begin = midnight + minutes[start[:5]] + rests[start[5:]]
                        if end_on and end_on != on:
                            midnight = days[end_on][1]
                        finish = midnight + minutes[end[:5]] + rests[end[5:]]
                        seconds = finish - begin
                        # Zero and everything that may be wrong takes the long way.
                        if 0 < seconds <= DAY and (not length or seconds == lengths[length]) and kind in kinds:
                            append(
                                (
                                    day,
                                    seconds,
                                    begin,
                                    finish,
                                    note.strip(),
                                    names[project],
                                    names[task],
                                    names[client],
                                    names[person],
                                    tags_of[tags],
                                    line,
                                )
                            )
                            line = after + 1
                            continue
                    except (KeyError, BadCellError):
                        pass
                    row.pop()
                found = rows.read(row, line)
                if found is not None:
                    append(found)
                line = after + 1
            return line == first
        finally:
            self._line = line


def _report_split(rows: RowReader, first: int, last: int, error: csv.Error) -> None:
    """A row that cannot be split into cells; reading goes on with the next line."""
    if "field larger" in str(error) and first == last:
        rows.report(first, "", "", f"A cell has more than {CELL_LIMIT:,} characters.", "Shorten the text.")
        return
    lost = f"line {first} was" if first == last else f"lines {first} to {last} were"
    rows.report(
        first,
        "",
        f"lines {first} to {last}",
        f"A quote in the row that starts here is not closed, or stands inside a cell; {lost} left out.",
        "Close the quote, and double a quote that belongs to the text.",
    )
