"""Events of a calendar: each VEVENT's properties as dates, lengths and rules, or the problem that forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hoursback.engine.capture.entry import Problem
from hoursback.engine.capture.readers.ics_lines import ContentLine
from hoursback.engine.capture.readers.ics_parts import Part
from hoursback.engine.capture.readers.ics_rules import Rule, parse_rule
from hoursback.engine.capture.readers.ics_values import (
    LONGEST,
    LONGEST_WORK,
    BadPropertyError,
    Length,
    Stamp,
    parse_length,
    parse_stamp,
    plain_text,
    text_list,
)
from hoursback.engine.capture.readers.ics_zones import UTC_ZONE, Zone, ZoneBook
from hoursback.engine.capture.readers.text import shown
from hoursback.engine.capture.reading import Tally

DATE_HINT = "Write a date such as 20260305 or a time such as 20260305T090000."
DAY = timedelta(days=1)


@dataclass(slots=True)
class Findings:
    """What was met in a file and is told once, with counts, when reading ends; the lists hold line numbers."""

    fine_rules: list[int] = field(default_factory=list)
    long_events: list[int] = field(default_factory=list)
    empty_events: list[int] = field(default_factory=list)
    mixed_ends: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    chosen_zones: list[int] = field(default_factory=list)
    zoneless: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the events of one calendar share.

    Attributes:
        project: the calendar's name, "" for none.
        floating: zone of clock times that carry none.
        shown: zone in which a UTC time's day is meant.
        fallback: zone of times whose TZID nobody knows; None: they are refused.
        is_default: nobody named a zone, UTC was taken.
    """

    book: ZoneBook
    project: str
    floating: Zone
    shown: Zone
    fallback: Zone | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class When:
    """A property's moment: a day, or what a zone's clock shows."""

    local: datetime
    zone: Zone
    is_date: bool = False

    @property
    def epoch(self) -> int:
        """Seconds since 1970 in UTC."""
        return self.zone.epoch(self.local)


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT that can be used.

    Attributes:
        line: of its BEGIN.
        shown: zone in which its day is meant.
        rules: with the line of each.
        extra: further starts on the event's own clock, with a length where one is stated (RDATE).
        dropped: moments that do not take place (EXDATE), in epoch seconds; dropped_days: whole days of them.
        replaces: the occurrence of the series that this one stands for (RECURRENCE-ID).
        and_later: it also changes all that follow.
        takes_time: whether it says of itself that it makes busy (TRANSP); None: it does not say.
    """

    line: int
    uid: str
    note: str
    tags: tuple[str, ...]
    project: str
    is_cancelled: bool
    sequence: int
    start: When
    shown: Zone
    length: Length
    rules: tuple[tuple[int, Rule], ...] = ()
    extra: tuple[tuple[datetime, Length], ...] = ()
    dropped: frozenset[int] = frozenset()
    dropped_days: frozenset[date] = frozenset()
    replaces: When | None = None
    and_later: bool = False
    takes_time: bool | None = None

    @property
    def is_series(self) -> bool:
        """Whether it may take place more than once."""
        return self.replaces is None and bool(self.rules or self.extra)

    def end_of(self, local: datetime, length: Length) -> int:
        """Epoch second at which an occurrence that starts at this clock time ends; never before its start.

        A clock change inside may leave a wall-clock end before the start; then the real length decides.
        """
        begin = self.start.zone.epoch(local)
        end = self.start.zone.epoch(local + length.wall) + length.exact
        return end if end >= begin else begin + int(length.total.total_seconds())


def read_events(calendar: Part, setting: Setting, findings: Findings, tally: Tally) -> Iterator[Event]:
    """The usable events of a calendar; every other one is reported with the line that spoils it."""
    for part in calendar.parts:
        if part.kind != "VEVENT":
            continue
        try:
            yield _Reading(part, setting, findings, tally).event()
        except BadPropertyError as bad:
            tally.report(_problem(bad))


def _problem(bad: BadPropertyError) -> Problem:
    return Problem(bad.at.line, bad.at.name, shown(bad.at.value), bad.message, bad.hint)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One VEVENT on its way to an Event."""

    part: Part
    setting: Setting
    findings: Findings
    tally: Tally

    def event(self) -> Event:
        """The event.

        Raises: BadPropertyError, when its start, length or place in a series cannot be known.
        """
        began = self.part.first("DTSTART")
        if began is None:
            at = ContentLine(self.part.line, "DTSTART")
            raise BadPropertyError(at, "This event has no DTSTART; it was not read.", "Add its start to it.")
        stamp = self._stamp(began, began.value)
        start = self._when(began, stamp)
        moved = self.part.first("RECURRENCE-ID")
        length = self._length(start)
        dropped = [when for at in self.part.all("EXDATE") for when in self._list(at, start)]
        return Event(
            line=self.part.line,
            uid=self._text("UID"),
            note=self._text("SUMMARY"),
            tags=tuple(dict.fromkeys(t for at in self.part.all("CATEGORIES") for t in text_list(at.value))),
            project=self.setting.project,
            is_cancelled=self._text("STATUS").upper() in ("CANCELLED", "CANCELED"),
            sequence=self._sequence(),
            start=start,
            shown=self.setting.shown if stamp.is_utc else start.zone,
            length=length,
            rules=tuple(self._rules()),
            extra=tuple(self._extra(start, length)),
            dropped=frozenset(when.epoch for when in dropped if not (when.is_date or start.is_date)),
            dropped_days=frozenset(when.local.date() for when in dropped if when.is_date or start.is_date),
            replaces=None if moved is None else self._when(moved, self._stamp(moved, moved.value), start),
            and_later=moved is not None and moved.params.get("RANGE", "").upper() == "THISANDFUTURE",
            takes_time={"OPAQUE": True, "TRANSPARENT": False}.get(self._text("TRANSP").upper()),
        )

    def _text(self, name: str) -> str:
        found = self.part.first(name)
        return "" if found is None else plain_text(found.value)

    def _sequence(self) -> int:
        text = self._text("SEQUENCE")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def _stamp(self, at: ContentLine, text: str) -> Stamp:
        try:
            return parse_stamp(text)
        except ValueError:
            raise BadPropertyError(at, f"{at.name} is no date or time.", DATE_HINT) from None

    def _when(self, at: ContentLine, stamp: Stamp, other: When | None = None) -> When:
        """A stamp on its clock; one without a zone of its own keeps the event's, if there is one already."""
        if stamp.is_date:
            return When(stamp.local, self.setting.floating if other is None else other.zone, is_date=True)
        if stamp.is_utc:
            self._note_zoneless(at)
            return When(stamp.local, UTC_ZONE)
        name = at.params.get("TZID", "")
        if name:
            return When(stamp.local, self._zone(at, name))
        if other is not None and not other.is_date:
            return When(stamp.local, other.zone)
        self._note_zoneless(at)
        return When(stamp.local, self.setting.floating)

    def _note_zoneless(self, at: ContentLine) -> None:
        if self.setting.is_default and at.name == "DTSTART":
            self.findings.zoneless.append(at.line)

    def _zone(self, at: ContentLine, name: str) -> Zone:
        found = self.setting.book.find(name)
        if found is not None:
            return found
        if self.setting.fallback is None:
            message = f"The file does not say what time zone “{shown(name)}” is."
            hint = "Name a zone with --timezone; zones that the file leaves unknown are then read as that one."
            raise BadPropertyError(at, message, hint)
        self.findings.chosen_zones.append(at.line)
        return self.setting.fallback

    def _length(self, start: When) -> Length:
        ended, lasting = self.part.first("DTEND"), self.part.first("DURATION")
        at = ended or lasting
        if at is None:
            return Length(DAY) if start.is_date else Length()
        length = self._until(at, start) if at is ended else self._lasting(at)
        if length.total < timedelta(0):
            # That it took place is known; only how long it lasted is not.
            kept = "as one day" if start.is_date else "as 0 seconds"
            message = f"The event ends before it starts; it is kept {kept}."
            self.tally.report(_problem(BadPropertyError(at, message, "Correct its start or its end.")))
            length = Length()
        if length.total > (LONGEST if start.is_date else LONGEST_WORK):
            message = f"The event lasts {length.total.days:,} days, which cannot be meant; it was not read."
            raise BadPropertyError(at, message, "Correct its start or its end.")
        if start.is_date:  # The days of an all-day event are whole, and at least one.
            return Length(max(DAY, timedelta(days=length.total.days)))
        return length

    def _until(self, at: ContentLine, start: When) -> Length:
        end = self._when(at, self._stamp(at, at.value), start)
        if end.is_date != start.is_date:
            self.findings.mixed_ends.append(at.line)
        if start.is_date:
            return Length(datetime.combine(end.local, datetime.min.time()) - start.local)
        real = end.epoch - start.epoch
        if end.zone == start.zone and (real >= 0) == (end.local >= start.local):
            return Length(end.local - start.local)
        return Length(exact=real)

    def _lasting(self, at: ContentLine) -> Length:
        try:
            return parse_length(at.value)
        except ValueError:
            message = "This is no duration that can be meant; the event was not read."
            raise BadPropertyError(at, message, "Write a duration such as PT1H30M.") from None

    def _rules(self) -> Iterator[tuple[int, Rule]]:
        """The rules that can be followed; without them the event is kept once."""
        for at in self.part.all("RRULE"):
            try:
                rule = parse_rule(at.value)
            except ValueError as error:
                message = f"This rule cannot be followed, {error}; the event is kept once."
                self.tally.report(
                    _problem(BadPropertyError(at, message, "Correct the RRULE, or enter the rest by hand."))
                )
                continue
            if rule is None:
                continue
            if rule.is_fine:
                self.findings.fine_rules.append(at.line)
            else:
                yield at.line, rule

    def _extra(self, start: When, length: Length) -> Iterator[tuple[datetime, Length]]:
        for at in self.part.all("RDATE"):
            for when, own in self._periods(at, start):
                if start.is_date:
                    yield datetime.combine(when.local, datetime.min.time()), length
                elif when.is_date:  # A day alone keeps the event's time of day.
                    yield datetime.combine(when.local, start.local.time()), length
                else:
                    yield start.zone.local(when.epoch), own or length

    def _list(self, at: ContentLine, start: When) -> Iterator[When]:
        return (when for when, _ in self._periods(at, start))

    def _periods(self, at: ContentLine, start: When) -> Iterator[tuple[When, Length | None]]:
        """The moments of a list, each with the length that a period states; bad ones are reported, not followed."""
        for text in _texts(at.value.split(",")):
            begin, slash, rest = text.partition("/")
            try:
                when = self._when(at, self._stamp(at, begin), start)
                yield when, self._period(at, when, rest) if slash else None
            except BadPropertyError as bad:
                self.tally.report(_problem(bad))

    def _period(self, at: ContentLine, when: When, rest: str) -> Length:
        if rest[:1] in "+-Pp" and rest:
            length = self._lasting(ContentLine(at.line, at.name, at.params, rest))
        else:
            length = Length(exact=self._when(at, self._stamp(at, rest), when).epoch - when.epoch)
        if not timedelta(0) <= length.total <= LONGEST_WORK:
            raise BadPropertyError(at, "This period ends before it starts, or a year after.", "Correct its end.")
        return length


def _texts(pieces: Iterable[str]) -> Iterator[str]:
    return (piece.strip() for piece in pieces if piece.strip())
