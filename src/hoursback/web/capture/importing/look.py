"""A first look at a file: what it holds, what of it is known already, and what has to be asked. Stores nothing."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from hoursback.engine.capture.activity import Activity as StatedActivity
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.readers.dates import ORDER_HINT
from hoursback.engine.capture.readers.text import encoding_of, shown
from hoursback.engine.errors import FileRefusedError, HoursbackError
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.importing.ledger import Ids, stored_prints
from hoursback.web.capture.importing.logfile import WEB, Limits, LogFile
from hoursback.web.capture.importing.mapping import Lot, Mapper
from hoursback.web.capture.importing.prints import Runs, contains, marks_of
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person

NAMES_SHOWN = 200
SAMPLES = 5
ENCODINGS = ("cp1252", "iso8859-15", "cp1250", "cp1251", "utf-16", "mac-roman", "shift_jis")
"""What files that are not UTF-8 usually are; the owner picks from a preview."""
_PART = 1 << 16


@dataclass(slots=True)
class Sums:
    """What a file's rows come to, lot by lot."""

    entries: int = 0
    running: int = 0
    seconds: int = 0
    first_start: int | None = None
    last_end: int | None = None
    days: tuple[int, int] | None = None

    def add(self, lot: Lot) -> None:
        """Count a lot."""
        self.entries += len(lot)
        self.seconds += int(lot.seconds.sum())
        days = (int(lot.days.min()), int(lot.days.max()))
        self.days = days if self.days is None else (min(self.days[0], days[0]), max(self.days[1], days[1]))
        ends = lot.moments + lot.seconds
        timed = np.flatnonzero(lot.moments > -400_000)
        if len(timed):
            start, end = int(lot.moments[timed].min()), int(ends[timed].max())
            self.first_start = start if self.first_start is None else min(start, self.first_start)
            self.last_end = end if self.last_end is None else max(end, self.last_end)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found; kept with the import as JSON.

    Attributes:
        ask: "encoding" or "date_order", where the file cannot be read before that is said; `refusal` says why.
        samples: for "encoding", a line that is not UTF-8, read in each of the usual ones.
        persons, projects: the names, the first of them, with how many entries or the activity they would go to.
        known: entries that the log has already. repeated: entries that equal an earlier one of the file.
    """

    ask: str = ""
    refusal: dict[str, str] = field(default_factory=dict)
    samples: list[tuple[str, str]] = field(default_factory=list)
    format: str = ""
    entries: int = 0
    running: int = 0
    all_day: int = 0
    cancelled: int = 0
    seconds: int = 0
    first_start: int | None = None
    last_end: int | None = None
    days: tuple[int, int] | None = None
    projects_total: int = 0
    tags_total: int = 0
    known: int = 0
    repeated: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    problems_total: int = 0
    notices: list[dict[str, Any]] = field(default_factory=list)
    persons: list[tuple[str, int]] = field(default_factory=list)
    projects: list[tuple[str, str]] = field(default_factory=list)
    new_people: list[str] = field(default_factory=list)
    new_people_total: int = 0
    new_activities: list[str] = field(default_factory=list)
    new_activities_total: int = 0

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @property
    def is_much(self) -> bool:
        """Whether so many new names would be made that it is asked twice."""
        return max(self.new_people_total, self.new_activities_total, self.projects_total, self.tags_total) > MUCH


MUCH = 50
"""New people, projects or tags that one import may make without being asked again (reliability, section 2)."""


def assigner(workspace_id: int, by: str) -> Assigner:
    """Which activity a row belongs to, by the stated patterns of a workspace."""
    rows = Activity.everywhere.filter(workspace_id=workspace_id).order_by("position", "pk")
    stated = [StatedActivity(name, match=tuple(match or ())) for name, match in rows.values_list("name", "match")]
    return Assigner(stated, by)


def look(workspace_id: int, me: Person, path: Path, filename: str, choices: Choices) -> Found:
    """Read a file from beginning to end and say what an import would do.

    Raises: HoursbackError, for a file that cannot be brought in whatever is chosen.
    """
    try:
        with path.open("rb") as stream:
            return _look(workspace_id, me, LogFile(stream, filename, choices.options, WEB), choices)
    except FileRefusedError as error:
        if error.hint == ORDER_HINT:
            return Found(ask="date_order", refusal=error.as_dict())
        samples = [] if choices.encoding else list(_readings(path))
        if not samples:
            raise
        return Found(ask="encoding", refusal=error.as_dict(), samples=samples)


def _look(workspace_id: int, me: Person, file: LogFile, choices: Choices) -> Found:
    mapper = Mapper(assigner(workspace_id, choices.by), choices.activity_map)
    ids = Ids(workspace_id, mapper, me, choices.person_map, choices.others)
    runs, stored = Runs(), stored_prints(workspace_id)
    sums = Sums()
    known = repeated = 0
    for zone, rows in file:
        lot, running = mapper.take(zone, rows)
        sums.running += running
        if lot is None:
            continue
        ids.settle()
        sums.add(lot)
        prints = ids.prints(lot)
        numbers = runs.number(prints)
        repeated += int(np.count_nonzero(numbers))
        known += int(contains(stored, marks_of(prints, numbers)).sum())
    check_usable(sums.entries + sums.running, file)
    names, tally = mapper.names, file.tally
    return Found(
        format=file.format,
        **{name: getattr(sums, name) for name in Sums.__slots__},
        all_day=file.all_day,
        cancelled=file.cancelled,
        projects_total=len(names.projects),
        tags_total=len(names.tags),
        known=known,
        repeated=repeated,
        problems=[asdict(problem) for problem in tally.problems],
        problems_total=tally.problems_total,
        notices=[asdict(notice) for notice in tally.notices],
        persons=[(name, names.entries.get(slot, 0)) for name, slot in islice(names.persons.items(), NAMES_SHOWN)],
        projects=_projects(mapper),
        new_people=ids.new_people[:MUCH],
        new_people_total=len(ids.new_people),
        new_activities=ids.new_activities[:MUCH],
        new_activities_total=len(ids.new_activities),
    )


def check_usable(rows: int, file: LogFile) -> None:
    """Refuse a file none of whose rows can be used.

    Raises: FileRefusedError, naming the first bad row.
    """
    if rows or not file.tally.problems:
        return
    first, total = file.tally.problems[0], file.tally.problems_total
    said = "The only row cannot" if total == 1 else f"None of the {total} rows can"
    raise FileRefusedError(
        f"{said} be used: {first.message}",
        where=f"line {first.line}" + (f", {first.field}" if first.field else ""),
        value=first.value,
        hint=first.hint,
        problems=[("", problem) for problem in file.tally.problems],
        problems_total=total,
    )


def check_options(choices: Choices) -> None:
    """Refuse a time zone or an encoding that there is not.

    Raises: HoursbackError, naming it.
    """
    from hoursback.engine.capture.clock import zone_of

    if choices.timezone:
        zone_of(choices.timezone)
    if choices.encoding:
        encoding_of(b"", choices.encoding, "")


def _projects(mapper: Mapper) -> list[tuple[str, str]]:
    """Projects with the activity that their rows go to; "" where it depends on the row."""
    names = mapper.names
    activities = list(names.activities)
    found: dict[str, set[int]] = {}
    for label, slot in zip(names.labels, mapper.label_activities, strict=True):
        found.setdefault(label[0], set()).add(slot)
    found.pop("", None)
    return [
        (project, activities[next(iter(slots))] if len(slots) == 1 and -1 not in slots else "")
        for project, slots in islice(found.items(), NAMES_SHOWN)
    ]


def _readings(path: Path) -> Iterator[tuple[str, str]]:
    """The first line that is not UTF-8, in each usual encoding that can read it; nothing for a file that is."""
    line = _odd_line(path)
    if line is None:
        return
    seen = set()
    for name in ENCODINGS:
        try:
            text = shown(line.decode(name).strip(), 160)
        except (UnicodeError, HoursbackError):
            continue
        if text and text not in seen:
            seen.add(text)
            yield codecs.lookup(name).name, text


def _odd_line(path: Path) -> bytes | None:
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return None
        stream.seek(0)
        # A binary file has no lines to choose from.
        if b"\0" in stream.read(_PART):
            return None
        stream.seek(0)
        while line := stream.readline(_PART):
            try:
                line.decode()
            except UnicodeDecodeError:
                return line
    return None


NO_LIMITS = Limits()
