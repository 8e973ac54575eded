"""The API's timesheets and costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ninja import Query, Router

from hoursback.engine.handoff.costs import Cost, Total
from hoursback.engine.handoff.timesheet import SheetLine
from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.accounts.roles import READERS, TEAM, Scope
from hoursback.web.handoff.actions.timesheets import move_timesheet
from hoursback.web.handoff.api_schemas import (
    CostOut,
    CostsAsked,
    CostsOut,
    CostsTotal,
    SubmitIn,
    TimesheetLineOut,
    TimesheetOut,
    TimesheetsAsked,
    TimesheetShort,
    TimesheetsOut,
    TimesheetState,
)
from hoursback.web.handoff.selectors import timesheets as selectors
from hoursback.web.handoff.selectors.costs import month_costs
from hoursback.web.handoff.selectors.weeks import Listed, page_of
from hoursback.web.shared.api import conflict, read_cursor, said_instant
from hoursback.web.shared.conflict import StaleError

router = Router(tags=["Timesheets"])


@router.get(
    "/timesheets", response=TimesheetsOut, url_name="timesheets", summary="List timesheets", **asks(Scope.READ, TEAM)
)
def list_timesheets(request: WorkspaceRequest, asked: Query[TimesheetsAsked]) -> TimesheetsOut:
    """Weeks that you may see and that something was done with: your own, or for leaders everybody's."""
    after = None if asked.cursor is None else tuple(read_cursor(asked.cursor, 2))
    found, more = page_of(
        request.member,
        first=None if asked.first is None else asked.first.toordinal(),
        last=None if asked.last is None else asked.last.toordinal(),
        person_id=asked.person_id,
        state=asked.state,
        size=min(asked.size, 200),
        after=after,
    )
    return TimesheetsOut(timesheets=[_short(request, each) for each in found], next_cursor=more)


@router.get(
    "/timesheets/{int:person}/{str:week}",
    response=TimesheetOut,
    url_name="timesheet",
    summary="One timesheet",
    **asks(Scope.READ, TEAM),
)
def get_timesheet(request: WorkspaceRequest, person: int, week: str) -> TimesheetOut:
    """One week, by its Monday; an open one as it stands now."""
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week)
    return _said(request, selectors.week_of(request.member, row, monday.toordinal()))


@router.post(
    "/timesheets/{int:person}/{str:week}/submit",
    response=TimesheetOut,
    url_name="timesheet-submit",
    summary="Hand a timesheet in",
    **asks(Scope.WRITE, TEAM),
)
def submit_timesheet(request: WorkspaceRequest, person: int, week: str, said: SubmitIn) -> TimesheetOut:
    """Hand your week in: its lines are frozen, and its entries stay as they are. Moved by somebody else since: 409."""
    monday = selectors.monday_asked(week)
    try:
        move_timesheet(
            actor=request.member,
            person_id=person,
            week=monday.toordinal(),
            name="submit",
            version=said.version,
            today=today_of(request),
            note=said.note,
        )
    except StaleError:
        raise conflict(said.version, get_timesheet(request, person, week)) from None
    return get_timesheet(request, person, week)


@router.get("/costs", response=CostsOut, url_name="costs", summary="Costs of a month", **asks(Scope.READ, READERS))
def get_costs(request: WorkspaceRequest, asked: Query[CostsAsked]) -> CostsOut:
    """What handed-over work costs in a month, by person and hand-off, against what was agreed and planned.

    Advisers read it while the owner shares money, else they get 403.
    """
    today = today_of(request)
    month = date.fromisoformat(f"{asked.month}-01") if asked.month else today.replace(day=1)
    found = month_costs(request.member, month, today)
    return CostsOut(
        month=f"{month:%Y-%m}",
        currency=request.workspace.currency,
        costs=[_cost(row) for row in found.rows],
        total=_total(found.total),
        open_weeks=found.open_weeks,
    )


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _money_or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else _money(amount)


def _address(request: WorkspaceRequest, person: int, monday: int) -> str:
    return inside(request, "api:timesheet", person=person, week=date.fromordinal(monday).isoformat())


def _short(request: WorkspaceRequest, each: Listed) -> TimesheetShort:
    return TimesheetShort(
        person_id=each.person.pk,
        person=each.person.name,
        week=date.fromordinal(each.monday),
        state=TimesheetState(each.state),
        work_seconds=each.seconds,
        amount=_money_or_none(each.amount),
        is_final=each.is_final,
        version=each.version,
        address=_address(request, each.person.pk, each.monday),
    )


def _said(request: WorkspaceRequest, week: selectors.Week) -> TimesheetOut:
    row = week.row
    return TimesheetOut(
        person_id=week.person.pk,
        person=week.person.name,
        week=date.fromordinal(week.monday),
        state=TimesheetState(week.state),
        currency=request.workspace.currency,
        work_seconds=week.sheet.seconds,
        amount=_money(week.sheet.amount),
        is_final=not week.is_open,
        still_to_pay=_money_or_none(week.to_pay),
        lines=[_line(line) for line in week.sheet.lines],
        unpaid_seconds=sum(each.seconds for each in week.sheet.apart),
        note=row.note if row else "",
        reason=row.reason if row else "",
        submitted_at=said_instant(int(row.submitted_at.timestamp())) if row and row.submitted_at else None,
        paid_on=row.paid_on if row else None,
        moves=[button.move.name for button in week.buttons if not button.missing],
        version=week.version,
        address=_address(request, week.person.pk, week.monday),
    )


def _line(line: SheetLine) -> TimesheetLineOut:
    return TimesheetLineOut(
        kind=line.kind.value,
        day=date.fromordinal(line.day),
        handoff_id=line.handoff,
        activity_id=line.activity,
        name=line.name,
        work_seconds=line.seconds,
        price=None if line.rate is None else _money(Decimal(line.rate).scaleb(-2)),
        amount=_money(line.amount),
    )


def _cost(row: Cost) -> CostOut:
    return CostOut(
        person_id=row.person_id,
        person=row.person,
        handoff_id=row.handoff_id,
        handoff=row.handoff,
        work_seconds=row.all_seconds,
        handed_in=_money(row.handed_in),
        not_handed_in=_money(row.open),
        amount=_money(row.amount),
        agreed=_money_or_none(row.agreed),
        planned=_money_or_none(row.planned),
    )


def _total(total: Total) -> CostsTotal:
    return CostsTotal(
        work_seconds=total.all_seconds,
        handed_in=_money(total.handed_in),
        not_handed_in=_money(total.open),
        amount=_money(total.amount),
        planned=_money_or_none(total.planned),
    )
