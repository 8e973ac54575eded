"""A log packed small until all of it has been read: twenty bytes an entry, in whatever order the entries come.

What is gathered is coarsely sorted from time to time, into runs. In the end the runs are gone through side by side,
some thousand entries at a time, so that a whole log is never unpacked at once.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from hoursback.engine.capture.clock import SECONDS_PER_DAY, either_side, readings, zone_of
from hoursback.engine.capture.findings import PersonDay
from hoursback.engine.capture.overlap import by_local_day

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.capture.readers.rows import Row

    Column = npt.NDArray[np.int64]
    Columns = dict[str, Column]

RUN: Final = 32_768
"""Entries that are sorted together while a log is read."""
STRETCH_BITS: Final = 22
"""Within a run entries are sorted by person and by stretches of 2**22 seconds, about 48 days."""
_FOUR_BYTES: Final = 0x7FFFFFFF
_GATHERED: Final = ("person", "start", "length", "day", "label", "line")
_PACKED: Final = ("start", "length", "day", "label", "line")
_SLICES: Final = ("person", "stretch", "run", "first", "after")


class _DayEnds(dict[int, int]):
    """The seconds at which days of a zone end, by their ordinals."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, day: int) -> int:
        end = self[day] = midnight(date.fromordinal(day + 1), self._zone)
        return end


class Packed:
    """Time worked, taken in batch by batch.

    Attributes:
        people: number by name, in order of appearance.
        timed, untimed: what has clock times, and what is only a length on a day.
        nights: person, day and line of entries that run into the next local day, one behind the other.
        moved: person, day and seconds, one behind the other: what nights give the next day, and take from their own.
    """

    def __init__(self) -> None:
        self.people: dict[str, int] = {}
        self.timed, self.untimed = Runs(), Runs()
        self.nights, self.moved = array("q"), array("q")
        self._home = ""
        self._abroad: dict[PersonDay, str] = {}
        self._day_ends: dict[str, _DayEnds] = {}

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Take in closed rows whose days are meant in a zone; one of no length makes no day a logged one."""
        day_ends = self._day_ends.get(zone)
        if day_ends is None:
            day_ends = self._day_ends[zone] = _DayEnds(zone)
            self._home = self._home or zone
        people = self.people
        gather, gather_untimed = self.timed.gathered.extend, self.untimed.gathered.extend
        # This loop runs a million times.
        for day, seconds, start, end, note, project, task, client, name, _, line in rows:
            if seconds <= 0:
                continue
            person = people.get(name)
            if person is None:
                person = people[name] = len(people)
            # Only equality of labels counts, so their hashes will do.
            label = hash((project, task, note, client)) & _FOUR_BYTES
            if start is None or end is None:
                gather_untimed((person, day * SECONDS_PER_DAY, seconds, day, label, line))
                continue
            gather((person, start, end - start, day, label, line))
            if end > day_ends[day]:
                self._add_night(person, day, start, end, line, zone)
        for runs in (self.timed, self.untimed):
            if len(runs.gathered) >= RUN * len(_GATHERED):
                runs.pack()
        if zone != self._home:
            self._note_zones([(people[row[8]], row[0]) for row in rows if row[1] > 0], zone)

    def _add_night(self, person: int, day: int, start: int, end: int, line: int, zone: str) -> None:
        """Divide an entry that seems to run past midnight; where a zone has midnight twice it may not."""
        days = by_local_day(start, end, zone_of(zone))
        if len(days) > 1:
            self.nights.extend((person, day, line))
        self.moved.extend((person, day, start - end))
        for there, seconds in days:
            self.moved.extend((person, there.toordinal(), seconds))
        if zone != self._home:
            self._note_zones([(person, there.toordinal()) for there, _ in days], zone)

    def _note_zones(self, days: list[PersonDay], zone: str) -> None:
        for here in days:
            self._abroad[here] = min(zone, self._abroad.get(here, zone))

    def zone_on(self, name: str, day: int) -> str:
        """Name of the zone of somebody's day; where entries of a day name several, another than the log's first."""
        return self._abroad.get((self.people[name], day), self._home)

    def ranks(self) -> Column:
        """The place of each person's name in their order, by number, so that nothing depends on the file's order."""
        import numpy as np

        place = {name: rank for rank, name in enumerate(sorted(self.people))}
        return np.array([place[name] for name in self.people], dtype=np.int64)


class Runs:
    """Entries of one kind: gathered, packed, and in the end given back in order.

    Attributes:
        gathered: person, start, length, day, label and line of entries that are not packed yet, one behind the other;
            for a length on a day any start that lies the later the later the day.
    """

    def __init__(self) -> None:
        self.gathered = array("q")
        self._runs: list[npt.NDArray[np.int32]] = []
        self._slices = array("q")

    def pack(self) -> None:
        """Pack what is gathered."""
        import numpy as np

        if not self.gathered:
            return
        table = np.array(self.gathered, dtype=np.int64).reshape(-1, len(_GATHERED))
        del self.gathered[:]
        columns = dict(zip(_GATHERED, table.T, strict=True))
        stretch = columns["start"] >> STRETCH_BITS
        order = np.lexsort((stretch, columns["person"]))
        person, stretch = columns["person"][order], stretch[order]
        firsts = np.flatnonzero(np.append(True, (person[1:] != person[:-1]) | (stretch[1:] != stretch[:-1])))
        afters = np.append(firsts[1:], len(order))
        columns["start"] = columns["start"] & ((1 << STRETCH_BITS) - 1)
        self._note_slices(person[firsts], stretch[firsts], np.full(len(firsts), len(self._runs)), firsts, afters)
        # Nobody works for sixty-eight years without a break.
        packed = [np.minimum(columns[name][order], _FOUR_BYTES) for name in _PACKED]
        self._runs.append(np.stack(packed, axis=1, dtype=np.int32, casting="unsafe"))

    def _note_slices(self, *columns: Column) -> None:
        import numpy as np

        self._slices.frombytes(np.stack(columns, axis=1, dtype=np.int64).tobytes())

    def in_order(self, ranks: Column) -> Unpacking:
        """Everything by the rank of its person and by stretch."""
        import numpy as np

        self.pack()
        table = np.array(self._slices, dtype=np.int64).reshape(-1, len(_SLICES))
        slices = dict(zip(_SLICES, table.T, strict=True))
        slices["person"] = ranks[slices["person"]]
        order = np.lexsort((slices["stretch"], slices["person"]))
        return Unpacking(self._runs, {name: column[order] for name, column in slices.items()})


@dataclass(slots=True)
class Unpacking:
    """Packed entries on their way out, a stretch of one person never in two parts.

    Attributes:
        slices: which part of which run holds what, in order of person and stretch.
    """

    runs: list[npt.NDArray[np.int32]]
    slices: Columns
    _at: int = 0

    @property
    def next_person(self) -> int | None:
        """The rank of the person who comes next, None at the end."""
        persons = self.slices["person"]
        return int(persons[self._at]) if self._at < len(persons) else None

    def take(self, at_least: int) -> Columns:
        """The next so many entries: person (as a rank), start, length, day, label, line."""
        import numpy as np

        stop = self._stop(at_least)
        part = {name: column[self._at : stop] for name, column in self.slices.items()}
        self._at = stop
        spans = zip(*(part[name].tolist() for name in ("run", "first", "after")), strict=True)
        table = np.concatenate([self.runs[run][first:after] for run, first, after in spans])
        counts = part["after"] - part["first"]
        columns = {name: table[:, place].astype(np.int64) for place, name in enumerate(_PACKED)}
        columns["person"] = np.repeat(part["person"], counts)
        columns["start"] += np.repeat(part["stretch"] << STRETCH_BITS, counts)
        return columns

    def _stop(self, at_least: int) -> int:
        """After which slice enough has been taken and no stretch of a person is left unfinished."""
        import numpy as np

        person, stretch = (self.slices[name][self._at :] for name in ("person", "stretch"))
        taken = np.cumsum(self.slices["after"][self._at :] - self.slices["first"][self._at :])
        is_last = np.append((person[1:] != person[:-1]) | (stretch[1:] != stretch[:-1]), True)
        places = np.flatnonzero(is_last & (taken >= at_least))
        return self._at + (int(places[0]) + 1 if len(places) else len(taken))


def midnight(day: date, zone: str) -> int:
    """The second at which a day begins; where a clock change skips its midnight, the second of the change."""
    local = datetime.combine(day, time())
    return (readings(local, zone_of(zone)) or either_side(local, zone_of(zone))[-1:])[0]
