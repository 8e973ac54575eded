"""How far a log can be trusted: what looks wrong in it, what to do about each, and a score from 0 to 100.

The score is 100 less these penalties (own). Each grows with what it concerns, never with the number of entries, up to
its cap; "of days" counts a person's logged days and reaches the cap when half of them are concerned.

| check       | severity | what is found                                     | points at most                    |
|-------------|----------|---------------------------------------------------|-----------------------------------|
| overlap     | error    | two entries of a person share more than 2 min     | 30, of days                       |
| long entry  | error    | one piece of more than 10 h                       | 25, of days                       |
|             | warn     | one piece of more than 6 h                        | 8, of days                        |
| long day    | error    | more than 16 h on a day                           | 25, of days                       |
|             | warn     | 13 to 16 h                                        | 8, of days                        |
| short day   | ask      | a work day with less than 2 h                     | 10, of days; an empty day nothing |
| gap         | ask      | more than 45 min unlogged inside a day            | 10, of days                       |
| midnight    | warn     | an entry that runs into the next day              | none: its hours are right         |
| late        | warn     | entered more than 48 h after                      | 15, when half of the hours are    |
| unspecific  | ask      | more than 15 % of the hours say nothing           | 20, when all of them do           |
| names       | ask      | two names that may be one                         | 5, one each                       |
| rounded     | warn     | more than 60 % of lengths in half hours           | 5                                 |
| few days    | ask      | fewer than 5 logged work days                     | 75, fifteen for each missing day  |
| unlogged    | ask      | less than 60 % of the stated hours on logged days | 20, when none are                 |

Days and hours of several people in one log are looked at person by person. Whether there are enough days, and whether
the stated hours are covered, is asked of the person with the most hours. A touching continuation of the same work is
the same piece, so cutting an entry in two changes nothing.
Source: methods, section 1 ("Quality checks").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hoursback.engine.capture import checks
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.findings import FINDINGS_KEPT, Check, Finding, Report, Severity
from hoursback.engine.capture.persondays import Days, weekday_of
from hoursback.engine.capture.pieces import Worked

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

__all__ = [
    "FINDINGS_KEPT",
    "LATE_WEIGHT",
    "TRUSTED_FROM",
    "Check",
    "Checker",
    "Finding",
    "Penalty",
    "Quality",
    "Severity",
    "check",
]

TRUSTED_FROM: Final = 60.0
"""Below this score no verdict is "yes"."""
WIDENED: Final = 1.15
LATE_WEIGHT: Final = 0.5
"""What an entry counts that was written down more than 48 h after the work."""

_BY_DAYS: Final = {
    (Check.OVERLAP, Severity.ERROR): 30.0,
    (Check.LONG_ENTRY, Severity.ERROR): 25.0,
    (Check.LONG_ENTRY, Severity.WARN): 8.0,
    (Check.LONG_DAY, Severity.ERROR): 25.0,
    (Check.LONG_DAY, Severity.WARN): 8.0,
    (Check.SHORT_DAY, Severity.ASK): 10.0,
    (Check.GAP, Severity.ASK): 10.0,
}
_FULL_AT_SHARE: Final = 0.5
_MOST_LATE: Final = 15.0
_MOST_UNSPECIFIC: Final = 20.0
_MOST_NAMES: Final = 5.0
_ROUNDED: Final = 5.0
_EACH_MISSING_DAY: Final = 15.0
_MOST_UNLOGGED: Final = 20.0


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points taken off the score, and for what."""

    check: Check
    severity: Severity
    points: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a log can be trusted.

    Attributes:
        score: 0-100, one decimal.
        findings: errors first, then by day; up to FINDINGS_KEPT of each check.
        totals: how many findings each check made, kept or not.
        penalties: what was taken off the score.
        widen: factor on the standard deviation of weekly hours, 1.15 where lengths are rounded, else 1.
        late: source ids of entries that count LATE_WEIGHT.
        work_days_logged: of the person with the most hours.
    """

    score: float
    findings: tuple[Finding, ...]
    totals: Mapping[Check, int]
    penalties: tuple[Penalty, ...]
    widen: float
    late: frozenset[str]
    work_days_logged: int

    @property
    def trusted(self) -> bool:
        """Whether a verdict may be "yes"."""
        return self.score >= TRUSTED_FROM


def check(
    entries: Iterable[Entry],
    *,
    stated_hours_per_week: float | None = None,
    work_days: int = 5,
    entered_at: Mapping[str, int] | None = None,
) -> Quality:
    """Look a log over. A log without any time scores 0.

    Args:
        entries: in any order, read once; those that do not count (running, all-day, cancelled) are passed over.
        stated_hours_per_week: what the owner says a week has.
        work_days: days worked a week, 1-7; the rest days are the weekdays with least logged.
        entered_at: when an entry was written down, epoch seconds by `source_id`, as far as that is known.
    """
    looking = Checker(stated_hours_per_week=stated_hours_per_week, work_days=work_days, entered_at=entered_at)
    for entry in entries:
        looking.add(entry)
    return looking.quality()


class Checker:
    """Takes a log entry by entry or batch by batch, so that the same pass can feed other sums too.

    Args: as of `check`.
    """

    def __init__(
        self,
        *,
        stated_hours_per_week: float | None = None,
        work_days: int = 5,
        entered_at: Mapping[str, int] | None = None,
    ) -> None:
        self._stated_hours_per_week, self._work_days = stated_hours_per_week, work_days
        self._log = checks.Log(entered_at or {})

    def add(self, entry: Entry) -> None:
        """Take in an entry; one that does not count is passed over."""
        if entry.counts:
            self._log.add(entry)

    def add_rows(self, rows: list[Row], zone: str) -> None:
        """Take in plain rows of a file whose days are meant in this zone."""
        self._log.add_rows(rows, zone)

    def quality(self) -> Quality:
        """How far the log can be trusted; to be asked once, when all of it has been taken in."""
        log = self._log
        worked = Worked(log.packed)
        report = Report(worked.people)
        widen = _look_at_pieces(worked, report)
        days = worked.days
        checks.check_days(worked, days, self._work_days, report)
        checks.check_midnight(worked, report)
        checks.check_late(log, report)
        checks.check_wording(log, report)
        days_logged, covered = _amount(days, len(worked.people), self._work_days, self._stated_hours_per_week)
        checks.check_amount(days_logged, covered, report)
        found = _penalties(log, report, len(days), days_logged, covered)
        penalties = tuple(penalty for penalty in found if penalty.points > 0)
        score = max(0.0, round(100.0 - sum(penalty.points for penalty in penalties), 1)) if log.seconds else 0.0
        return Quality(
            score, report.in_order(), dict(report.totals), penalties, widen, frozenset(log.late), days_logged
        )


def _look_at_pieces(worked: Worked, report: Report) -> float:
    """Every check of single pieces of work; returns the factor for rounded lengths."""
    rounded = total = 0
    for pieces in worked.untimed():
        checks.check_lengths(pieces, report)
        multiples, count = pieces.count_multiples(checks.ROUNDED_TO)
        rounded, total = rounded + multiples, total + count
    untimed_days = worked.untimed_days
    for pieces in worked.timed():
        checks.check_overlaps(pieces, report)
        checks.check_lengths(pieces, report)
        checks.check_gaps(pieces, untimed_days, report)
        multiples, count = pieces.count_multiples(checks.ROUNDED_TO)
        rounded, total = rounded + multiples, total + count
    return WIDENED if checks.check_rounding(rounded, total, report) else 1.0


def _amount(days: Days, people: int, work_days: int, stated_hours_per_week: float | None) -> tuple[int, float | None]:
    """Logged work days of the person with the most hours, and the share of the stated hours logged on them."""
    import numpy as np

    if not len(days):
        return 0, None
    by_person = np.zeros(people, dtype=np.int64)
    np.add.at(by_person, days.person, days.seconds)
    busiest = people - 1 - int(by_person[::-1].argmax())
    weekdays = days.work_weekdays(people, work_days)[busiest]
    seconds = days.seconds[(days.person == busiest) & weekdays[weekday_of(days.day)]]
    if not stated_hours_per_week or not len(seconds):
        return len(seconds), None
    stated = stated_hours_per_week / work_days * checks.HOUR * len(seconds)
    return len(seconds), int(seconds.sum()) / stated


def _penalties(
    log: checks.Log, report: Report, person_days: int, days_logged: int, covered: float | None
) -> Iterator[Penalty]:
    """The table of this module."""
    for (found, severity), most in _BY_DAYS.items():
        share = report.days_concerned(found, severity) / max(person_days, 1)
        yield Penalty(found, severity, most * min(1.0, share / _FULL_AT_SHARE))
    yield Penalty(Check.LATE, Severity.WARN, _MOST_LATE * min(1.0, log.late_share / _FULL_AT_SHARE))
    if report.totals[Check.UNSPECIFIC]:
        yield Penalty(Check.UNSPECIFIC, Severity.ASK, _MOST_UNSPECIFIC * log.unspecific_share)
    yield Penalty(Check.NAMES, Severity.ASK, min(_MOST_NAMES, float(report.totals[Check.NAMES])))
    yield Penalty(Check.ROUNDED, Severity.WARN, _ROUNDED * report.totals[Check.ROUNDED])
    missing = max(0, checks.FEWEST_WORK_DAYS - days_logged)
    yield Penalty(Check.FEW_DAYS, Severity.ASK, _EACH_MISSING_DAY * missing)
    if covered is not None:
        shortfall = max(0.0, checks.COVERED_SHARE - covered) / checks.COVERED_SHARE
        yield Penalty(Check.UNLOGGED, Severity.ASK, _MOST_UNLOGGED * shortfall)
