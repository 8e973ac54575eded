"""Where the cells of many rows stand: found for a whole chunk of a table at once, as places in its bytes.

`csv` stays the judge of what a row is: a chunk gets a grid only where its cells stand beyond doubt, and whatever has
none is split by `csv` row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.readers.text import CELL_LIMIT

type Numbers = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]
type Letters = npt.NDArray[np.uint8]

ROOM: Final = 264
"""Bytes that can be read behind the last cell, so that whoever reads cells by words need not ask where they end."""
_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of rows that all have the same width; a cell in quotes is what stands between them.

    Attributes:
        raw: UTF-8, and ROOM behind it.
        first, after: by column and row, the place of a cell's first byte and the one behind its last.
        doubled: by column and row, whether two quotes of a cell stand for one; None: no cell has any.
        lines: of each row, the lines before the one on which it starts.
        lines_total: how many lines all of them take.
    """

    raw: bytes
    first: Numbers
    after: Numbers
    doubled: Flags | None
    lines: Numbers
    lines_total: int

    def __len__(self) -> int:
        return len(self.lines)

    def cells(self, column: int, rows: Numbers) -> list[str]:
        """The texts of some rows' cells; of a column that there is not, ""."""
        if column >= len(self.first):
            return [""] * len(rows)
        places = zip(self.first[column][rows].tolist(), self.after[column][rows].tolist(), strict=True)
        texts = [self.raw[first:after].decode() for first, after in places]
        if self.doubled is not None:
            for place in np.flatnonzero(self.doubled[column][rows]).tolist():
                texts[place] = texts[place].replace('""', '"')
        return texts


def grid_of(raw: bytes, width: int, delimiter: str) -> Grid | None:
    """The cells of whole rows in UTF-8; None where a row has another width or a quote stands anywhere unexpected.

    None too where a cell is longer than one may be, which is for the rules to say.

    >>> grid = grid_of(b'a,"b, c"\\r\\nd,\\r\\n', 2, ",")
    >>> grid.cells(0, np.arange(2)), grid.cells(1, np.arange(2)), grid_of(b"a\\n", 2, ",")
    (['a', 'd'], ['b, c', ''], None)
    """
    letters = np.frombuffer(raw, np.uint8)
    is_end = letters == _NEWLINE
    # A return alone ends a line too.
    if not raw.endswith(b"\n") or (b"\r" in raw and (~is_end[1:])[letters[:-1] == _RETURN].any()):
        return None
    lines_total = int(np.count_nonzero(is_end))
    is_end |= letters == ord(delimiter)
    quotes = np.flatnonzero(letters == _QUOTE) if b'"' in raw else None
    if quotes is not None:
        if not _enclose_cells(letters, quotes, ord(delimiter)):
            return None
        is_end[_between(quotes[::2], quotes[1::2])] = False
    ends = np.flatnonzero(is_end)
    rows, rest = divmod(len(ends), width)
    if rest or not rows or not _end_rows(letters[ends].reshape(rows, width)):
        return None
    first, after = _places(letters, ends, width)
    if len(raw) > CELL_LIMIT and (after - first).max() > CELL_LIMIT:
        return None
    doubled = None
    if quotes is not None:
        is_quoted = letters[first] == _QUOTE
        first += is_quoted
        after -= is_quoted
        doubled = _with_doubled(quotes, ends, width) if len(quotes) > 2 * np.count_nonzero(is_quoted) else None
    lines = np.arange(rows) if lines_total == rows else _lines_before(letters, first[0])
    return Grid(raw + bytes(ROOM), first, after, doubled, lines, lines_total)


def _enclose_cells(letters: Letters, quotes: Numbers, delimiter: int) -> bool:
    """Whether every quote opens a cell, closes it, or is one of two that stand for one."""
    if len(quotes) % 2:
        return False
    opens, closes = quotes[::2], quotes[1::2]
    is_second = np.append(False, opens[1:] == closes[:-1] + 1)
    # At the very beginning this looks at the last byte, and at the end there is a line end to be looked at.
    before = letters[opens - 1]
    begins = (before == delimiter) | (before == _NEWLINE) | (opens == 0) | is_second
    behind = letters[closes + 1]
    stops = (behind == delimiter) | (behind == _NEWLINE) | (behind == _RETURN) | np.append(is_second[1:], False)
    return bool(begins.all() and stops.all())


def _between(firsts: Numbers, afters: Numbers) -> Numbers:
    """Every place of some ranges."""
    lengths = afters - firsts
    passed = np.cumsum(lengths)
    return np.repeat(firsts - (passed - lengths), lengths) + np.arange(passed[-1])


def _end_rows(ends: Letters) -> bool:
    """Whether the last cell of each row ends a line, and no other cell does."""
    is_line_end = ends == _NEWLINE
    return bool(is_line_end[:, -1].all()) and np.count_nonzero(is_line_end) == len(ends)


def _places(letters: Letters, ends: Numbers, width: int) -> tuple[Numbers, Numbers]:
    first = np.empty_like(ends)
    first[0] = 0
    np.add(ends[:-1], 1, out=first[1:])
    after = np.ascontiguousarray(ends.reshape(-1, width).T)
    after[-1] -= letters[after[-1] - 1] == _RETURN
    return np.ascontiguousarray(first.reshape(-1, width).T), after


def _with_doubled(quotes: Numbers, ends: Numbers, width: int) -> Flags:
    seconds = quotes[2::2][quotes[2::2] == quotes[1:-1:2] + 1]
    doubled = np.zeros(len(ends), np.bool_)
    doubled[np.searchsorted(ends, seconds)] = True
    return np.ascontiguousarray(doubled.reshape(-1, width).T)


def _lines_before(letters: Letters, firsts: Numbers) -> Numbers:
    return np.searchsorted(np.flatnonzero(letters == _NEWLINE), firsts)
