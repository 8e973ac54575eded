"""How a day is cut up: pieces of work and switches between them, from the latest days of a log in flat memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from operator import itemgetter

DAYS_KEPT = 70
"""The latest days whose order of work is kept; ten weeks say how the days run."""
ENTRIES_KEPT = 1000
"""Entries a day that are kept in order; nobody does more by hand."""
PAUSE_SECONDS = 300
"""Two entries of one activity with no longer pause between them are one piece, so splitting one changes nothing."""

# Entries that start and end together keep the file's order: names must not decide anything.
_when = itemgetter(0, 1)


class Pieces:
    """Collects timed entries in any order and says how broken up the days were."""

    def __init__(self) -> None:
        # Starts and ends one behind the other, and activities: a large team has a thousand entries a day.
        self._days: dict[date, tuple[array[int], list[str]]] = {}
        self._oldest: date | None = None

    def add(self, day: date, start: int, end: int, activity: str) -> None:
        """One timed entry; entries of days older than the latest DAYS_KEPT are forgotten."""
        kept = self._days.get(day)
        if kept is None:
            kept = self._open(day)
            if kept is None:
                return
        spans, activities = kept
        if len(activities) < ENTRIES_KEPT:
            spans.extend((start, end))
            activities.append(activity)

    def _open(self, day: date) -> tuple[array[int], list[str]] | None:
        if len(self._days) >= DAYS_KEPT:
            oldest = min(self._days) if self._oldest is None else self._oldest
            if day < oldest:
                self._oldest = oldest
                return None
            del self._days[oldest]
            self._oldest = None
        kept = self._days[day] = array("q"), []
        return kept

    def _in_order(self) -> Iterator[list[tuple[int, int, str]]]:
        """The entries of each day: start, end and activity."""
        for spans, activities in self._days.values():
            yield sorted(zip(spans[::2], spans[1::2], activities, strict=True), key=_when)

    def switches_per_day(self) -> float | None:
        """Changes from one activity to another, mean over the days with clock times; None without any."""
        if not self._days:
            return None
        changes = 0
        for entries in self._in_order():
            changes += sum(before != after for (_, _, before), (_, _, after) in pairwise(entries))
        return changes / len(self._days)

    def per_active_day(self) -> Mapping[str, float]:
        """Unbroken pieces of each activity on a day it happens, by name."""
        pieces: Counter[str] = Counter()
        active: Counter[str] = Counter()
        for entries in self._in_order():
            active.update({activity for _, _, activity in entries})
            before, ended = None, 0
            for start, end, activity in entries:
                if activity != before or start - ended > PAUSE_SECONDS:
                    pieces[activity] += 1
                    ended = end
                before, ended = activity, max(ended, end)
        return {activity: pieces[activity] / days for activity, days in active.items()}
