"""Where the entries of a day are drawn: minutes down the page, side by side where they share time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hoursback.web.capture.clocks import local
from hoursback.web.capture.selectors.day import DayFacts, EntryRow, Gap

HOUR: Final = 3600
USUAL_FROM, USUAL_TO = 8, 18
LOWEST: Final = 12
"""Height in pixels below which nobody hits an entry; one pixel is one minute."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry as a box: pixels from the top, its share of the width in per cent."""

    row: EntryRow
    y: int
    height: int
    x: str
    width: str
    can_move: bool

    @property
    def has_note(self) -> bool:
        """Whether a second line fits."""
        return self.height >= 36

    @property
    def is_tiny(self) -> bool:
        """Whether its one line has to be small."""
        return self.height < 16


@dataclass(frozen=True, slots=True)
class Hour:
    """A line across: where, and what the clock shows there."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A gap as a box."""

    gap: Gap
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing of a day; `begin` and `until` in epoch seconds."""

    begin: int
    until: int
    height: int
    hours: Sequence[Hour]
    slots: Sequence[Slot]
    holes: Sequence[Hole]
    now_y: int | None
    running_y: int = 0
    running_height: int = 0


def timeline(facts: DayFacts) -> Timeline:
    """From the usual or first hour to the last; a day of 23 or 25 hours is drawn as long as it was."""
    rows = [row for row in (*facts.carried, *facts.entries) if row.start is not None]
    begin, until = _window(facts, rows)
    hours = [Hour((at - begin) // 60, f"{local(at, facts.zone):%H:%M}") for at in range(begin, until + 1, HOUR)]
    slots = _slots(rows, begin, until, facts)
    holes = [
        Hole(gap, (max(gap.start, begin) - begin) // 60, (min(gap.end, until) - max(gap.start, begin)) // 60)
        for gap in facts.gaps
    ]
    now_y = (facts.now - begin) // 60 if begin <= facts.now <= until else None
    ran_from = max(facts.timer.start, begin) if facts.timer else until
    running = max(0, min(facts.now, until) - ran_from) // 60
    return Timeline(begin, until, (until - begin) // 60, hours, slots, holes, now_y, (ran_from - begin) // 60, running)


def _window(facts: DayFacts, rows: Sequence[EntryRow]) -> tuple[int, int]:
    starts = [max(row.start or 0, facts.begin) for row in rows] + ([facts.span[0]] if facts.span else [])
    ends = [min(row.end or 0, facts.after) for row in rows] + ([facts.span[1]] if facts.span else [])
    if facts.timer is not None:
        starts.append(max(facts.timer.start, facts.begin))
        ends.append(min(facts.now, facts.after))
    first = min([*starts, facts.begin + USUAL_FROM * HOUR])
    last = max([*ends, facts.begin + USUAL_TO * HOUR])
    begin = facts.begin + (first - facts.begin) // HOUR * HOUR
    until = facts.begin - (facts.begin - last) // HOUR * HOUR
    return begin, min(until, facts.after)


def _slots(rows: Sequence[EntryRow], begin: int, until: int, facts: DayFacts) -> list[Slot]:
    boxes: list[tuple[EntryRow, int, int]] = []
    for row in rows:
        top = (max(row.start or 0, begin) - begin) // 60
        bottom = (min(row.end or 0, until) - begin) // 60
        boxes.append((row, top, max(bottom - top, LOWEST)))
    slots: list[Slot] = []
    for group in _groups(boxes):
        lanes = _lanes(group)
        share = 100 / (max(lanes) + 1)
        for (row, top, height), lane in zip(group, lanes, strict=True):
            slots.append(Slot(row, top, height, f"{lane * share:.2f}%", f"{share:.2f}%", row.day == facts.day))
    return slots


def _groups(boxes: Sequence[tuple[EntryRow, int, int]]) -> list[list[tuple[EntryRow, int, int]]]:
    """Boxes that touch each other, directly or through others."""
    groups: list[list[tuple[EntryRow, int, int]]] = []
    reach = -1
    for box in sorted(boxes, key=lambda box: (box[1], -box[2])):
        if not groups or box[1] >= reach:
            groups.append([])
        groups[-1].append(box)
        reach = max(reach, box[1] + box[2])
    return groups


def _lanes(group: Sequence[tuple[EntryRow, int, int]]) -> list[int]:
    """A lane for each box of a group, the first that is free."""
    free: list[int] = []
    lanes = []
    for _row, top, height in group:
        lane = next((at for at, until in enumerate(free) if until <= top), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = top + height
        lanes.append(lane)
    return lanes
