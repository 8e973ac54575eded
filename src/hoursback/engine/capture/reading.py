"""What a reader is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hoursback.engine.capture.entry import Problem

PROBLEMS_KEPT = 20
"""How many problems are kept in full; all are counted."""


class DateOrder(StrEnum):
    """In which order a date's parts stand."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file; None: let the file say.

    Attributes:
        format: name of a reader, None to detect it by content.
        timezone: IANA zone for clock times that carry none; None: UTC, named as a default.
        date_order: for dates like 03/04/2026.
        encoding: a codec's name; None: byte-order mark, else UTF-8.
        window: half-open [start, end) for recurring events, aware times; None: the reader's default, named.
    """

    format: str | None = None
    timezone: str | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    window: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was assumed or left out while reading, in one sentence.

    Attributes:
        name: a short key such as "timezone" or "date_order"; notices with is_default are listed among the defaults.
    """

    name: str
    value: str
    why: str
    is_default: bool = False


@dataclass(slots=True)
class Tally:
    """What a reading has found so far; complete once its entries have been read to the end."""

    problems: list[Problem] = field(default_factory=list)
    problems_total: int = 0
    notices: list[Notice] = field(default_factory=list)

    def report(self, problem: Problem) -> None:
        """Count a problem, and keep it while there are few."""
        self.problems_total += 1
        if len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(problem)

    def notice(self, name: str, value: str, why: str, *, is_default: bool = False) -> None:
        """Note an assumption once, under its name."""
        if all(known.name != name for known in self.notices):
            self.notices.append(Notice(name, value, why, is_default))
