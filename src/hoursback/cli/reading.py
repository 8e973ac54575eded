"""Log files to one log: read every file once, in flat memory, and keep what the readers had to say."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

from hoursback.cli.counts import digest_of, digest_of_row
from hoursback.cli.files import opened, title_of
from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.capture.entry import Entry, Problem
from hoursback.engine.capture.reading import PROBLEMS_KEPT, Notice, ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.cli.options import ReadChoices
    from hoursback.engine.capture.quality import Quality
    from hoursback.engine.capture.readers import ColumnReading, Reading
    from hoursback.engine.capture.readers.rows import Row
    from hoursback.engine.plan.business import Settings
    from hoursback.engine.review.log import DayLog

_CALENDARS: Final = frozenset({"ics"})
_PERSON: Final = 8
"""Where a row has its person."""


@dataclass(slots=True)
class Found:
    """What reading gave besides the entries; complete once they have been read to the end.

    Attributes:
        formats: name of the reader of each file.
        problems: the first of them, each with its file; problems_total counts all.
        used: entries that could be used.
        repeated: entries left out because they stand in an earlier file too.
    """

    files: Sequence[str]
    formats: list[str] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    problems_total: int = 0
    notices: list[Notice] = field(default_factory=list)
    used: int = 0
    repeated: int = 0

    def take(self, file: str, tally: Tally) -> None:
        """Add what one file's tally holds."""
        room = PROBLEMS_KEPT - len(self.problems)
        self.problems += [(title_of(file), problem) for problem in tally.problems[:room]]
        self.problems_total += tally.problems_total
        self.notices += [notice for notice in tally.notices if notice not in self.notices]

    def check_usable(self) -> None:
        """Refuse files of which no row can be used; files without any row are fine.

        Raises: FileRefusedError, naming the first bad row.
        """
        if self.used or self.repeated or not self.problems:
            return
        file, first = self.problems[0]
        rows = "The only row" if self.problems_total == 1 else f"None of the {self.problems_total} rows"
        raise FileRefusedError(
            f"{rows} can{'not' if self.problems_total == 1 else ''} be used: {first.message}",
            where=f"{file}, line {first.line}" + (f", {first.field}" if first.field else ""),
            value=first.value,
            hint=first.hint,
            problems=self.problems,
            problems_total=self.problems_total,
        )

    def as_json(self) -> dict[str, object]:
        """The keys that every command that reads files prints."""
        return {
            **problems_as_json(self.problems, self.problems_total, several=len(self.files) > 1),
            "notices": [
                {"name": notice.name, "value": notice.value, "why": notice.why}
                for notice in self.notices
                if not notice.is_default
            ],
            "defaults": self.defaults(),
        }

    def defaults(self) -> list[dict[str, str]]:
        """What the readers assumed because nothing was stated."""
        return [
            {"name": notice.name, "value": notice.value, "unit": "", "why": notice.why}
            for notice in self.notices
            if notice.is_default
        ]


def problems_as_json(problems: Sequence[tuple[str, Problem]], total: int, *, several: bool) -> dict[str, object]:
    """The first bad rows, with their file where there are several, and how many there are in all."""
    return {
        "problems": [{**asdict(problem), **({"file": file} if several else {})} for file, problem in problems],
        "problems_total": total,
    }


class Taker(Protocol):
    """What a log is read for: sums that take entries one by one or plain rows in batches."""

    def add(self, entry: Entry) -> None:
        """Take an entry."""
        ...

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Take plain rows whose days are meant in a zone."""
        ...


def read_all(files: Sequence[str], options: ReadOptions, *takers: Taker) -> Found:
    """Read files to the end, one after the other, handing everything to each taker.

    An entry that an earlier file already had is left out: two exports whose periods overlap are one log.
    Within one file equal entries stay, since two like half hours on a day can both be meant.

    Raises: FileRefusedError, for a file that cannot be read at all, or when no row of any file can be used.
    """
    found = Found(files)
    seen = _Seen()
    for position, file in enumerate(files):
        seen.begin_file(is_last=position == len(files) - 1)
        with opened(file) as raw:
            reading = _reading_of(raw, file, options)
            found.formats.append(reading.format)
            found.used += _read_one(reading, seen, takers)
            found.take(file, reading.tally)
    found.repeated = seen.repeated
    if found.repeated:
        found.notices.append(
            Notice("repeated", str(found.repeated), "entries that stand in more than one of the files count once")
        )
    found.check_usable()
    return found


class _Seen:
    """Which entries stood in an earlier file, in eight bytes each; of one file alone nothing is kept."""

    def __init__(self) -> None:
        self.repeated = 0
        self._earlier: npt.NDArray[np.int64] | None = None
        self._here: array[int] | None = None

    def begin_file(self, *, is_last: bool) -> None:
        """What has been read so far belongs to earlier files from now on."""
        if self._here:
            import numpy as np

            here = np.array(self._here, dtype=np.int64)
            self._earlier = np.unique(here if self._earlier is None else np.append(self._earlier, here))
        self._here = None if is_last else array("q")

    def new[Item](self, items: list[Item], digest_of_item: Callable[[Item], int]) -> list[Item]:
        """Those of some entries, or of some rows, that no earlier file has."""
        if self._earlier is None and self._here is None:
            return items
        digests = [digest_of_item(item) for item in items]
        if self._here is not None:
            self._here.extend(digests)
        if self._earlier is None or not items:
            return items
        places = self._earlier.searchsorted(digests).clip(max=len(self._earlier) - 1)
        is_new = (self._earlier[places] != digests).tolist()
        kept = list(compress(items, is_new))
        self.repeated += len(items) - len(kept)
        return kept


def _reading_of(raw: BinaryIO, file: str, options: ReadOptions) -> Reading | ColumnReading:
    """A table as plain rows, which is fastest; a calendar as entries, since rows hold working time only."""
    from hoursback.engine.capture import readers
    from hoursback.engine.capture.readers.text import Source

    # What cannot be read twice, such as a pipe, is recorded until the format is known.
    again = Source(raw)
    stream = raw if raw.seekable() else cast("BinaryIO", again)
    reading = readers.columns(stream, title_of(file), options)
    if reading.format in _CALENDARS:
        again.rewind()
        again.forget()
        return readers.read(stream, title_of(file), options)
    again.forget()
    return reading


def _read_one(reading: Reading | ColumnReading, seen: _Seen, takers: Sequence[Taker]) -> int:
    """Hand what is new of a file to the takers; returns how many entries that was."""
    from hoursback.engine.capture.readers import ColumnReading

    used = 0
    if isinstance(reading, ColumnReading):
        for batch in reading:
            rows = seen.new(batch, digest_of_row)
            used += len(rows)
            for taker in takers:
                taker.add_rows(rows, reading.zone)
        return used
    for entry in reading:
        for new in seen.new([entry], digest_of):
            used += 1
            for taker in takers:
                taker.add(new)
    return used


@dataclass(frozen=True, slots=True)
class LogRead:
    """Several files as one log, ready for review and plan.

    Attributes:
        days: what each activity took on each day.
        quality: how far the log can be trusted.
        found: what the readers had to say.
    """

    days: DayLog
    quality: Quality
    found: Found


def read_log(
    files: Sequence[str], choices: ReadChoices, settings: Settings, *, by: GroupBy = GroupBy.MATCH, person: str = ""
) -> LogRead:
    """Read log files once, into days and into the quality checks; no files give an empty log.

    Args:
        person: use this person's entries only, in any case; "": everybody's.
    Raises: FileRefusedError, as `read_all` does.
    """
    from hoursback.engine.capture.assign import Assigner
    from hoursback.engine.capture.quality import Checker
    from hoursback.engine.review.log import DayLogBuilder

    builder = DayLogBuilder(Assigner(settings.activities, by), person=person)
    checker = Checker(stated_hours_per_week=settings.business.hours_per_week, work_days=settings.business.work_days)
    checked = _OfOne(checker, person) if person.strip() else checker
    found = read_all(files, choices.options(settings.business.timezone), builder, checked)
    days = builder.build()
    found.notices += [*_notices_of(days, person), *settings.notices]
    return LogRead(days, checker.quality(), found)


class _OfOne:
    """Hands on what one person did, in any case of the name."""

    def __init__(self, taker: Taker, person: str) -> None:
        self._taker, self._person = taker, person.strip().casefold()

    def add(self, entry: Entry) -> None:
        """Take an entry."""
        if entry.person.strip().casefold() == self._person:
            self._taker.add(entry)

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Take plain rows."""
        self._taker.add_rows([row for row in rows if row[_PERSON].strip().casefold() == self._person], zone)


def _notices_of(days: DayLog, person: str) -> list[Notice]:
    notices = []
    if len(days.persons) > 1 and not person:
        names = ", ".join(days.persons[:5]) + (" and others" if len(days.persons) > 5 else "")
        notices.append(
            Notice(
                "persons", names, "all of their entries count as yours; --person takes those of one", is_default=True
            )
        )
    if days.is_folded:
        notices.append(Notice("activities", "", "more kinds of work than can be told apart; the rest is one activity"))
    return notices
