"""The checks of a log, one function each; `quality` has them in a table and turns what they find into a score.

Source: methods, section 1 ("Quality checks").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from hoursback.engine.capture.dayword import name_day
from hoursback.engine.capture.duration import format_duration
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.findings import LINES_NAMED, Check, PersonDay, Report, Severity
from hoursback.engine.capture.overlap import collisions
from hoursback.engine.capture.pieces import Pieces, Worked, midnight
from hoursback.engine.capture.similar import similar_names

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
    """

    entered_at: Mapping[str, int]
    worked: Worked = field(default_factory=Worked)
    seconds: int = 0
    late: set[str] = field(default_factory=set)
    late_seconds: int = 0
    unspecific_seconds: int = 0
    unspecific_lines: list[int] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take in one entry that counts."""
        self.worked.add(entry)
        self.seconds += entry.seconds
        name = entry.project or entry.task or entry.note
        if name in self.names or len(self.names) < _NAMES_HELD:
            self.names[name] = self.names.get(name, 0) + entry.seconds
        if _is_unspecific(entry):
            self.unspecific_seconds += entry.seconds
            if len(self.unspecific_lines) < LINES_NAMED:
                self.unspecific_lines.append(entry.line)
        if self.entered_at and self._is_late(entry):
            self.late_seconds += entry.seconds
            self.late.add(entry.source_id)

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
    for chain in timed.entangled():
        for pair in collisions([(piece.start, piece.end) for piece in chain]):
            if pair.seconds > OVERLAP:
                first, second = chain[pair.first], chain[pair.second]
                report.add(
                    Check.OVERLAP,
                    Severity.ERROR,
                    f"On {_name(second.day)} two entries share {_length(pair.seconds)}.",
                    "Shorten one of them; only one thing is done at a time.",
                    on=(second.person, second.day),
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


def check_gaps(timed: Pieces, worked: Worked, report: Report) -> None:
    """Time inside a day that nobody accounts for; a length without clock times on that day may be what filled it."""
    for piece, pause in timed.pauses_longer_than(GAP):
        here = (piece.person, piece.day)
        if worked.untimed_on_day.get(here, 0) < pause:
            report.add(
                Check.GAP,
                Severity.ASK,
                f"On {_name(piece.day)} nothing is logged for {_length(pause)} between two entries.",
                "Log what was done then, or leave it if it was a break.",
                on=here,
                lines=(piece.line,),
            )


def check_days(worked: Worked, weekdays: Mapping[int, frozenset[int]], report: Report) -> None:
    """Days with more hours than anybody works, and work days with hardly any."""
    for here, seconds in worked.on_day.items():
        if seconds >= LONG_DAY:
            _add_long_day(here, seconds, worked.zone_on_day[here], report)
        elif seconds < SHORT_DAY and weekday_of(here[1]) in weekdays[here[0]]:
            report.add(
                Check.SHORT_DAY,
                Severity.ASK,
                f"{_name(here[1])} is a work day with {_length(seconds)} logged.",
                "Complete it from memory, or leave it if little was done.",
                on=here,
            )
    for here in _empty_work_days(worked, weekdays):
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
    for person, day, line in worked.past_midnight:
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


def check_rounding(timed: Pieces, untimed: Pieces, report: Report) -> bool:
    """Whether more than 60 % of the lengths are whole half hours."""
    counts = [pieces.count_multiples(ROUNDED_TO) for pieces in (timed, untimed)]
    rounded, total = (sum(column) for column in zip(*counts, strict=True))
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


def work_weekdays(worked: Worked, work_days: int) -> dict[int, frozenset[int]]:
    """Each person's work days, 0 Monday to 6 Sunday; the weekdays with least logged are rest, ties from Sunday back."""
    seconds: dict[int, list[int]] = {person: [0] * 7 for person in worked.people.values()}
    for (person, day), worked_then in worked.on_day.items():
        seconds[person][weekday_of(day)] += worked_then
    return {
        person: frozenset(sorted(range(7), key=lambda weekday: (-logged[weekday], weekday))[:work_days])
        for person, logged in seconds.items()
    }


def _empty_work_days(worked: Worked, weekdays: Mapping[int, frozenset[int]]) -> list[PersonDay]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for person, day in worked.on_day:
        first[person] = min(day, first.get(person, day))
        last[person] = max(day, last.get(person, day))
    return [
        (person, day)
        for person, end in last.items()
        for day in range(max(first[person], end - _EMPTY_DAYS_WITHIN) + 1, end)
        if (person, day) not in worked.on_day and weekday_of(day) in weekdays[person]
    ]


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


def _is_unspecific(entry: Entry) -> bool:
    return _says_nothing(entry.project) and _says_nothing(entry.task) and _says_nothing(entry.note)


@lru_cache(maxsize=4096)
def _says_nothing(name: str) -> bool:
    return name.strip().casefold() in UNSPECIFIC_NAMES


def weekday_of(ordinal: int) -> int:
    """0 Monday to 6 Sunday."""
    return (ordinal + 6) % 7


def _name(ordinal: int) -> str:
    """A day in words with its year, for a log may hold several."""
    return name_day(date.fromordinal(ordinal), date.min)


def _length(seconds: int) -> str:
    """A length to the minute from ten minutes on."""
    return format_duration(seconds if seconds < 10 * MINUTE else round(seconds / MINUTE) * MINUTE)
