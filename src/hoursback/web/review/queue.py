"""The order in which activities are asked about, how far the owner has come, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoursback.engine.review.summary import ActivityReview

SECONDS_EACH = 15
"""What one activity takes to answer."""
ALWAYS_ASKED = 25
"""So many activities with most hours are asked about whatever they take."""
ENOUGH_OF_HOURS = 0.95
"""Beyond them, only up to this share of all hours: a log of hundreds of notes must not take an hour to answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One activity in the queue.

    Attributes:
        review: what log and answers show; None where neither holds any time. Shown only once it is answered.
        is_small: one that the review is complete without.
    """

    pk: int
    name: str
    is_answered: bool
    is_skipped: bool
    review: ActivityReview | None = None
    is_small: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it is answered or was passed over on purpose."""
        return self.is_answered or self.is_skipped

    @property
    def hours(self) -> float:
        """Hours a week; 0 where nothing is known."""
        return self.review.hours.mean if self.review is not None else 0.0


@dataclass(frozen=True, slots=True)
class Queue:
    """The activities, most hours first."""

    items: tuple[Item, ...]

    @property
    def asked(self) -> tuple[Item, ...]:
        """The activities that make the review complete."""
        return tuple(item for item in self.items if not item.is_small)

    @property
    def small(self) -> tuple[Item, ...]:
        """The others."""
        return tuple(item for item in self.items if item.is_small)

    @property
    def total(self) -> int:
        """How many are asked about."""
        return len(self.asked)

    @property
    def done(self) -> int:
        """How many of them are answered or skipped."""
        return sum(item.is_done for item in self.asked)

    @property
    def left(self) -> int:
        """How many of them are open."""
        return self.total - self.done

    @property
    def minutes_left(self) -> int:
        """About how long the open ones take, whole minutes, at least one while any is open."""
        return ceil(self.left * SECONDS_EACH / 60)

    @property
    def is_complete(self) -> bool:
        """Whether everything that matters is answered."""
        return self.total > 0 and self.left == 0

    @property
    def first_open(self) -> Item | None:
        """The next one to ask about."""
        return next((item for item in self.asked if not item.is_done), None)

    def place(self, pk: int) -> int:
        """Position of an activity, from 1; 0 for one that is not in the queue."""
        return next((place for place, item in enumerate(self.items, 1) if item.pk == pk), 0)

    def item(self, pk: int) -> Item | None:
        """One activity."""
        return next((item for item in self.items if item.pk == pk), None)

    def before(self, pk: int) -> Item | None:
        """The activity before this one."""
        place = self.place(pk)
        return self.items[place - 2] if place > 1 else None

    def after(self, pk: int) -> Item | None:
        """The next open activity behind this one, else the first open one; None when all are done."""
        place = self.place(pk)
        rest = (item for item in (*self.items[place:], *self.items[:place]) if item.pk != pk)
        return next((item for item in rest if not item.is_done and not item.is_small), None)


def ordered(items: Iterable[Item]) -> Queue:
    """Most hours first, those without hours last; equals as they come."""
    rows = sorted(items, key=lambda item: -item.hours)
    total = sum(item.hours for item in rows)
    passed, marked = 0.0, []
    for place, item in enumerate(rows):
        is_small = place >= ALWAYS_ASKED and passed >= ENOUGH_OF_HOURS * total
        marked.append(replace(item, is_small=is_small))
        passed += item.hours
    return Queue(tuple(marked))
