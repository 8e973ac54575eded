"""What looks wrong in a log: the words for it, and the sheet on which the checks note it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

FINDINGS_KEPT: Final = 100
"""Of each check; all are counted."""
LINES_NAMED: Final = 20
DAY_BITS: Final = 22
"""What the ordinal of any day fits in."""

PersonDay = tuple[int, int]
"""A person's number, the place of the name in order, and a day's ordinal."""


class Severity(StrEnum):
    """How much a finding matters: wrong, doubtful, or a question only the owner can answer."""

    ERROR = "error"
    WARN = "warn"
    ASK = "ask"


class Check(StrEnum):
    """What is looked at; the table in `quality` says how."""

    OVERLAP = "overlap"
    LONG_ENTRY = "long entry"
    LONG_DAY = "long day"
    SHORT_DAY = "short day"
    GAP = "gap"
    MIDNIGHT = "midnight"
    LATE = "late"
    UNSPECIFIC = "unspecific"
    NAMES = "names"
    ROUNDED = "rounded"
    FEW_DAYS = "few days"
    UNLOGGED = "unlogged"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks wrong.

    Attributes:
        message, fix: a sentence each.
        day: the local day it is about, None for the log as a whole.
        lines: lines of the file it is about, the first ones where there are many; empty for what comes from no file.
        person: whose entries, "" where the log names nobody.
    """

    check: Check
    severity: Severity
    message: str
    fix: str
    day: date | None = None
    lines: tuple[int, ...] = ()
    person: str = ""


@dataclass(slots=True)
class Report:
    """Findings so far.

    Attributes:
        people: names by number.
        totals: findings of each check, kept or not.
    """

    people: tuple[str, ...]
    totals: Counter[Check] = field(default_factory=Counter)
    _concerned: dict[tuple[Check, Severity], array[int]] = field(default_factory=dict)
    _findings: list[Finding] = field(default_factory=list)

    def has_room(self, check: Check) -> bool:
        """Whether the next finding of a check is kept, so that its sentence is worth making."""
        return self.totals[check] < FINDINGS_KEPT

    def add(
        self,
        check: Check,
        severity: Severity,
        message: str,
        fix: str,
        *,
        on: PersonDay | None = None,
        lines: Iterable[int] = (),
        costs: bool = True,
    ) -> None:
        """Count a finding, and keep it while there are few of its check; one that costs counts its day as concerned."""
        is_kept = self.has_room(check)
        self.count(check, severity, on=on if costs else None)
        if not is_kept:
            return
        person, day = ("", None) if on is None else (self.people[on[0]], date.fromordinal(on[1]))
        named = tuple(line for line in lines if line)[:LINES_NAMED]
        self._findings.append(Finding(check, severity, message, fix, day, named, person))

    def count(self, check: Check, severity: Severity, *, on: PersonDay | None = None) -> None:
        """Count a finding that is not kept; its day, if any, is concerned."""
        self.totals[check] += 1
        if on is None:
            return
        concerned = self._concerned.setdefault((check, severity), array("q"))
        code = on[0] << DAY_BITS | on[1]
        # Findings come day by day, so that this alone leaves few days twice.
        if not concerned or concerned[-1] != code:
            concerned.append(code)

    def days_concerned(self, check: Check, severity: Severity) -> int:
        """On how many days a check found something of that severity."""
        return len(set(self._concerned.get((check, severity), ())))

    def in_order(self) -> tuple[Finding, ...]:
        """Errors first, then warnings, then questions; in each the log as a whole first, then by day and line."""
        ranks = list(Severity)
        return tuple(
            sorted(
                self._findings,
                key=lambda found: (ranks.index(found.severity), found.day or date.min, found.lines, found.message),
            )
        )
