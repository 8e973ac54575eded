"""What each person has on each day of a log, as columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hoursback.engine.capture.findings import DAY_BITS, PersonDay

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.capture.packed import Column


@dataclass(frozen=True, slots=True)
class Days:
    """What each person has on each day, as columns in order of person and day; only days with any time."""

    person: Column
    day: Column
    seconds: Column

    def __len__(self) -> int:
        return len(self.seconds)

    def seconds_on(self, person: Column, day: Column) -> Column:
        """Seconds on some person-days, 0 where there is nothing."""
        import numpy as np

        if not len(self):
            return np.zeros(len(person), dtype=np.int64)
        known, wanted = _codes(self.person, self.day), _codes(person, day)
        places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[places] == wanted, self.seconds[places], 0)

    def pick(self, wanted: npt.NDArray[np.bool_]) -> Iterator[tuple[PersonDay, int]]:
        """The wanted days, with their seconds."""
        where = zip(self.person[wanted].tolist(), self.day[wanted].tolist(), strict=True)
        return zip(where, self.seconds[wanted].tolist(), strict=True)

    def work_weekdays(self, people: int, work_days: int) -> npt.NDArray[np.bool_]:
        """Each person's work days, shape (people, 7) from Monday on.

        The weekdays with least logged are rest, ties from Sunday back.
        """
        import numpy as np

        logged = np.zeros((people, 7), dtype=np.int64)
        np.add.at(logged, (self.person, weekday_of(self.day)), self.seconds)
        most_first = np.argsort(-logged, axis=1, kind="stable")
        works = np.zeros((people, 7), dtype=bool)
        np.put_along_axis(works, most_first[:, :work_days], values=True, axis=1)
        return works

    def missing_within(self, most: int) -> Iterator[PersonDay]:
        """Days without any time between a person's first and last one, of so many days before the last."""
        import numpy as np

        if not len(self):
            return
        afters = np.append(np.flatnonzero(np.diff(self.person)) + 1, len(self))
        firsts = np.append(0, afters[:-1])
        # Most people of a log with thousands of them have no hole in it.
        holed = self.day[afters - 1] - self.day[firsts] >= afters - firsts
        for first, after in zip(firsts[holed].tolist(), afters[holed].tolist(), strict=True):
            latest = self.day[max(first, after - 1 - most) : after].tolist()
            begin = max(int(self.day[first]), latest[-1] - most) + 1
            missing = sorted(set(range(begin, latest[-1])).difference(latest))
            yield from ((int(self.person[first]), day) for day in missing)


@dataclass(slots=True)
class DaySums:
    """Seconds by person and day, in parts that are added up in the end."""

    codes: array[int] = field(default_factory=lambda: array("q"))
    seconds: array[int] = field(default_factory=lambda: array("q"))

    def add(self, person: Column, day: Column, seconds: Column) -> None:
        """Add seconds to days; below 0 to take some off."""
        codes, sums = _summed(_codes(person, day), seconds)
        self.codes.frombytes(codes.tobytes())
        self.seconds.frombytes(sums.tobytes())

    def days(self, *others: DaySums) -> Days:
        """The sums, with those of others."""
        import numpy as np

        parts = (self, *others)
        codes, sums = _summed(
            np.concatenate([np.array(part.codes, dtype=np.int64) for part in parts]),
            np.concatenate([np.array(part.seconds, dtype=np.int64) for part in parts]),
        )
        codes, sums = codes[sums > 0], sums[sums > 0]
        return Days(codes >> DAY_BITS, codes & ((1 << DAY_BITS) - 1), sums)


def weekday_of[Ordinal: (int, Column)](ordinal: Ordinal) -> Ordinal:
    """0 Monday to 6 Sunday."""
    return (ordinal + 6) % 7


def _codes(person: Column, day: Column) -> Column:
    """One number for a person and a day."""
    return (person << DAY_BITS) | day


def _summed(codes: Column, seconds: Column) -> tuple[Column, Column]:
    """Each code once, in order, and its sum."""
    import numpy as np

    if not len(codes):
        return codes, seconds
    order = np.argsort(codes, kind="stable")
    codes, seconds = codes[order], seconds[order]
    firsts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    sums: Column = np.add.reduceat(seconds, firsts)
    return codes[firsts], sums
