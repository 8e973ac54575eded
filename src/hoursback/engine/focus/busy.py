"""When a calendar says that somebody is busy, and where an event of ours lies in it: read from what a server sent.

Calendars come from anywhere, so they are read by the same hardened reader as files (decision 0006), inside a window,
with one budget for all of them together.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.overlap import Span, merged
from hoursback.engine.capture.readers.ics_events import Event, Findings, Setting, read_events
from hoursback.engine.capture.readers.ics_lines import content_lines
from hoursback.engine.capture.readers.ics_parts import WANTED, Part, read_parts
from hoursback.engine.capture.readers.ics_rules import Budget
from hoursback.engine.capture.readers.ics_series import Occurrence, SeriesStoppedError, Window, group, occurrences
from hoursback.engine.capture.readers.ics_zones import DAYS_FOR_ZONES, NamedZone, ZoneBook
from hoursback.engine.capture.reading import Tally
from hoursback.engine.errors import FileRefusedError, HoursbackError

OCCURRENCES: Final = 5_000
"""Of all series together; nobody has so many appointments in two months (own)."""
DAYS: Final = 1_000_000
"""Days that all rules together may look at."""
_TOO_FINE = re.compile(r"FREQ\s*=\s*(SECONDLY|MINUTELY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """One event as it lies in a calendar: epoch seconds, half-open; `is_there`: neither cancelled nor a whole day."""

    uid: str
    start: int
    end: int
    is_there: bool


@dataclass(slots=True)
class Book:
    """What the objects of a calendar say.

    Attributes:
        busy: spans that neither overlap nor touch, in order. unread: objects that could not be read.
    """

    busy: list[Span]
    unread: int = 0


def read_busy(objects: Iterable[bytes], window: Span, zone: str) -> Book:
    """When somebody is busy within a window: what takes place and takes time.

    Cancelled and transparent events take none; a whole day does only where it says so itself, for most are birthdays.

    Args:
        objects: calendar objects (text/calendar) as a server keeps them. zone: IANA name for times without one.

    Raises: HoursbackError, for a calendar that repeats by the minute or faster, or without end.
    """
    budget = Budget(days=DAYS, occurrences=OCCURRENCES)
    book = Book([])
    spans: list[Span] = []
    for data in objects:
        try:
            for calendar in _calendars(data):
                _refuse_floods(calendar)
                spans += _spans(calendar, zone, Window(*window), budget)
        except FileRefusedError:
            book.unread += 1
    book.busy = [(max(start, window[0]), min(end, window[1])) for start, end in merged(spans)]
    return book


def placed(data: bytes, zone: str) -> Placed | None:
    """The event of a calendar object, by its first; None: there is none that can be read."""
    try:
        events = [event for calendar in _calendars(data) for event in _events(calendar, zone)]
    except FileRefusedError:
        return None
    for event in events:
        if event.replaces is None:
            end = event.end_of(event.start.local, event.length)
            is_there = not (event.is_cancelled or event.start.is_date) and end > event.start.epoch
            return Placed(event.uid, event.start.epoch, end, is_there)
    return None


def _calendars(data: bytes) -> list[Part]:
    return read_parts(content_lines(io.BytesIO(data), "calendar", "utf-8", WANTED), Tally()) or []


def _events(calendar: Part, zone: str) -> list[Event]:
    own = NamedZone(zone, zone_of(zone))
    book = ZoneBook.of(calendar, Budget(days=DAYS_FOR_ZONES, occurrences=0))
    setting = Setting(book=book, project="", floating=own, shown=own, fallback=own, is_default=False)
    return list(read_events(calendar, setting, Findings(), Tally()))


def _refuse_floods(calendar: Part) -> None:
    for part in calendar.parts:
        for rule in part.all("RRULE"):
            found = _TOO_FINE.search(rule.value)
            if found is not None:
                raise HoursbackError(
                    "An event in the calendar repeats every minute or every second, which cannot be meant.",
                    value=found[1].upper(),
                    hint="Remove it there, or choose another calendar.",
                )


def _spans(calendar: Part, zone: str, window: Window, budget: Budget) -> Iterator[Span]:
    try:
        for series in group(_events(calendar, zone), Findings()):
            for one in occurrences(series, window, budget):
                if _takes_time(one):
                    yield one.start, one.end
    except SeriesStoppedError:
        raise HoursbackError(
            f"The events in the calendar repeat more than {OCCURRENCES:,} times in two months.",
            hint="Remove the rule that repeats so often, or choose another calendar.",
        ) from None


def _takes_time(one: Occurrence) -> bool:
    event = one.event
    if event.is_cancelled or event.takes_time is False:
        return False
    return event.takes_time is True or not event.start.is_date
