"""What timesheets are made from, for many people at once: hand-offs, terms, prices and what was logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.utils import timezone

from hoursback.engine.capture.prices import Price
from hoursback.engine.handoff.stages import NOT_YET, OVER
from hoursback.engine.handoff.timesheet import WEEK, Job, Logged, Paid, Sheet, Terms, monday_of, sheet
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.accounts.written import written
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.handoff.models import Agreement, Change, Handoff
from hoursback.web.handoff.models.agreements import CONFIRMED

_HOUR = 3600
_FEW = 200
"""Up to so many ids are named in a query; beyond, reading all and leaving out is faster."""
type _Key = tuple[int, int]
"""A person and a hand-off."""


@dataclass(frozen=True, slots=True)
class Book:
    """By person: their hand-offs, terms, prices in the order of stating, and by week what they logged."""

    jobs: Mapping[int, Sequence[Job]] = field(default_factory=dict)
    terms: Mapping[int, Sequence[Terms]] = field(default_factory=dict)
    prices: Mapping[int, Sequence[Price]] = field(default_factory=dict)
    logged: Mapping[tuple[int, int], Sequence[Logged]] = field(default_factory=dict)

    def sheet(self, person_id: int, monday: int, *, cap: int | None = None) -> Sheet:
        """The timesheet of a week as it stands now."""
        return sheet(
            monday,
            self.logged.get((person_id, monday), ()),
            self.jobs.get(person_id, ()),
            self.terms.get(person_id, ()),
            self.prices.get(person_id, ()),
            cap=cap,
        )

    @property
    def people(self) -> set[int]:
        """Everybody who may have a timesheet."""
        return {*self.jobs, *self.prices}


def book(workspace: Workspace, person_ids: Collection[int], first: int, last: int) -> Book:
    """What these people's timesheets are made from; a fixed number of queries.

    Args:
        first: a Monday. last: the last day whose entries are read.
    """
    read = _Rows(workspace.pk, person_ids)
    jobs, terms = _jobs_and_terms(workspace, read)
    return Book(jobs, terms, _prices(read.rates()), _logged(read.entries(first, last)) if first <= last else {})


def seconds_of(hours: Decimal | None) -> int | None:
    """Hours as whole seconds; None stays None."""
    return None if hours is None else int(hours * _HOUR)


_TERMS = (
    *("person_id", "handoff_id", "person_confirmed_at", "number", "kind", "start", "end", "last_day"),
    *("price", "minimum_hours", "weekly_cap"),
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is read of some people; of one alone by statements that are written once, for a week's page asks for it."""

    workspace: int
    people: Collection[int]

    def terms(self) -> Iterable[tuple[Any, ...]]:
        """Confirmed agreements, as _TERMS has them."""
        one = self._one()
        return _terms(Agreement.everywhere.filter(**self._theirs())) if one is None else _terms_of(self.workspace, one)

    def works(self) -> Iterable[tuple[Any, ...]]:
        """Hand-offs that go to them, as _Work has them."""
        one = self._one()
        return _handed(Handoff.everywhere.filter(**self._theirs())) if one is None else _handed_to(self.workspace, one)

    def rates(self) -> Iterable[tuple[Any, ...]]:
        """Prices in the order of stating."""
        one = self._one()
        return _rates(Rate.everywhere.filter(**self._theirs())) if one is None else _rates_of(self.workspace, one)

    def entries(self, first: int, last: int) -> Iterable[tuple[Any, ...]]:
        """Sums of what was logged from one day to another."""
        one = self._one()
        if one is not None:
            return _entries_of(self.workspace, one, first, last)
        return _entries(Entry.everywhere.filter(**self._theirs(), day__gte=first, day__lte=last))

    def _one(self) -> int | None:
        return next(iter(self.people)) if len(self.people) == 1 else None

    def _theirs(self) -> dict[str, Any]:
        return {"workspace_id": self.workspace, "person_id__in": self.people}


def _terms(rows: QuerySet[Agreement]) -> QuerySet[Agreement, tuple[Any, ...]]:
    return rows.filter(CONFIRMED).order_by("handoff_id", "number").values_list(*_TERMS)


def _handed(rows: QuerySet[Handoff]) -> QuerySet[Handoff, tuple[Any, ...]]:
    return rows.exclude(state__in=NOT_YET).values_list(*_Work._fields)


def _rates(rows: QuerySet[Rate]) -> QuerySet[Rate, tuple[Any, ...]]:
    return rows.order_by("pk").values_list("person_id", "activity_id", "from_day", "hundredths")


def _entries(rows: QuerySet[Entry]) -> QuerySet[Entry, tuple[Any, ...]]:
    sums = rows.values_list("person_id", "day", "activity_id", "activity__name", "rate")
    return sums.annotate(Sum("seconds")).order_by()


@written
def _terms_of(workspace: int, person: int) -> QuerySet[Agreement, tuple[Any, ...]]:
    return _terms(Agreement.everywhere.filter(workspace_id=workspace, person_id=person))


@written
def _handed_to(workspace: int, person: int) -> QuerySet[Handoff, tuple[Any, ...]]:
    return _handed(Handoff.everywhere.filter(workspace_id=workspace, person_id=person))


@written
def _rates_of(workspace: int, person: int) -> QuerySet[Rate, tuple[Any, ...]]:
    return _rates(Rate.everywhere.filter(workspace_id=workspace, person_id=person))


@written
def _entries_of(workspace: int, person: int, first: int, last: int) -> QuerySet[Entry, tuple[Any, ...]]:
    rows = Entry.everywhere.filter(workspace_id=workspace, person_id=person, day__gte=first, day__lte=last)
    return _entries(rows)


class _Work(NamedTuple):
    """A hand-off, with what its jobs are made from: rows read whole take many times as long."""

    pk: int
    person_id: int | None
    activity_id: int | None
    name: str
    state: str


def _agreed(rows: Iterable[tuple[Any, ...]]) -> dict[_Key, list[tuple[datetime, Terms]]]:
    """By person and hand-off, what both sides confirmed and when, in the order of the numbers."""
    found: dict[_Key, list[tuple[datetime, Terms]]] = defaultdict(list)
    for person, handoff, at, number, kind, start, end, last_day, price, minimum, cap in rows:
        ends = min((day for day in (end, last_day) if day is not None), default=None)
        terms = Terms(
            handoff,
            number,
            Paid(kind),
            start.toordinal(),
            None if ends is None else ends.toordinal(),
            None if price is None else int(price * 100),
            seconds_of(minimum) or 0,
            seconds_of(cap),
        )
        found[person, handoff].append((at, terms))
    return dict(found)


def _jobs_and_terms(workspace: Workspace, read: _Rows) -> tuple[dict[int, list[Job]], dict[int, list[Terms]]]:
    agreed = _agreed(read.terms())
    found = _works(read.works())
    others = {handoff for _person, handoff in agreed} - found.keys()
    if others:
        rows = Handoff.everywhere.filter(workspace_id=workspace.pk, pk__in=others)
        found = _works(rows.values_list(*_Work._fields)) | found
    moves = _moves(workspace, found)
    jobs: dict[int, list[Job]] = defaultdict(list)
    terms: dict[int, list[Terms]] = defaultdict(list)
    pairs = dict.fromkeys([*agreed, *((row.person_id, row.pk) for row in found.values() if _is_under_way(row))])
    for person, handoff in pairs:
        if person is None:
            continue
        row, confirmed = found[handoff], agreed.get((person, handoff), [])
        held = _until_returned(confirmed, moves.get(handoff, ()))
        ended = _ended(row, person, confirmed, moves.get(handoff, ()))
        last = held[-1].last if held else None
        if ended is not None:
            last = ended if last is None else min(last, ended)
        first = min((each.first for each in held), default=None)
        jobs[person].append(Job(handoff, row.activity_id, row.name, first, last))
        terms[person] += held
    return dict(jobs), dict(terms)


def _works(rows: Iterable[tuple[Any, ...]]) -> dict[int, _Work]:
    return {row[0]: _Work(*row) for row in rows}


def _is_under_way(row: _Work) -> bool:
    return row.person_id is not None and row.state not in NOT_YET


@dataclass(frozen=True, slots=True)
class _Move:
    """A hand-off came back, ended, or was agreed; `day` is the local one."""

    at: datetime
    day: int
    is_over: bool


def _moves(workspace: Workspace, handoffs: Collection[int]) -> dict[int, list[_Move]]:
    """By hand-off, when it was agreed and when it came back or ended, oldest first."""
    if not handoffs:
        return {}
    zone = zone_or_utc(workspace.timezone)
    targets = (*OVER, Handoff.State.AGREED)
    rows = Change.everywhere.filter(workspace_id=workspace.pk, target__in=targets)
    if len(handoffs) <= _FEW:
        rows = rows.filter(handoff__in=handoffs)
    found: dict[int, list[_Move]] = defaultdict(list)
    for handoff, target, at in rows.order_by("pk").values_list("handoff_id", "target", "at"):
        if handoff not in handoffs:
            continue
        found[handoff].append(_Move(at, timezone.localdate(at, zone).toordinal(), target in OVER))
    return dict(found)


def _until_returned(confirmed: Sequence[tuple[datetime, Terms]], moves: Sequence[_Move]) -> list[Terms]:
    """Terms, each until the hand-off came back where others were agreed only after that."""
    held = []
    for (at, one), later in zip_longest(confirmed, confirmed[1:]):
        back = None
        if later is not None:
            back = next((move.day for move in moves if move.is_over and at <= move.at < later[0]), None)
        held.append(one if back is None or (one.last or back) < back else replace(one, last=back))
    return held


def _ended(row: _Work, person: int, confirmed: Sequence[tuple[datetime, Terms]], moves: Sequence[_Move]) -> int | None:
    """The day on which a hand-off was over for a person, other than by its terms; that day's work still counts."""
    since = [move for move in moves if not confirmed or move.at >= confirmed[-1][0]]
    over = [move.day for move in since if move.is_over]
    if row.person_id != person:
        # What came after the first was somebody else's.
        return over[0] if over else None
    # On its way again it stays over until somebody agrees anew; briefed again, it never was.
    is_over = row.state in OVER or (row.state in NOT_YET and bool(since) and since[-1].is_over)
    return over[-1] if over and is_over else None


def logged_in(found: Book, workspace: Workspace, weeks: Collection[_Key]) -> Book:
    """The same with what was logged in some weeks (person and Monday); one query.

    Only for weeks that were not handed in: entries of the others are many, and nobody looks at them.
    """
    if not weeks:
        return found
    mondays = {monday for _person, monday in weeks}
    read = _Rows(workspace.pk, {person for person, _monday in weeks})
    rows = _logged(read.entries(min(mondays), max(mondays) + WEEK - 1))
    return replace(found, logged={key: logged for key, logged in rows.items() if key in weeks})


def _prices(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Price]]:
    prices: dict[int, list[Price]] = defaultdict(list)
    for person, activity, from_day, hundredths in rows:
        prices[person].append(Price(activity, from_day, hundredths))
    return dict(prices)


def _logged(sums: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], list[Logged]]:
    found: dict[tuple[int, int], list[Logged]] = defaultdict(list)
    for person, day, activity, name, rate, seconds in sums:
        found[person, monday_of(day)].append(Logged(day, activity, name, rate, seconds))
    return dict(found)


def month_bounds(month: date) -> tuple[int, int]:
    """Ordinals of the first and last day of a month."""
    after = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    return month.replace(day=1).toordinal(), after.toordinal() - 1
