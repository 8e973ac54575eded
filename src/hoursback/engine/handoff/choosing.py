"""Who could take a piece of work over: floor first, then fit, then room; and what asking more people brings.

Source: methods, section 5 (floor, fit, willingness, load) and section 6 (validities, gain of picking the best of n).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from statistics import NormalDist

from hoursback.engine.people import Experience, Person, Requirement, declines, qualify

LOAD_MOST = 0.85
"""Whose own load is above this share of their hours is not offered more (methods, section 5)."""
WEEKS_AHEAD = 4
"""This week and the next ones in which room is looked for (own)."""
_WORK_DAYS = 5


class Method(StrEnum):
    """Ways to find out how good somebody will be at the work."""

    STRUCTURED_INTERVIEW = "structured interview"
    JOB_KNOWLEDGE_TEST = "job-knowledge test"
    WORK_SAMPLE = "work sample"
    UNSTRUCTURED_INTERVIEW = "unstructured interview"
    YEARS = "years of experience"


VALIDITY: dict[Method, float] = {
    Method.STRUCTURED_INTERVIEW: 0.42,
    Method.JOB_KNOWLEDGE_TEST: 0.40,
    Method.WORK_SAMPLE: 0.33,
    Method.UNSTRUCTURED_INTERVIEW: 0.19,
    Method.YEARS: 0.07,
}
"""Correlation of what each finds with how people do later (Sackett et al. 2022; methods, section 6)."""


class Against(StrEnum):
    """Why somebody is not offered the work."""

    BELOW_THE_BAR = "below the bar"
    DECLINES = "declines"
    OVERLOADED = "overloaded"


@dataclass(frozen=True, slots=True)
class Work:
    """What is handed over: its name, function and floor, and the helper hours a week it takes (None: not known)."""

    name: str
    function: str = ""
    requires: tuple[Requirement, ...] = ()
    hours_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who might do it.

    Attributes:
        key: whatever the caller knows them by. load: helper hours a week of what they do already, this work left out.
        off: days on which they do not work, (first, last), both included.
    """

    key: int
    person: Person
    load: float = 0.0
    off: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands for a piece of work.

    Attributes:
        against: why they are not offered it; empty: they are.
        fit: 0 to 1 (methods, section 5). shortfalls: (skill, level held, level required).
        experience: the class that follows from the levels; None when below the bar.
        load: share of their hours that is taken; None: their hours are not stated.
        room: hours left in this and the next weeks; empty: their hours are not stated.
        has_room: whether the room of an average week of these is what the work takes; None: one of both is not known.
        days_off: working days off within these weeks.
    """

    key: int
    against: tuple[Against, ...]
    fit: float
    shortfalls: tuple[tuple[str, int, int], ...]
    experience: Experience | None
    load: float | None
    room: tuple[float, ...]
    has_room: bool | None
    days_off: int

    @property
    def is_offered(self) -> bool:
        """Whether nothing stands against them."""
        return not self.against

    @property
    def room_per_week(self) -> float | None:
        """Room of an average week, hours; None: not known."""
        return sum(self.room) / len(self.room) if self.room else None


def rank(work: Work, people: Iterable[Able], today: date, *, weeks: int = WEEKS_AHEAD) -> list[Standing]:
    """Everybody in the order in which to talk to them; who is not offered the work comes last, with the reason.

    Floor first, then fit (as it is shown, in whole per cent), then room, then who is there already, then the name.
    """
    found = [(stand(work, able, today, weeks=weeks), able) for able in people]
    return [standing for standing, _able in sorted(found, key=lambda pair: _place(work, *pair))]


def stand(work: Work, able: Able, today: date, *, weeks: int = WEEKS_AHEAD) -> Standing:
    """Where one person stands for a piece of work, from the week of `today` on."""
    person = able.person
    found = qualify(work.requires, person.skills, person.experience)
    hours = None if person.hours_per_week is None else person.hours_per_week.value
    load = load_of(able.load, hours)
    against = (
        *((Against.BELOW_THE_BAR,) if not found.qualified else ()),
        *((Against.DECLINES,) if declines(person, work.name, work.function) else ()),
        *((Against.OVERLOADED,) if load is not None and load > LOAD_MOST else ()),
    )
    away = days_off(able.off, today, weeks)
    room = () if hours is None else tuple(room_of(hours, able.load, days) for days in away)
    has_room = None if not room or work.hours_per_week is None else sum(room) / weeks >= work.hours_per_week - 1e-9
    return Standing(able.key, against, found.fit, found.shortfalls, found.experience, load, room, has_room, sum(away))


def load_of(load: float, hours: float | None) -> float | None:
    """Share of somebody's hours a week that is taken; None where their hours are not stated.

    >>> load_of(8.5, 10.0), load_of(1.0, 0.0), load_of(3.0, None)
    (0.85, inf, None)
    """
    if hours is None:
        return None
    if hours <= 0:
        return math.inf if load > 0 else 0.0
    return load / hours


def room_of(hours: float, load: float, days: int) -> float:
    """Hours left in a week of which this many of five working days are taken off.

    Days off take hours and work in the same measure: whoever is away two days of five has to do what they have
    in the other three.

    >>> room_of(10.0, 4.0, 0), room_of(10.0, 4.0, 2), room_of(10.0, 4.0, 5)
    (6.0, 2.0, 0.0)
    """
    return max(0.0, hours * (_WORK_DAYS - min(days, _WORK_DAYS)) / _WORK_DAYS - load)


def days_off(off: Collection[tuple[date, date]], today: date, weeks: int) -> tuple[int, ...]:
    """Working days (Monday to Friday) off in each week, that of `today` first; a day off twice counts once."""
    monday = today - timedelta(days=today.weekday())
    counts = []
    for week in range(weeks):
        days = [monday + timedelta(days=7 * week + day) for day in range(_WORK_DAYS)]
        counts.append(sum(any(first <= day <= last for first, last in off) for day in days))
    return tuple(counts)


@cache
def expected_best(n: int) -> float:
    """Expected greatest of n independent standard normals, in standard deviations; 0 for one.

    E[max] = n times the integral of x phi(x) Phi(x)^(n-1), by Simpson's rule.

    Source: methods, worked example 19.

    >>> [round(expected_best(n), 4) for n in (2, 3, 5)]
    [0.5642, 0.8463, 1.163]
    """
    if n < 2:
        return 0.0
    normal, span, parts = NormalDist(), 9.0, 2_000
    step = 2 * span / parts
    total = 0.0
    for part in range(parts + 1):
        x = part * step - span
        weight = 1 if part in (0, parts) else 4 if part % 2 else 2
        total += weight * x * normal.pdf(x) * normal.cdf(x) ** (n - 1)
    return n * total * step / 3


def gain_of_choosing(n: int, validity: float = VALIDITY[Method.STRUCTURED_INTERVIEW]) -> float:
    """How much better the best-rated of n turns out than one taken at random, in standard deviations, r * E[max].

    >>> round(gain_of_choosing(5), 3)
    0.488
    """
    return validity * expected_best(n)


def share_outdone(gain: float) -> float:
    """Share of such people that somebody this many standard deviations above the middle does better than."""
    return NormalDist().cdf(gain)


def mean_score(scores: Sequence[int | None]) -> float | None:
    """Mean of the scores that were given; None: none yet."""
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else None


def _place(work: Work, standing: Standing, able: Able) -> tuple[object, ...]:
    room = standing.room_per_week
    enough = math.inf if work.hours_per_week is None else work.hours_per_week
    # Not stated comes behind any room, before none; more room than the work takes makes nobody better.
    order = (1, 0.0) if room is None else (0, -min(room, enough)) if room > 0 else (2, 0.0)
    return (
        not standing.is_offered,
        len(standing.against),
        -round(standing.fit, 2),
        order,
        not able.person.engaged,
        able.person.name.casefold(),
        able.key,
    )
