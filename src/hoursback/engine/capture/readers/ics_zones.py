"""Which zone a calendar's times are meant in: by IANA name, behind a vendor's prefix, or as the file defines it."""

# ruff: noqa: DTZ001 (what a wall clock shows has no zone until one is looked up)
from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from hoursback.engine.capture.readers.ics_parts import Part
from hoursback.engine.capture.readers.ics_rules import Budget, Frequency, LimitReachedError, expand, parse_rule
from hoursback.engine.capture.readers.ics_values import parse_stamp, plain_text

EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)
LAST_CHANGE = datetime(2101, 1, 1)
FIRST_CHANGE = datetime(1900, 1, 1)
CHANGES_LIMIT = 1_000
"""Times that one definition may set the clock, about four a year since 1900."""
DAYS_FOR_ZONES = 1_000_000
"""Days that expanding one file's zone definitions may look at; a zone with summer time needs 12,000."""
OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})(?::?[0-9]{2})?")
FIXED = re.compile(r"(?:UTC|GMT)? ?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)


class Zone(Protocol):
    """A wall clock.

    Attributes:
        name: its IANA name, or the one nearest to it.
    """

    @property
    def name(self) -> str: ...

    def epoch(self, local: datetime) -> int:
        """Seconds since 1970 in UTC of what the clock shows.

        A time that the clock skips is read by the offset before the jump, one that it shows twice is the first
        (RFC 5545, 3.3.5).
        """
        ...

    def local(self, epoch: int) -> datetime:
        """What the clock shows."""
        ...


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone of the tz database."""

    name: str
    info: ZoneInfo

    def epoch(self, local: datetime) -> int:
        """See Zone."""
        offset = local.replace(tzinfo=self.info, fold=0).utcoffset() or timedelta(0)
        return (local - offset - EPOCH) // SECOND

    def local(self, epoch: int) -> datetime:
        """See Zone."""
        return (EPOCH + timedelta(seconds=epoch)).replace(tzinfo=UTC).astimezone(self.info).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A moment at which a clock is set; seconds of UTC since 1970, offsets in seconds east of it."""

    at: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WrittenZone:
    """A zone that the file itself defines; changes in order, at least one."""

    name: str
    changes: tuple[Change, ...]
    _on_clock: list[int] = field(repr=False, compare=False)
    _in_utc: list[int] = field(repr=False, compare=False)

    @classmethod
    def of(cls, name: str, changes: list[Change]) -> WrittenZone:
        """The zone with these changes."""
        ordered = tuple(sorted(set(changes)))
        return cls(name, ordered, [c.at + c.before for c in ordered], [c.at for c in ordered])

    def epoch(self, local: datetime) -> int:
        """See Zone."""
        shown = (local - EPOCH) // SECOND
        place = bisect_right(self._on_clock, shown) - 1
        change = self.changes[max(place, 0)]
        jump = change.after - change.before
        is_before = place < 0 or (jump > 0 and shown < self._on_clock[place] + jump)
        return shown - (change.before if is_before else change.after)

    def local(self, epoch: int) -> datetime:
        """See Zone."""
        place = bisect_right(self._in_utc, epoch) - 1
        offset = self.changes[0].before if place < 0 else self.changes[place].after
        return EPOCH + timedelta(seconds=epoch + offset)


UTC_ZONE = NamedZone("UTC", ZoneInfo("UTC"))


@lru_cache(maxsize=256)
def named_zone(name: str) -> NamedZone | None:
    """The zone of the tz database with this name, in any case; None for none."""
    try:
        return NamedZone(name, ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        # OSError: the name of a folder of zones, such as "America".
        known = _names_by_folded().get(name.casefold())
        return NamedZone(known, ZoneInfo(known)) if known else None


@lru_cache(maxsize=1)
def _names_by_folded() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@lru_cache(maxsize=256)
def zone_in(text: str) -> NamedZone | None:
    """The IANA zone that a name holds, alone or behind a vendor's prefix.

    >>> zone_in("/freeassociation.sourceforge.net/Europe/Berlin").name
    'Europe/Berlin'
    """
    whole = named_zone(text.strip())
    if whole is not None:
        return whole
    pieces = text.strip().split("/")
    for kept in (3, 2, 1):  # IANA names have at most three pieces: America/Argentina/Buenos_Aires.
        name = _names_by_folded().get("/".join(pieces[-kept:]).casefold())
        if name is not None and kept < len(pieces):
            return named_zone(name)
    return None


def windows_name(text: str) -> str | None:
    """The IANA name that Unicode's table gives for a Windows zone; None for none."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = WINDOWS_TO_OLSON.get(text)
    return str(name) if name is not None else None


def fixed_zone(text: str) -> WrittenZone | None:
    """The zone of a name that is nothing but an offset, such as UTC+11."""
    found = FIXED.fullmatch(text.strip())
    if found is None:
        return None
    offset = _signed(found[1], int(found[2]), int(found[3] or 0))
    return None if offset is None else WrittenZone.of(_offset_name(offset), [Change(0, offset, offset)])


def _signed(sign: str, hours: int, minutes: int) -> int | None:
    seconds = (hours * 60 + minutes) * 60
    if hours > 15 or minutes > 59:
        return None
    return -seconds if sign == "-" else seconds


def _offset_name(offset: int) -> str:
    """An IANA name for a clock that is never set; half hours have none of their own."""
    hours, rest = divmod(offset, 3600)
    if rest or not -12 <= hours <= 14:
        return _look_alike([Change(0, offset, offset)]) or "UTC"
    # The signs of these names are those of POSIX: west is positive.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _look_alike(changes: list[Change]) -> str | None:
    """The Windows table's first zone that shows, month by month in 2024, what this clock shows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    written = WrittenZone.of("", changes)
    moments = [(datetime(2024, month, 15, 12) - EPOCH) // SECOND for month in range(1, 13)]
    shown = [written.local(moment) for moment in moments]
    for name in sorted(set(WINDOWS_TO_OLSON.values())):
        zone = named_zone(str(name))
        if zone is not None and [zone.local(moment) for moment in moments] == shown:
            return zone.name
    return None


@dataclass(slots=True)
class ZoneBook:
    """The zones of one calendar, looked up by the names its times carry."""

    definitions: dict[str, Part]
    budget: Budget
    _known: dict[str, Zone | None] = field(default_factory=dict)

    @classmethod
    def of(cls, calendar: Part, budget: Budget) -> ZoneBook:
        """The book of a calendar's VTIMEZONEs; the last definition of a name wins."""
        definitions: dict[str, Part] = {}
        for part in calendar.parts:
            name = part.first("TZID") if part.kind == "VTIMEZONE" else None
            if name is not None:
                definitions[_plain_name(name.value)] = part
        return cls(definitions, budget)

    def find(self, name: str) -> Zone | None:
        """The zone that a TZID names; None when neither the tz database nor the file knows it."""
        plain = _plain_name(name)
        if plain not in self._known:
            self._known[plain] = self._search(plain)
        return self._known[plain]

    def _search(self, name: str) -> Zone | None:
        found: Zone | None = zone_in(name)
        if found is None and name in self.definitions:
            found = self._defined(name, self.definitions[name])
        if found is None:
            windows = windows_name(name)
            found = named_zone(windows) if windows else fixed_zone(name)
        return found

    def _defined(self, name: str, part: Part) -> Zone | None:
        try:
            changes = [change for observance in part.parts for change in _changes(observance, self.budget)]
        except LimitReachedError:
            return None
        if not changes:
            return None
        place = part.first("X-LIC-LOCATION")
        located = None if place is None else zone_in(plain_text(place.value))
        label = windows_name(name) or (located.name if located else None)
        if label is None and all(change.before == change.after == changes[0].after for change in changes):
            label = _offset_name(changes[0].after)
        return WrittenZone.of(label or _look_alike(changes) or "UTC", changes)


def _plain_name(text: str) -> str:
    return plain_text(text).strip('"').strip()


def _changes(observance: Part, budget: Budget) -> Iterator[Change]:
    """When one STANDARD or DAYLIGHT begins, to the year 2100; nothing if it cannot be read."""
    before, after = (_offset(observance, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    began = observance.first("DTSTART")
    if before is None or after is None or began is None:
        return
    try:
        # Exchange writes the year 1, which is before any clock was set.
        start = parse_stamp(re.sub(r"^\s*0001", "1601", began.value)).local
    except ValueError:
        return
    for local in (start, *_repeats(observance, start, before, budget)):
        yield Change((local - EPOCH) // SECOND - before, before, after)


def _repeats(observance: Part, start: datetime, before: int, budget: Budget) -> Iterator[datetime]:
    for dates in observance.all("RDATE"):
        for text in dates.value.split(","):
            try:
                yield parse_stamp(text).local
            except ValueError:
                continue
    for line in observance.all("RRULE"):
        try:
            rule = parse_rule(line.value)
        except ValueError:
            continue
        if rule is None or rule.frequency is not Frequency.YEARLY or rule.is_fine:
            continue
        upper = LAST_CHANGE
        if rule.until is not None:
            shift = timedelta(seconds=before) if rule.until.is_utc else timedelta(0)
            upper = min(upper, rule.until.local + shift + timedelta(days=1 if rule.until.is_date else 0))
        yield from islice(expand(rule, start, max(start, FIRST_CHANGE), upper, budget), CHANGES_LIMIT)


def _offset(observance: Part, name: str) -> int | None:
    line = observance.first(name)
    found = None if line is None else OFFSET.fullmatch(line.value.strip())
    return None if found is None else _signed(found[1], int(found[2]), int(found[3]))
