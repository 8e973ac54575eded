"""The stored log as the plain rows that the engine's sums and checks read, in flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from hoursback.web.capture.models import Activity, Entry, Labels, Zone
from hoursback.web.people.models import Person

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

BATCH = 2_000
"""Rows handed on at once."""
_NO_LABELS: tuple[str, str, tuple[str, ...]] = ("", "", ())


class ByName:
    """The engine's assigner for rows that name their activity already, in the place of the project.

    Attributes:
        stated: names of the activities in the order of their positions, which the engine's draws follow.
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.stated: tuple[str, ...] = tuple(names)

    def name_of(self, project: str, task: str, note: str) -> str:
        """The activity of a row of `rows_of`."""
        return project


def by_name(workspace_id: int) -> ByName:
    """`ByName` with every activity of a workspace, in order."""
    rows = Activity.everywhere.filter(workspace_id=workspace_id).order_by("position", "pk")
    return ByName(list(rows.values_list("name", flat=True)))


def rows_of(
    workspace_id: int, person_id: int | None = None, since: date | None = None
) -> Iterator[tuple[str, list[Row]]]:
    """The entries of a workspace as (zone name, rows), in the order in which they were stored.

    Feed them to `add_rows(rows, zone)` of the engine's DayLogBuilder and Checker. A row's project is the name of its
    activity, its person the name of the person, its line the entry's id.

    Args:
        person_id: of one person only; None: everybody's. since: first day.
    """
    entries = Entry.everywhere.filter(workspace_id=workspace_id)
    if person_id is not None:
        entries = entries.filter(person_id=person_id)
    if since is not None:
        entries = entries.filter(day__gte=since.toordinal())
    columns = ("day", "seconds", "start", "note", "activity_id", "labels_id", "person_id", "pk", "zone_id")
    names = _Names(workspace_id)
    batch: list[Row] = []
    of_zone: int | None = None
    for *fields, zone_id in entries.order_by("pk").values_list(*columns).iterator(chunk_size=BATCH):
        if zone_id != of_zone or len(batch) >= BATCH:
            if batch and of_zone is not None:
                yield names.zones[of_zone], batch
            batch, of_zone = [], zone_id
        batch.append(names.row(*fields))
    if batch and of_zone is not None:
        yield names.zones[of_zone], batch


class _Names:
    """Interned names by id, looked up once for all rows."""

    def __init__(self, workspace_id: int) -> None:
        self.zones = dict(Zone.objects.values_list("pk", "name"))
        self.activities = dict(Activity.everywhere.filter(workspace_id=workspace_id).values_list("pk", "name"))
        self.persons = dict(Person.everywhere.filter(workspace_id=workspace_id).values_list("pk", "name"))
        self.labels: dict[int | None, tuple[str, str, tuple[str, ...]]] = {None: _NO_LABELS}
        tags_of: dict[str, tuple[str, ...]] = {}
        labels = Labels.everywhere.filter(workspace_id=workspace_id)
        for pk, task, client, tags in labels.values_list("pk", "task", "client", "tags").iterator():
            known = tags_of.setdefault(tags, tuple(tags.split("\n")) if tags else ())
            self.labels[pk] = task, client, known

    def row(
        self,
        day: int,
        seconds: int,
        start: int | None,
        note: str,
        activity: int,
        labels: int | None,
        person: int,
        pk: int,
    ) -> Row:
        """One entry; a length on a day has neither start nor end."""
        task, client, tags = self.labels[labels]
        end = None if start is None else start + seconds
        name = self.activities[activity]
        return day, seconds, start, end, note, name, task, client, self.persons[person], tags, pk
