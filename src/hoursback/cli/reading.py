"""Log files to one log: read every file once, in flat memory, and keep what the readers had to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from hoursback.cli.counts import Digests, digest_of
from hoursback.cli.files import opened, title_of
from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.capture.entry import Entry, Problem
from hoursback.engine.capture.reading import PROBLEMS_KEPT, Notice, ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError

if TYPE_CHECKING:
    from hoursback.cli.options import ReadChoices
    from hoursback.engine.capture.quality import Quality
    from hoursback.engine.plan.business import Settings
    from hoursback.engine.review.log import DayLog


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
        )

    def as_json(self) -> dict[str, object]:
        """The keys that every command that reads files prints."""
        several = len(self.files) > 1
        return {
            "problems": [{**asdict(problem), **({"file": file} if several else {})} for file, problem in self.problems],
            "problems_total": self.problems_total,
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


def stream(found: Found, options: ReadOptions) -> Iterator[Entry]:
    """The entries of all files, one after the other; what else they say goes into `found`.

    An entry that an earlier file already had is left out: two exports whose periods overlap are one log.
    Within one file equal entries stay, since two like half hours on a day can both be meant.

    Raises: FileRefusedError, for a file that cannot be read at all, or when no row of any file can be used.
    """
    earlier: set[int] = set()
    for position, file in enumerate(found.files):
        digests = Digests() if position < len(found.files) - 1 else None
        for entry in _entries_of(file, found, options):
            if earlier or digests is not None:
                digest = digest_of(entry)
                if digest in earlier:
                    found.repeated += 1
                    continue
                if digests is not None:
                    digests.add(digest)
            found.used += 1
            yield entry
        earlier.update(digests or ())
    if found.repeated:
        found.notices.append(
            Notice("repeated", str(found.repeated), "entries that stand in more than one of the files count once")
        )
    found.check_usable()


def _entries_of(file: str, found: Found, options: ReadOptions) -> Iterator[Entry]:
    from hoursback.engine.capture import readers

    with opened(file) as raw:
        reading = readers.read(raw, title_of(file), options)
        found.formats.append(reading.format)
        yield from reading.entries
        found.take(file, reading.tally)


def read_all(files: Sequence[str], options: ReadOptions, *takers: Callable[[Entry], None]) -> Found:
    """Read files to the end, handing every entry to each taker.

    Raises: FileRefusedError, as `stream` does.
    """
    found = Found(files)
    for entry in stream(found, options):
        for take in takers:
            take(entry)
    return found


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
    Raises: FileRefusedError, as `stream` does.
    """
    from hoursback.engine.capture.assign import Assigner
    from hoursback.engine.capture.quality import check
    from hoursback.engine.review.log import DayLogBuilder

    found = Found(files)
    builder = DayLogBuilder(Assigner(settings.activities, by), person=person)
    wanted = person.strip().casefold()

    def passing() -> Iterator[Entry]:
        for entry in stream(found, choices.options(settings.business.timezone)):
            builder.add(entry)
            if not wanted or entry.person.strip().casefold() == wanted:
                yield entry

    quality = check(
        passing(),
        stated_hours_per_week=settings.business.hours_per_week,
        work_days=settings.business.work_days,
    )
    days = builder.build()
    found.notices += [*_notices_of(days, person), *settings.notices]
    return LogRead(days, quality, found)


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
