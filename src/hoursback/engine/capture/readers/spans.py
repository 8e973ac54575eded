"""When a row was: its start and end or its length, by the rules that every table format shares."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hoursback.engine.capture.clock import (
    EPOCH_ORDINAL,
    SECONDS_PER_DAY,
    either_side,
    local_day,
    readings,
    steady_midnight,
)
from hoursback.engine.capture.readers.dates import BadCellError, parse_date
from hoursback.engine.capture.readers.known import Known
from hoursback.engine.capture.readers.layout import Columns
from hoursback.engine.capture.readers.lengths import parse_length
from hoursback.engine.capture.readers.moments import ClockTime, parse_clock, split_moment
from hoursback.engine.capture.readers.text import shown
from hoursback.engine.capture.reading import DateOrder

ROUNDING = 1
"""Seconds by which a length may differ from end minus start by rounding."""
MINUTE = 60
"""The same where the clock shows minutes only."""

_RUNNING = frozenset({"running", "now", "in progress", "ongoing", "active", "-", "--", "–", "—", "…", "..."})

_HALVES = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?( AM| PM| am| pm)?")
_MIDNIGHT = re.compile(r"0?0:00(:00(\.0+)?)?")


class Moment(NamedTuple):
    """A point in local time as a row gives it.

    Attributes:
        ordinal: the day.
        readings: epoch seconds it can mean; none where the row gives a day only.
        is_precise: whether seconds were written.
        is_skipped: the clock never showed it; the readings are those by the clock before and after the change.
    """

    ordinal: int
    readings: tuple[int, ...] = ()
    is_precise: bool = True
    is_skipped: bool = False


class Span(NamedTuple):
    """When a row was: day, seconds, start, end."""

    ordinal: int
    seconds: int
    start: int | None
    end: int | None


class BadRowError(Exception):
    """A row that is no entry, and why."""

    def __init__(self, field: str, value: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.field, self.value, self.message, self.hint = field, value, message, hint


class SpanReader:
    """Reads when the rows of one file were.

    Attributes:
        days: (ordinal, midnight in epoch seconds) of dates, by their text; KeyError for one with a clock change.
        minutes, rests: seconds since midnight of the first five letters of a time of day (`10:23`) and what the rest
            adds (`:52`, ` PM`). Two small tables instead of one with every second of the day.
        lengths: seconds of lengths, by their text.
        differing: rows whose length differs from end minus start.
        unitless: different lengths that were bare numbers under a header without a unit.
    """

    def __init__(self, columns: Columns, zone: ZoneInfo, order: DateOrder | None) -> None:
        self.days = Known(self._steady_day)
        self.minutes: dict[str, int] = {}
        self.rests: dict[str, int] = {}
        self.lengths = Known(self._seconds)
        self.differing = self.unitless = 0
        self._columns, self._zone = columns, zone
        self._blank_end_runs = columns.layout.blank_end_runs and columns.has("end")
        self._ordinals = Known[str, int](lambda text: parse_date(text, order).toordinal())
        self._midnights = Known[int, int | None](lambda ordinal: steady_midnight(date.fromordinal(ordinal), zone))
        self._clocks = Known(self._clock)

    def read(self, date_text: str, start_text: str, end_date: str, end_text: str, length_text: str) -> Span:
        """The span of a row from its cells, "" for what is not there.

        Raises: BadRowError.
        """
        start = self._start(date_text, start_text)
        if not start.readings:
            return self._day_only(start, length_text)
        is_running = end_text.casefold() in _RUNNING if end_text else self._blank_end_runs
        # What a running entry has as its length is how long it had run when the file was written.
        length = None if is_running else self._length(length_text)
        if is_running or not end_text:
            return self._without_end(start, start_text, length, length_text)
        end = self._end(start, end_date, end_text, length)
        if len(start.readings) == len(end.readings) == 1:
            return self._clear(start, end, length, start_text, end_text)
        return self._decided(start, end, length, start_text, end_text)

    def _day_only(self, start: Moment, length_text: str) -> Span:
        """A length on a day."""
        length = self._length(length_text)
        if length is None:
            field = "length" if self._columns.has("length") else "start"
            raise self._bad(field, "", "The row has neither a start nor a length.", "Write one of them, such as 1:30.")
        return Span(start.ordinal, self._within_a_day(length, "length", length_text), None, None)

    def _without_end(self, start: Moment, text: str, length: int | None, length_text: str) -> Span:
        """A start and perhaps a length: running where there is no length, or none yet."""
        if len(start.readings) > 1:
            raise self._two_readings("start", text, start)
        begin = start.readings[0]
        if length is None or (length == 0 and self._columns.has("end")):
            return Span(start.ordinal, 0, begin, None)
        seconds = self._within_a_day(length, "length", length_text)
        return Span(start.ordinal, seconds, begin, begin + seconds)

    def _clear(self, start: Moment, end: Moment, length: int | None, start_text: str, end_text: str) -> Span:
        """Both ends have one reading: end minus start holds, whatever the length says."""
        seconds = end.readings[0] - start.readings[0]
        if seconds < 0:
            raise self._bad(
                "end",
                end_text,
                f"The entry ends before it starts ({shown(start_text)}).",
                "Check both times; for work over midnight write the next day as the end date.",
            )
        self._within_a_day(seconds, "end", end_text)
        if length is not None and abs(seconds - length) > _slack(start, end):
            self.differing += 1
        return Span(start.ordinal, seconds, start.readings[0], end.readings[0])

    def _decided(self, start: Moment, end: Moment, length: int | None, start_text: str, end_text: str) -> Span:
        """The clock was changed: the length decides which reading was meant, if it can.

        Without a length a time shown twice may still have one possible reading (the other would end before it starts);
        a time never shown has none that is safe.
        """
        pairs = [(a, b) for a in start.readings for b in end.readings if 0 <= b - a <= SECONDS_PER_DAY]
        if length is not None:
            pairs = [(a, b) for a, b in pairs if abs(b - a - length) <= _slack(start, end)]
        elif start.is_skipped or end.is_skipped:
            pairs = []
        if len(pairs) != 1:
            if len(start.readings) > 1:
                raise self._two_readings("start", start_text, start)
            raise self._two_readings("end", end_text, end)
        begin, finish = pairs[0]
        return Span(start.ordinal, finish - begin, begin, finish)

    def _within_a_day(self, seconds: int, name: str, text: str) -> int:
        if seconds > SECONDS_PER_DAY:
            raise self._bad(name, text, "The entry is longer than 24 hours.", "Split it into days, or correct it.")
        return seconds

    def _two_readings(self, name: str, text: str, moment: Moment) -> BadRowError:
        first, second = (datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for epoch in moment.readings)
        happened = "never showed" if moment.is_skipped else "showed twice"
        return self._bad(
            name,
            text,
            f"The clock was changed that night and {happened} this time; it can be {first} or {second}.",
            "Write the time with its offset from UTC, or add the duration that tells which it was.",
        )

    # Cells

    def _start(self, date_text: str, text: str) -> Moment:
        date_text, clock_beside = self._split_date(date_text)
        own_date, clock_text = self._split(text or clock_beside)
        if date_text and not clock_text:
            # Beside a date, what is no time of day is no second date either.
            own_date, clock_text = "", own_date
        wanted = own_date or date_text
        name = "start" if own_date or not self._columns.has("date") else "date"
        if not wanted:
            raise self._bad(name, text, "The row has no date.", "Write one, such as 2026-03-04.")
        ordinal = self._ordinal(name, wanted)
        if not clock_text:
            return Moment(ordinal)
        return self._at(ordinal, self._time("start", clock_text))

    def _end(self, start: Moment, date_text: str, text: str, length: int | None) -> Moment:
        own_date, clock_text = self._split(text)
        if not clock_text:
            raise self._bad("end", text, "The row has no time of day for its end.", "Write it as 14:30.")
        clock = self._time("end", clock_text)
        if own_date:
            return self._at(self._ordinal("end", own_date), clock)
        if date_text:
            return self._at(self._ordinal("end_date", self._split_date(date_text)[0]), clock)
        end = self._at(start.ordinal, clock)
        if length is not None and max(end.readings) < min(start.readings):
            # The end has no date of its own: it is on the next day where the length says so.
            later = self._at(start.ordinal + 1, clock)
            if any(abs(b - a - length) <= _slack(start, later) for a in start.readings for b in later.readings):
                return later
        return end

    def _split_date(self, text: str) -> tuple[str, str]:
        """The date of a date cell, and its time of day where it has one other than midnight."""
        if not text or text in self._ordinals:
            return text, ""
        day, clock = split_moment(text)
        if not day or not clock:
            return text, ""
        # Spreadsheets write a bare date as its midnight.
        return day, "" if _MIDNIGHT.fullmatch(clock) else clock

    def _split(self, text: str) -> tuple[str, str]:
        """The date and the time of day of a cell."""
        if not text or text in self._clocks:
            return "", text
        # The common ISO form without a regular expression.
        if text[10:11] in ("T", " ") and text[:10] in self._ordinals and text[11:] in self._clocks:
            return text[:10], text[11:]
        return split_moment(text)

    def _at(self, ordinal: int, clock: ClockTime) -> Moment:
        """The moment at which a clock showed a time on a day."""
        if clock.offset is not None:
            epoch = (ordinal - EPOCH_ORDINAL) * SECONDS_PER_DAY + clock.seconds - clock.offset
            return Moment(local_day(epoch, self._zone).toordinal(), (epoch,), clock.has_seconds)
        midnight = self._midnights[ordinal]
        if midnight is not None:
            is_next_day = clock.seconds == SECONDS_PER_DAY
            return Moment(ordinal + is_next_day, (midnight + clock.seconds,), clock.has_seconds)
        local = datetime.combine(date.fromordinal(ordinal), clock_time()) + timedelta(seconds=clock.seconds)
        found = readings(local, self._zone)
        return Moment(local.toordinal(), found or either_side(local, self._zone), clock.has_seconds, not found)

    def _ordinal(self, name: str, text: str) -> int:
        try:
            return self._ordinals[text]
        except BadCellError as bad:
            raise self._bad(name, text, bad.message, bad.hint) from None

    def _steady_day(self, text: str) -> tuple[int, int]:
        ordinal = self._ordinals[text]
        midnight = self._midnights[ordinal]
        if midnight is None:
            raise KeyError(text)
        return ordinal, midnight

    def _time(self, name: str, text: str) -> ClockTime:
        try:
            return self._clocks[text]
        except BadCellError as bad:
            raise self._bad(name, text, bad.message, bad.hint) from None

    def _clock(self, text: str) -> ClockTime:
        time = parse_clock(text)
        if not self.rests and _HALVES.fullmatch(text):
            self._fill_halves(text[-2:] if text[-1] in "mM" else "")
        return time

    def _fill_halves(self, half_day: str) -> None:
        """What the two halves of a time of day say, for the kind of clock that the file's first one is.

        12:30 is half past midnight before "AM", and only there: one file's tables hold one kind of clock.
        """
        hours = {hour: hour for hour in range(24)}
        half_days = {"": 0}
        if half_day:
            hours = {hour: hour % 12 for hour in range(1, 13)}
            half_days = {" AM": 0, " PM": 12} if half_day.isupper() else {" am": 0, " pm": 12}
        for hour, since_midnight in hours.items():
            for minute in range(60):
                self.minutes[f"{hour:02d}:{minute:02d}"] = since_midnight * 3600 + minute * 60
        for suffix, later in half_days.items():
            self.rests[suffix] = later * 3600
            for second in range(60):
                self.rests[f":{second:02d}{suffix}"] = later * 3600 + second

    def _length(self, text: str) -> int | None:
        """Seconds of a length; None for an empty cell."""
        if not text or text.casefold() in _RUNNING:
            return None
        try:
            return self.lengths[text]
        except BadCellError as bad:
            raise self._bad("length", text, bad.message, bad.hint) from None

    def _seconds(self, text: str) -> int:
        seconds = parse_length(text, self._columns.unit)
        self.unitless += not self._columns.unit_is_said and _is_bare(text)
        return seconds

    def _bad(self, name: str, value: str, message: str, hint: str) -> BadRowError:
        return BadRowError(self._columns.title(name), value, message, hint)


def _slack(start: Moment, end: Moment) -> int:
    return ROUNDING if start.is_precise and end.is_precise else MINUTE


def _is_bare(text: str) -> bool:
    return ":" not in text and not any(letter.isalpha() for letter in text)
