"""Totals by day and week, kept exact in the transaction of the entries they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Sum

from hoursback.web.accounts.models import Workspace
from hoursback.web.capture import manyrows
from hoursback.web.capture.models import ActivityWeek, DayTotal, Entry, WeekTotal

_AT_ONCE = 5_000
type Total = tuple[int, ...]
"""The key of a table of totals, then seconds and entries. A key begins with a day or a Monday as an ordinal."""
type Totals = Sequence[Sequence[int]]
"""Many of them as columns of equal length."""


class _Table(NamedTuple):
    """A table of totals and the columns of its key besides the workspace."""

    name: str
    key: tuple[str, ...]


_DAYS = _Table("capture_daytotal", ("day", "person_id", "activity_id"))
_WEEKS = _Table("capture_weektotal", ("week", "person_id", "activity_id"))
_EVERYBODY = _Table("capture_activityweek", ("week", "activity_id"))


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
    _check_atomic()
    _lock(workspace_id)
    sums: dict[_Table, dict[tuple[int, ...], list[int]]] = {_DAYS: {}, _WEEKS: {}, _EVERYBODY: {}}
    for person, activity, day, seconds, entries in deltas:
        week = week_of(day)
        for table, key in (
            (_DAYS, (day, person, activity)),
            (_WEEKS, (week, person, activity)),
            (_EVERYBODY, (week, activity)),
        ):
            total = sums[table].setdefault(key, [0, 0])
            total[0] += seconds
            total[1] += entries
    for table, totals in sums.items():
        _change(table, workspace_id, totals)


def delta_of(entry: Entry, times: int = 1) -> Delta:
    """What an entry counts for; times -1 takes it away."""
    return Delta(entry.person_id, entry.activity_id, entry.day, times * entry.seconds, times)


def grow_days(workspace_id: int, totals: Totals) -> None:
    """Count new entries, summed up by day, person and activity; for imports, which must call all three of these.

    They hand weeks on in larger lots, and hold the lock of the workspace.
    """
    _grow(_DAYS, workspace_id, totals)


def grow_weeks(workspace_id: int, totals: Totals) -> None:
    """Count new entries, summed up by week, person and activity."""
    _grow(_WEEKS, workspace_id, totals)


def grow_everybodys_weeks(workspace_id: int, totals: Totals) -> None:
    """Count new entries, summed up by week and activity."""
    _grow(_EVERYBODY, workspace_id, totals)


@transaction.atomic
def rebuild(workspace_id: int) -> None:
    """All totals of a workspace anew from its entries."""
    for model in (DayTotal, WeekTotal, ActivityWeek):
        model.everywhere.filter(workspace_id=workspace_id).delete()
    for some in batched(_sums(workspace_id), _AT_ONCE):
        add(workspace_id, some)


def counted(workspace_id: int) -> list[Delta]:
    """The truth that the day totals must equal: sums over the entries."""
    return list(_sums(workspace_id))


def is_right(workspace_id: int) -> bool:
    """Whether all totals of a workspace equal what its entries add up to."""
    days = {tuple(delta) for delta in _sums(workspace_id)}
    weeks: dict[tuple[int, ...], list[int]] = {}
    for person, activity, day, seconds, entries in days:
        week = week_of(day)
        for key in ((person, activity, week), (activity, week)):
            total = weeks.setdefault(key, [0, 0])
            total[0] += seconds
            total[1] += entries
    wanted = {(*key, *total) for key, total in weeks.items()}
    return days == _kept(DayTotal, workspace_id, "person_id", "activity_id", "day") and wanted == (
        _kept(WeekTotal, workspace_id, "person_id", "activity_id", "week")
        | _kept(ActivityWeek, workspace_id, "activity_id", "week")
    )


def _kept(model: type[DayTotal | WeekTotal | ActivityWeek], workspace_id: int, *key: str) -> set[tuple[int, ...]]:
    rows = model.everywhere.filter(workspace_id=workspace_id)
    return set(rows.values_list(*key, "seconds", "entries").iterator(_AT_ONCE))


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


def _lock(workspace_id: int) -> None:
    """One writer of totals at a time in a workspace, where several can write: people share rows of totals, and two
    changes that met in opposite order would each wait for the other."""
    if connection.features.has_select_for_update:
        Workspace.objects.select_for_update(no_key=True).filter(pk=workspace_id).values_list("pk").first()


def _change(table: _Table, workspace_id: int, totals: dict[tuple[int, ...], list[int]]) -> None:
    rows = [(*key, seconds, entries) for key, (seconds, entries) in totals.items() if seconds or entries]
    # A constraint forbids 0 entries even in a row that only proposes a change, so only growth may be an insert.
    less = [row for row in rows if row[-1] <= 0]
    if less:
        _shrink(table, workspace_id, less)
    grown = [row for row in rows if row[-1] > 0]
    if grown:
        _grow(table, workspace_id, list(zip(*grown, strict=True)))


def _shrink(table: _Table, workspace_id: int, rows: list[Total]) -> None:
    _check_atomic()
    of_row = f"workspace_id = {int(workspace_id)} AND " + " AND ".join(f"{column} = %s" for column in table.key)
    changed = 0
    with connection.cursor() as cursor:
        gone = [row for row in rows if row[-1] < 0]
        if gone:
            cursor.executemany(f"DELETE FROM {table.name} WHERE {of_row} AND seconds = -(%s) AND entries = -(%s)", gone)
            changed += cursor.rowcount
        change = [(*row[-2:], *row[:-2]) for row in rows]
        cursor.executemany(
            f"UPDATE {table.name} SET seconds = seconds + %s, entries = entries + %s WHERE {of_row}", change
        )
        changed += cursor.rowcount
    if changed != len(rows):
        raise TotalsError(f"{len(rows) - changed} of {len(rows)} totals in {table.name} were not there to be changed.")


def _grow(table: _Table, workspace_id: int, totals: Totals) -> None:
    key = f"workspace_id, {', '.join(table.key)}"
    manyrows.insert(
        f"INSERT INTO {table.name} ({key}, seconds, entries)",
        totals,
        constants=str(int(workspace_id)),
        after=f"ON CONFLICT ({key}) DO UPDATE SET "
        f"seconds = {table.name}.seconds + excluded.seconds, entries = {table.name}.entries + excluded.entries",
    )


def _check_atomic() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Totals change together with their entries, inside one transaction.")
