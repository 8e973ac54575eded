"""From what a file calls things to slots: a number for each person, activity and combination of labels it names.

Rows then are columns of numbers. Memory grows with distinct names, never with rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.assign import Assigner, GroupBy
from hoursback.engine.capture.plain import without_running
from hoursback.web.capture.importing.prints import Prints, TextPrints, print_of

if TYPE_CHECKING:
    from hoursback.engine.capture.readers.rows import Row

type Label = tuple[str, str, str, tuple[str, ...]]
"""Project, task, client, tags."""
type Numbers = npt.NDArray[np.int64]

_LAST = 1 << 37
"""Stands for the start of a length on a day where activities are put in order, after every clock time."""
_NEVER = 1 << 62
_BEFORE_ALL = -400_000
"""Seconds; no start lies before it, and every `~day` does."""
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
    starts: list[int | None]
    seconds: Numbers
    moments: Numbers
    notes: tuple[str, ...]
    persons: Numbers
    activities: Numbers
    labels: Numbers
    texts: Prints  # print of note and labels

    def __len__(self) -> int:
        return len(self.notes)


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


class Mapper:
    """Turns rows into columns.

    Args:
        chosen: the name of the activity of every row of a project, where the owner said so.
    """

    def __init__(self, assign: Assigner, chosen: Mapping[str, str] | None = None) -> None:
        self.names = Names()
        self._assign, self._chosen = assign, dict(chosen or {})
        self._note_prints = TextPrints()
        # A label alone decides where neither notes nor patterns can.
        self._by_label = assign.by in (GroupBy.PROJECT, GroupBy.TASK)
        self._plain_match = assign.by is GroupBy.MATCH and not assign.stated

    def take(self, zone: str, rows: list[Row]) -> tuple[Lot | None, int]:
        """The closed rows as columns, and how many are still running; None when all are."""
        closed = without_running(rows)
        running = len(rows) - len(closed)
        if not closed:
            return None, running
        days, seconds, starts, _, notes, projects, tasks, clients, persons, tags, _ = zip(*closed, strict=True)
        names = self.names
        labels = self._labels(zip(projects, tasks, clients, tags, strict=True))
        activities = self._activities(labels, projects, tasks, notes)
        moments: Iterable[int | None] = starts
        if None in starts:
            moments = [~day if start is None else start for day, start in zip(days, starts, strict=True)]
        texts = np.fromiter(map(self._note_prints.__getitem__, notes), np.int64)
        texts = texts + np.array(names.label_prints, np.int64)[labels] * np.int64(3)
        lot = Lot(
            *(zone, np.array(days, np.int64), list(starts), np.array(seconds, np.int64), np.array(moments, np.int64)),
            *(notes, np.fromiter(map(names.persons.__getitem__, persons), np.int64), activities, labels, texts),
        )
        self._count(lot)
        return lot, running

    def _activities(
        self, labels: Numbers, projects: tuple[str, ...], tasks: tuple[str, ...], notes: tuple[str, ...]
    ) -> Numbers:
        if self._by_label or (self._plain_match and "" not in projects):
            return np.array(self.names.label_activities, np.int64)[labels]
        name_of = self._name_chosen if self._chosen else self._assign.name_of
        slot_of = self.names.activities.__getitem__
        return np.fromiter(map(slot_of, map(name_of, projects, tasks, notes)), np.int64)

    def _name_chosen(self, project: str, task: str, note: str) -> str:
        return self._chosen.get(project) or self._assign.name_of(project, task, note)

    def _labels(self, labels: Iterable[Label]) -> Numbers:
        slots = np.fromiter(map(self.names.labels.__getitem__, labels), np.int64)
        for label in islice(self.names.labels, len(self.names.label_prints), None):
            self._note_label(label)
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
        clock = np.where(lot.moments < _BEFORE_ALL, _LAST, lot.moments) if None in lot.starts else lot.moments
        firsts = np.full(len(names.activities), _NEVER)
        np.minimum.at(firsts, lot.activities, (lot.days << 38) + clock)
        for slot in np.flatnonzero(firsts < _NEVER).tolist():
            names.firsts[slot] = min(int(firsts[slot]), names.firsts.get(slot, _NEVER))


def shortened(label: Label) -> tuple[str, str, str, str]:
    """A label as it is stored: cut where the column ends, tags joined by line ends."""
    project, task, client, tags = label
    return project[:_LONGEST_LABEL], task[:_LONGEST_LABEL], client[:_LONGEST_LABEL], "\n".join(tags)
