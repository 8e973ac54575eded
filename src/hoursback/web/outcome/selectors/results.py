"""Results as pages, reports and the API show them: worked out once, kept until anything in the workspace changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import Http404

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.errors import HoursbackError
from hoursback.engine.outcome.alarms import Alarm, coming_back, top_three_falls
from hoursback.engine.outcome.changes import Change, volume
from hoursback.engine.outcome.freed import Freed, Handed, Kind, Result, Week, freed_hours
from hoursback.engine.outcome.money import Expected, Money, money_of, together, worth_of_hour
from hoursback.engine.outcome.steps import Missing, Step, step_of
from hoursback.engine.outcome.weeks import WEEK, Attendance, Range, monday_of
from hoursback.engine.outcome.where import LEAST_SHARE, Where, where_it_went
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.handoff.models import Flag, Handoff
from hoursback.web.outcome.selectors.around import other_changes
from hoursback.web.outcome.selectors.paid import paid_by_week
from hoursback.web.outcome.selectors.records import Records, records, until_of
from hoursback.web.plan.models import Limits
from hoursback.web.plan.stated import settings_of
from hoursback.web.review.selectors import owner_person, week
from hoursback.web.shared.places import RELEASE
from hoursback.web.worth.selectors import sees_worth, worth

if TYPE_CHECKING:
    from hoursback.engine.worth.value import ValueOfTime

_KEPT = 24 * 3600
_DRAWS = 1000
_SEEN_BEFORE = 12
"""Weeks before a start that a page shows and the step is looked for in."""
NEW_FOR = 6 * WEEK
"""Days for which an alarm asks for a next step; later ones are history."""
USUAL = Assumptions().rho.value


@dataclass(frozen=True, slots=True)
class Sounded:
    """An alarm with the hand-off it is about; None for one about the top three. `flag`: what waits to be decided."""

    alarm: Alarm
    handoff_id: int | None
    name: str
    is_new: bool
    flag_id: int | None = None

    @property
    def monday(self) -> date:
        """The week in which it sounded."""
        return date.fromordinal(self.alarm.monday)

    @property
    def since(self) -> date:
        """The week from which on it seems to run."""
        return date.fromordinal(self.alarm.since)


@dataclass(frozen=True, slots=True)
class HandoffResult:
    """What one hand-off brought.

    Attributes:
        before: Monday and the owner's hours on it, as of a full week, before it began.
        gathered: by Monday, worth of the freed hours less what was paid, from the first week on; set-up taken off.
        growth: of the units of its work since it began, as a share; None: too few are known.
        money: None where nothing says what an hour is worth.
    """

    pk: int
    name: str
    person: str
    state: str
    state_said: str
    since: date
    until: date | None
    result: Result
    before: tuple[tuple[int, float], ...]
    step: Step | Missing
    growth: float | None
    paid: Decimal
    money: Money | None
    gathered: tuple[tuple[int, Decimal], ...]
    sounded: tuple[Sounded, ...] = ()

    @property
    def weeks(self) -> int:
        """Weeks that count."""
        return len(self.result.weeks)


@dataclass(frozen=True, slots=True)
class Results:
    """All hand-offs together.

    Attributes:
        assumed: the share of freed hours for the top three that the plan takes; limits_version: of where it is stated.
        per_hour: worth of an hour as it was used; None: not known.
        to_come: hand-offs on their way whose work has not begun.
        growth: stated growth of the work a year that the weeks without hand-offs are taken to have had.
    """

    today: date
    currency: str
    rows: tuple[HandoffResult, ...]
    weeks: tuple[Week, ...]
    average: Range | None
    left_out: int
    since: date | None
    where: Where | None
    top_three: tuple[str, ...]
    money: Money | None
    per_hour: float | None
    assumed: float
    limits_version: int
    sounded: tuple[Sounded, ...]
    changes: tuple[Change, ...]
    to_come: int
    growth: float = 0.0
    shows_money: bool = True

    @property
    def total(self) -> float:
        """Hours in all."""
        return sum(week.freed.value for week in self.weeks)

    @property
    def alarms(self) -> tuple[Sounded, ...]:
        """Those that ask for a next step."""
        return tuple(one for one in self.sounded if one.is_new)

    @property
    def spent(self) -> dict[Kind, float]:
        """Hours still spent, by kind, over all weeks that count."""
        found: dict[Kind, float] = {}
        for week_ in self.weeks:
            for kind, hours in week_.spent.items():
                found[kind] = found.get(kind, 0.0) + hours
        return {kind: found[kind] for kind in Kind if kind in found}

    @property
    def tells_apart(self) -> bool:
        """Whether anything says what the hours still spent were for."""
        return any(row.result.tells_apart for row in self.rows)


def results(member: Member, today: date) -> Results:
    """What the hand-offs of a member's workspace brought, as far as the member may see it."""
    found = results_of(member.workspace, today)
    return found if sees_worth(member) else _without_money(found)


def results_of(workspace: Workspace, today: date) -> Results:
    """The same with everything; call it inside the workspace."""
    version = Workspace.objects.values_list("version", flat=True).get(pk=workspace.pk)
    key = f"results:{RELEASE}:{workspace.public_id}:{version}:{today}"
    found: Results | None = cache.get(key)
    if found is None:
        found = _results(workspace, today)
        cache.set(key, found, _KEPT)
    return found


def result_of(member: Member, handoff_id: int, today: date) -> tuple[Handoff, HandoffResult | None]:
    """One hand-off and what it brought; None: its work has not begun.

    Raises: Http404.
    """
    handoff = visible_or_404(member, Handoff, handoff_id)
    if handoff.workspace_id != member.workspace_id:
        raise Http404
    return handoff, next((row for row in results(member, today).rows if row.pk == handoff.pk), None)


def _without_money(found: Results) -> Results:
    rows = tuple(replace(row, money=None, gathered=(), paid=Decimal(0)) for row in found.rows)
    return replace(found, rows=rows, money=None, per_hour=None, shows_money=False, top_three=())


def _results(workspace: Workspace, today: date) -> Results:
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
    expected = _expected(row)
    money = _money(one, worths, payments, expected)
    before = _before(one.handed, attendance)
    alarms = [] if one.before is None else coming_back(_watched(one, seen.away.get(row.pk, ())), one.before.value)
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


def _expected(row: Handoff) -> Expected | None:
    """What the accepted line of the plan said, from its own first week on."""
    if row.line is None:
        return None
    said = row.line.assumed
    hours = [float(each) for each in said.get("hours_by_week") or ()][int(said.get("start_week") or 0) :]
    if not hours:
        return None
    return Expected(
        hours=hours,
        cost=Decimal(str(said.get("cost_per_week") or 0)),
        set_up=float(said.get("setup_hours") or 0.0),
        cash=Decimal(str(said.get("cash_up_front") or 0)),
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
