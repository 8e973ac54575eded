"""What timesheets are made from, for many people at once: hand-offs, terms, prices and what was logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from hoursback.engine.capture.prices import Price
from hoursback.engine.handoff.timesheet import Job, Logged, Paid, Sheet, Terms, monday_of, sheet
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.handoff.models import Agreement, Change, Handoff

State = Handoff.State
_NOT_YET = (State.DRAFT, State.BRIEFING, State.CHOOSING)
_OVER = (State.RETURNED, State.ENDED)
_HOUR = 3600


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
    terms, spans = _terms(here)
    return Book(_jobs(workspace, here, spans), terms, _prices(here), _logged(here, first, last))


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


def _terms(here: Mapping[str, Any]) -> tuple[dict[int, list[Terms]], dict[tuple[int, int], tuple[int, int | None]]]:
    """Terms by person, and by person and hand-off the days from the first to the last on which any holds."""
    rows = Agreement.everywhere.filter(
        **here,
        lead_confirmed_at__isnull=False,
        person_confirmed_at__isnull=False,
        withdrawn_at=None,
        declined_at=None,
    )
    terms: dict[int, list[Terms]] = defaultdict(list)
    spans: dict[tuple[int, int], tuple[int, int | None]] = {}
    for row in rows.order_by("handoff_id", "number"):
        one = terms_of(row)
        terms[row.person_id].append(one)
        first, last = spans.get((row.person_id, row.handoff_id), (one.first, one.last))
        ends = None if last is None or one.last is None else max(last, one.last)
        spans[row.person_id, row.handoff_id] = (min(first, one.first), ends)
    return dict(terms), spans


def _jobs(
    workspace: Workspace, here: Mapping[str, Any], spans: Mapping[tuple[int, int], tuple[int, int | None]]
) -> dict[int, list[Job]]:
    agreed = {handoff for _person, handoff in spans}
    rows = Handoff.everywhere.filter(workspace_id=workspace.pk)
    found = {row.pk: row for row in rows.filter(pk__in=agreed)} if agreed else {}
    chosen = rows.filter(person_id__in=here["person_id__in"]).exclude(state__in=_NOT_YET)
    found |= {row.pk: row for row in chosen}
    passed_on = {handoff for person, handoff in spans if found[handoff].person_id != person}
    over = _ends(workspace, [row.pk for row in found.values() if row.state in _OVER or row.pk in passed_on])
    jobs: dict[int, list[Job]] = defaultdict(list)
    pairs = dict.fromkeys([*spans, *((row.person_id, row.pk) for row in found.values() if _is_under_way(row))])
    for person, handoff in pairs:
        if person is None:
            continue
        row = found[handoff]
        first, last = spans.get((person, handoff), (None, None))
        if row.state in _OVER or row.person_id != person:
            ended = over.get(handoff)
            last = ended if last is None or (ended is not None and ended < last) else last
        jobs[person].append(Job(handoff, row.activity_id, row.name, first, last))
    return dict(jobs)


def _is_under_way(row: Handoff) -> bool:
    return row.person_id is not None and row.state not in _NOT_YET


def _ends(workspace: Workspace, handoffs: Collection[int]) -> dict[int, int]:
    """By hand-off, the day on which it was last returned or ended; work on that day still counts."""
    if not handoffs:
        return {}
    zone = zone_or_utc(workspace.timezone)
    moves = Change.everywhere.filter(workspace_id=workspace.pk, handoff__in=handoffs, target__in=_OVER)
    # The newest comes last and stays.
    return {
        handoff: timezone.localdate(at, zone).toordinal()
        for handoff, at in moves.order_by("pk").values_list("handoff_id", "at")
    }


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
