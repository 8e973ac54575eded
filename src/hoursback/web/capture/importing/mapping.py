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
from hoursback.engine.capture.readers.block import Block
from hoursback.web.capture.importing.prints import Prints, TextPrints, print_of

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.block import Batch

type Label = tuple[str, str, str, tuple[str, ...]]
"""Project, task, client, tags."""
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
    label_prints: list[int] = field(default_factory=list)
    label_activities: list[int] = field(default_factory=list)
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


class _Texts(NamedTuple):
    """What rows say besides when they were."""

    notes: tuple[str, ...]
    projects: tuple[str, ...]
    tasks: tuple[str, ...]
    clients: tuple[str, ...]
    persons: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


class Mapper:
    """Turns rows into columns.

    Args:
        chosen: the name of the activity of every row of a project, where the owner said so.
    """

    def __init__(self, assign: Assigner, chosen: Mapping[str, str] | None = None) -> None:
        self.names = Names()
        self._assign, self._chosen = assign, dict(chosen or {})
        self._note_prints = TextPrints()
        self._label_prints = self._label_activities = np.zeros(0, np.int64)
        # A label alone decides where neither notes nor patterns can.
        self._by_label = assign.by in (GroupBy.PROJECT, GroupBy.TASK)
        self._plain_match = assign.by is GroupBy.MATCH and not assign.stated

    def take(self, zone: str, batch: Batch) -> tuple[Lot | None, int]:
        """The closed rows as columns, and how many are still running; None when all are."""
        if isinstance(batch, Block):
            return self._lot(zone, batch, batch.days, batch.seconds, batch.starts), 0
        closed = without_running(batch)
        running = len(batch) - len(closed)
        if not closed:
            return None, running
        days, seconds, starts, _, *texts = zip(*closed, strict=True)
        moments: Iterable[int | None] = starts
        untimed = None
        if None in starts:
            untimed = np.array([start is None for start in starts])
            moments = [~day if start is None else start for day, start in zip(days, starts, strict=True)]
        said = _Texts(*texts)
        numbers = [np.array(column, np.int64) for column in (days, seconds, moments)]
        return self._lot(zone, said, numbers[0], numbers[1], numbers[2], untimed), running

    def _lot(
        self,
        zone: str,
        said: Block | _Texts,
        days: Numbers,
        seconds: Numbers,
        moments: Numbers,
        untimed: npt.NDArray[np.bool_] | None = None,
    ) -> Lot:
        names = self.names
        labels = self._labels(zip(said.projects, said.tasks, said.clients, said.tags, strict=True))
        texts = np.fromiter(map(self._note_prints.__getitem__, said.notes), np.int64, len(days))
        texts += self._label_prints[labels] * np.int64(3)
        persons = np.fromiter(map(names.persons.__getitem__, said.persons), np.int64, len(days))
        activities = self._activities(labels, said.projects, said.tasks, said.notes)
        lot = Lot(zone, days, seconds, moments, said.notes, persons, activities, labels, texts, untimed)
        self._count(lot)
        return lot

    def _activities(
        self, labels: Numbers, projects: Sequence[str], tasks: Sequence[str], notes: Sequence[str]
    ) -> Numbers:
        if self._by_label or (self._plain_match and "" not in projects):
            return self._label_activities[labels]
        name_of = self._name_chosen if self._chosen else self._assign.name_of
        slot_of = self.names.activities.__getitem__
        return np.fromiter(map(slot_of, map(name_of, projects, tasks, notes)), np.int64)

    def _name_chosen(self, project: str, task: str, note: str) -> str:
        return self._chosen.get(project) or self._assign.name_of(project, task, note)

    def _labels(self, labels: Iterable[Label]) -> Numbers:
        slots = np.fromiter(map(self.names.labels.__getitem__, labels), np.int64)
        names = self.names
        if len(names.labels) > len(names.label_prints):
            for label in islice(names.labels, len(names.label_prints), None):
                self._note_label(label)
            self._label_prints = np.array(names.label_prints, np.int64)
            self._label_activities = np.array(names.label_activities, np.int64)
        return slots

    def _note_label(self, label: Label) -> None:
        names = self.names
        project, task, client, tags = label
        names.label_prints.append(print_of(project, task, client, *tags))
        decides = self._by_label or (self._plain_match and bool(project))
        names.label_activities.append(names.activities[self._name_chosen(project, task, "")] if decides else -1)

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


def shortened(label: Label) -> tuple[str, str, str, str]:
    """A label as it is stored: cut where the column ends, tags joined by line ends."""
    project, task, client, tags = label
    return project[:_LONGEST_LABEL], task[:_LONGEST_LABEL], client[:_LONGEST_LABEL], "\n".join(tags)
