"""Rows of a file into the log: names to ids, what is known left out, totals kept in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np

from hoursback.engine.capture.functions import guess_function
from hoursback.engine.capture.readers.block import Label
from hoursback.engine.errors import FileRefusedError
from hoursback.web.capture import manyrows, rollups
from hoursback.web.capture.importing.mapping import Lot, Mapper, Numbers, shortened
from hoursback.web.capture.importing.prints import Prints, Runs, contains, marks_of, mixed, print_of
from hoursback.web.capture.models import Activity, Entry, Labels, Zone
from hoursback.web.people.models import Person

MINE: Final = "me"
NEW: Final = "new"
ACTIVITIES_LIMIT = 2_000
"""Kinds of work that a file may make; a log of which every note is its own kind should be grouped otherwise."""
_WEEKS_AT_ONCE = 40_000
_LOW = (1 << 43) - 1
_PACKED = 1 << 21
"""Ids below this fit beside a day into one number, which sorts faster than three columns."""


class Ids:
    """Which stored row each name of a file is; a name that nothing is stored under has an id below zero.

    Args:
        person_map: by name in the file, MINE, NEW or a person's id. others: MINE or NEW for names it does not hold;
            one that a person of the workspace bears is that person.
    """

    def __init__(
        self, workspace_id: int, mapper: Mapper, me: Person, person_map: Mapping[str, int | str], others: str
    ) -> None:
        self.workspace_id = workspace_id
        self.mapper, self.me = mapper, me
        self.person_map, self.others = person_map, others
        people = Person.everywhere.filter(workspace_id=workspace_id)
        self.people = {name.casefold(): pk for pk, name in people.values_list("pk", "name")}
        activities = Activity.everywhere.filter(workspace_id=workspace_id)
        self.activities = dict(activities.values_list("name", "pk"))
        self.person_ids: list[int] = []
        self.activity_ids: list[int] = []
        self.new_people: list[str] = []
        self.new_activities: list[str] = []

    def settle(self) -> None:
        """Give every name used so far an id."""
        names = self.mapper.names
        for name in islice(names.persons, len(self.person_ids), None):
            self.person_ids.append(self._person(name))
        for name in islice(names.activities, len(self.activity_ids), None):
            self.activity_ids.append(self.activities.get(name) or self._new_activity(name))

    def prints(self, lot: Lot) -> Prints:
        """The print of each row: person, moment, length, note and labels."""
        persons = np.array(self.person_ids, np.int64)[lot.persons]
        return mixed(lot.moments, lot.seconds, persons, lot.texts)

    def _person(self, name: str) -> int:
        wanted = self.person_map.get(name)
        if isinstance(wanted, int):
            return wanted
        if wanted == MINE or not name or name.casefold() == self.me.name.casefold():
            return self.me.pk
        known = self.people.get(_person_name(name).casefold())
        if known is not None and wanted != NEW:
            return known
        if wanted is None and self.others == MINE:
            return self.me.pk
        return known if known is not None else self._new_person(name)

    def _new_person(self, name: str) -> int:
        self.new_people.append(name)
        self.people[_person_name(name).casefold()] = -len(self.new_people)
        return -len(self.new_people)

    def _new_activity(self, name: str) -> int:
        self.new_activities.append(name)
        if len(self.new_activities) > ACTIVITIES_LIMIT:
            raise FileRefusedError(
                f"The file would make more than {ACTIVITIES_LIMIT:,} activities.",
                value=name,
                hint="Group its rows by project instead.",
            )
        return -len(self.new_activities)


class Ledger(Ids):
    """Writes lots into the log, inside the caller's transaction.

    Attributes:
        added, known, repeated: rows stored, rows left out because the log has them, rows that equal an earlier one
            of the same file (which are stored all the same).
    """

    def __init__(
        self,
        workspace_id: int,
        mapper: Mapper,
        me: Person,
        person_map: Mapping[str, int | str],
        others: str,
        *,
        batch_id: int,
        source: Entry.Source,
    ) -> None:
        super().__init__(workspace_id, mapper, me, person_map, others)
        self._constants = f"{int(workspace_id)}, {int(source)}, {int(batch_id)}, 1"
        self.added = self.known = self.repeated = self.seconds = 0
        self.person_rows: list[int] = []
        self.activity_rows: list[int] = []
        self._label_ids = np.zeros(0, np.int64)
        self._stored_labels: dict[tuple[str, str, str, str], int] | None = None
        self._last_label = 0
        self._zones: dict[str, int] = {}
        self._runs = Runs()
        self._stored = stored_prints(workspace_id)
        self._weeks: list[Numbers] = []

    def add(self, lot: Lot) -> None:
        """Store the rows of a lot that the log does not have."""
        self.settle()
        self._settle_labels()
        prints = self.prints(lot)
        numbers = self._runs.number(prints)
        self.repeated += int(np.count_nonzero(numbers))
        marks = marks_of(prints, numbers)
        is_known = contains(self._stored, marks)
        if is_known.any():
            self.known += int(is_known.sum())
            if is_known.all():
                return
            lot, marks = lot.picked(np.flatnonzero(~is_known)), marks[~is_known]
        # In the order of the index, whose pages then fill up one after the other.
        order = np.argsort((lot.days << 43) | ((marks >> 21) & _LOW), kind="stable")
        self._insert(lot.picked(order), marks[order])

    def finish(self) -> None:
        """Count what is left to be counted and put new activities in the order in which they were first done."""
        self._flush_weeks()
        made = set(self.activity_rows)
        if not made:
            return
        firsts = self.mapper.names.firsts
        names = list(self.mapper.names.activities)
        order = sorted(
            (slot for slot, pk in enumerate(self.activity_ids) if pk in made),
            key=lambda slot: (firsts.get(slot, 1 << 62), names[slot]),
        )
        # Positions were taken one after the other, so the places are there; only who stands where changes.
        places = sorted(Activity.everywhere.filter(pk__in=made).values_list("position", flat=True))
        activities = Activity.everywhere.in_bulk(made)
        for place, slot in zip(places, order, strict=True):
            activities[self.activity_ids[slot]].position = place
        Activity.everywhere.bulk_update(activities.values(), ["position"], batch_size=500)

    def _insert(self, lot: Lot, marks: Prints) -> None:
        persons = np.array(self.person_ids, np.int64)[lot.persons]
        activities = np.array(self.activity_ids, np.int64)[lot.activities]
        labels = self._label_ids[lot.labels]
        self._count(lot.days, persons, activities, lot.seconds)
        columns: tuple[Sequence[Any], ...] = (
            *(persons.tolist(), activities.tolist(), lot.days.tolist(), lot.starts, lot.seconds.tolist()),
            *(lot.notes, [label or None for label in labels.tolist()], marks.tolist()),
        )
        manyrows.insert(
            "INSERT INTO capture_entry (workspace_id, source, batch_id, version, zone_id, person_id, activity_id, "
            "day, start, seconds, note, labels_id, mark)",
            columns,
            constants=f"{self._constants}, {self._zone(lot.zone)}",
        )
        self.added += len(lot)
        self.seconds += int(lot.seconds.sum())

    def _count(self, days: Numbers, persons: Numbers, activities: Numbers, seconds: Numbers) -> None:
        keys = np.stack((days, activities, persons))
        keys, sums = _summed(keys, np.stack((seconds, np.ones_like(seconds))))
        rollups.grow_days(self.workspace_id, _totals(keys, sums))
        keys[0] -= (keys[0] + 6) % 7
        self._weeks.append(np.concatenate((keys, sums)))
        if sum(part.shape[1] for part in self._weeks) >= _WEEKS_AT_ONCE:
            self._flush_weeks()

    def _flush_weeks(self) -> None:
        if self._weeks:
            parts = np.concatenate(self._weeks, axis=1)
            self._weeks = []
            weeks, sums = _summed(parts[:3], parts[3:])
            rollups.grow_weeks(self.workspace_id, _totals(weeks, sums))
            weeks[2] = 0
            weeks, sums = _summed(weeks, sums)
            rollups.grow_everybodys_weeks(self.workspace_id, [*weeks[:2].tolist(), *sums.tolist()])

    def _zone(self, name: str) -> int:
        if name not in self._zones:
            self._zones[name] = Zone.objects.get_or_create(name=name)[0].pk
        return self._zones[name]

    def _new_person(self, name: str) -> int:
        super()._new_person(name)
        kind = Person.Kind.PLACEHOLDER
        row = Person.everywhere.create(workspace_id=self.workspace_id, name=_person_name(name), kind=kind)
        self.people[row.name.casefold()] = row.pk
        self.person_rows.append(row.pk)
        return row.pk

    def _new_activity(self, name: str) -> int:
        place = super()._new_activity(name)
        if place == -1:
            last = Activity.everywhere.filter(workspace_id=self.workspace_id).order_by("-position").first()
            self._next = 0 if last is None else last.position + 1
        row = Activity.everywhere.create(
            workspace_id=self.workspace_id,
            name=name,
            function=guess_function(name)[0],
            position=self._next - place - 1,
        )
        self.activities[name] = row.pk
        self.activity_rows.append(row.pk)
        return row.pk

    def _settle_labels(self) -> None:
        new = list(islice(self.mapper.names.labels, len(self._label_ids), None))
        if new:
            self._label_ids = np.append(self._label_ids, self._ids_of(new))

    def _ids_of(self, labels: Sequence[Label]) -> list[int]:
        """Ids of label combinations, 0 for one that says nothing; those that are not stored yet are made."""
        if self._stored_labels is None:
            self._stored_labels = {("", "", "", ""): 0}
            self._look_up_labels()
        known, wanted = self._stored_labels, [shortened(label) for label in labels]
        missing = [key for key in dict.fromkeys(wanted) if key not in known]
        if missing:
            manyrows.insert(
                "INSERT INTO capture_labels (workspace_id, project, task, client, tags)",
                list(zip(*missing, strict=True)),
                constants=str(int(self.workspace_id)),
                after="ON CONFLICT DO NOTHING",
            )
            self._look_up_labels()
        return [known[key] if key in known else self._label_of(key) for key in wanted]

    def _look_up_labels(self) -> None:
        """Learn the ids of combinations stored since this was last asked."""
        assert self._stored_labels is not None
        rows = Labels.everywhere.filter(workspace_id=self.workspace_id, pk__gt=self._last_label).order_by("pk")
        for pk, *key in rows.values_list("pk", "project", "task", "client", "tags").iterator():
            project, task, client, tags = key
            self._stored_labels[project, task, client, tags] = self._last_label = pk

    def _label_of(self, key: tuple[str, str, str, str]) -> int:
        """One that somebody else stored at this very moment, and so before ours."""
        assert self._stored_labels is not None
        project, task, client, tags = key
        row = Labels.everywhere.get(
            workspace_id=self.workspace_id, project=project, task=task, client=client, tags=tags
        )
        self._stored_labels[key] = row.pk
        return row.pk


def stored_prints(workspace_id: int) -> Prints:
    """The prints of everything in a log, sorted; what was typed has none stored, so its are worked out here."""
    entries = Entry.everywhere.filter(workspace_id=workspace_id)
    imported = entries.filter(mark__isnull=False).order_by("day").values_list("mark", flat=True)
    marks = np.fromiter(imported.iterator(5_000), np.int64)
    marks = np.concatenate((marks, _typed_prints(workspace_id)))
    marks.sort()
    return marks


def _typed_prints(workspace_id: int) -> Prints:
    labels = Labels.everywhere.filter(workspace_id=workspace_id)
    typed = Entry.everywhere.filter(workspace_id=workspace_id, mark__isnull=True)
    if not typed.exists():
        return np.zeros(0, np.int64)
    label_prints = {
        pk: print_of(project, task, client, *(tags.split("\n") if tags else ()))
        for pk, project, task, client, tags in labels.values_list("pk", "project", "task", "client", "tags")
    }
    nothing = print_of("", "", "")
    columns = typed.values_list("start", "day", "seconds", "person_id", "note", "labels_id")
    rows = [
        (~day if start is None else start, seconds, person, print_of(note), label_prints.get(labels_id, nothing))
        for start, day, seconds, person, note, labels_id in columns.iterator(5_000)
    ]
    moments, seconds, persons, notes, labels_ = np.array(rows, np.int64).T
    prints = mixed(
        *(np.ascontiguousarray(column) for column in (moments, seconds, persons, notes + labels_ * np.int64(3)))
    )
    return marks_of(prints, Runs().number(prints))


def _person_name(name: str) -> str:
    return name[:200]


def _summed(keys: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Each key (a column of three) once, in order, and the sums of its values."""
    if keys[1:].max() < _PACKED:
        code = (keys[0] << 42) | (keys[1] << 21) | keys[2]
        order = np.argsort(code, kind="stable")
        code = code[order]
        differs = code[1:] != code[:-1]
    else:
        order = np.lexsort(keys[::-1])
        differs = (keys[:, order][:, 1:] != keys[:, order][:, :-1]).any(axis=0)
    firsts = np.flatnonzero(np.append(True, differs))
    return keys[:, order[firsts]], np.add.reduceat(values[:, order], firsts, axis=1)


def _totals(keys: Numbers, sums: Numbers) -> rollups.Totals:
    days, activities, persons = keys.tolist()
    return [days, persons, activities, *sums.tolist()]
