"""Calendars (iCalendar, RFC 5545): every time an event takes place inside a window becomes an entry.

Recurrence is expanded by `ics_rules`, because the usual library cannot be held to limits without a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.entry import Entry, Problem
from hoursback.engine.capture.readers.base import Reader
from hoursback.engine.capture.readers.ics_events import Event, Findings, Setting, read_events
from hoursback.engine.capture.readers.ics_lines import content_lines
from hoursback.engine.capture.readers.ics_parts import WANTED, Part, read_parts
from hoursback.engine.capture.readers.ics_rules import Budget
from hoursback.engine.capture.readers.ics_series import Occurrence, SeriesStoppedError, Window, group, occurrences
from hoursback.engine.capture.readers.ics_values import plain_text
from hoursback.engine.capture.readers.ics_zones import DAYS_FOR_ZONES, UTC_ZONE, NamedZone, Zone, ZoneBook
from hoursback.engine.capture.readers.text import shown
from hoursback.engine.capture.reading import ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError, SettingsError

OCCURRENCES_LIMIT = 20_000
"""Occurrences of series that one file may have."""
WINDOW_YEARS_LIMIT = 50
DEFAULT_YEARS = 2
DAYS_LIMIT = 1_000_000
"""Calendar days that all rules of one file may look at; a daily rule over two years needs 731."""
SECONDS_PER_DAY = 86_400
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2101, 1, 1, tzinfo=UTC)
LINES_NAMED = 5
BEGINNING = re.compile(
    r"^[ \t]*BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


class CalendarReader:
    """Reads .ics files of any product."""

    name = "ics"
    title = "Calendar (iCalendar)"
    extensions: tuple[str, ...] = ("ics", "ical")

    def recognises(self, head: str) -> bool:
        """Whether a calendar begins in the first lines."""
        return BEGINNING.search(head.replace("\r", "\n")) is not None

    def read(self, stream: BinaryIO, filename: str, options: ReadOptions, tally: Tally) -> Iterator[Entry]:
        """Every occurrence inside the window, series by series; one broken event never costs the others.

        Raises: FileRefusedError, for a file that is no calendar; SettingsError, for a window that ends before it
            begins.
        """
        calendars = read_parts(content_lines(stream, filename, options.encoding, WANTED), tally)
        if calendars is None:
            raise FileRefusedError(
                "This is not a calendar: nothing in it begins with BEGIN:VCALENDAR.",
                where=filename,
                hint="Export the calendar as an .ics file.",
            )
        findings = Findings()
        per_calendar = _read_calendars(calendars, options, findings, tally)
        everything = [event for events in per_calendar for event in events]
        window = _window(everything, options, tally)
        if not everything:
            tally.notice("no_events", "0", "The calendar holds no event that can be read.")
        yield from _entries(per_calendar, window, findings, tally)
        _tell(findings, window, options, tally)


READER: Reader = CalendarReader()


def _read_calendars(calendars: list[Part], options: ReadOptions, findings: Findings, tally: Tally) -> list[list[Event]]:
    chosen = None if options.timezone is None else NamedZone(options.timezone, zone_of(options.timezone))
    budget = Budget(days=DAYS_FOR_ZONES, occurrences=0)
    return [
        list(read_events(calendar, _setting(calendar, chosen, budget, tally), findings, tally))
        for calendar in calendars
    ]


def _setting(calendar: Part, chosen: Zone | None, budget: Budget, tally: Tally) -> Setting:
    book = ZoneBook.of(calendar, budget)
    named = calendar.first("X-WR-TIMEZONE")
    own = None
    if named is not None and named.value:
        own = book.find(named.value)
        if own is None:
            message = (
                f"The file does not say what time zone “{shown(named.value)}” is; its calendar is read without it."
            )
            tally.report(Problem(named.line, named.name, shown(named.value), message, "Name one with --timezone."))
    title = calendar.first("X-WR-CALNAME") or calendar.first("NAME")
    return Setting(
        book=book,
        project="" if title is None else plain_text(title.value),
        floating=own or chosen or UTC_ZONE,
        # The days of UTC times are the owner's, who knows better than the calendar's header.
        shown=chosen or own or UTC_ZONE,
        fallback=chosen,
        is_default=own is None and chosen is None,
    )


def _window(events: list[Event], options: ReadOptions, tally: Tally) -> Window:
    """The window asked for, else two years from the first event, within the limits of dates and years."""
    if options.window is None:
        start = max(EARLIEST, _first_start(events))
        end = min(LATEST, _years_later(start, DEFAULT_YEARS))
        if events:
            why = "No window was given: the first two years from the calendar’s first event are read."
            tally.notice("window", f"{_iso(start)} {_iso(end)}", why, is_default=True)
        return Window(int(start.timestamp()), int(end.timestamp()))
    start, end = options.window
    if end < start:
        raise SettingsError(
            "The window ends before it starts.",
            where="window",
            value=f"{_iso(start)} {_iso(end)}",
            hint="Give its start first.",
        )
    start = min(max(EARLIEST, start.astimezone(UTC)), LATEST)
    longest = min(LATEST, _years_later(start, WINDOW_YEARS_LIMIT))
    if end > longest:
        end = longest
        tally.notice("window", f"{_iso(start)} {_iso(end)}", f"A window is at most {WINDOW_YEARS_LIMIT} years long.")
    return Window(int(start.timestamp()), int(max(start, end).timestamp()))


def _first_start(events: list[Event]) -> datetime:
    """When the calendar begins; a birthday repeated since 1950 does not begin it unless there is nothing else."""
    starts = [event.start.epoch for event in events if not (event.start.is_date and event.is_series)]
    starts = [start for start in starts or (event.start.epoch for event in events) if start >= 0]
    return datetime.fromtimestamp(min(min(starts, default=0), int(LATEST.timestamp())), UTC)


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February.
        return moment.replace(year=moment.year + years, month=3, day=1)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entries(per_calendar: list[list[Event]], window: Window, findings: Findings, tally: Tally) -> Iterator[Entry]:
    budget = Budget(days=DAYS_LIMIT, occurrences=OCCURRENCES_LIMIT)
    for events in per_calendar:
        for series in group(events, findings):
            is_told = False
            try:
                for one in occurrences(series, window, budget):
                    is_told = True
                    _note_length(one, findings)
                    yield _entry(one)
            except SeriesStoppedError as stopped:
                is_told = True
                tally.report(_stopped(stopped, budget))
            if not is_told:
                findings.outside.append(series.line)


def _stopped(stopped: SeriesStoppedError, budget: Budget) -> Problem:
    if budget.days < 0:
        message = f"The rules of this file ask about more than {DAYS_LIMIT:,} days; this series was left unfinished."
    else:
        message = f"The series of this file repeat more than {OCCURRENCES_LIMIT:,} times; this one was left unfinished."
    return Problem(stopped.line, "RRULE", "", message, "Read the file in shorter windows.")


def _note_length(one: Occurrence, findings: Findings) -> None:
    if one.event.start.is_date or one.event.is_cancelled:
        return
    if one.end == one.start:
        findings.empty_events.append(one.event.line)
    elif one.end - one.start > SECONDS_PER_DAY:
        findings.long_events.append(one.event.line)


def _entry(one: Occurrence) -> Entry:
    event = one.event
    instance = EARLIEST + timedelta(seconds=one.instance)
    return Entry(
        day=one.day,
        seconds=0 if event.start.is_date or event.is_cancelled else one.end - one.start,
        start=one.start,
        end=one.end,
        zone=event.shown.name,
        note=event.note,
        project=event.project,
        tags=event.tags,
        source="ics",
        source_id=f"{event.uid}/{instance:%Y%m%dT%H%M%SZ}" if event.uid else "",
        line=event.line,
        all_day=event.start.is_date,
        cancelled=event.is_cancelled,
    )


def _tell(findings: Findings, window: Window, options: ReadOptions, tally: Tally) -> None:
    """The notices of a whole file: what was assumed, kept or left out, and where."""
    if findings.zoneless:
        why = "Neither the calendar nor you named a time zone; times without one, and the days of UTC times, are UTC."
        tally.notice("timezone", "UTC", why, is_default=True)
    begin, end = (_iso(datetime.fromtimestamp(moment, UTC)) for moment in (window.start, window.end))
    for name, lines, why in (
        (
            "unknown_zones",
            findings.chosen_zones,
            f"Times in zones that the file does not define are {options.timezone}.",
        ),
        ("recurrence", findings.fine_rules, "Events that repeat every hour or more often are kept once."),
        ("zero_length", findings.empty_events, "Events without a length are kept as 0 seconds."),
        ("long_events", findings.long_events, "Events longer than 24 hours are kept as they are."),
        ("mixed_ends", findings.mixed_ends, "Where only one of start and end has a clock time, the other is midnight."),
        ("repeated", findings.repeated, "Of two versions of one event the newer one is kept."),
        ("outside_window", findings.outside, f"Events that lie wholly outside {begin} to {end} are left out."),
    ):
        if lines:
            tally.notice(name, str(len(lines)), f"{why} {_where(lines)}")


def _where(lines: list[int]) -> str:
    distinct = list(dict.fromkeys(lines))
    named = ", ".join(str(line) for line in distinct[:LINES_NAMED])
    more = f" and {len(distinct) - LINES_NAMED} more" if len(distinct) > LINES_NAMED else ""
    return f"({'Lines' if len(distinct) > 1 else 'Line'} {named}{more}.)"
