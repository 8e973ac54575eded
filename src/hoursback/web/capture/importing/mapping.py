"""From what a file calls things to slots: a number for each person, activity and combination of labels it names.

Rows then are columns of numbers. Memory grows with distinct names, never with rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.assign import Assigner, GroupBy
from hoursback.engine.capture.plain import without_running
from hoursback.engine.capture.readers.block import Block, Coded, Label
from hoursback.web.capture.importing.prints import Prints, TextPrints, print_of

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

type Numbers = npt.NDArray[np.int64]

_LAST = 1 << 37
"""Stands for the start of a length on a day where activities are put in order, after every clock time."""
_NEVER = 1 << 62
_LONGEST_LABEL = 500


class Slots[Key](dict[Key, int]):
    """Numbers its keys from 0 in the order in which they were first asked for."""

    def __missing__(self, key: Key) -> int:
        self[key] = slot = len(self)
        return slot


@dataclass(frozen=True, slots=True)
class Lot:
    """Some closed rows as columns of equal length; `moments` is the start, or the day where there is none."""

    zone: str
    days: Numbers
    seconds: Numbers
    moments: Numbers
    notes: Sequence[str]
    persons: Numbers
    activities: Numbers
    labels: Numbers
    texts: Prints  # print of note and labels
    untimed: npt.NDArray[np.bool_] | None = None  # which rows are only a length on a day; None: none is

    def __len__(self) -> int:
        return len(self.notes)

    @property
    def starts(self) -> list[int | None]:
        """Epoch seconds, None for a length on a day."""
        moments: list[int | None] = self.moments.tolist()
        if self.untimed is None:
            return moments
        return [
            None if is_untimed else moment for moment, is_untimed in zip(moments, self.untimed.tolist(), strict=True)
        ]

    def picked(self, rows: npt.NDArray[np.int64]) -> Lot:
        """Some of the rows, named by their places, in that order."""
        return Lot(
            *(self.zone, self.days[rows], self.seconds[rows], self.moments[rows]),
            *(list(map(self.notes.__getitem__, rows.tolist())), self.persons[rows], self.activities[rows]),
            *(self.labels[rows], self.texts[rows], None if self.untimed is None else self.untimed[rows]),
        )


@dataclass(slots=True)
class Names:
    """Every name a file has used so far, by slot.

    Attributes:
        firsts: by activity slot, when it was first done; what positions follow.
        entries: by person slot, how many.
    """

    persons: Slots[str] = field(default_factory=Slots)
    activities: Slots[str] = field(default_factory=Slots)
    labels: Slots[Label] = field(default_factory=Slots)
    firsts: dict[int, int] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)

    @property
    def projects(self) -> set[str]:
        """Distinct projects."""
        return {label[0] for label in self.labels} - {""}

    @property
    def tags(self) -> set[str]:
        """Distinct tags."""
        return set().union(*(label[3] for label in self.labels))


class _When(NamedTuple):
    """When rows were, as a lot has it."""

    zone: str
    days: Numbers
    seconds: Numbers
    moments: Numbers
    untimed: npt.NDArray[np.bool_] | None = None


class _Translation[Name]:
    """Slots of the values of one column of a file, which only ever get more."""

    def __init__(self, slots: Slots[Name]) -> None:
        self._slots = slots
        self._values: Sequence[Name] = ()
        self._known = np.zeros(0, np.int64)

    def of(self, column: Coded[Name]) -> Numbers:
        """The slot of each row's value."""
        if column.values is not self._values:
            self._values, self._known = column.values, np.zeros(0, np.int64)
        new = column.values[len(self._known) :]
        if new:
            self._known = np.append(self._known, list(map(self._slots.__getitem__, new)))
        return self._known[column.codes]


class Mapper:
    """Turns rows into columns.

    Args:
        chosen: the name of the activity of every row of a project, where the owner said so.
    """

    def __init__(self, assign: Assigner, chosen: Mapping[str, str] | None = None) -> None:
        self.names = Names()
        self._assign, self._chosen = assign, dict(chosen or {})
        self._label_slots, self._person_slots = _Translation(self.names.labels), _Translation(self.names.persons)
        self._note_prints = TextPrints()
        self._label_prints = self._label_activities = np.zeros(0, np.int64)
        self._label_names: list[tuple[str, str]] = []  # project and task
        # A label alone decides where neither notes nor patterns can.
        self._by_label = assign.by in (GroupBy.PROJECT, GroupBy.TASK)
        self._plain_match = assign.by is GroupBy.MATCH and not assign.stated

    def take(self, zone: str, batch: Block | list[Row]) -> tuple[Lot | None, int]:
        """The closed rows as columns, and how many are still running; None when all are.

        Args:
            batch: a block without others, or rows.
        """
        if isinstance(batch, Block):
            labels, persons = self._label_slots.of(batch.labels), self._person_slots.of(batch.persons)
            when = _When(zone, batch.days, batch.seconds, batch.starts)
            return self._lot(when, batch.notes, labels, persons), 0
        closed = without_running(batch)
        running = len(batch) - len(closed)
        if not closed:
            return None, running
        days, seconds, starts, _, notes, projects, tasks, clients, people, tags, _ = zip(*closed, strict=True)
        names = self.names
        labels = _slots_of(names.labels, zip(projects, tasks, clients, tags, strict=True))
        when = _when(zone, days, seconds, starts)
        return self._lot(when, notes, labels, _slots_of(names.persons, people)), running

    def _lot(self, when: _When, notes: Sequence[str], labels: Numbers, persons: Numbers) -> Lot:
        self._note_labels()
        texts = np.fromiter(map(self._note_prints.__getitem__, notes), np.int64, len(notes))
        texts += self._label_prints[labels] * np.int64(3)
        activities = self._activities(labels, notes)
        zone, days, seconds, moments, untimed = when
        lot = Lot(zone, days, seconds, moments, notes, persons, activities, labels, texts, untimed)
        self._count(lot)
        return lot

    @property
    def label_activities(self) -> list[int]:
        """By label slot, the activity of every row with that label; -1 where that depends on its note."""
        activities: list[int] = self._label_activities.tolist()
        return activities

    def _activities(self, labels: Numbers, notes: Sequence[str]) -> Numbers:
        by_label = self._label_activities[labels]
        if (by_label >= 0).all():
            return by_label
        name_of = self._name_chosen if self._chosen else self._assign.name_of
        rows = zip(map(self._label_names.__getitem__, labels.tolist()), notes, strict=True)
        names = (name_of(project, task, note) for (project, task), note in rows)
        return np.fromiter(map(self.names.activities.__getitem__, names), np.int64, len(labels))

    def _name_chosen(self, project: str, task: str, note: str) -> str:
        return self._chosen.get(project) or self._assign.name_of(project, task, note)

    def _note_labels(self) -> None:
        new = list(islice(self.names.labels, len(self._label_prints), None))
        if new:
            prints = [print_of(project, task, client, *tags) for project, task, client, tags in new]
            self._label_names += [(project, task) for project, task, _, _ in new]
            self._label_prints = np.append(self._label_prints, prints)
            self._label_activities = np.append(self._label_activities, list(map(self._activity_of, new)))

    def _activity_of(self, label: Label) -> int:
        """The slot of the activity of every row with a label; -1 where that depends on its note."""
        project, task, _, _ = label
        if not (self._by_label or (self._plain_match and project)):
            return -1
        return self.names.activities[self._name_chosen(project, task, "")]

    def _count(self, lot: Lot) -> None:
        names = self.names
        for slot, count in enumerate(np.bincount(lot.persons).tolist()):
            if count:
                names.entries[slot] = names.entries.get(slot, 0) + count
        # When each activity was first done, day and start in one number.
        clock = lot.moments if lot.untimed is None else np.where(lot.untimed, _LAST, lot.moments)
        firsts = np.full(len(names.activities), _NEVER)
        np.minimum.at(firsts, lot.activities, (lot.days << 38) + clock)
        for slot in np.flatnonzero(firsts < _NEVER).tolist():
            names.firsts[slot] = min(int(firsts[slot]), names.firsts.get(slot, _NEVER))


def _when(zone: str, days: Sequence[int], seconds: Sequence[int], starts: Sequence[int | None]) -> _When:
    moments: Sequence[int | None] = starts
    untimed = None
    if None in starts:
        untimed = np.array([start is None for start in starts])
        moments = [~day if start is None else start for day, start in zip(days, starts, strict=True)]
    return _When(zone, np.array(days), np.array(seconds), np.array(moments, np.int64), untimed)


def _slots_of[Name](slots: Slots[Name], names: Iterable[Name]) -> Numbers:
    return np.fromiter(map(slots.__getitem__, names), np.int64)


def shortened(label: Label) -> tuple[str, str, str, str]:
    """A label as it is stored: cut where the column ends, tags joined by line ends."""
    project, task, client, tags = label
    return project[:_LONGEST_LABEL], task[:_LONGEST_LABEL], client[:_LONGEST_LABEL], "\n".join(tags)
