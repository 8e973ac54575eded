"""Cells as numbers: equal texts get equal numbers, thousands of cells at once, without making a text of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.readers.cells import Flags, Grid, Numbers

type Words = npt.NDArray[np.uint64]

LONGEST: Final = 256
"""Bytes of the longest cell that has a key."""
_WORD = 8
_MASKS = np.array([(1 << 8 * letters) - 1 for letters in range(_WORD + 1)], np.uint64)
_GOLDEN, _FIRST = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_LONG, _SHORT = len("09:05:30"), len("09:05")
# The letters of a word stand in it from its low end.
_ZERO_CLOCK = int.from_bytes(b"00:00:00", "little")
_NO_SECONDS = int.from_bytes(b"\0\0\0\0\0:00", "little")
_COLONS = int.from_bytes(b"\0\0\xff\0\0\xff\0\0", "little")
_ABOVE_NINE, _HIGH_BITS = int.from_bytes(b"\x76" * _WORD, "little"), int.from_bytes(b"\x80" * _WORD, "little")


class Cells:
    """The cells of some rows of a grid as words of eight bytes, the last word of a cell filled up with zeros."""

    def __init__(self, grid: Grid, rows: Numbers | None = None) -> None:
        self.grid = grid
        self._rows = rows
        self._words = np.ndarray((len(grid.raw) - _WORD + 1,), "<u8", grid.raw, strides=(1,))

    def __len__(self) -> int:
        return len(self.grid) if self._rows is None else len(self._rows)

    def picked(self, rows: Numbers) -> Cells:
        """Those of some of all rows."""
        return Cells(self.grid, rows if self._rows is None else self._rows[rows])

    def has(self, column: int) -> bool:
        """Whether there is such a column."""
        return column < len(self.grid.first)

    def texts(self, column: int, rows: Numbers) -> list[str]:
        """The cells of a column in some of these rows."""
        return self.grid.cells(column, rows if self._rows is None else self._rows[rows])

    def lengths(self, column: int) -> Numbers:
        """Bytes of each cell."""
        return self._of(self.grid.after[column]) - self._of(self.grid.first[column])

    def too_long(self, column: int) -> Flags:
        """Which cells have no key."""
        return self.lengths(column) > LONGEST

    def keys(self, columns: Sequence[int]) -> Words:
        """For each row one number that tells what its cells in these columns say.

        Different texts share a number once in 10**19 times; the prints by which rows are known again are no longer.
        """
        keys = np.zeros(len(self), np.uint64)
        for place, column in enumerate(columns):
            first, lengths = self._of(self.grid.first[column]), self.lengths(column)
            keys += _stirred(lengths.astype(np.uint64), 2 * place + 1)
            for number in range(-(-min(int(lengths.max(initial=0)), LONGEST) // _WORD)):
                # Zeros stir nothing, so the words behind a cell's end leave its key alone.
                keys += _stirred(self._word(first, lengths, number), 2 * ((place + 1) * LONGEST + number) + 1)
        return keys

    def clocks(self, column: int) -> Numbers:
        """Seconds since midnight of times of day written as 09:05 or 09:05:30, -1 for any other cell."""
        lengths = self.lengths(column)
        words = self._word(self._of(self.grid.first[column]), lengths, 0)
        is_short = lengths == _SHORT
        words[is_short] |= np.uint64(_NO_SECONDS)
        digits = words ^ np.uint64(_ZERO_CLOCK)
        bad = (digits | (digits + np.uint64(_ABOVE_NINE))) & np.uint64(_HIGH_BITS) | digits & np.uint64(_COLONS)
        hours, minutes, seconds = (_pair(digits, place) for place in (0, 3, 6))
        is_clock = (bad == 0) & (is_short | (lengths == _LONG)) & (hours < 24) & (minutes < 60) & (seconds < 60)
        return np.where(is_clock, hours * 3600 + minutes * 60 + seconds, -1)

    def _of(self, column: Numbers) -> Numbers:
        return column if self._rows is None else column[self._rows]

    def _word(self, first: Numbers, lengths: Numbers, number: int) -> Words:
        letters = np.minimum(np.maximum(lengths - _WORD * number, 0), _WORD)
        words: Words = self._words[first + _WORD * number] & _MASKS[letters]
        return words


def _stirred(words: Words, which: int) -> Words:
    """Every bit of a word spread over all bits, otherwise for each `which`; 0 stays 0 (after Steele, 2014)."""
    words = words * np.uint64(_GOLDEN * which & (1 << 64) - 1)
    words ^= words >> np.uint64(32)
    words *= np.uint64(_FIRST)
    return words ^ (words >> np.uint64(29))


def _pair(digits: Words, place: int) -> Numbers:
    """Two digits of each clock as a number."""
    tens, ones = (digits >> np.uint64(8 * at) & np.uint64(0xFF) for at in (place, place + 1))
    return (tens * np.uint64(10) + ones).astype(np.int64)


class Codes:
    """Numbers keys from 0 in the order in which they first came: what a dictionary does, for thousands at once."""

    def __init__(self) -> None:
        self._total = 0
        self._make(1024)

    def __len__(self) -> int:
        return self._total

    def of(self, keys: Words) -> tuple[Numbers, Numbers]:
        """The number of each key, and the places at which keys stand that are new, in the order of their numbers."""
        codes = self._find(keys)
        unknown = np.flatnonzero(codes < 0)
        if not len(unknown):
            return codes, unknown
        fresh, places = np.unique(keys[unknown], return_index=True)
        order = np.argsort(places)
        self._add(fresh[order])
        codes[unknown] = self._find(keys[unknown])
        return codes, unknown[places[order]]

    def _make(self, size: int) -> None:
        self._keys, self._codes = np.zeros(size, np.uint64), np.full(size, -1)
        self._mask = size - 1

    def _add(self, keys: Words) -> None:
        codes = np.arange(self._total, self._total + len(keys))
        self._total += len(keys)
        if 2 * self._total > len(self._keys):
            taken = self._codes >= 0
            keys = np.append(self._keys[taken], keys)
            codes = np.append(self._codes[taken], codes)
            self._make(1 << (4 * self._total).bit_length())
        self._place(keys, codes)

    def _place(self, keys: Words, codes: Numbers) -> None:
        """Each key at the first free place from its own on."""
        places, left = self._own_place(keys), np.arange(len(keys))
        while len(left):
            here = places[left]
            free = self._codes[here] < 0
            # Of those that want one place the last to be written has it.
            self._codes[here[free]] = codes[left[free]]
            won = self._codes[here] == codes[left]
            self._keys[here[won]] = keys[left[won]]
            left = left[~won]
            places[left] = (places[left] + 1) & self._mask

    def _find(self, keys: Words) -> Numbers:
        places = self._own_place(keys)
        codes = self._codes[places]
        left = np.flatnonzero((self._keys[places] != keys) & (codes >= 0))
        while len(left):
            here = places[left] = (places[left] + 1) & self._mask
            codes[left] = self._codes[here]
            left = left[(self._keys[here] != keys[left]) & (codes[left] >= 0)]
        return codes

    def _own_place(self, keys: Words) -> Numbers:
        # Sums of stirred words: their high bits tell as much as their low ones.
        return (keys >> np.uint64(20)).astype(np.int64) & self._mask
