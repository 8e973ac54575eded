"""The year as it truly was: who worked how long on what, what was logged of it, and what was freed in each week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tests.simulated_year.kinds import (
    BACK,
    DAYS,
    HANDED,
    HANDED_AGAIN_AFTER,
    HELPERS,
    KEPT,
    NEXT,
    PARTS,
    RAMP,
    TAKEN_BACK_AFTER,
    TOP,
    WEEK,
    WEEKS,
    Dates,
    Kind,
    Owner,
    Part,
    Terms,
)

MONDAY = date(2025, 3, 3)
"""Both changes of the clock and a year's end lie within."""
FIRST = MONDAY.toordinal()
BASELINE = 8
OWNER = "Olive"
_ROUNDED = 5


@dataclass(frozen=True)
class Handing:
    """Work with somebody: from its first day on, and until the day on which it was taken back.

    Attributes:
        number: of the hand-off, from 0. part: what becomes of it. changes: the week in which that begins; None: never.
        set_up: hours before the start, by day.
    """

    number: int
    kind: Kind
    part: Part
    helper: str
    terms: Terms
    since: int
    until: int | None
    changes: int | None
    set_up: dict[int, float]


@dataclass(frozen=True)
class Entry:
    """One line of a log."""

    day: int
    person: str
    work: str
    minutes: int
    tags: str = ""


@dataclass
class Truth:
    """By hand-off and week: hours that it would have taken, the owner's hours on it, and what the helper was paid."""

    would: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    spent: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    paid: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))

    def freed(self, number: int, week: int) -> float:
        """Hours of one hand-off in a week."""
        return self.would.get((number, week), 0.0) - self.spent.get((number, week), 0.0)

    def freed_in(self, week: int) -> float:
        """Hours of all in a week."""
        return sum(self.freed(number, at) for number, at in {*self.would, *self.spent} if at == week)

    def paid_in(self, week: int) -> float:
        """Money in a week."""
        return sum(amount for (_number, at), amount in self.paid.items() if at == week)


@dataclass
class Year:
    """Everything about one seed; weeks count from 0."""

    seed: int
    owner: Owner
    dates: Dates
    handings: tuple[Handing, ...]
    off: frozenset[int]
    entries: list[Entry] = field(default_factory=list)
    truth: Truth = field(default_factory=Truth)

    def logged_in(self, week: int) -> list[Entry]:
        """The lines of one week."""
        first = FIRST + WEEK * week
        return [entry for entry in self.entries if first <= entry.day < first + WEEK]

    def planted(self) -> Iterator[tuple[Handing, int, int]]:
        """Changes that should sound: the hand-off, the week in which it begins, and within how many weeks."""
        for one in self.handings:
            if one.changes is not None:
                yield one, one.changes, RAMP if one.part is Part.CREEPS else 3


def simulated(seed: int) -> Year:
    """The year of a seed."""
    rng = np.random.default_rng([20250303, seed])
    owner, dates = Owner.drawn(rng), Dates.drawn(rng)
    handings = tuple(_handings(rng, dates))
    year = Year(seed, owner, dates, handings, _off(rng, dates))
    _fill(rng, year, _busy(rng, owner))
    return year


def _handings(rng: np.random.Generator, dates: Dates) -> Iterator[Handing]:
    kinds = [HANDED[place] for place in rng.permutation(len(HANDED))]
    starts = BASELINE + 2 * rng.permutation(len(HANDED)) + rng.integers(0, 2, len(HANDED))
    changes = {Part.FAILS: dates.fails, Part.CREEPS: dates.creeps, Part.LEFT: dates.leaves, Part.QUIET: None}
    number = 0
    again: tuple[Kind, int] | None = None
    for kind, part, start in zip(kinds, PARTS, starts, strict=True):
        changed = changes[part]
        is_over = part in (Part.FAILS, Part.LEFT) and changed is not None
        until = FIRST + WEEK * (changed + TAKEN_BACK_AFTER) - 1 if is_over and changed is not None else None
        since = FIRST + WEEK * int(start) + int(rng.integers(0, 3))
        yield Handing(
            number,
            kind,
            part,
            HELPERS[part],
            terms := Terms.drawn(rng),
            since,
            until,
            changed,
            _set_up(rng, terms, since),
        )
        number += 1
        if part is Part.LEFT and again is None and until is not None:
            again = (kind, until + 1 + WEEK * HANDED_AGAIN_AFTER)
    if again is not None:
        kind, since = again
        terms = Terms.drawn(rng)
        yield Handing(number, kind, Part.QUIET, NEXT, terms, since, None, None, _set_up(rng, terms, since))


def _set_up(rng: np.random.Generator, terms: Terms, since: int) -> dict[int, float]:
    """On the last work days of the two weeks before."""
    days = [day for day in range(since - 2 * WEEK, since) if (day - 1) % WEEK < len(DAYS)]
    chosen = rng.choice(days, size=3, replace=False)
    shares = rng.dirichlet((3.0, 3.0, 3.0))
    return {int(day): float(terms.set_up * share) for day, share in zip(chosen, shares, strict=True)}


def _off(rng: np.random.Generator, dates: Dates) -> frozenset[int]:
    """Days on which the owner does not work: a fortnight, and single ones."""
    fortnight = {FIRST + WEEK * dates.holiday + day for day in range(2 * WEEK)}
    single = {FIRST + WEEK * int(week) + int(rng.integers(0, 5)) for week in rng.integers(1, WEEKS - 1, 12)}
    return frozenset(fortnight | single)


def _busy(rng: np.random.Generator, owner: Owner) -> dict[str, np.ndarray]:
    """By kind of work, how busy each week is; some of it all kinds share, and a busy week is followed by another."""

    def path(spread: float) -> np.ndarray:
        steps = rng.standard_normal(WEEKS)
        found = [steps[0]]
        for step in steps[1:]:
            found.append(owner.follows * found[-1] + np.sqrt(1 - owner.follows**2) * step)
        return spread * np.array(found) - spread**2 / 2

    common = path(owner.busy * np.sqrt(owner.shared))
    grown = np.log1p(owner.growth) * np.arange(WEEKS) / WEEKS
    own = owner.busy * np.sqrt(1 - owner.shared)
    return {kind.name: np.exp(common + path(own) + grown) for kind in (*HANDED, *KEPT)}


def _fill(rng: np.random.Generator, year: Year, busy: dict[str, np.ndarray]) -> None:
    by_kind: dict[str, list[Handing]] = defaultdict(list)
    for one in year.handings:
        by_kind[one.kind.name].append(one)
    for week in range(WEEKS):
        for weekday in range(len(DAYS)):
            day = FIRST + WEEK * week + weekday
            freed = 0.0
            for kind in HANDED:
                hours = _work(rng, kind, weekday) * float(busy[kind.name][week])
                freed += _handed_day(rng, year, by_kind[kind.name], kind, day, hours)
            if day in year.off:
                continue
            for kind in KEPT:
                hours = _work(rng, kind, weekday) * float(busy[kind.name][week])
                _log(rng, year, day, kind.name, hours + (max(freed, 0.0) * year.owner.to_top if kind is TOP else 0.0))


def _work(rng: np.random.Generator, kind: Kind, weekday: int) -> float:
    """Hours of a kind of work that come up on a day, in an ordinary week."""
    if kind.weekday is not None:
        return _drawn(rng, kind) if weekday == kind.weekday else 0.0
    return _drawn(rng, kind) * DAYS[weekday] if rng.random() < kind.chance else 0.0


def _drawn(rng: np.random.Generator, kind: Kind) -> float:
    return float(rng.gamma(1 / kind.spread**2) * kind.hours * kind.spread**2)


def _handed_day(
    rng: np.random.Generator, year: Year, handings: list[Handing], kind: Kind, day: int, hours: float
) -> float:
    """One day of work that is handed over in the year; returns what was freed on it."""
    is_there = day not in year.off
    with_somebody = next(
        (one for one in handings if one.since <= day and (one.until is None or day <= one.until)), None
    )
    for one in handings:
        brief = one.set_up.get(day, 0.0)
        if brief and is_there:
            year.truth.spent[one.number, _week(day)] += brief
            _log(rng, year, day, kind.name, brief, "brief")
    if with_somebody is None:
        if is_there:
            _log(rng, year, day, kind.name, hours)
        return 0.0
    own, checking, theirs = _split(rng, year, with_somebody, day, hours)
    at = (with_somebody.number, _week(day))
    if theirs > 0:
        entry = Entry(day, with_somebody.helper, kind.name, max(_ROUNDED, round(60 * theirs / _ROUNDED) * _ROUNDED))
        year.entries.append(entry)
        year.truth.paid[at] += entry.minutes / 60 * with_somebody.terms.price
    if not is_there:
        return 0.0
    year.truth.would[at] += hours
    year.truth.spent[at] += own + checking
    _log(rng, year, day, kind.name, own)
    _log(rng, year, day, kind.name, checking, "check" if with_somebody.terms.tags else "")
    return hours - own - checking


def _split(rng: np.random.Generator, year: Year, one: Handing, day: int, hours: float) -> tuple[float, float, float]:
    """Of a day's work the owner's hours of doing and of checking, and the helper's."""
    terms, week, since = one.terms, _week(day), (day - one.since) // WEEK
    share = terms.share * (1 - _back(year, one, week))
    # What fails is still done by the helper, and done again by the owner.
    kept_on = terms.share if one.part is Part.FAILS else share
    theirs = hours * kept_on * terms.pace(since)
    own = hours * (1 - share)
    if rng.random() < terms.again:
        own += 0.5 * hours * share
    checking = theirs * terms.checking(since) * float(rng.lognormal(-0.03, 0.25))
    if share > 0 and rng.random() < 0.1:
        checking += 0.15
    return own, checking, theirs


def _back(year: Year, one: Handing, week: int) -> float:
    """Which share of what was handed over is the owner's again in a week."""
    dates = year.dates
    if one.helper == HELPERS[Part.QUIET] and week in (dates.away, dates.ill):
        return 1.0
    if one.changes is None or week < one.changes:
        return 0.0
    return BACK * min(1.0, (week - one.changes + 1) / RAMP) if one.part is Part.CREEPS else 1.0


def _log(rng: np.random.Generator, year: Year, day: int, work: str, hours: float, tags: str = "") -> None:
    """As the owner logs it: rounded to five minutes, and now and then forgotten."""
    minutes = round(60 * hours / _ROUNDED) * _ROUNDED
    if minutes > 0 and rng.random() >= year.owner.forgets:
        year.entries.append(Entry(day, OWNER, work, minutes, tags))


def _week(day: int) -> int:
    return (day - FIRST) // WEEK
