"""From events to what took place: series expanded inside a window, with their exceptions and moved occurrences."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hoursback.engine.capture.readers.ics_events import Event, Findings
from hoursback.engine.capture.readers.ics_rules import Budget, LimitReachedError, Rule, expand
from hoursback.engine.capture.readers.ics_values import Length
from hoursback.engine.capture.readers.ics_zones import UTC_ZONE

MARGIN = timedelta(days=2)
"""Wall clocks differ from UTC by less than this."""


@dataclass(frozen=True, slots=True)
class Window:
    """Epoch seconds, half-open."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether something of `[start, end)` lies within; a moment without length does when it is inside."""
        return start < self.end and (end > self.start or start == end == self.start)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place.

    Attributes:
        day: on the clock of the event's own zone or, for UTC times, the calendar's.
        start, end: epoch seconds; of a whole day, its local midnights.
        instance: when the series says it takes place, epoch seconds; with the UID it names the occurrence.
    """

    event: Event
    day: date
    start: int
    end: int
    instance: int


@dataclass(slots=True)
class Series:
    """The events that share one UID: what repeats, and what was changed in it."""

    core: Event | None = None
    changes: list[Event] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return (self.core or self.changes[0]).line


class SeriesStoppedError(Exception):
    """A series asks for more than a file may; `line` is its rule's."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def group(events: Iterable[Event], findings: Findings) -> list[Series]:
    """Events by UID, in file order; of several versions of one thing the last SEQUENCE stands.

    Some products give every event the same UID: events that start at different times in the same version are
    different events.
    """
    by_uid: dict[object, list[Event]] = {}
    for event in events:
        by_uid.setdefault(event.uid or event.line, []).append(event)
    return [series for same in by_uid.values() for series in _of_one_uid(same, findings)]


def _of_one_uid(events: list[Event], findings: Findings) -> list[Series]:
    cores = [event for event in events if event.replaces is None]
    newest = max((core.sequence for core in cores), default=0)
    by_start = {(c.start.epoch, c.start.is_date): c for c in reversed(cores) if c.sequence == newest}
    kept = list(reversed(by_start.values()))
    changes: dict[tuple[int, bool], Event] = {}
    for event in events:
        if event.replaces is not None:
            replaced = (event.replaces.epoch, event.replaces.is_date)
            known = changes.get(replaced)
            if known is None or event.sequence >= known.sequence:
                changes[replaced] = event
    standing = {event.line for event in (*kept, *changes.values())}
    findings.repeated.extend(event.line for event in events if event.line not in standing)
    return [Series(kept[0] if kept else None, list(changes.values())), *(Series(core) for core in kept[1:])]


def occurrences(series: Series, window: Window, budget: Budget) -> Iterator[Occurrence]:
    """What of a series lies within the window, one by one.

    Raises: SeriesStoppedError, when the file's limits are reached in it; the series has then been given at least once
        if it lies in the window at all.
    """
    core = series.core
    for change in series.changes:  # These first: they stand in the file and must come even if the series stops.
        if core is None or not _is_dropped(core, _replaced(change)):
            yield from _within(window, _once(change, change.start.local, change.length))
    if core is not None and not core.is_series and not series.changes:
        yield from _within(window, _once(core, core.start.local, core.length))
    elif core is not None:
        yield from _repeated(core, series.changes, window, budget)


def _within(window: Window, one: Occurrence) -> Iterator[Occurrence]:
    if window.overlaps(one.start, one.end):
        yield one


def _once(event: Event, local: datetime, length: Length, instance: int | None = None) -> Occurrence:
    start = event.start.zone.epoch(local)
    end = event.end_of(local, length)
    day = local.date() if event.shown is event.start.zone else event.shown.local(start).date()
    if instance is None:
        instance = start if event.replaces is None else event.replaces.epoch
    return Occurrence(event, day, start, end, instance)


def _repeated(core: Event, changes: list[Event], window: Window, budget: Budget) -> Iterator[Occurrence]:
    is_moved = _moved(core, changes)
    later = sorted((change for change in changes if change.and_later), key=_replaced)
    given = 0
    try:
        for local, length in _starts(core, changes, window, budget):
            instance = core.start.zone.epoch(local)
            if is_moved(local, instance) or _is_dropped(core, instance):
                continue
            one = _changed(core, later, local, length, instance)
            if not window.overlaps(one.start, one.end):
                continue
            if core.is_series:
                _give_out(budget, given)
            given += 1
            yield one
    except LimitReachedError:
        first = _once(core, core.start.local, core.length)
        if not (given or is_moved(core.start.local, first.start) or _is_dropped(core, first.start)):
            yield from _within(window, first)
        raise SeriesStoppedError(core.rules[0][0] if core.rules else core.line) from None


def _moved(core: Event, changes: list[Event]) -> Callable[[datetime, int], bool]:
    """Whether an occurrence of the series, by its clock time and its moment, is told by an event of its own."""
    moments: set[int] = set()
    days: set[date] = set()
    for replaced in (change.replaces for change in changes if change.replaces is not None):
        if replaced.is_date or core.start.is_date:
            days.add(replaced.local.date())
        else:
            moments.add(replaced.epoch)
    return lambda local, instance: instance in moments or local.date() in days


def _give_out(budget: Budget, given: int) -> None:
    """A series that comes after the limit was reached is still kept once."""
    try:
        budget.give_out()
    except LimitReachedError:
        if given:
            raise


def _replaced(change: Event) -> int:
    return change.replaces.epoch if change.replaces else 0


def _is_dropped(core: Event, instance: int) -> bool:
    if instance in core.dropped:
        return True
    return bool(core.dropped_days) and core.start.zone.local(instance).date() in core.dropped_days


def _changed(core: Event, later: list[Event], local: datetime, length: Length, instance: int) -> Occurrence:
    """An occurrence of the core, or of the change that holds from an earlier one on (RANGE=THISANDFUTURE)."""
    place = bisect_left(later, instance, key=_replaced)
    if place == 0:
        return _once(core, local, length, instance)
    change = later[place - 1]
    shift = core.start.zone.local(change.start.epoch) - core.start.zone.local(_replaced(change))
    moved = change.start.zone.local(core.start.zone.epoch(local + shift))
    return _once(change, moved, change.length, instance)


def _starts(core: Event, changes: list[Event], window: Window, budget: Budget) -> Iterator[tuple[datetime, Length]]:
    """Every clock time at which the series says it starts, in order and once, with its length."""
    zone = core.start.zone
    reach = max(event.length.total for event in (core, *changes))
    shift = max((abs(c.start.local - c.replaces.local) for c in changes if c.and_later and c.replaces), default=MARGIN)
    lower = zone.local(window.start) - reach - shift - MARGIN
    upper = zone.local(window.end) + shift + MARGIN
    own = dict(core.extra)
    ruled = [_ruled(core, rule, lower, upper, budget) for _, rule in core.rules]
    own_start = core.start.local
    # A start after the end of all its rules has no place in its own series.
    is_over = bool(core.rules) and all(own_start > _last(core, rule) for _, rule in core.rules)
    previous = None
    for local in heapq.merge(sorted({*own} if is_over else {own_start, *own}), *ruled):
        if local != previous:
            yield local, own.get(local, core.length)
        previous = local


def _ruled(core: Event, rule: Rule, lower: datetime, upper: datetime, budget: Budget) -> Iterator[datetime]:
    latest = min(upper, _last(core, rule))
    return expand(rule, core.start.local, lower, latest, budget, whole_days=core.start.is_date)


def _last(core: Event, rule: Rule) -> datetime:
    """The latest clock time that UNTIL allows; a day includes its evening."""
    until = rule.until
    if until is None:
        return datetime.combine(date.max, time.max)
    if until.is_date or core.start.is_date:
        return datetime.combine(until.local, time.max)
    return core.start.zone.local(UTC_ZONE.epoch(until.local)) if until.is_utc else until.local
