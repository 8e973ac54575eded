"""What looks wrong on a day, each with a way to put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hoursback.engine.capture.duration import format_duration
from hoursback.engine.capture.overlap import overlaps
from hoursback.web.capture.clocks import local
from hoursback.web.capture.selectors.day import DayFacts, EntryRow

FORGOTTEN = 10 * 3600
LONG_DAY = 13 * 3600
_MOST = 12


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that one button makes: a new start and length of one entry."""

    entry: EntryRow
    start: int
    seconds: int
    label: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that looks wrong; a warning never blocks."""

    message: str
    entry: EntryRow | None = None
    fix: Fix | None = None


def doubts(facts: DayFacts) -> list[Doubt]:
    """Overlaps first, then lengths, then what runs past midnight."""
    found = [*_overlaps(facts), *_lengths(facts), *_midnight(facts)]
    return found[:_MOST]


def _overlaps(facts: DayFacts) -> Iterator[Doubt]:
    rows = [row for row in (*facts.carried, *facts.entries) if row.start is not None]
    pairs = overlaps([(row.start or 0, row.end or 0) for row in rows])
    for pair in pairs[:_MOST]:
        first, second = rows[pair.first], rows[pair.second]
        message = _("“%(first)s” and “%(second)s” share %(length)s.") % {
            "first": _name(first), "second": _name(second), "length": format_duration(pair.seconds),
        }  # fmt: skip
        yield Doubt(message, second, _shortened(first, second, facts))


def _shortened(first: EntryRow, second: EntryRow, facts: DayFacts) -> Fix:
    """The first ends where the second starts; one inside the other starts where that ends."""
    start, end, other = first.start or 0, first.end or 0, second.start or 0
    other_end = second.end or 0
    if other > start:
        label = _("End “%(name)s” at %(time)s") % {"name": _name(first), "time": _clock(other, facts)}
        return Fix(first, start, other - start, label)
    if other_end > end:
        label = _("Start “%(name)s” at %(time)s") % {"name": _name(second), "time": _clock(end, facts)}
        return Fix(second, end, other_end - end, label)
    label = _("Start “%(name)s” at %(time)s") % {"name": _name(first), "time": _clock(other_end, facts)}
    return Fix(first, other_end, end - other_end, label)


def _lengths(facts: DayFacts) -> Iterator[Doubt]:
    for row in facts.entries:
        if row.seconds > FORGOTTEN:
            message = _("“%(name)s” lasts %(length)s. If a timer was forgotten, set its end.")
            yield Doubt(message % {"name": _name(row), "length": format_duration(row.seconds // 60 * 60)}, row)
        elif row.seconds == 0:
            yield Doubt(_("“%(name)s” has no length; it is kept and counts nothing.") % {"name": _name(row)}, row)
    if facts.seconds >= LONG_DAY:
        length = format_duration(facts.seconds // 60 * 60)
        if facts.seconds > facts.after - facts.begin:
            message = _("%(length)s are logged, more than the day had. Look for an entry on the wrong day.")
        else:
            message = _("%(length)s are logged. Look for a forgotten timer or an entry on the wrong day.")
        yield Doubt(message % {"length": length})


def _midnight(facts: DayFacts) -> Iterator[Doubt]:
    for row in facts.entries:
        if row.end is not None and row.end > facts.after:
            message = _("“%(name)s” runs past midnight; its hours count on the day it started.")
            yield Doubt(message % {"name": _name(row)}, row)


def _name(row: EntryRow) -> str:
    note = row.note.split("\n", 1)[0]
    return note if len(note) <= 40 and note else row.activity


def _clock(epoch: int, facts: DayFacts) -> str:
    return f"{local(epoch, facts.zone):%H:%M}"
