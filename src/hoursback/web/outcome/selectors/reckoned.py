"""How results are worked out from what is on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.errors import HoursbackError
from hoursback.engine.outcome.alarms import coming_back, top_three_falls
from hoursback.engine.outcome.changes import volume
from hoursback.engine.outcome.freed import Freed, Result, Week, freed_hours
from hoursback.engine.outcome.handed import Handed, Kind
from hoursback.engine.outcome.money import Expected, Money, money_of, together, worth_of_hour
from hoursback.engine.outcome.steps import step_of
from hoursback.engine.outcome.weeks import WEEK, Attendance, monday_of
from hoursback.engine.outcome.where import LEAST_SHARE, Where, where_it_went
from hoursback.web.accounts.models import Workspace
from hoursback.web.handoff.models import Flag, Handoff
from hoursback.web.outcome.selectors.around import other_changes
from hoursback.web.outcome.selectors.paid import paid_by_week
from hoursback.web.outcome.selectors.records import Records, records, until_of
from hoursback.web.outcome.selectors.shapes import HandoffResult, Results, Sounded
from hoursback.web.plan.models import Limits
from hoursback.web.plan.stated import settings_of
from hoursback.web.review.selectors import owner_person, week
from hoursback.web.worth.selectors import worth

if TYPE_CHECKING:
    from hoursback.engine.worth.value import ValueOfTime

_DRAWS = 1000
_SEEN_BEFORE = 12
"""Weeks before a start that a page shows and the step is looked for in."""
NEW_FOR = 6 * WEEK
"""Days for which an alarm asks for a next step; later ones are history."""
USUAL = Assumptions().rho.value


def reckoned(workspace: Workspace, today: date) -> Results:
    """Everything about the hand-offs of a workspace as of a day; call it inside the workspace."""
    now = today.toordinal()
    seen = records(workspace, now)
    settings = settings_of(workspace)
    growth = settings.business.growth_per_year or 0.0
    known = week(workspace.pk)
    attendance = Attendance.of(seen.logged, known.work_days)
    freed = freed_hours(
        seen.handed,
        seen.logged,
        now,
        work_days=known.work_days,
        growth=growth,
        draws=_DRAWS,
        assumptions=settings.assumptions,
    )
    where = None
    if freed.average is not None:
        mondays = [one.monday for one in freed.weeks]
        where = where_it_went(
            seen.groups, attendance, freed=freed.average.value, since=seen.since, weeks=mondays, usual=USUAL
        )
    assumed = settings.assumptions.rho.value
    worths = _Worths.of(workspace, today, freed, where, assumed)
    paid = _paid(workspace, seen, now)
    flags = dict(
        Flag.objects.filter(workspace_id=workspace.pk, choice=Flag.Choice.OPEN)
        .order_by("week", "pk")
        .values_list("handoff_id", "pk")
    )
    rows = tuple(_row(seen, one, attendance, worths, paid, flags, now) for one in freed.results)
    sounded = [one for row in rows for one in row.sounded] + _of_top_three(seen, attendance, now)
    moneys = [row.money for row in rows if row.money is not None]
    in_all = None if freed.average is None else freed.average.scaled(len(freed.weeks))
    return Results(
        today=today,
        currency=workspace.currency,
        rows=rows,
        weeks=freed.weeks,
        average=freed.average,
        left_out=len(freed.left_out),
        since=date.fromordinal(seen.since) if seen.handed else None,
        where=where,
        top_three=seen.top_three,
        money=together(moneys, len(freed.weeks), in_all, worths.realised) if moneys else None,
        per_hour=worths.realised if moneys else None,
        assumed=assumed,
        limits_version=limits_version(workspace),
        sounded=tuple(sorted(sounded, key=lambda one: -one.alarm.monday)),
        changes=tuple(other_changes(workspace, seen, {row.pk: row.growth for row in rows}, freed.left_out, now)),
        to_come=_to_come(workspace),
        growth=growth,
    )


def expected_of(said: Mapping[str, Any]) -> Expected | None:
    """What a line of a plan said for each week, from its own first week on; None: it says no weeks."""
    hours = [float(each) for each in said.get("hours_by_week") or ()][int(said.get("start_week") or 0) :]
    if not hours:
        return None
    return Expected(
        hours=hours,
        cost=Decimal(str(said.get("cost_per_week") or 0)),
        set_up=float(said.get("setup_hours") or 0.0),
        cash=Decimal(str(said.get("cash_up_front") or 0)),
    )


def limits_version(workspace: Workspace) -> int:
    """Version of the stated limits; 0: none was ever stated."""
    return Limits.objects.filter(workspace_id=workspace.pk).values_list("version", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class _Worths:
    """Worth of an hour, currency: as the freed ones were used, and as the plan takes them; None: not known."""

    realised: float | None
    time: ValueOfTime | None
    assumed: float

    @classmethod
    def of(cls, workspace: Workspace, today: date, freed: Freed, where: Where | None, assumed: float) -> _Worths:
        """From what the workspace states."""
        if not freed.results:
            return cls(None, None, assumed)
        try:
            known = worth(workspace, owner_person(workspace.pk), today)
        except HoursbackError:
            known = None
        if known is None:
            return cls(None, None, assumed)
        share = where.learned.share.value if where is not None and where.learned is not None else assumed
        hours = 0.0 if freed.average is None else freed.average.value
        return cls(worth_of_hour(known.time, hours, share), known.time, assumed)

    def planned(self, hours: float) -> float | None:
        """As the plan takes them, for so many hours a week."""
        return None if self.time is None else worth_of_hour(self.time, hours, self.assumed)


def _row(
    seen: Records,
    one: Result,
    attendance: Attendance,
    worths: _Worths,
    paid: Mapping[int, Mapping[int, Decimal]],
    flags: Mapping[int, int],
    now: int,
) -> HandoffResult:
    row = seen.rows[one.handed.key]
    assert row.started_on is not None, "only those whose work began"
    until = until_of(row)
    last = monday_of(now) - WEEK
    payments = {monday: sum_ for monday, sum_ in paid.get(row.pk, {}).items() if monday <= last}
    expected = None if row.line is None else expected_of(row.line.assumed)
    money = _money(one, worths, payments, expected)
    before = _before(one.handed, attendance)
    watched = _watched(one, seen.away.get(row.pk, ()))
    alarms = [] if one.before is None else coming_back(watched, one.before.value, seen.theirs.get(row.pk))
    mondays = [each.monday for each in one.weeks]
    return HandoffResult(
        pk=row.pk,
        name=row.name,
        person=row.person.name if row.person else "",
        state=row.state,
        state_said=row.get_state_display(),
        since=row.started_on,
        until=None if until is None else date.fromordinal(until),
        result=one,
        before=before,
        step=step_of([hours for _monday, hours in before], _full_weeks(one.weeks)),
        growth=volume(seen.runs.get(row.pk, {}), mondays),
        paid=sum(payments.values(), Decimal(0)),
        money=money,
        gathered=_gathered(one, worths.realised, payments, money),
        sounded=tuple(
            Sounded(alarm, row.pk, row.name, alarm.monday > now - NEW_FOR, flags.get(row.pk)) for alarm in alarms
        ),
    )


def _money(one: Result, worths: _Worths, payments: Mapping[int, Decimal], expected: Expected | None) -> Money | None:
    if worths.realised is None or one.average is None:
        return None
    weeks = len(one.weeks)
    hours = 0.0 if expected is None else expected.hours_in(weeks) / weeks
    return money_of(
        one.average.scaled(weeks),
        weeks,
        per_hour=worths.realised,
        paid=sum(payments.values(), Decimal(0)),
        expected=expected,
        expected_per_hour=worths.planned(hours) if expected is not None and hours > 0 else None,
        set_up_recorded=one.set_up,
    )


def _gathered(
    one: Result, per_hour: float | None, payments: Mapping[int, Decimal], money: Money | None
) -> tuple[tuple[int, Decimal], ...]:
    """What has come together by the end of each week; what was paid in weeks that do not count is in the next one."""
    if per_hour is None or money is None:
        return ()
    known = sum(payments.values(), Decimal(0))
    total = -money.set_up - (money.paid - known)
    left = dict(payments)
    found = []
    for each in one.weeks:
        due = [monday for monday in left if monday <= each.monday]
        total += Decimal(repr(round(per_hour * each.freed.value, 2))) - sum((left.pop(m) for m in due), Decimal(0))
        found.append((each.monday, total))
    return tuple(found)


def _paid(workspace: Workspace, seen: Records, now: int) -> Mapping[int, Mapping[int, Decimal]]:
    if not seen.handed:
        return {}
    people = {row.person_id for row in seen.rows.values() if row.person_id is not None}
    return paid_by_week(workspace, people, monday_of(seen.since), monday_of(now) - WEEK)


def _before(one: Handed, attendance: Attendance) -> tuple[tuple[int, float], ...]:
    """The owner's hours on it in the weeks before, as of full weeks; hours of setting it up are left out."""
    start = monday_of(one.since)
    found = []
    for monday in range(start - _SEEN_BEFORE * WEEK, start, WEEK):
        share = attendance.share(monday)
        days = range(monday, monday + WEEK)
        if share >= LEAST_SHARE and not any(a <= day <= b for a, b in one.with_somebody for day in days):
            hours = sum(one.by_day.get(day, 0.0) - sum(one.told.get(day, {}).values()) for day in days)
            found.append((monday, hours / share))
    return tuple(found)


def _full_weeks(weeks: Sequence[Week]) -> list[float]:
    return [
        (week_.hours_spent - week_.spent.get(Kind.SETTING_UP, 0.0)) / week_.share
        for week_ in weeks
        if week_.share >= LEAST_SHARE
    ]


def _watched(one: Result, away: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
    """Weeks that alarms look at: whole, logged, and with somebody else at work in them."""
    return [
        (week_.monday, (week_.hours_spent - week_.spent.get(Kind.SETTING_UP, 0.0)) / week_.share)
        for week_ in one.weeks
        if week_.monday >= one.handed.since
        and week_.share >= LEAST_SHARE
        and not any(first <= week_.monday + WEEK - 1 and last >= week_.monday for first, last in away)
    ]


def _of_top_three(seen: Records, attendance: Attendance, now: int) -> list[Sounded]:
    if not seen.handed or not seen.top_three:
        return []
    weeks = [
        (monday, group.top / attendance.share(monday))
        for monday, group in sorted(seen.groups.items())
        if monday < monday_of(now) and attendance.share(monday) >= LEAST_SHARE
    ]
    return [Sounded(alarm, None, "", alarm.monday > now - NEW_FOR) for alarm in top_three_falls(weeks)]


def _to_come(workspace: Workspace) -> int:
    rows = Handoff.objects.filter(workspace_id=workspace.pk, started_on=None)
    return rows.exclude(state__in=(Handoff.State.ENDED, Handoff.State.RETURNED)).count()
