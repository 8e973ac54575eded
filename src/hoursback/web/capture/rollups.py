"""Totals by day and week, kept exact in the transaction of the entries they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Sum

from hoursback.web.capture import manyrows
from hoursback.web.capture.models import DayTotal, Entry, WeekTotal

_AT_ONCE = 5_000
type Total = tuple[int, int, int, int, int]
"""Day or Monday as an ordinal, person, activity, seconds, entries."""


class Delta(NamedTuple):
    """What a change adds to one person's and activity's day; seconds and entries below zero take away."""

    person_id: int
    activity_id: int
    day: int
    seconds: int
    entries: int


class TotalsError(RuntimeError):
    """Totals were to lose what they never held; the transaction must not stand. `doctor` rebuilds them."""


def week_of(day: int) -> int:
    """Ordinal of the Monday of a day's week.

    >>> from datetime import date
    >>> date.fromordinal(week_of(date(2026, 1, 1).toordinal()))
    datetime.date(2025, 12, 29)
    """
    return day - (day + 6) % 7


def add(workspace_id: int, deltas: Iterable[Delta]) -> None:
    """Count a change; call it inside the transaction that changes the entries.

    Raises: TotalsError, when something is taken away that was never counted.
    """
    days: dict[tuple[int, int, int], list[int]] = {}
    weeks: dict[tuple[int, int, int], list[int]] = {}
    for person, activity, day, seconds, entries in deltas:
        for totals, key in ((days, (day, person, activity)), (weeks, (week_of(day), person, activity))):
            total = totals.setdefault(key, [0, 0])
            total[0] += seconds
            total[1] += entries
    _change("capture_daytotal", "day", workspace_id, days)
    _change("capture_weektotal", "week", workspace_id, weeks)


def delta_of(entry: Entry, times: int = 1) -> Delta:
    """What an entry counts for; times -1 takes it away."""
    return Delta(entry.person_id, entry.activity_id, entry.day, times * entry.seconds, times)


def grow_days(workspace_id: int, totals: Iterable[Total]) -> None:
    """Count new entries, summed up by day; for imports, which hand the weeks to `grow_weeks` in larger lots."""
    _grow("capture_daytotal", "day", workspace_id, totals)


def grow_weeks(workspace_id: int, totals: Iterable[Total]) -> None:
    """Count new entries, summed up by week."""
    _grow("capture_weektotal", "week", workspace_id, totals)


@transaction.atomic
def rebuild(workspace_id: int) -> None:
    """All totals of a workspace anew from its entries."""
    DayTotal.everywhere.filter(workspace_id=workspace_id).delete()
    WeekTotal.everywhere.filter(workspace_id=workspace_id).delete()
    for some in batched(_sums(workspace_id), _AT_ONCE):
        add(workspace_id, some)


def counted(workspace_id: int) -> list[Delta]:
    """The truth that the day totals must equal: sums over the entries."""
    return list(_sums(workspace_id))


def is_right(workspace_id: int) -> bool:
    """Whether all totals of a workspace equal what its entries add up to."""
    days = {tuple(delta) for delta in _sums(workspace_id)}
    weeks: dict[tuple[int, int, int], list[int]] = {}
    for person, activity, day, seconds, entries in days:
        total = weeks.setdefault((person, activity, week_of(day)), [0, 0])
        total[0] += seconds
        total[1] += entries
    columns = ("person_id", "activity_id")
    kept_days = DayTotal.everywhere.filter(workspace_id=workspace_id)
    kept_weeks = WeekTotal.everywhere.filter(workspace_id=workspace_id)
    return days == set(kept_days.values_list(*columns, "day", "seconds", "entries")) and {
        (*key, *total) for key, total in weeks.items()
    } == set(kept_weeks.values_list(*columns, "week", "seconds", "entries"))


def take_away(workspace_id: int, batch_id: int) -> None:
    """Stop counting the entries of an import that nobody has edited since; call it before they are deleted."""
    for some in batched(_sums(workspace_id, batch_id=batch_id, version=1), _AT_ONCE):
        add(workspace_id, (delta._replace(seconds=-delta.seconds, entries=-delta.entries) for delta in some))


def _sums(workspace_id: int, **which: int) -> Iterator[Delta]:
    sums = (
        Entry.everywhere.filter(workspace_id=workspace_id, **which)
        .values_list("person_id", "activity_id", "day")
        .annotate(seconds_=Sum("seconds"), entries_=Count("pk"))
        .order_by()
    )
    return (Delta(*row) for row in sums.iterator(_AT_ONCE))


def _change(table: str, column: str, workspace_id: int, totals: dict[tuple[int, int, int], list[int]]) -> None:
    rows: list[Total] = [(*key, seconds, entries) for key, (seconds, entries) in totals.items() if seconds or entries]
    # A constraint forbids 0 entries even in a row that only proposes a change, so only growth may be an insert.
    less = [row for row in rows if row[4] <= 0]
    if less:
        _shrink(table, column, workspace_id, less)
    grown = [row for row in rows if row[4] > 0]
    if grown:
        _grow(table, column, workspace_id, grown)


def _shrink(table: str, column: str, workspace_id: int, rows: list[Total]) -> None:
    _check_atomic()
    of_row = f"workspace_id = {int(workspace_id)} AND {column} = %s AND person_id = %s AND activity_id = %s"
    changed = 0
    with connection.cursor() as cursor:
        gone = [row for row in rows if row[4] < 0]
        if gone:
            cursor.executemany(f"DELETE FROM {table} WHERE {of_row} AND seconds = -(%s) AND entries = -(%s)", gone)
            changed += cursor.rowcount
        change = [(row[3], row[4], *row[:3]) for row in rows]
        cursor.executemany(f"UPDATE {table} SET seconds = seconds + %s, entries = entries + %s WHERE {of_row}", change)
        changed += cursor.rowcount
    if changed != len(rows):
        raise TotalsError(f"{len(rows) - changed} of {len(rows)} totals in {table} were not there to be changed.")


def _grow(table: str, column: str, workspace_id: int, rows: Iterable[Total]) -> None:
    manyrows.insert(
        f"INSERT INTO {table} (workspace_id, {column}, person_id, activity_id, seconds, entries)",
        5,
        rows,
        constants=str(int(workspace_id)),
        after=f"ON CONFLICT (workspace_id, {column}, person_id, activity_id) DO UPDATE SET "
        f"seconds = {table}.seconds + excluded.seconds, entries = {table}.entries + excluded.entries",
    )


def _check_atomic() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Totals change together with their entries, inside one transaction.")
