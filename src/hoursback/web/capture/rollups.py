"""Totals by day and week, kept exact in the transaction of the entries they count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F, Sum

from hoursback.web.capture.models import DayTotal, Entry, WeekTotal


class Delta(NamedTuple):
    """What a change adds to one person's and activity's day; seconds and entries below zero take away."""

    person_id: int
    activity_id: int
    day: int
    seconds: int
    entries: int


def week_of(day: int) -> int:
    """Ordinal of the Monday of a day's week.

    >>> from datetime import date
    >>> date.fromordinal(week_of(date(2026, 1, 1).toordinal()))
    datetime.date(2025, 12, 29)
    """
    return day - (day + 6) % 7


def add(workspace_id: int, deltas: Iterable[Delta]) -> None:
    """Count a change; call it inside the transaction that changes the entries."""
    assert connection.in_atomic_block, "totals change together with their entries"
    days: dict[tuple[int, int, int], list[int]] = {}
    for person, activity, day, seconds, entries in deltas:
        total = days.setdefault((day, person, activity), [0, 0])
        total[0] += seconds
        total[1] += entries
    weeks: dict[tuple[int, int, int], list[int]] = {}
    for (day, person, activity), (seconds, entries) in days.items():
        total = weeks.setdefault((week_of(day), person, activity), [0, 0])
        total[0] += seconds
        total[1] += entries
    _upsert("capture_daytotal", "day", workspace_id, days)
    _upsert("capture_weektotal", "week", workspace_id, weeks)


def delta_of(entry: Entry, times: int = 1) -> Delta:
    """What an entry counts for; times -1 takes it away."""
    return Delta(entry.person_id, entry.activity_id, entry.day, times * entry.seconds, times)


@transaction.atomic
def rebuild(workspace_id: int) -> None:
    """All totals of a workspace anew from its entries."""
    DayTotal.everywhere.filter(workspace_id=workspace_id).delete()
    WeekTotal.everywhere.filter(workspace_id=workspace_id).delete()
    add(workspace_id, counted(workspace_id))


def counted(workspace_id: int) -> list[Delta]:
    """The truth that the day totals must equal: sums over the entries."""
    sums = (
        Entry.everywhere.filter(workspace_id=workspace_id)
        .values_list("person_id", "activity_id", "day")
        .annotate(Sum("seconds"), entries=Sum(F("seconds") * 0 + 1))
        .order_by()
    )
    return [Delta(*row) for row in sums]


def _upsert(table: str, column: str, workspace_id: int, totals: dict[tuple[int, int, int], list[int]]) -> None:
    rows = [(workspace_id, *key, *total) for key, total in totals.items() if total != [0, 0]]
    if not rows:
        return
    # A row that a change empties must never exist with 0 entries (a constraint says so), so removals go first.
    with connection.cursor() as cursor:
        for row in [row for row in rows if row[5] < 0]:
            cursor.execute(
                f"DELETE FROM {table} WHERE workspace_id = %s AND {column} = %s AND person_id = %s "
                "AND activity_id = %s AND entries + %s = 0",
                [*row[:4], row[5]],
            )
            if not cursor.rowcount:
                cursor.execute(
                    f"UPDATE {table} SET seconds = seconds + %s, entries = entries + %s "
                    f"WHERE workspace_id = %s AND {column} = %s AND person_id = %s AND activity_id = %s",
                    [row[4], row[5], *row[:4]],
                )
        grown = [row for row in rows if row[5] >= 0]
        if grown:
            cursor.executemany(
                f"INSERT INTO {table} (workspace_id, {column}, person_id, activity_id, seconds, entries) "
                "VALUES (%s, %s, %s, %s, %s, %s) "
                f"ON CONFLICT (workspace_id, {column}, person_id, activity_id) DO UPDATE SET "
                f"seconds = {table}.seconds + excluded.seconds, entries = {table}.entries + excluded.entries",
                grown,
            )
