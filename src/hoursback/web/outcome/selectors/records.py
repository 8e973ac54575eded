"""What results are worked out from: the owner's totals, tags, judged runs and the times of hand-offs; few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.fields import IntegerField
from django.utils import timezone

from hoursback.engine.handoff.stages import AT_WORK
from hoursback.engine.outcome.baseline import WEEKS_BACK
from hoursback.engine.outcome.changes import Seen
from hoursback.engine.outcome.handed import Handed, Kind, kind_of
from hoursback.engine.outcome.weeks import WEEK, monday_of
from hoursback.engine.outcome.where import WEEKS_BEFORE, GroupWeek
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.capture.models import DayTotal, Entry, WeekTotal
from hoursback.web.focus.selectors import protection
from hoursback.web.handoff.models import Change, Handoff, Run
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.plan.models import MadePlan
from hoursback.web.review.selectors import owner_person

_HOUR = 3600.0
_OVER = (Handoff.State.RETURNED, Handoff.State.ENDED)
_STATES = frozenset(AT_WORK)
type Span = tuple[int, int]
"""First and last day, both closed."""


@dataclass(frozen=True, slots=True)
class Records:
    """What the database says.

    Attributes:
        rows: hand-offs whose work began, by their number. handed: the same for the engine.
        logged: the owner's hours of all work by day. groups: by Monday. runs: of each hand-off by Monday.
        theirs: hours of everybody else on the work of each hand-off by Monday.
        away: by hand-off, when the owner was meant to stand in. seen: when each kind of work was logged.
        moves: hand-off, target state and day of each move. off: person, first and last day of time off.
    """

    rows: Mapping[int, Handoff] = field(default_factory=dict)
    handed: tuple[Handed, ...] = ()
    logged: Mapping[int, float] = field(default_factory=dict)
    groups: Mapping[int, GroupWeek] = field(default_factory=dict)
    runs: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    theirs: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    away: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    seen: tuple[Seen, ...] = ()
    moves: tuple[tuple[int, str, int], ...] = ()
    off: tuple[tuple[Person, int, int], ...] = ()
    top_three: tuple[str, ...] = ()

    @property
    def since(self) -> int:
        """The first day of the first hand-off."""
        return min(one.since for one in self.handed)


def records(workspace: Workspace, today: int) -> Records:
    """Everything about hand-offs whose work began, as of a day. Call it inside the workspace."""
    here = {"workspace_id": workspace.pk}
    started = Handoff.objects.filter(**here, started_on__isnull=False, activity__isnull=False)
    rows = {row.pk: row for row in started.select_related("activity", "person", "line").order_by("started_on", "pk")}
    rows = {pk: row for pk, row in rows.items() if row.started_on is not None and row.started_on.toordinal() <= today}
    if not rows:
        return Records()
    person = owner_person(workspace.pk)
    moves = _moves(workspace, rows)
    first = min(_began(row) for row in rows.values())
    from_day = monday_of(first) - (WEEKS_BACK + 1) * WEEK
    activities = {row.activity_id for row in rows.values() if row.activity_id is not None}
    mine = {**here, "person_id": None if person is None else person.pk}
    days = DayTotal.objects.filter(**mine, day__gte=from_day, day__lte=today)
    top = top_three(workspace, person, date.fromordinal(today))
    off = _time_off(workspace)
    runs, checked = _runs(workspace, rows)
    handed = _handed(rows, moves, _by_day(days, activities), _told(mine, activities, from_day), checked)
    return Records(
        rows=rows,
        handed=handed,
        logged={day: seconds / _HOUR for day, seconds in days.values_list("day").annotate(Sum("seconds")).order_by()},
        groups=_groups(mine, top, activities, monday_of(first) - WEEKS_BEFORE * WEEK),
        runs=runs,
        theirs=_theirs(rows, person, monday_of(first)),
        away=_away(rows, moves, off),
        seen=_seen(mine, activities, first, today),
        moves=moves,
        off=off,
        top_three=top,
    )


def top_three(workspace: Workspace, person: Person | None, today: date) -> tuple[str, ...]:
    """The activities that count as the top three, by name: those the owner protects, else those of the plan in force,
    else the top of the ladder of worth; nothing where nobody knows what earns."""
    if person is not None:
        chosen = protection.top_three(workspace, protection.protection_of(person), None).names
        if chosen:
            return chosen
    kept = MadePlan.objects.filter(workspace_id=workspace.pk, is_kept=True, state=MadePlan.State.READY)
    rungs = kept.order_by("-kept_at", "-pk").values_list("answer__top_three", flat=True).first() or []
    if rungs:
        return tuple(str(rung["name"] if isinstance(rung, dict) else rung[0]) for rung in rungs)
    hour = protection.hour_now(workspace, today)
    return () if hour is None else hour.top


def until_of(row: Handoff) -> int | None:
    """The last day on which somebody else had the work; None: they still have."""
    return row.ended_on.toordinal() if row.state in _OVER and row.ended_on is not None else None


def _began(row: Handoff) -> int:
    assert row.started_on is not None, "only those whose work began"
    return row.started_on.toordinal()


def _moves(workspace: Workspace, rows: Mapping[int, Handoff]) -> tuple[tuple[int, str, int], ...]:
    zone = zone_or_utc(workspace.timezone)
    found = Change.objects.filter(workspace_id=workspace.pk, handoff__in=rows).order_by("pk")
    return tuple(
        (handoff, target, timezone.localdate(at, zone).toordinal())
        for handoff, target, at in found.values_list("handoff_id", "target", "at")
    )


def _by_day(days: QuerySet[DayTotal], activities: Collection[int]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    rows = days.filter(activity__in=activities, seconds__gt=0)
    for activity, day, seconds in rows.values_list("activity_id", "day", "seconds"):
        found[activity][day] = seconds / _HOUR
    return found


def _told(
    mine: Mapping[str, object], activities: Collection[int], from_day: int
) -> dict[int, dict[int, dict[Kind, float]]]:
    """By activity and day, hours whose tags say what they were for; the database adds them up."""
    rows = Entry.objects.filter(**mine, activity__in=activities, day__gte=from_day).exclude(labels=None)
    sums = rows.exclude(labels__tags="").values_list("activity_id", "day", "labels__tags").annotate(Sum("seconds"))
    found: dict[int, dict[int, dict[Kind, float]]] = defaultdict(lambda: defaultdict(dict))
    for activity, day, tags, seconds in sums.order_by():
        kind = kind_of(tags.splitlines())
        if kind is not None:
            told = found[activity][day]
            told[kind] = told.get(kind, 0.0) + seconds / _HOUR
    return found


def _runs(
    workspace: Workspace, rows: Mapping[int, Handoff]
) -> tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]]:
    """Of each hand-off the runs done by Monday, and hours of judging them by the day on which they were judged."""
    zone = zone_or_utc(workspace.timezone)
    runs: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    checked: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    found = Run.objects.filter(workspace_id=workspace.pk, handoff__in=rows, finished_at__isnull=False)
    for handoff, day, minutes, judged in found.values_list("handoff_id", "day", "owner_minutes", "judged_at"):
        runs[handoff][monday_of(day.toordinal())] += 1
        if minutes:
            on = day if judged is None else timezone.localdate(judged, zone)
            checked[handoff][on.toordinal()] += minutes / 60
    return runs, checked


def _theirs(rows: Mapping[int, Handoff], owner: Person | None, first: int) -> dict[int, dict[int, float]]:
    """Of each hand-off the hours that others than the owner logged on its work, by Monday."""
    activities = {row.activity_id for row in rows.values()}
    others = WeekTotal.objects.filter(activity__in=activities, week__gte=first).exclude(person=owner)
    by_work: dict[int, dict[int, float]] = defaultdict(dict)
    for activity, week, seconds in others.values_list("activity_id", "week").annotate(Sum("seconds")).order_by():
        by_work[activity][week] = seconds / _HOUR
    return {pk: by_work.get(row.activity_id or 0, {}) for pk, row in rows.items()}


def _handed(
    rows: Mapping[int, Handoff],
    moves: Iterable[tuple[int, str, int]],
    by_day: Mapping[int, Mapping[int, float]],
    told: Mapping[int, Mapping[int, Mapping[Kind, float]]],
    checked: Mapping[int, Mapping[int, float]],
) -> tuple[Handed, ...]:
    spans: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for row in rows.values():
        until = until_of(row)
        spans[row.activity_id or 0].append((row.pk, (_began(row), until if until is not None else _began(row))))
    return tuple(
        Handed(
            key=pk,
            name=row.name,
            since=_began(row),
            until=until_of(row),
            by_day=by_day.get(row.activity_id or 0, {}),
            told=told.get(row.activity_id or 0, {}),
            checked=checked.get(pk, {}),
            with_somebody=tuple(
                span for other, span in spans[row.activity_id or 0] if other != pk and span[0] < _began(row)
            ),
            stated=row.baseline_hours,
        )
        for pk, row in rows.items()
    )


def _groups(
    mine: Mapping[str, object], top: Collection[str], activities: Collection[int], first: int
) -> dict[int, GroupWeek]:
    """Hours of each week by what they were for, added up by the database."""
    rows = WeekTotal.objects.filter(**mine, week__gte=first)

    def sum_of(which: Q) -> Sum:
        return Sum(Case(When(which, then=F("seconds")), default=Value(0), output_field=IntegerField()))

    handed = Q(activity__in=activities)
    sums = rows.values_list("week").annotate(
        top=sum_of(Q(activity__name__in=top) & ~handed), handed=sum_of(handed), total=Sum("seconds")
    )
    return {
        week: GroupWeek(week, tops / _HOUR, theirs / _HOUR, total / _HOUR)
        for week, tops, theirs, total in sums.order_by()
    }


def _seen(mine: Mapping[str, object], handed: Collection[int], since: int, today: int) -> tuple[Seen, ...]:
    """When each kind of work but the handed-over was in the log, and its hours a week before and since."""
    start = monday_of(since)
    rows = WeekTotal.objects.filter(**mine).exclude(activity__in=handed)
    sums = rows.values_list("activity__name").annotate(
        first=Min("week"),
        last=Max("week"),
        before=Sum("seconds", filter=Q(week__lt=start, week__gte=start - WEEKS_BEFORE * WEEK), default=0),
        since=Sum("seconds", filter=Q(week__gte=start), default=0),
    )
    weeks = max(1, (monday_of(today) - start) // WEEK)
    return tuple(
        Seen(name, first, last, before / _HOUR / WEEKS_BEFORE, after / _HOUR / weeks)
        for name, first, last, before, after in sums.order_by()
    )


def _time_off(workspace: Workspace) -> tuple[tuple[Person, int, int], ...]:
    rows = TimeOff.objects.filter(workspace_id=workspace.pk).select_related("person")
    return tuple((row.person, row.first.toordinal(), row.last.toordinal()) for row in rows)


def _away(
    rows: Mapping[int, Handoff], moves: Iterable[tuple[int, str, int]], off: Iterable[tuple[Person, int, int]]
) -> dict[int, tuple[Span, ...]]:
    """By hand-off, when the person was off or the work not with them."""
    found: dict[int, list[Span]] = defaultdict(list)
    left: dict[int, int] = {}
    for handoff, target, day in moves:
        if target in _STATES and handoff in left:
            found[handoff].append((left.pop(handoff), day))
        elif target not in _STATES and day >= _began(rows[handoff]):
            left.setdefault(handoff, day)
    for handoff, day in left.items():
        found[handoff].append((day, date.max.toordinal()))
    by_person: dict[int, list[Span]] = defaultdict(list)
    for person, first, last in off:
        by_person[person.pk].append((first, last))
    return {pk: (*found.get(pk, ()), *by_person.get(row.person_id or 0, ())) for pk, row in rows.items()}
