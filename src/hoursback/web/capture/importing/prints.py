"""Eight-byte prints of rows: the same row of the same file has the same print, in every process and for ever.

Kept as sorted arrays, so that a million of them take eight megabytes where a set would take sixty.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

type Prints = npt.NDArray[np.int64]
type _Bits = npt.NDArray[np.uint64]

RUN = 1 << 18
"""Prints in one sorted run; more of them stay runs of their own, since merging takes their memory twice."""
_TEXTS_KEPT, _LONGEST_KEPT = 20_000, 200
_GOLDEN, _FIRST, _SECOND = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def print_of(*texts: str) -> int:
    """The print of some texts.

    >>> print_of("a", "b") == print_of("ab", "")
    False
    """
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "little", signed=True)


class TextPrints(dict[str, int]):
    """Prints of single texts, mostly looked up: notes repeat, and those that do not are forgotten again."""

    def __missing__(self, text: str) -> int:
        if len(self) >= _TEXTS_KEPT:
            self.clear()
        raw = text.encode("utf-8", "surrogatepass")
        found = int.from_bytes(blake2b(raw, digest_size=8).digest(), "little", signed=True)
        if len(text) <= _LONGEST_KEPT:
            self[text] = found
        return found


def mixed(*columns: Prints) -> Prints:
    """One print for each row of some columns; every bit of every column tells (Steele's SplitMix64, 2014)."""
    bits: _Bits = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        bits = (bits ^ column.view(np.uint64)) + _GOLDEN
        bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
        bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
        bits ^= bits >> np.uint64(31)
    return bits.view(np.int64)


class Runs:
    """Prints seen so far in one file, each as often as it was seen."""

    def __init__(self) -> None:
        self._runs: list[Prints] = []

    def number(self, prints: Prints) -> Prints:
        """How many equal prints came before each one, in this lot and in earlier ones; and remember them all."""
        order = np.argsort(prints, kind="stable")
        ordered = prints[order]
        before = _places_among_equals(ordered)
        for run in self._runs:
            left = np.searchsorted(run, ordered)
            hit = np.flatnonzero(run[np.minimum(left, len(run) - 1)] == ordered)
            before[hit] += np.searchsorted(run, ordered[hit], "right") - left[hit]
        self._remember(ordered)
        numbers = np.empty_like(before)
        numbers[order] = before
        return numbers

    def _remember(self, ordered: Prints) -> None:
        self._runs.append(ordered)
        while len(self._runs) > 1 and len(self._runs[-2]) <= len(self._runs[-1]) and len(self._runs[-2]) < RUN:
            merged = np.concatenate((self._runs.pop(), self._runs.pop()))
            merged.sort(kind="stable")  # two sorted runs: this merges them
            self._runs.append(merged)


def marks_of(prints: Prints, numbers: Prints) -> Prints:
    """The print that is stored: that of the row, and for a row that repeats an earlier one, of which repetition."""
    repeated = np.flatnonzero(numbers)
    if not len(repeated):
        return prints
    marks = prints.copy()
    marks[repeated] = mixed(prints[repeated], numbers[repeated])
    return marks


def contains(known: Prints, prints: Prints) -> npt.NDArray[np.bool_]:
    """Which prints are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(prints), np.bool_)
    places = np.minimum(np.searchsorted(known, prints), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[places] == prints
    return found


def _places_among_equals(ordered: Prints) -> Prints:
    """0 for the first of equal neighbours, 1 for the second …"""
    here = np.arange(len(ordered), dtype=np.int64)
    starts = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return here - np.maximum.accumulate(np.where(starts, here, 0))
