"""What else changed in a period, so that nobody takes all of a difference for the hand-offs' doing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.outcome.weeks import WEEK, monday_of

NOTICEABLE = 0.15
"""Change of volume from which it is named."""
WEEKS = 4
"""Weeks at each end whose units are compared."""
_LEAST_UNITS = 4
_LEAST_HOURS = 0.5


class What(StrEnum):
    """Kinds of change."""

    STARTED = "a hand-off began"
    ENDED = "a hand-off ended"
    PAUSED = "a hand-off was paused"
    LEFT = "somebody left"
    AWAY = "time off"
    NOTHING_LOGGED = "nothing logged"
    NEW_WORK = "new work"
    STOPPED_WORK = "work that stopped"
    VOLUME = "more or less of the work"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: from a day on, who or what, and by how much where that has a meaning (a share, or hours a week)."""

    what: What
    day: int
    name: str
    until: int | None = None
    amount: float | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """When one kind of work was in the log: first and last Monday, and hours in the period before and since."""

    name: str
    first: int
    last: int
    before: float
    since: float


def new_and_stopped(rows: Sequence[Seen], start: int, today: int) -> list[Change]:
    """Work that began after the start, and work not seen for eight weeks; small things are left out.

    What is in the log from its first four weeks on was there when logging began, and is nothing new.

    Args:
        start: first day of the period. Hours are a week.
    """
    found = []
    known = min((monday_of(row.first) for row in rows), default=0) + WEEKS * WEEK
    for row in rows:
        if row.first >= max(monday_of(start), known) and row.since >= _LEAST_HOURS:
            found.append(Change(What.NEW_WORK, row.first, row.name, amount=row.since))
        elif row.last < monday_of(today) - 2 * WEEKS * WEEK and row.before >= _LEAST_HOURS:
            found.append(Change(What.STOPPED_WORK, row.last + WEEK, row.name, amount=row.before))
    return found


def volume(units: Mapping[int, float], mondays: Collection[int]) -> float | None:
    """Growth of the units of work from the first four weeks to the last four, as a share; None: too few are known.

    Args:
        units: runs done, or whatever the work is counted in, by Monday.

    >>> volume({7 * week + 1: 2 + week // 4 for week in range(8)}, [7 * week + 1 for week in range(8)])
    0.5
    """
    weeks = sorted(mondays)
    if len(weeks) < 2 * WEEKS:
        return None
    first = sum(units.get(monday, 0.0) for monday in weeks[:WEEKS])
    last = sum(units.get(monday, 0.0) for monday in weeks[-WEEKS:])
    return last / first - 1 if min(first, last) >= _LEAST_UNITS else None


def in_order(changes: Sequence[Change]) -> list[Change]:
    """Newest first."""
    return sorted(changes, key=lambda change: (-change.day, change.what, change.name))
