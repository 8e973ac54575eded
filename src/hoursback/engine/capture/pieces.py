"""A log as plain columns: what each person did in one go, and how much on each day.

An entry that was split in two touching halves is one piece again, so nothing that is read off the pieces depends on how
the log was cut. Columns of eight bytes keep a log of a million entries small.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hoursback.engine.capture.clock import either_side, readings, zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.findings import PersonDay
from hoursback.engine.capture.overlap import by_local_day

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Column = npt.NDArray[np.int64]


class Piece(NamedTuple):
    """What somebody did in one go; `start` and `end` are 0 where only the length is known, `line` is its first."""

    person: int
    day: int
    start: int
    end: int
    seconds: int
    line: int


_COLUMNS = ("person", "label", "day", "start", "end", "seconds", "line")


@dataclass(slots=True)
class Columns:
    """Entries taken apart, seven numbers each, one behind the other."""

    cells: array[int] = field(default_factory=lambda: array("q"))

    def add(self, person: int, day: int, entry: Entry) -> None:
        """Append an entry. Only equality of labels counts, so their hashes will do."""
        label = hash((entry.project, entry.task, entry.note, entry.client))
        self.cells.extend((person, label, day, entry.start or 0, entry.end or 0, entry.seconds, entry.line))

    def sorted_by(self, *names: str) -> dict[str, Column]:
        """All columns as numpy arrays, in order of the named ones."""
        import numpy as np

        table = np.array(self.cells, dtype=np.int64).reshape(-1, len(_COLUMNS))
        columns = dict(zip(_COLUMNS, table.T, strict=True))
        order = np.lexsort([columns[name] for name in reversed(names)])
        return {name: column[order] for name, column in columns.items()}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces as columns of equal length, in order of person and start."""

    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.columns["seconds"])

    def rows(self, places: Iterable[int]) -> Iterator[Piece]:
        """The pieces at these places."""
        for place in places:
            yield Piece(*(int(self.columns[name][place]) for name in Piece._fields))

    def longer_than(self, seconds: int) -> Iterator[Piece]:
        """The pieces of more than so many seconds."""
        import numpy as np

        return self.rows(np.flatnonzero(self.columns["seconds"] > seconds).tolist())

    def count_multiples(self, seconds: int) -> tuple[int, int]:
        """How many pieces are whole multiples of a length, and how many there are; those of no length do not count."""
        lengths = self.columns["seconds"][self.columns["seconds"] > 0]
        return int((lengths % seconds == 0).sum()), len(lengths)

    def entangled(self) -> Iterator[list[Piece]]:
        """The runs of pieces of one person that overlap in a chain."""
        import numpy as np

        if not len(self):
            return
        firsts = np.flatnonzero(self._pauses() >= 0)
        afters = np.append(firsts[1:], len(self))
        many = afters - firsts > 1
        for first, after in zip(firsts[many].tolist(), afters[many].tolist(), strict=True):
            yield list(self.rows(range(first, after)))

    def pauses_longer_than(self, seconds: int) -> Iterator[tuple[Piece, int]]:
        """Pieces that begin on the day of the one before but more than so many seconds after all before have ended."""
        import numpy as np

        person, day = self.columns["person"], self.columns["day"]
        pauses = self._pauses()
        same = np.zeros(len(self), dtype=bool)
        same[1:] = (person[1:] == person[:-1]) & (day[1:] == day[:-1])
        places = np.flatnonzero(same & (pauses > seconds))
        return zip(self.rows(places.tolist()), pauses[places].tolist(), strict=True)

    def _pauses(self) -> Column:
        """Seconds from the latest end so far to each start, below 0 in an overlap; 0 for a person's first piece."""
        import numpy as np

        person, start, end = self.columns["person"], self.columns["start"], self.columns["end"]
        # Each person's times are moved behind those of the one before, so that one running maximum serves all.
        apart = person * (int(end.max(initial=0)) + 1)
        reach = np.maximum.accumulate(end + apart) - apart
        pauses = np.zeros(len(person), dtype=np.int64)
        pauses[1:] = np.where(person[1:] == person[:-1], start[1:] - reach[:-1], 0)
        return pauses


@dataclass(slots=True)
class Worked:
    """A log's time, taken in one entry at a time.

    Attributes:
        people: number by name.
        on_day: seconds by person and local day; an entry past midnight counts on both days.
        untimed_on_day: of these, seconds without clock times.
        zone_on_day: name of the zone of the day's first entry.
        past_midnight: (person, day, line) of entries that run into the next local day.
    """

    people: dict[str, int] = field(default_factory=dict)
    on_day: dict[PersonDay, int] = field(default_factory=dict)
    untimed_on_day: dict[PersonDay, int] = field(default_factory=dict)
    zone_on_day: dict[PersonDay, str] = field(default_factory=dict)
    past_midnight: list[tuple[int, int, int]] = field(default_factory=list)
    _day_ends: dict[tuple[int, str], int] = field(default_factory=dict)
    _timed: Columns = field(default_factory=Columns)
    _untimed: Columns = field(default_factory=Columns)

    def add(self, entry: Entry) -> None:
        """Take in one entry that counts; one of no length makes no day a logged one."""
        if not entry.seconds:
            return
        person = self.people.setdefault(entry.person, len(self.people))
        day = entry.day.toordinal()
        here = (person, day)
        if here not in self.on_day:
            self.zone_on_day.setdefault(here, entry.zone)
        if entry.start is None or entry.end is None:
            self._untimed.add(person, day, entry)
            self.untimed_on_day[here] = self.untimed_on_day.get(here, 0) + entry.seconds
        else:
            self._timed.add(person, day, entry)
            if entry.end > self._end_of(day, entry):
                self._add_late_entry(person, entry.start, entry.end, entry)
                return
        self.on_day[here] = self.on_day.get(here, 0) + entry.seconds

    def _end_of(self, day: int, entry: Entry) -> int:
        end = self._day_ends.get((day, entry.zone))
        if end is None:
            end = self._day_ends[day, entry.zone] = midnight(entry.day + timedelta(days=1), entry.zone)
        return end

    def _add_late_entry(self, person: int, start: int, end: int, entry: Entry) -> None:
        """Divide an entry that seems to run past midnight; where a zone has midnight twice it may not."""
        days = by_local_day(start, end, zone_of(entry.zone))
        if len(days) > 1:
            self.past_midnight.append((person, entry.day.toordinal(), entry.line))
        for day, seconds in days:
            there = (person, day.toordinal())
            self.on_day[there] = self.on_day.get(there, 0) + seconds
            self.zone_on_day.setdefault(there, entry.zone)

    def timed(self) -> Pieces:
        """What has clock times, with touching entries of the same label joined; pieces of no length are left out."""
        import numpy as np

        columns = self._timed.sorted_by("person", "label", "start", "end")
        person, label, start, end = (columns[name] for name in ("person", "label", "start", "end"))
        is_first = np.ones(len(person), dtype=bool)
        is_first[1:] = (person[1:] != person[:-1]) | (label[1:] != label[:-1]) | (start[1:] != end[:-1])
        firsts = np.flatnonzero(is_first)
        joined = {name: column[firsts] for name, column in columns.items()}
        joined["end"] = end[np.append(firsts[1:], len(end))[: len(firsts)] - 1]
        joined["seconds"] = joined["end"] - joined["start"]
        order = np.lexsort([joined["end"], joined["start"], joined["person"]])
        kept = order[joined["seconds"][order] > 0]
        return Pieces({name: column[kept] for name, column in joined.items()})

    def untimed(self) -> Pieces:
        """What is known by its length alone: one piece for each label on a person's day."""
        import numpy as np

        columns = self._untimed.sorted_by("person", "day", "label", "line")
        keys = [columns[name] for name in ("person", "day", "label")]
        is_first = np.ones(len(keys[0]), dtype=bool)
        is_first[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
        firsts = np.flatnonzero(is_first)
        summed = {name: column[firsts] for name, column in columns.items()}
        if len(firsts):
            summed["seconds"] = np.add.reduceat(columns["seconds"], firsts)
        return Pieces(summed)


def midnight(day: date, zone: str) -> int:
    """The second at which a day begins; where a clock change skips its midnight, the second of the change."""
    local = datetime.combine(day, time())
    return (readings(local, zone_of(zone)) or either_side(local, zone_of(zone))[-1:])[0]
