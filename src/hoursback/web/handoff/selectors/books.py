"""What timesheets are made from, for many people at once: hand-offs, terms, prices and what was logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from hoursback.engine.capture.prices import Price
from hoursback.engine.handoff.stages import NOT_YET, OVER
from hoursback.engine.handoff.timesheet import Job, Logged, Paid, Sheet, Terms, monday_of, sheet
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.handoff.models import Agreement, Change, Handoff
from hoursback.web.handoff.models.agreements import CONFIRMED

_HOUR = 3600
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
    here = {"workspace_id": workspace.pk, "person_id__in": person_ids}
    jobs, terms = _jobs_and_terms(workspace, here)
    return Book(jobs, terms, _prices(here), _logged(here, first, last))


def seconds_of(hours: Decimal | None) -> int | None:
    """Hours as whole seconds; None stays None."""
    return None if hours is None else int(hours * _HOUR)


def terms_of(row: Agreement) -> Terms:
    """An agreement as the engine knows it."""
    return Terms(
        row.handoff_id,
        row.number,
        Paid(row.kind),
        row.start.toordinal(),
        None if row.ends_on is None else row.ends_on.toordinal(),
        None if row.price is None else int(row.price * 100),
        seconds_of(row.minimum_hours) or 0,
        seconds_of(row.weekly_cap),
    )


def _agreed(here: Mapping[str, Any]) -> dict[_Key, list[tuple[datetime, Terms]]]:
    """By person and hand-off, what both sides confirmed and when, in the order of the numbers."""
    rows = Agreement.everywhere.filter(CONFIRMED, **here)
    found: dict[_Key, list[tuple[datetime, Terms]]] = defaultdict(list)
    for row in rows.order_by("handoff_id", "number"):
        assert row.person_confirmed_at is not None, "only confirmed ones"
        found[row.person_id, row.handoff_id].append((row.person_confirmed_at, terms_of(row)))
    return dict(found)


def _jobs_and_terms(
    workspace: Workspace, here: Mapping[str, Any]
) -> tuple[dict[int, list[Job]], dict[int, list[Terms]]]:
    agreed = _agreed(here)
    rows = Handoff.everywhere.filter(workspace_id=workspace.pk)
    known = {handoff for _person, handoff in agreed}
    found = {row.pk: row for row in rows.filter(pk__in=known)} if known else {}
    chosen = rows.filter(person_id__in=here["person_id__in"]).exclude(state__in=NOT_YET)
    found |= {row.pk: row for row in chosen}
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


def _is_under_way(row: Handoff) -> bool:
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
    rows = Change.everywhere.filter(workspace_id=workspace.pk, handoff__in=handoffs, target__in=targets)
    found: dict[int, list[_Move]] = defaultdict(list)
    for handoff, target, at in rows.order_by("pk").values_list("handoff_id", "target", "at"):
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


def _ended(
    row: Handoff, person: int, confirmed: Sequence[tuple[datetime, Terms]], moves: Sequence[_Move]
) -> int | None:
    """The day on which a hand-off was over for a person, other than by its terms; that day's work still counts."""
    since = [move for move in moves if not confirmed or move.at >= confirmed[-1][0]]
    over = [move.day for move in since if move.is_over]
    if row.person_id != person:
        # What came after the first was somebody else's.
        return over[0] if over else None
    # On its way again it stays over until somebody agrees anew; briefed again, it never was.
    is_over = row.state in OVER or (row.state in NOT_YET and bool(since) and since[-1].is_over)
    return over[-1] if over and is_over else None


def _prices(here: Mapping[str, Any]) -> dict[int, list[Price]]:
    prices: dict[int, list[Price]] = defaultdict(list)
    rows = Rate.everywhere.filter(**here).order_by("pk")
    for person, activity, from_day, hundredths in rows.values_list(
        "person_id", "activity_id", "from_day", "hundredths"
    ):
        prices[person].append(Price(activity, from_day, hundredths))
    return dict(prices)


def _logged(here: Mapping[str, Any], first: int, last: int) -> dict[tuple[int, int], list[Logged]]:
    sums = (
        Entry.everywhere.filter(**here, day__gte=first, day__lte=last)
        .values_list("person_id", "day", "activity_id", "activity__name", "rate")
        .annotate(Sum("seconds"))
        .order_by()
    )
    found: dict[tuple[int, int], list[Logged]] = defaultdict(list)
    for person, day, activity, name, rate, seconds in sums:
        found[person, monday_of(day)].append(Logged(day, activity, name, rate, seconds))
    return dict(found)


def month_bounds(month: date) -> tuple[int, int]:
    """Ordinals of the first and last day of a month."""
    after = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    return month.replace(day=1).toordinal(), after.toordinal() - 1
