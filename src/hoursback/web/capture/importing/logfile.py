"""A file of another tool as lots of plain rows, and what reading it gave besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from hoursback.engine.capture import readers
from hoursback.engine.capture.entry import Entry, Problem
from hoursback.engine.capture.plain import row_of
from hoursback.engine.capture.readers.block import Block, joined
from hoursback.engine.capture.reading import ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError
from hoursback.web.capture.models import DAY_SECONDS

if TYPE_CHECKING:
    from hoursback.engine.capture.readers import ColumnReading, Reading
    from hoursback.engine.capture.readers.rows import Row

LOT = 8_000
"""Rows handed on at once."""
CALENDAR = "ics"


@dataclass(frozen=True, slots=True)
class Limits:
    """Most rows, and most calendar events, that are read; None: any number."""

    rows: int | None = None
    events: int | None = None


WEB = Limits(rows=500_000, events=20_000)
"""What a browser may bring in; the command line reads any number (reliability, section 2)."""


class LogFile:
    """One pass over a file: iterate it once, then ask.

    Attributes:
        format: name of its reader. all_day, cancelled: calendar events that are no time.

    Raises: FileRefusedError, at once or while iterating, for a file that cannot be read or is beyond a limit.
    """

    def __init__(self, stream: BinaryIO, filename: str, options: ReadOptions, limits: Limits | None = None) -> None:
        self._filename, self._limits = filename, limits or Limits()
        self._reading: ColumnReading | Reading = readers.columns(stream, filename, options, in_columns=True)
        self.format = self._reading.format
        self.all_day = self.cancelled = 0
        if self.format == CALENDAR:
            # Rows hold working time only, so what a calendar has besides is counted from its entries.
            stream.seek(0)
            self._reading = readers.read(stream, filename, options)

    @property
    def tally(self) -> Tally:
        """Problems and notices; complete once the rows have been read."""
        return self._reading.tally

    def __iter__(self) -> Iterator[tuple[str, Block | list[Row]]]:
        """Lots of rows or their columns, each with the name of the zone that their days are meant in."""
        is_table = isinstance(self._reading, readers.ColumnReading)
        count = 0
        lots: Iterator[tuple[str, Block | list[Row]]] = self._tables() if is_table else self._events()
        for zone, rows in lots:
            count += len(rows)
            self._check(count if is_table else count + self.all_day + self.cancelled)
            yield zone, rows

    def _tables(self) -> Iterator[tuple[str, Block | list[Row]]]:
        assert isinstance(self._reading, readers.ColumnReading)
        zone = self._reading.zone
        blocks: list[Block] = []
        rows: list[Row] = []
        for batch in self._reading.batches:
            # Names are to come in the order of the file; those of a block's others come with the block.
            if isinstance(batch, Block):
                if rows and not blocks:
                    yield zone, rows
                    rows = []
                blocks.append(batch)
                rows += batch.others
            else:
                if blocks:
                    yield zone, joined(blocks)
                    blocks = []
                rows += batch
            if sum(map(len, blocks)) >= LOT:
                yield zone, joined(blocks)
                blocks = []
            if len(rows) >= LOT and not blocks:
                yield zone, rows
                rows = []
        if blocks:
            yield zone, joined(blocks)
        if rows:
            yield zone, rows

    def _events(self) -> Iterator[tuple[str, list[Row]]]:
        assert isinstance(self._reading, readers.Reading)
        rows: list[Row] = []
        zone = ""
        for entry in self._reading:
            if entry.all_day or entry.cancelled:
                self.all_day += entry.all_day
                self.cancelled += entry.cancelled
                continue
            if entry.seconds > DAY_SECONDS:
                self.tally.report(too_long(entry))
                continue
            if rows and (entry.zone != zone or len(rows) >= LOT):
                yield zone, rows
                rows = []
            zone = entry.zone
            rows.append(row_of(entry))
        if rows:
            yield zone, rows

    def _check(self, count: int) -> None:
        is_calendar = self.format == CALENDAR
        most = self._limits.events if is_calendar else self._limits.rows
        if most is not None and count > most:
            raise FileRefusedError(
                f"The file has more than {most:,} {'events' if is_calendar else 'rows'}.",
                where=self._filename,
                value=f"{count:,} and more",
                hint="Bring it in by parts, or use `hoursback capture import`, which reads any number.",
            )


def too_long(entry: Entry) -> Problem:
    """An event that no log can hold as one piece of work, such as a trip."""
    return Problem(
        entry.line,
        "DTEND",
        f"{entry.seconds / 3600:g} hours",
        "The event is longer than 24 hours.",
        "Split it into days in your calendar, or log the hours you worked in it by hand.",
    )


class _Every(Tally):
    """Hands on every problem; its count stays at 0, so that none is shortened away."""

    def __init__(self, take: Callable[[Problem], None]) -> None:
        super().__init__()
        self._take = take

    def report(self, problem: Problem) -> None:
        self._take(problem)


def every_problem(stream: BinaryIO, filename: str, options: ReadOptions, format_: str) -> Iterator[Problem]:
    """All problems of a file whose format is known, as they come; a preview keeps the first ones only."""
    reader = import_module(f"hoursback.engine.capture.readers.{format_.removesuffix('_csv')}").READER
    found: list[Problem] = []
    tally = _Every(found.append)
    read = reader.columns if hasattr(reader, "columns") else reader.read
    for one in read(stream, filename, options, tally):
        if isinstance(one, Entry) and one.counts and one.seconds > DAY_SECONDS:
            found.append(too_long(one))
        if found:
            yield from found
            found.clear()
    yield from found
