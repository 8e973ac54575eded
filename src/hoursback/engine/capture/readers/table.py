"""Tables of entries: one core for every product's CSV, as entries or as plain rows.

Nearly every row repeats what earlier rows had: dates, times of day, lengths, names. A row whose cells have all been
seen is put together from dictionaries; any other goes through the rules in `rows` and `spans`, which fill them.
Of a long file whole chunks are put together at once, column by column (`scan`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from hoursback.engine.capture.clock import SECONDS_PER_DAY as DAY
from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.block import Batch, rows_of
from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.drafts import entries_of
from hoursback.engine.capture.readers.layout import Columns, Layout, find_columns, read_header
from hoursback.engine.capture.readers.order import settle_order
from hoursback.engine.capture.readers.rows import Row, RowReader
from hoursback.engine.capture.readers.text import (
    CELL_LIMIT,
    Lines,
    Source,
    decode_head,
    encoding_of,
    lines_of,
)
from hoursback.engine.capture.reading import DateOrder, ReadOptions, Tally

if TYPE_CHECKING:
    from _csv import Reader as CsvRows

    from hoursback.engine.capture.readers.scan import Scan

BATCH = 1_000
"""Rows handed on at once."""
SCANNED_BYTES = 1 << 19
"""Of which all cells are looked at together: some four thousand rows, so that what each look costs hardly tells."""
_REFUSED = 8
"""Chunks that in a row are not for the scan; what follows hardly is."""
_LINE_END = re.compile(r"\r\n?|\n")


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
        return map(rows_of, self.batches(stream, filename, options, tally, in_columns=False))

    def batches(
        self, stream: BinaryIO, filename: str, options: ReadOptions, tally: Tally, *, in_columns: bool = True
    ) -> Iterator[Batch]:
        """The same entries as rows or as columns, whichever takes less time; columns need numpy and its memory.

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
        lines = Lines(source, encoding, filename, SCANNED_BYTES if in_columns else None)
        return _batches(lines, columns, RowReader(columns, zone, order, tally), in_columns)


def _order_of(source: Source, encoding: str, columns: Columns, filename: str, tally: Tally) -> DateOrder | None:
    """The order of the dates, from a first look at the rows; the source stands at its beginning again."""
    try:
        return settle_order(columns, _numbered(Lines(source, encoding, filename), columns), filename, tally)
    finally:
        source.rewind()


def _split(texts: Iterator[str], columns: Columns) -> CsvRows:
    # strict: a quote that is not closed, or not doubled inside a cell, is an error instead of a cell with half a file.
    lines = chain.from_iterable(map(lines_of, texts))
    return csv.reader(lines, delimiter=columns.header.delimiter, strict=True)


def _numbered(lines: Lines, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header that can be split into cells, each with the line on which it starts."""
    reader = _split(lines.chunks(), columns)
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


def _batches(lines: Lines, columns: Columns, rows: RowReader, in_columns: bool) -> Iterator[Batch]:
    table = _Table(lines, columns, rows, in_columns)
    while (batch := table.next()) is not None:
        if len(batch):
            yield batch
    rows.finish()


class _Table:
    """The rows of a file on their way to entries.

    Chunks are offered to the scan, and what it does not take is split by `csv`. A row of several lines may take `csv`
    into the next chunk, which then is not offered; so neither ever begins in the middle of a row.
    """

    def __init__(self, lines: Lines, columns: Columns, rows: RowReader, in_columns: bool) -> None:
        self._lines, self._rows = lines, rows
        # No row has -1 cells: the fast paths are not taken.
        self._width = columns.width if rows.is_plain else -1
        self._scan = _scan_of(rows) if in_columns and rows.is_plain else None
        self._chunks = lines.chunks()
        self._offered = ""
        self._handed = self._scanned = 0  # lines
        self._refused = 0  # chunks, one after the other
        self._reader = _split(self._texts(), columns)
        for _ in range(columns.header.skipped):
            next(self._reader)
        self._line = self._reader.line_num + 1

    def next(self) -> Batch | None:
        """The entries of the next rows, perhaps none; None where the file has ended."""
        if self._scan is None:
            return self._by_csv(BATCH)
        left = self._handed - self._reader.line_num
        if left:
            return self._by_csv(min(left, BATCH))
        self._offered = next(self._chunks, "")
        found = None if self._lines.careful else self._scan.block(self._offered, self._line)
        if found is None:
            return self._refuse(self._scan)
        self._offered = ""
        self._refused = 0
        block, lines = found
        self._scanned += lines
        self._line += lines
        return block

    def _refuse(self, scan: Scan) -> Batch | None:
        """What the scan did not take, by `csv`; after a while, or when it has met too much, nothing is offered."""
        lines = sum(1 for _ in lines_of(self._offered))
        self._handed += lines
        self._refused += 1
        if self._refused >= _REFUSED or scan.is_full:
            self._scan = None
        return self._by_csv(min(lines or BATCH, BATCH))

    def _texts(self) -> Iterator[str]:
        """What is left for `csv`, chunk by chunk."""
        while True:
            text, self._offered = self._offered, ""
            if not text:
                text = next(self._chunks, "")
                self._handed += 0 if self._scan is None else sum(1 for _ in lines_of(text))
            if not text:
                return
            yield text

    def _by_csv(self, most: int) -> Batch | None:
        found: list[list[str]] = []
        try:
            # What was split before an error stays in the list.
            found.extend(islice(self._reader, most))
        except csv.Error as error:
            batch = self._one_by_one(found)
            last = self._reader.line_num + self._scanned
            _report_split(self._rows, self._line, last, error)
            self._line = last + 1
            return batch
        return self._one_by_one(found) if found else None

    def _one_by_one(self, found: list[list[str]]) -> list[Row]:
        batch: list[Row] = []
        # Local names: this loop may run a million times.
        lines, line, width = self._lines, self._line, self._width
        rows, spans = self._rows, self._rows.spans
        pick, names, tags_of, kinds = rows.pick, rows.names, rows.tags_of, rows.kinds
        days, minutes, rests, lengths = spans.days, spans.minutes, spans.rests, spans.lengths
        append = batch.append
        is_flat = self._reader.line_num + self._scanned == line + len(found) - 1
        for row in found:
            after = line if is_flat else line + _breaks(row)
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
                    if 0 < seconds <= DAY and kind in kinds and (not length or seconds == lengths[length]):
                        append(
                            (
                                *(day, seconds, begin, finish, note.strip()),
                                *(names[project], names[task], names[client], names[person]),
                                *(tags_of[tags], line),
                            )
                        )
                        line = after + 1
                        continue
                except (KeyError, BadCellError):
                    pass
                row.pop()
            entry = rows.read(row, line)
            if entry is not None:
                append(entry)
            line = after + 1
        self._line = line
        return batch


def _scan_of(rows: RowReader) -> Scan:
    # It needs numpy, which the command line does without.
    from hoursback.engine.capture.readers.scan import Scan

    return Scan(rows)


def _breaks(row: list[str]) -> int:
    """How many line ends the cells of a row hold."""
    return sum(len(_LINE_END.findall(cell)) for cell in row)


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
