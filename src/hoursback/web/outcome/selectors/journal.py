"""The decision journal: what each decision assumed, beside what happened since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from hoursback.engine.outcome.journal import Fate, Spent, fate_of, foregone, spent_since
from hoursback.engine.outcome.weeks import Attendance, Range, monday_of
from hoursback.engine.units import per_month
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.capture.models import DayTotal, WeekTotal
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome.models import Hindsight
from hoursback.web.outcome.selectors.decided import decided_on, decision_or_404, decisions, due, due_on
from hoursback.web.outcome.selectors.reckoned import expected_of
from hoursback.web.outcome.selectors.results import results
from hoursback.web.outcome.selectors.shapes import HandoffResult
from hoursback.web.plan.models import Line, MadePlan
from hoursback.web.review.selectors import owner_person, week
from hoursback.web.worth.selectors import sees_worth

SHOWN = 50
"""Decisions in the table of a page, newest first."""
DUE_SHOWN = 12
_HOUR = 3600.0
_MONEY = ("npv", "npv_p10", "npv_p90")


@dataclass(frozen=True, slots=True)
class Then:
    """What was assumed when it was decided; money None where it may not be seen.

    Attributes:
        hours: of the owner a week; freed: of these to be won; set_up: hours before and at the start.
        likely: range of `hours` as the plan saw it; None: not kept.
        cost: a month. chance: that it pays. npv, npv_low, npv_high: worth by the plan's end.
    """

    hours: float
    freed: float
    set_up: float
    start: date | None
    likely: Range | None = None
    cost: Decimal | None = None
    chance: float | None = None
    npv: Decimal | None = None
    npv_low: Decimal | None = None
    npv_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision beside what happened.

    Attributes:
        action, person: as decided. result: of the hand-off that came of it. spent: the owner's hours on it since.
        missed: what handing it over would have brought so far by the plan's own figures; None: not asked, or not
            to be seen.
    """

    line: Line
    fate: Fate
    action: str
    person: str
    decided_on: date
    due_on: date | None
    is_due: bool
    then: Then
    handoff_id: int | None = None
    result: HandoffResult | None = None
    spent: Spent | None = None
    missed: Decimal | None = None

    @property
    def hours(self) -> tuple[float, float] | None:
        """Hours a week as the plan had them and as they came: freed ones, or those still spent; None: too early."""
        if self.result is not None and self.result.result.average is not None:
            return self.then.freed, self.result.result.average.value
        if self.fate is not Fate.HANDED and self.spent is not None and self.spent.average is not None:
            return self.then.hours, self.spent.average.value
        return None


@dataclass(frozen=True, slots=True)
class Journal:
    """All decisions of a workspace.

    Attributes:
        due: to be looked at again. rows: the newest. count: of all. judged: by answer, of the newest answer to each.
    """

    due: tuple[Entry, ...]
    due_count: int
    rows: tuple[Entry, ...]
    count: int
    judged: Mapping[str, int]
    shows_money: bool

    @property
    def more(self) -> int:
        """Decisions that are not shown."""
        return self.count - len(self.rows)

    @property
    def answered(self) -> int:
        """Decisions that were called right, partly right or wrong."""
        return sum(number for judged, number in self.judged.items() if judged != Hindsight.Judged.EARLY)


def journal(member: Member, today: date) -> Journal:
    """What was decided and what came of it; a fixed number of queries."""
    waiting = due(member, today)
    first = list(waiting.select_related("workspace")[:DUE_SHOWN])
    rows = list(decisions(member).select_related("workspace").order_by("-decided_at", "-pk")[:SHOWN])
    made = {one.line.pk: one for one in _entries(member, {line.pk: line for line in (*first, *rows)}.values(), today)}
    judged = decisions(member).exclude(judged=None).values_list("judged").annotate(Count("pk")).order_by()
    return Journal(
        due=tuple(made[line.pk] for line in first),
        due_count=len(first) if len(first) < DUE_SHOWN else waiting.count(),
        rows=tuple(made[line.pk] for line in rows),
        count=len(rows) if len(rows) < SHOWN else decisions(member).count(),
        judged=dict(judged),
        shows_money=sees_worth(member),
    )


def entry(member: Member, line_id: int, today: date) -> Entry:
    """One decision beside what happened.

    Raises: Http404.
    """
    return _entries(member, [decision_or_404(member, line_id)], today)[0]


def then_of(said: Mapping[str, Any], likely: Range | None, *, sees_money: bool) -> Then:
    """What a line of a plan said."""
    start = said.get("start_date")
    then = Then(
        hours=float(said.get("hours") or 0.0),
        freed=float(said.get("hours_freed") or 0.0),
        set_up=float(said.get("setup_hours") or 0.0),
        start=date.fromisoformat(start) if start else None,
        likely=likely,
    )
    if not sees_money:
        return then
    cost = Decimal(repr(per_month(float(said.get("cost_per_week") or 0)))).quantize(Decimal("0.01"))
    npv, low, high = (None if said.get(key) is None else Decimal(str(said[key])) for key in _MONEY)
    return replace(then, cost=cost, chance=said.get("probability"), npv=npv, npv_low=low, npv_high=high)


@dataclass(frozen=True, slots=True)
class Around:
    """What entries are made from beside their lines, each read once."""

    begun: Mapping[int, HandoffResult]
    by_week: Mapping[int, Mapping[int, float]]
    attendance: Attendance
    likely: Mapping[tuple[int, str], Range]
    per_hour: Mapping[int, float]


def _entries(member: Member, lines: Iterable[Line], today: date) -> list[Entry]:
    lines = list(lines)
    if not lines:
        return []
    sees_money = sees_worth(member)
    around = _around(member, lines, today)
    return [_entry(line, around, today, sees_money=sees_money) for line in lines]


def _around(member: Member, lines: Sequence[Line], today: date) -> Around:
    workspace = member.workspace
    handed = Handoff.objects.filter(workspace_id=workspace.pk, line__in=[line.pk for line in lines])
    by_handoff = dict(handed.values_list("pk", "line_id"))
    found = results(member, today) if by_handoff else None
    begun = {by_handoff[row.pk]: row for row in found.rows if row.pk in by_handoff} if found else {}
    since = min(decided_on(line) for line in lines).toordinal()
    activities = {line.activity_id for line in lines if line.activity_id is not None}
    hours, attendance = own_weeks(workspace, activities, monday_of(since))
    likely, per_hour = seen_by({line.plan_id for line in lines}, workspace)
    return Around(begun, hours, attendance, likely, per_hour)


def _entry(line: Line, around: Around, today: date, *, sees_money: bool) -> Entry:
    said: Mapping[str, Any] = line.assumed
    decided = {**said, **line.changed_to}
    result = around.begun.get(line.pk)
    day, back = decided_on(line), due_on(line)
    fate = fate_of(line.decision, decided.get("action"), has_begun=result is not None)
    spent = None
    if result is None and line.activity_id is not None:
        hours = around.by_week.get(line.activity_id, {})
        spent = spent_since(hours, around.attendance, day.toordinal(), today.toordinal())
    then = then_of(said, around.likely.get((line.plan_id, line.activity_name)), sees_money=sees_money)
    return Entry(
        line=line,
        fate=fate,
        action=str(decided.get("action") or "keep"),
        person=str(decided.get("person") or "") if result is None else result.person,
        decided_on=day,
        due_on=back,
        is_due=back is not None and back <= today,
        then=then,
        handoff_id=None if result is None else result.pk,
        result=result,
        spent=spent,
        missed=_missed(line, fate, spent, around) if sees_money else None,
    )


def _missed(line: Line, fate: Fate, spent: Spent | None, around: Around) -> Decimal | None:
    per_hour, expected = around.per_hour.get(line.plan_id), expected_of(line.assumed)
    if fate is not Fate.REFUSED or spent is None or not spent.weeks or per_hour is None or expected is None:
        return None
    return foregone(expected, spent.weeks, per_hour) if line.assumed.get("action") not in (None, "keep") else None


def own_weeks(
    workspace: Workspace, activities: Collection[int], first: int
) -> tuple[dict[int, dict[int, float]], Attendance]:
    """The owner's hours on some activities by Monday from one on, and on which days anything was logged since."""
    person = owner_person(workspace.pk)
    mine = {"workspace_id": workspace.pk, "person_id": None if person is None else person.pk}
    days = DayTotal.objects.filter(**mine, day__gte=first).values_list("day").annotate(Sum("seconds")).order_by()
    found: dict[int, dict[int, float]] = defaultdict(dict)
    rows = WeekTotal.objects.filter(**mine, week__gte=first, activity__in=activities)
    for activity, monday, seconds in rows.values_list("activity_id", "week", "seconds"):
        found[activity][monday] = seconds / _HOUR
    logged = {day: seconds / _HOUR for day, seconds in days}
    return found, Attendance.of(logged, week(workspace.pk).work_days)


def seen_by(plans: Collection[int], workspace: Workspace) -> tuple[dict[tuple[int, str], Range], dict[int, float]]:
    """What plans saw: by plan and activity the likely hours a week, and by plan the worth of a freed hour."""
    rows = MadePlan.objects.filter(workspace_id=workspace.pk, pk__in=plans)
    likely: dict[tuple[int, str], Range] = {}
    per_hour: dict[int, float] = {}
    for pk, hours, freed in rows.values_list("pk", "answer__hours_seen", "answer__worth__freed"):
        for one in hours or ():
            likely[pk, one["activity"]] = Range(one["mean"], one["p10"], one["p90"])
        if freed is not None:
            per_hour[pk] = float(freed)
    return likely, per_hour
