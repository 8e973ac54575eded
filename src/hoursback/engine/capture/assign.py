"""Which activity an entry belongs to: stated patterns first, else its own project, task or note."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.entry import Entry

NO_NAME = "(no name)"
"""Activity of entries that name neither project nor task nor note."""
OTHER_ROWS = " (other rows)"
"""Added to a project that is called like a stated activity whose patterns do not take its rows."""
NAME_LENGTH = 200
"""Longest activity name, in characters; a note can be a whole page."""
_CACHE_SIZE = 8192


class GroupBy(StrEnum):
    """How entries become activities, as in `--by`."""

    MATCH = "match"
    PROJECT = "project"
    TASK = "task"
    NOTE = "note"


class Assigner:
    """Names the activity of each entry; made once for a log and called for every entry.

    Args:
        activities: stated activities; the first one that an entry fits takes it.
        by: match (patterns, then the entry's own project, else task, else note), or one field alone; then an entry
            belongs to a stated activity when that field is equal to its name, in any case.
    """

    def __init__(self, activities: Sequence[Activity] = (), by: str = GroupBy.MATCH) -> None:
        self.by = GroupBy(by)
        self.stated: tuple[str, ...] = tuple(activity.name for activity in activities)
        self._cache: dict[tuple[str, ...], str] = {}
        self._names: dict[str, str] = {}
        self._exact: dict[str, int] = {}
        self._globs: list[tuple[int, tuple[str, ...]]] = []
        for place, activity in enumerate(activities):
            self._names.setdefault(_folded(activity.name), activity.name)
            self._learn(place, activity)
        self._is_plain = not self._exact and not self._globs
        self._by_match = self.by is GroupBy.MATCH
        self._resolve: Callable[[tuple[str, ...]], str] = self._match if self._by_match else self._group

    def __call__(self, entry: Entry) -> str:
        """The name of the entry's activity."""
        return self.name_of(entry.project, entry.task, entry.note)

    def name_of(self, project: str, task: str, note: str) -> str:
        """The name of the activity of an entry with these fields."""
        key: tuple[str, ...]
        if self._by_match:
            # Without patterns a project decides alone; a note that differs in every row would fill the cache.
            key = (project,) if self._is_plain and project.strip() else (project, task, note)
        elif self.by is GroupBy.PROJECT:
            key = (project,)
        else:
            key = (task,) if self.by is GroupBy.TASK else (note,)
        name = self._cache.get(key)
        return self._look_up(key) if name is None else name

    def _look_up(self, key: tuple[str, ...]) -> str:
        name = self._resolve(key)
        # Pages of notes would make a small cache a large one.
        if len(key[-1]) <= NAME_LENGTH:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            self._cache[key] = name
        return name

    def _learn(self, place: int, activity: Activity) -> None:
        if not activity.match:
            self._exact.setdefault(_folded(activity.name), place)
        for pattern in map(_folded, activity.match):
            parts = tuple(pattern.split("*"))
            if len(parts) > 1:
                self._globs.append((place, parts))
            elif pattern:
                self._exact.setdefault(pattern, place)

    def _match(self, key: tuple[str, ...]) -> str:
        fields = [_folded(field) for field in key]
        places = [self._exact[field] for field in fields if field in self._exact]
        best = min(places, default=len(self.stated))
        for place, parts in self._globs:
            if place >= best:
                break
            if any(_fits(field, parts) for field in fields):
                best = place
        if best < len(self.stated):
            return self.stated[best]
        own = next((_shown(field) for field in key if field.strip()), NO_NAME)
        # Its patterns left these rows out, so they are not its own although they carry its name.
        return own + OTHER_ROWS if _folded(own) in self._names else own

    def _group(self, key: tuple[str, ...]) -> str:
        (field,) = key
        return self._names.get(_folded(field), _shown(field) or NO_NAME)


def _shown(field: str) -> str:
    name = field.strip()
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…"


def _folded(text: str) -> str:
    """Text as it is compared: one Unicode form (a Mac writes ü in two characters), no case, no blanks around it."""
    return unicodedata.normalize("NFC", text).casefold().strip()


def _fits(field: str, parts: tuple[str, ...]) -> bool:
    """Whether the pieces between the wildcards stand in the field in order, the first and last at its ends.

    Every character but `*` stands for itself, so that "[Client] calls" needs no escapes; and the time needed is the
    length of the field, which a regular expression with many wildcards could not promise.
    """
    first, *middle, last = parts
    at, stop = len(first), len(field) - len(last)
    if stop < at or not field.startswith(first) or not field.endswith(last):
        return False
    for part in middle:
        found = field.find(part, at, stop)
        if found < 0:
            return False
        at = found + len(part)
    return True
