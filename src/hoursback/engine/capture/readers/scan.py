"""Chunks of a long table as columns: what is plain through and through, and by the rules whatever is not.

What a cell means is never decided here: dates, names and kinds are asked of the rules once for each different text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from hoursback.engine.capture.clock import SECONDS_PER_DAY
from hoursback.engine.capture.readers.block import Block, Coded, Label
from hoursback.engine.capture.readers.cells import Grid, grid_of
from hoursback.engine.capture.readers.codes import Cells, Codes
from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.known import KEYS_LIMIT

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.block import Numbers
    from hoursback.engine.capture.readers.cells import Flags
    from hoursback.engine.capture.readers.rows import Row, RowReader

_NONE = -(1 << 40)
"""Stands for a day, a midnight or a length that only the rules can tell."""
_LABEL = ("project", "task", "client", "tags")
_KEYED = (*_LABEL, "person", "kind", "date", "end_date", "length")
_BLANK, _NOT_ASCII = ord(" "), 0x80
_CONTINUES, _CONTINUES_MASK = 0b10000000, 0b11000000
"""What the second and later bytes of a letter in UTF-8 begin with, and the bits that tell."""


class _Meanings[Meaning]:
    """What the cells of some columns were found to mean, each different text once."""

    def __init__(self, columns: Sequence[int], work_out: Callable[..., Meaning]) -> None:
        self.values: list[Meaning] = []
        self._columns, self._work_out = columns, work_out
        self._codes = Codes()
        self._table: Numbers = np.zeros(0, np.int64)

    def of(self, cells: Cells) -> Numbers:
        """The place of each row's meaning in the values."""
        codes, new = self._codes.of(cells.keys([column for column in self._columns if cells.has(column)]))
        if len(new):
            self.values += map(self._work_out, *(cells.texts(column, new) for column in self._columns))
        return codes

    def of_table(self, cells: Cells) -> Numbers:
        """The meanings themselves, where they are numbers: one row for each."""
        codes = self.of(cells)
        if len(self._table) < len(self.values):
            more = np.array(self.values[len(self._table) :], np.int64)
            self._table = np.concatenate((self._table, more)) if len(self._table) else more
        return self._table[codes]


class Scan:
    """Reads chunks of one file, by the rules of its rows and into their tally."""

    def __init__(self, rows: RowReader) -> None:
        self._rows = rows
        self._at = at = rows.columns.at
        self._labels = _Meanings([at[name] for name in _LABEL], self._label)
        self._persons = _Meanings([at["person"]], rows.names.__getitem__)
        self._kinds = _Meanings([at["kind"]], str)
        self._days = _Meanings([at["date"]], self._day)
        self._end_days = _Meanings([at["end_date"]], self._day)
        self._lengths = _Meanings([at["length"]], self._length)
        self._keyed = {at[name] for name in _KEYED if rows.columns.has(name)}

    def block(self, text: str, line: int) -> tuple[Block, int] | None:
        """The entries of whole rows, and the lines they take; None where they are for `csv` and the rules.

        Args:
            line: the one on which the text begins.
        """
        try:
            raw = text.encode()
        except UnicodeEncodeError:  # some encodings can say half a letter
            return None
        grid = grid_of(raw, self._rows.columns.width, self._rows.columns.header.delimiter)
        if grid is None:
            return None
        cells = Cells(grid)
        is_plain, has_keys = self._is_work(cells), np.ones(len(grid), np.bool_)
        for column in self._keyed:
            has_keys &= ~cells.too_long(column)
        is_plain &= has_keys
        days, seconds, starts = self._spans(cells, is_plain)
        if 2 * np.count_nonzero(is_plain) < len(grid):
            return None
        notes = self._notes(grid, text, len(raw) - len(text))
        if is_plain.all():
            labels, persons, lines = self._labels.of(cells), self._persons.of(cells), grid.lines + line
            others: list[Row] = []
        else:
            others, has_ended = self._by_rules(grid, np.flatnonzero(~is_plain), line)
            # Names of the others are met here too, so that all of them stand in the order of the file.
            named = np.flatnonzero(is_plain | (has_ended & has_keys))
            labels, persons = (
                names.of(cells.picked(named))[is_plain[named]] for names in (self._labels, self._persons)
            )
            plain = np.flatnonzero(is_plain)
            days, seconds, starts, lines = days[plain], seconds[plain], starts[plain], grid.lines[plain] + line
            notes = list(map(notes.__getitem__, plain.tolist()))
        coded = Coded(labels, self._labels.values), Coded(persons, self._persons.values)
        return Block(days, seconds, starts, lines, notes, *coded, others), grid.lines_total

    @property
    def is_full(self) -> bool:
        """Whether so many different cells were met, where few are expected, that going on would fill the memory."""
        return any(len(met.values) > KEYS_LIMIT for met in (self._kinds, self._days, self._end_days, self._lengths))

    def _spans(self, cells: Cells, is_plain: Flags) -> tuple[Numbers, Numbers, Numbers]:
        """Days, seconds and starts; rows in which they do not hold become not plain."""
        at = self._at
        days, midnights = self._days.of_table(cells).T
        # What is added up where there is none of these says nothing; such rows are not plain from here on.
        starts, ends = cells.clocks(at["start"]), cells.clocks(at["end"])
        is_plain &= (starts >= 0) & (ends >= 0) & (days != _NONE)
        starts += midnights
        if cells.has(at["end_date"]):
            # An end without a date is on the day of its start.
            later = self._end_days.of_table(cells)[:, 1]
            midnights = np.where(cells.lengths(at["end_date"]) == 0, midnights, later)
        seconds = ends + midnights - starts
        # Zero and everything that may be wrong takes the long way.
        is_plain &= (seconds > 0) & (seconds <= SECONDS_PER_DAY)
        if cells.has(at["length"]):
            self._compare(cells, seconds, is_plain)
        return days, seconds, starts

    def _compare(self, cells: Cells, seconds: Numbers, is_plain: Flags) -> None:
        """Rows that state another length than end minus start are not plain."""
        column = self._at["length"]
        differs = (cells.clocks(column) != seconds) & (cells.lengths(column) > 0)
        asked = np.flatnonzero(is_plain & differs)
        if len(asked):
            is_plain[asked] = self._lengths.of_table(cells.picked(asked)) == seconds[asked]

    def _is_work(self, cells: Cells) -> Flags:
        """Which rows are of a kind that the rules have met and found to be work."""
        codes = self._kinds.of(cells)
        known = self._rows.kinds
        return np.array([kind in known for kind in self._kinds.values], np.bool_)[codes]

    def _notes(self, grid: Grid, text: str, bytes_more: int) -> list[str]:
        """The notes of all rows, from the text of which the grid has the bytes."""
        column = self._at["note"]
        if column >= len(grid.first):
            return [""] * len(grid)
        places = grid.first[column], grid.after[column]
        letters = np.frombuffer(grid.raw, np.uint8)
        # Only what begins or ends with a blank, or with what may be one far from here, has to be stripped. For an empty
        # cell these are bytes of its neighbours, and stripping it does no harm.
        outer = letters[places[0]], letters[places[1] - 1]
        is_bare = (np.minimum(*outer) > _BLANK) & (np.maximum(*outer) < _NOT_ASCII)
        if bytes_more:
            seconds = np.flatnonzero((letters & _CONTINUES_MASK) == _CONTINUES)
            places = tuple(place - np.searchsorted(seconds, place) for place in places)
        notes = [text[first:after] for first, after in zip(*(place.tolist() for place in places), strict=True)]
        for row in np.flatnonzero(~is_bare).tolist():
            notes[row] = notes[row].strip()
        if grid.doubled is not None:
            rows = np.flatnonzero(grid.doubled[column])
            for row, note in zip(rows.tolist(), grid.cells(column, rows), strict=True):
                notes[row] = note.strip()
        return notes

    def _by_rules(self, grid: Grid, places: Numbers, line: int) -> tuple[list[Row], Flags]:
        """The entries of some rows, and which of all rows are one of these that has ended."""
        columns = [grid.cells(column, places) for column in range(len(grid.first))]
        lines = (grid.lines[places] + line).tolist()
        rows: list[Row] = []
        has_ended = np.zeros(len(grid), np.bool_)
        for place, at, *cells in zip(places.tolist(), lines, *columns, strict=True):
            row = self._rows.read(cells, at)
            if row is not None:
                rows.append(row)
                has_ended[place] = row[2] is None or row[3] is not None
        return rows, has_ended

    # Cells

    def _label(self, project: str, task: str, client: str, tags: str) -> Label:
        names = self._rows.names
        return names[project], names[task], names[client], self._rows.tags_of[tags]

    def _day(self, text: str) -> tuple[int, int]:
        try:
            return self._rows.spans.days[text]
        except (KeyError, BadCellError):
            return _NONE, _NONE

    def _length(self, text: str) -> int:
        try:
            seconds = self._rows.spans.lengths[text]
        except BadCellError:
            return _NONE
        # A cell can hold any number; none that is longer than a day agrees with anything.
        return seconds if seconds <= SECONDS_PER_DAY else _NONE
