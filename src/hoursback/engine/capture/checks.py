"""The checks of a log, one function each; `quality` has them in a table and turns what they find into a score.

Source: methods, section 1 ("Quality checks").
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hoursback.engine.capture.dayword import name_day
from hoursback.engine.capture.duration import format_duration
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.findings import LINES_NAMED, Check, PersonDay, Report, Severity
from hoursback.engine.capture.packed import Packed, midnight
from hoursback.engine.capture.persondays import Days, weekday_of
from hoursback.engine.capture.pieces import Pieces, Worked
from hoursback.engine.capture.plain import row_of, without_running
from hoursback.engine.capture.similar import similar_names

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

MINUTE: Final = 60
HOUR: Final = 3600
OVERLAP: Final = 2 * MINUTE
GAP: Final = 45 * MINUTE
IMPOSSIBLE_DAY: Final = 16 * HOUR
LONG_DAY: Final = 13 * HOUR
SHORT_DAY: Final = 2 * HOUR
FORGOTTEN_ENTRY: Final = 10 * HOUR
LONG_ENTRY: Final = 6 * HOUR
LATE_AFTER: Final = 48 * HOUR
ROUNDED_TO: Final = 30 * MINUTE
ROUNDED_SHARE: Final = 0.6
UNSPECIFIC_SHARE: Final = 0.15
COVERED_SHARE: Final = 0.6
FEWEST_WORK_DAYS: Final = 5

_EMPTY_DAYS_WITHIN: Final = 56
"""Days without any entry are asked about in the last eight weeks only, as far as the weekly hours look back."""
_NAMES_HELD: Final = 20_000
_PAIRS_ASKED: Final = 20

UNSPECIFIC_NAMES: Final = frozenset(
    {"", "-", ".", "?", "n/a", "none", "null", "untitled", "unnamed", "unknown", "misc", "misc.", "miscellaneous"}
    | {"other", "others", "various", "stuff", "things", "general", "work", "task", "tasks", "sonstiges", "diverses"}
    | {"divers", "varios", "(no description)", "(without description)", "(no project)", "(without project)"}
)
"""Names that say nothing of what was done; an entry with no other name is unspecific."""


@dataclass(slots=True)
class Log:
    """What one pass over the entries gathers.

    Attributes:
        entered_at: when entries were written down, epoch seconds by source id.
        late: source ids of those written down late.
        names: seconds by project, else task, else note; the first 20 000 of them.
        unspecific_lines: the first lines that say nothing of what was done.
    """

    entered_at: Mapping[str, int]
    packed: Packed = field(default_factory=Packed)
    seconds: int = 0
    late: set[str] = field(default_factory=set)
    late_seconds: int = 0
    unspecific_seconds: int = 0
    unspecific_lines: list[int] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take in one entry that counts."""
        self._add_closed([row_of(entry)], entry.zone)
        if self.entered_at and self._is_late(entry):
            self.late_seconds += entry.seconds
            self.late.add(entry.source_id)

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Take in plain rows whose days are meant in a zone; those still running are passed over."""
        self._add_closed(without_running(rows), zone)

    def _add_closed(self, rows: list[Row], zone: str) -> None:
        self.packed.add_rows(rows, zone)
        names = self.names
        for _, seconds, _, _, note, project, task, _, _, _, line in rows:
            self.seconds += seconds
            name = project or task or note
            if name in names:
                names[name] += seconds
            elif len(names) < _NAMES_HELD:
                names[name] = seconds
            if _says_nothing(project) and _says_nothing(task) and _says_nothing(note):
                self.unspecific_seconds += seconds
                self._note_unspecific(line)

    def _note_unspecific(self, line: int) -> None:
        lines = self.unspecific_lines
        if len(lines) < LINES_NAMED or line < lines[-1]:
            insort(lines, line)
            del lines[LINES_NAMED:]

    @property
    def unspecific_share(self) -> float:
        """Share of the hours that say nothing of what was done."""
        return self.unspecific_seconds / self.seconds if self.seconds else 0.0

    @property
    def late_share(self) -> float:
        """Share of the hours that were written down late."""
        return self.late_seconds / self.seconds if self.seconds else 0.0

    def _is_late(self, entry: Entry) -> bool:
        entered = self.entered_at.get(entry.source_id)
        if entered is None:
            return False
        # Of a length without clock times only the day is known: it ended with the day.
        ended = entry.end if entry.end is not None else midnight(entry.day + timedelta(days=1), entry.zone)
        return entered > ended + LATE_AFTER


def check_overlaps(timed: Pieces, report: Report) -> None:
    """Two entries of one person at the same time, for more than two minutes."""
    for first, second, seconds in timed.sharing_more_than(OVERLAP):
        on = second.person, second.day
        if not report.has_room(Check.OVERLAP):
            report.count(Check.OVERLAP, Severity.ERROR, on=on)
            continue
        report.add(
            Check.OVERLAP,
            Severity.ERROR,
            f"On {_name(second.day)} two entries share {_length(seconds)}.",
            "Shorten one of them; only one thing is done at a time.",
            on=on,
            lines=(first.line, second.line),
        )


def check_lengths(pieces: Pieces, report: Report) -> None:
    """Entries so long that a timer may have been forgotten."""
    for piece in pieces.longer_than(LONG_ENTRY):
        severity = Severity.ERROR if piece.seconds > FORGOTTEN_ENTRY else Severity.WARN
        report.add(
            Check.LONG_ENTRY,
            severity,
            f"On {_name(piece.day)} one entry lasts {_length(piece.seconds)}.",
            "If a timer was forgotten, set its end; if not, split it by what was done.",
            on=(piece.person, piece.day),
            lines=(piece.line,),
        )


def check_gaps(timed: Pieces, untimed_days: Days, report: Report) -> None:
    """Time inside a day that nobody accounts for; a length without clock times on that day may be what filled it."""
    for piece, pause in timed.pauses_longer_than(GAP, untimed_days):
        on = piece.person, piece.day
        if not report.has_room(Check.GAP):
            report.count(Check.GAP, Severity.ASK, on=on)
            continue
        report.add(
            Check.GAP,
            Severity.ASK,
            f"On {_name(piece.day)} nothing is logged for {_length(pause)} between two entries.",
            "Log what was done then, or leave it if it was a break.",
            on=on,
            lines=(piece.line,),
        )


def check_days(worked: Worked, days: Days, work_days: int, report: Report) -> None:
    """Days with more hours than anybody works, and work days with hardly any."""
    for here, seconds in days.pick(days.seconds >= LONG_DAY):
        _add_long_day(here, seconds, worked.zone_on(*here), report)
    is_work_day = days.work_weekdays(len(worked.people), work_days)
    is_short = (days.seconds < SHORT_DAY) & is_work_day[days.person, weekday_of(days.day)]
    for here, seconds in days.pick(is_short):
        if not report.has_room(Check.SHORT_DAY):
            report.count(Check.SHORT_DAY, Severity.ASK, on=here)
            continue
        report.add(
            Check.SHORT_DAY,
            Severity.ASK,
            f"{_name(here[1])} is a work day with {_length(seconds)} logged.",
            "Complete it from memory, or leave it if little was done.",
            on=here,
        )
    for here in days.missing_within(_EMPTY_DAYS_WITHIN):
        if is_work_day[here[0], weekday_of(here[1])]:
            report.add(
                Check.SHORT_DAY,
                Severity.ASK,
                f"On {_name(here[1])}, a work day, nothing is logged.",
                "Log it from memory; if it was a day off, nothing needs doing.",
                on=here,
                costs=False,
            )


def check_midnight(worked: Worked, report: Report) -> None:
    """Entries that run into the next day: their hours count on both, yet they are one line."""
    for person, day, line in worked.nights():
        if not report.has_room(Check.MIDNIGHT):
            report.count(Check.MIDNIGHT, Severity.WARN)
            continue
        report.add(
            Check.MIDNIGHT,
            Severity.WARN,
            f"An entry of {_name(day)} runs past midnight; its time is divided between the two days.",
            "Split it at midnight, or set its end if a timer was forgotten.",
            on=(person, day),
            lines=(line,),
        )


def check_late(log: Log, report: Report) -> None:
    """Hours written down from memory days later."""
    if log.late:
        report.add(
            Check.LATE,
            Severity.WARN,
            f"{log.late_share:.0%} of the hours were entered more than 48 hours after the work; they count half.",
            "Log on the same day, or the next.",
        )


def check_wording(log: Log, report: Report) -> None:
    """Hours that say nothing of what was done, and names that look like one."""
    if log.unspecific_share > UNSPECIFIC_SHARE:
        report.add(
            Check.UNSPECIFIC,
            Severity.ASK,
            f"{log.unspecific_share:.0%} of the hours do not say what was done.",
            "Name them, or split them among the activities they belong to.",
            lines=log.unspecific_lines,
        )
    for one, other in similar_names(log.names)[:_PAIRS_ASKED]:
        report.add(
            Check.NAMES,
            Severity.ASK,
            f"“{one}” and “{other}” may be the same activity.",
            "Merge them if they are; nothing is merged by itself.",
        )


def check_rounding(rounded: int, total: int, report: Report) -> bool:
    """Whether more than 60 % of the lengths are whole half hours (ROUNDED_TO)."""
    if rounded <= ROUNDED_SHARE * total:
        return False
    report.add(
        Check.ROUNDED,
        Severity.WARN,
        f"{rounded / total:.0%} of the lengths are whole half hours, so the hours are taken as less exact.",
        "Use the timer, or note the minutes.",
    )
    return True


def check_amount(days_logged: int, covered: float | None, report: Report) -> None:
    """Too few work days, and days of which little is logged.

    Args:
        days_logged: work days of the person with the most hours.
        covered: share of the stated hours that is logged on those days, None where no hours are stated.
    """
    if days_logged < FEWEST_WORK_DAYS:
        report.add(
            Check.FEW_DAYS,
            Severity.ASK,
            f"{days_logged} of at least {FEWEST_WORK_DAYS} work days are logged.",
            f"Log {FEWEST_WORK_DAYS - days_logged} more.",
        )
    if covered is not None and covered < COVERED_SHARE:
        report.add(
            Check.UNLOGGED,
            Severity.ASK,
            f"On the days logged, {covered:.0%} of the stated hours are accounted for.",
            "Fill in what is missing, or state fewer hours a week.",
        )


def _add_long_day(here: PersonDay, seconds: int, zone: str, report: Report) -> None:
    day = date.fromordinal(here[1])
    length = midnight(day + timedelta(days=1), zone) - midnight(day, zone)
    message = f"On {_name(here[1])} {_length(seconds)} are logged"
    # A clock change makes days of 23 and 25 hours.
    message += f", more than the {_length(length)} it had." if seconds > length else "."
    report.add(
        Check.LONG_DAY,
        Severity.ERROR if seconds > IMPOSSIBLE_DAY else Severity.WARN,
        message,
        "Look for a forgotten timer or an entry on the wrong day.",
        on=here,
    )


@lru_cache(maxsize=4096)
def _says_nothing(name: str) -> bool:
    return name.strip().casefold() in UNSPECIFIC_NAMES


def _name(ordinal: int) -> str:
    """A day in words with its year, for a log may hold several."""
    return name_day(date.fromordinal(ordinal), date.min)


def _length(seconds: int) -> str:
    """A length to the minute from ten minutes on."""
    return format_duration(seconds if seconds < 10 * MINUTE else round(seconds / MINUTE) * MINUTE)
