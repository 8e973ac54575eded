"""How a day is cut up: pieces of work and switches between them, from the latest days of a log in flat memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
        self._days: dict[date, list[tuple[int, int, str]]] = {}
        self._oldest: date | None = None

    def add(self, day: date, start: int, end: int, activity: str) -> None:
        """One timed entry; entries of days older than the latest DAYS_KEPT are forgotten."""
        kept = self._days.get(day)
        if kept is None:
            kept = self._open(day)
            if kept is None:
                return
        if len(kept) < ENTRIES_KEPT:
            kept.append((start, end, activity))

    def _open(self, day: date) -> list[tuple[int, int, str]] | None:
        if len(self._days) >= DAYS_KEPT:
            oldest = min(self._days) if self._oldest is None else self._oldest
            if day < oldest:
                self._oldest = oldest
                return None
            del self._days[oldest]
            self._oldest = None
        kept: list[tuple[int, int, str]] = []
        self._days[day] = kept
        return kept

    def switches_per_day(self) -> float | None:
        """Changes from one activity to another, mean over the days with clock times; None without any."""
        if not self._days:
            return None
        changes = 0
        for entries in self._days.values():
            order = [activity for _, _, activity in sorted(entries, key=_when)]
            changes += sum(before != after for before, after in pairwise(order))
        return changes / len(self._days)

    def per_active_day(self) -> Mapping[str, float]:
        """Unbroken pieces of each activity on a day it happens, by name."""
        pieces: Counter[str] = Counter()
        active: Counter[str] = Counter()
        for entries in self._days.values():
            active.update({activity for _, _, activity in entries})
            before, ended = None, 0
            for start, end, activity in sorted(entries, key=_when):
                if activity != before or start - ended > PAUSE_SECONDS:
                    pieces[activity] += 1
                    ended = end
                before, ended = activity, max(ended, end)
        return {activity: pieces[activity] / days for activity, days in active.items()}
