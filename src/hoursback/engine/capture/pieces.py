"""What each person did in one go, and how much on each day, from a packed log, some thousand entries at a time.

An entry that was split in two touching halves is one piece again, so nothing that is read off the pieces depends on how
the log was cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from hoursback.engine.capture.overlap import collisions
from hoursback.engine.capture.packed import Packed
from hoursback.engine.capture.persondays import Days, DaySums

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.capture.packed import Column, Columns

BLOCK: Final = 16_384
"""Entries that are looked at together, at least."""
_COLUMNS: Final = ("person", "day", "start", "end", "label", "line")


class Piece(NamedTuple):
    """What somebody did in one go; `person` is the place of the name in order, `line` is its first."""

    person: int
    day: int
    seconds: int
    line: int


class Shared(NamedTuple):
    """A piece that runs into an earlier one, the one that reaches furthest, and the seconds they share."""

    first: Piece
    second: Piece
    seconds: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of some length as columns, in order of person and start.

    Attributes:
        pauses: seconds from the latest end so far to each start, below 0 in an overlap; 0 for a person's first piece.
        same_day: whether the piece before is of the same person and day.
    """

    columns: Columns
    pauses: Column
    same_day: npt.NDArray[np.bool_]

    @property
    def lengths(self) -> Column:
        """Seconds of each piece."""
        return self.columns["end"] - self.columns["start"]

    def rows(self, places: Column) -> Iterator[Piece]:
        """The pieces at these places."""
        columns = {**self.columns, "seconds": self.lengths}
        return map(Piece._make, zip(*(columns[name][places].tolist() for name in Piece._fields), strict=True))

    def longer_than(self, seconds: int) -> Iterator[Piece]:
        """The pieces of more than so many seconds."""
        import numpy as np

        return self.rows(np.flatnonzero(self.lengths > seconds))

    def count_multiples(self, seconds: int) -> tuple[int, int]:
        """How many pieces are whole multiples of a length, and how many there are."""
        return int((self.lengths % seconds == 0).sum()), len(self.pauses)

    def sharing_more_than(self, seconds: int) -> Iterator[Shared]:
        """Each piece of which so much lies in earlier pieces of the same person, with one of them."""
        import numpy as np

        firsts = np.flatnonzero(self.pauses >= 0)
        afters = np.append(firsts[1:], len(self.pauses))
        chained = afters - firsts > 1
        pairs = [
            (first + pair.first, first + pair.second, pair.seconds)
            for first, after in zip(firsts[chained].tolist(), afters[chained].tolist(), strict=True)
            for pair in collisions(self._spans(first, after))
            if pair.seconds > seconds
        ]
        earlier, later, shared = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
        return map(Shared, self.rows(earlier), self.rows(later), shared.tolist())

    def _spans(self, first: int, after: int) -> list[tuple[int, int]]:
        starts, ends = (self.columns[name][first:after].tolist() for name in ("start", "end"))
        return list(zip(starts, ends, strict=True))

    def pauses_longer_than(self, seconds: int, filled: Days) -> Iterator[tuple[Piece, int]]:
        """Pieces that begin on the day of the one before but more than so many seconds after all before have ended.

        Args:
            filled: what is known to have been done on a day at unknown times; a pause that is no longer is left out.
        """
        import numpy as np

        places = np.flatnonzero(self.same_day & (self.pauses > seconds))
        person, day = (self.columns[name][places] for name in ("person", "day"))
        places = places[filled.seconds_on(person, day) < self.pauses[places]]
        return zip(self.rows(places), self.pauses[places].tolist(), strict=True)


class Worked:
    """A packed log in order, to be gone through once: `untimed`, then `timed`, then what their days add up to.

    Attributes:
        people: names in order; a person's number is the place in it.
    """

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._ranks = packed.ranks()
        self._timed_sums, self._untimed_sums = DaySums(), DaySums()
        self.people = tuple(sorted(packed.people))

    def timed(self) -> Iterator[Pieces]:
        """What has clock times, with touching entries of the same label joined."""
        import numpy as np

        entries = self._packed.timed.in_order(self._ranks)
        waiting = {name: np.empty(0, dtype=np.int64) for name in _COLUMNS}
        before = _Before()
        while entries.next_person is not None:
            # What waits is sorted once more each time; taking twice as much keeps that cheap.
            columns = entries.take(max(BLOCK, 2 * len(waiting["start"])))
            self._timed_sums.add(columns["person"], columns["day"], columns["length"])
            columns["end"] = columns["start"] + columns["length"]
            columns = _joined({name: np.concatenate([waiting[name], columns[name]]) for name in _COLUMNS})
            reach = _reach(columns)
            goes_on = entries.next_person == columns["person"][-1]
            cut = _last_break(columns, reach) if goes_on else len(reach)
            waiting = {name: column[cut:] for name, column in columns.items()}
            if cut:
                yield before.pass_on({name: column[:cut] for name, column in columns.items()}, reach[:cut])

    def untimed(self) -> Iterator[Pieces]:
        """What is known by its length alone: one piece for each label on a person's day."""
        import numpy as np

        entries = self._packed.untimed.in_order(self._ranks)
        while entries.next_person is not None:
            columns = entries.take(BLOCK)
            self._untimed_sums.add(columns["person"], columns["day"], columns["length"])
            columns = _sorted(columns, "person", "day", "label", "line")
            firsts = np.flatnonzero(_differs(columns, "person", "day", "label"))
            summed = {name: column[firsts] for name, column in columns.items()}
            summed["start"] = np.zeros(len(firsts), dtype=np.int64)
            summed["end"] = np.add.reduceat(columns["length"], firsts)
            nothing = np.zeros(len(firsts), dtype=np.int64)
            yield Pieces(summed, nothing, nothing > 0)

    @property
    def untimed_days(self) -> Days:
        """What each day has without clock times, of what has been gone through."""
        return self._untimed_sums.days()

    @property
    def days(self) -> Days:
        """What each day has, of what has been gone through; an entry past midnight counts on both days."""
        import numpy as np

        moved = DaySums()
        if self._packed.moved:
            person, day, seconds = np.array(self._packed.moved, dtype=np.int64).reshape(-1, 3).T
            moved.add(self._ranks[person], day, seconds)
        return self._timed_sums.days(self._untimed_sums, moved)

    def nights(self) -> Iterator[tuple[int, int, int]]:
        """Person, day and line of entries that run past midnight, in this order."""
        import numpy as np

        if not self._packed.nights:
            return iter(())
        person, day, line = np.array(self._packed.nights, dtype=np.int64).reshape(-1, 3).T
        columns = _sorted({"person": self._ranks[person], "day": day, "line": line}, "person", "day", "line")
        return zip(*(column.tolist() for column in columns.values()), strict=True)

    def zone_on(self, person: int, day: int) -> str:
        """Name of the zone of a person's day."""
        return self._packed.zone_on(self.people[person], day)


@dataclass(slots=True)
class _Before:
    """The last piece of the block before: whose, on which day, and the latest end so far."""

    person: int = -1
    day: int = 0
    reach: int = 0

    def pass_on(self, columns: Columns, reach: Column) -> Pieces:
        """The pieces of a block that is complete, measured against what came before."""
        person, day, start = (columns[name] for name in ("person", "day", "start"))
        same_person = _preceded(person, self.person) == person
        pauses = (start - _preceded(reach, self.reach)) * same_person
        same_day = same_person & (_preceded(day, self.day) == day)
        self.person, self.day, self.reach = int(person[-1]), int(day[-1]), int(reach[-1])
        return Pieces(columns, pauses, same_day)


def _preceded(column: Column, first: int) -> Column:
    """What stands in the row before each."""
    import numpy as np

    return np.concatenate([np.array([first], dtype=np.int64), column[:-1]])


def _reach(columns: Columns) -> Column:
    """The latest end so far of each row's person."""
    import numpy as np

    end, person = columns["end"], columns["person"]
    # Each person's times are moved behind those of the one before, so that one running maximum serves all.
    least = int(end.min())
    apart = (person - person[0]) * (int(end.max()) - least + 1) - least
    reach: Column = np.maximum.accumulate(end + apart) - apart
    return reach


def _last_break(columns: Columns, reach: Column) -> int:
    """The last row that begins after all before have ended, which nothing later can touch; 0 for none."""
    import numpy as np

    is_break = (columns["person"][1:] != columns["person"][:-1]) | (columns["start"][1:] > reach[:-1])
    places = np.flatnonzero(is_break)
    return int(places[-1]) + 1 if len(places) else 0


def _joined(columns: Columns) -> Columns:
    """Touching entries of the same label as one, in order of person and start."""
    import numpy as np

    columns = _sorted(columns, "person", "label", "start", "end", "line")
    is_first = _differs(columns, "person", "label")
    is_first[1:] |= columns["start"][1:] != columns["end"][:-1]
    firsts = np.flatnonzero(is_first)
    lasts = np.append(firsts[1:], len(is_first)) - 1
    joined = {name: column[firsts] for name, column in columns.items()}
    joined["end"] = columns["end"][lasts]
    return _sorted(joined, "person", "start", "end", "line")


def _sorted(columns: Columns, *names: str) -> Columns:
    import numpy as np

    order = np.lexsort([columns[name] for name in reversed(names)])
    return {name: column[order] for name, column in columns.items()}


def _differs(columns: Columns, *names: str) -> npt.NDArray[np.bool_]:
    """Whether each row differs in any of these columns from the one before; the first one does."""
    import numpy as np

    found = np.ones(len(columns[names[0]]), dtype=bool)
    found[1:] = np.logical_or.reduce([columns[name][1:] != columns[name][:-1] for name in names])
    return found
