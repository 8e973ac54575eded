"""What a simulated year is drawn from: kinds of work, and how owners and helpers differ from one seed to the next.

Nothing here is taken from the engine's own assumptions: weeks follow on one another, work grows, entries are rounded
and some are forgotten. Shares and times are within the ranges of methods, section 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

WEEKS = 52
WEEK = 7
DAYS = (1.2, 1.1, 1.0, 0.9, 0.8)
"""How much work there is on each work day, Monday first."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: chance on a day, hours on a day on which it comes up, their spread; or one weekday, always."""

    name: str
    chance: float
    hours: float
    spread: float
    weekday: int | None = None


HANDED = (
    Kind("Customer mail", 0.95, 0.8, 0.6),
    Kind("Orders", 0.8, 1.1, 0.7),
    Kind("Invoices", 0.6, 1.2, 0.7),
    Kind("Social media", 0.5, 1.4, 0.8),
    Kind("Bookkeeping", 1.0, 3.0, 0.5, weekday=4),
    Kind("Scheduling", 0.9, 0.7, 0.7),
)
TOP = Kind("Client work", 0.95, 2.5, 0.4)
KEPT = (TOP, Kind("Sales", 0.6, 1.0, 0.6), Kind("Admin", 0.8, 1.0, 0.6))


class Part(StrEnum):
    """What becomes of a hand-off in the year."""

    FAILS = "fails and is taken back"
    CREEPS = "creeps back"
    LEFT = "its helper leaves"
    QUIET = "goes well"


PARTS = (Part.FAILS, Part.CREEPS, Part.LEFT, Part.LEFT, Part.QUIET, Part.QUIET)
HELPERS = {Part.FAILS: "Bea", Part.CREEPS: "Cem", Part.LEFT: "Dee", Part.QUIET: "Eva"}
NEXT = "Finn"
"""Who takes over from the one that leaves."""


@dataclass(frozen=True)
class Dates:
    """Weeks in which things happen, from 0; the second and third kinds of change never share a week with the first."""

    holiday: int
    fails: int
    creeps: int
    leaves: int
    away: int
    ill: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Dates:
        """The order is the same in all years; by how many weeks things lie apart is not."""
        away = int(rng.integers(31, 33))
        return cls(
            holiday=int(rng.integers(20, 23)),
            fails=int(rng.integers(25, 28)),
            creeps=int(rng.integers(33, 36)),
            leaves=int(rng.integers(43, 45)),
            away=away,
            ill=int(rng.integers(36, 40)),
        )


RAMP = 8
"""Weeks in which work creeps back, to the share BACK of what was handed over."""
BACK = 0.6
TAKEN_BACK_AFTER = 5
"""Weeks that an owner takes to see that it failed, or that nobody else of the same firm comes."""
HANDED_AGAIN_AFTER = 2


@dataclass(frozen=True)
class Owner:
    """How an owner's weeks are.

    Attributes:
        busy: spread of a week's work (of the logarithm); shared: part of its variance that all work has in common;
        follows: how much one week carries into the next. growth: of the work, a year; stated: as the owner has it.
        to_top: share of freed hours that goes to the top three. forgets: share of entries. worth: of an hour.
    """

    busy: float
    shared: float
    follows: float
    growth: float
    stated: float | None
    to_top: float
    forgets: float
    worth: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Owner:
        """One of them."""
        growth = float(rng.uniform(-0.05, 0.25))
        return cls(
            busy=float(rng.uniform(0.1, 0.4)),
            shared=float(rng.uniform(0.3, 0.9)),
            follows=float(rng.uniform(0.0, 0.4)),
            growth=growth,
            stated=round(growth * 10) / 10 if rng.random() < 0.5 else None,
            to_top=float(rng.uniform(0.4, 0.8)),
            forgets=float(rng.uniform(0.0, 0.04)),
            worth=float(rng.integers(50, 120)),
        )


@dataclass(frozen=True)
class Terms:
    """How a hand-off goes.

    Attributes:
        share: of the work that can be handed over. first, least, halved: checking, in hours per hour of the helper, at
            the start and in the end, and the weeks in which it halves. again: chance that a day's work is done again.
        slower: how much longer the helper takes at first and in the end. price: an hour. set_up: hours before it
            starts. tags: whether the owner says what the time left over was for.
    """

    share: float
    first: float
    least: float
    halved: float
    again: float
    slower: tuple[float, float]
    price: int
    set_up: float
    tags: bool

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Terms:
        """One of them."""
        return cls(
            share=float(rng.uniform(0.75, 0.95)),
            first=float(rng.uniform(0.15, 0.35)),
            least=float(rng.uniform(0.03, 0.12)),
            halved=float(rng.uniform(2, 6)),
            again=float(rng.uniform(0.01, 0.08)),
            slower=(float(rng.uniform(1.2, 1.8)), float(rng.uniform(0.8, 1.2))),
            price=int(rng.integers(20, 45)),
            set_up=float(rng.uniform(2, 8)),
            tags=bool(rng.random() < 0.5),
        )

    def checking(self, week: int) -> float:
        """Hours of checking per hour of the helper in a week since the start."""
        return self.least + (self.first - self.least) * 0.5 ** (week / self.halved)

    def pace(self, week: int) -> float:
        """Hours of the helper for an hour of the owner."""
        start, end = self.slower
        return end + (start - end) * 0.5 ** (week / 3)
