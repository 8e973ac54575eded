"""The API's results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Router

from hoursback.engine.outcome.freed import Week
from hoursback.engine.outcome.handed import Kind
from hoursback.engine.outcome.money import Money
from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.accounts.roles import LEADERS, READERS, Role, Scope
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome import words
from hoursback.web.outcome.api_schemas import (
    AlarmOut,
    BroughtOut,
    FreedWeekOut,
    LearnedOut,
    LikelyOut,
    ResultOut,
    ResultShort,
    ResultsOut,
    SpentOut,
    WentOut,
)
from hoursback.web.outcome.selectors.results import result_of, results
from hoursback.web.outcome.selectors.shapes import HandoffResult, Results

router = Router(tags=["Results"])


@router.get(
    "/results", response=ResultsOut, url_name="results", summary="What hand-offs brought", **asks(Scope.READ, READERS)
)
def get_results(request: WorkspaceRequest) -> ResultsOut:
    """Hours freed by all hand-offs, week by week, and where they went; money where it may be seen."""
    found = results(request.member, today_of(request))
    return ResultsOut(
        said=words.headline(found, is_owner=request.member.role == Role.OWNER),
        since=found.since,
        currency=found.currency,
        freed=_likely(found.average),
        weeks_left_out=found.left_out,
        by_week=[_week(week) for week in found.weeks],
        went=_went(found),
        learned=_learned(found),
        brought=_brought(found.money),
        alarms=[
            AlarmOut(handoff_id=one.handoff_id, about=words.alarm_said(one), week=one.monday, since=one.since)
            for one in found.alarms
        ],
        changes=[words.change_said(change) for change in found.changes],
        handoffs=[ResultShort(**_short(row)) for row in found.rows],
    )


@router.get(
    "/results/{int:handoff}",
    response=ResultOut,
    url_name="result",
    summary="What one hand-off brought",
    **asks(Scope.READ, LEADERS),
)
def get_result(request: WorkspaceRequest, handoff: int) -> ResultOut:
    """One hand-off week by week; no figures before its work has begun."""
    asked, row = result_of(request.member, handoff, today_of(request))
    if row is None:
        return _not_begun(asked)
    found = row.result
    return ResultOut(
        **_short(row),
        now=_likely(found.now),
        difference=_likely(found.difference),
        by_week=[_week(week) for week in found.weeks],
        spent=_spent(found.spent),
    )


def _not_begun(handoff: Handoff) -> ResultOut:
    return ResultOut(
        handoff_id=handoff.pk,
        name=handoff.name,
        person=handoff.person.name if handoff.person else "",
        state=handoff.state,
        since=None,
        weeks=0,
        before=None,
        freed=None,
        brought=None,
        now=None,
        difference=None,
        by_week=[],
        spent=_spent({}),
    )


def _short(row: HandoffResult) -> dict[str, Any]:
    return {
        "handoff_id": row.pk,
        "name": row.name,
        "person": row.person,
        "state": row.state,
        "since": row.since,
        "weeks": row.weeks,
        "before": _likely(row.result.before),
        "freed": _likely(row.result.average),
        "brought": _brought(row.money),
    }


def _likely(figure: Range | None) -> LikelyOut | None:
    if figure is None:
        return None
    return LikelyOut(value=round(figure.value, 4), low=round(figure.low, 4), high=round(figure.high, 4))


def _week(week: Week) -> FreedWeekOut:
    freed = _likely(week.freed)
    assert freed is not None, "a week has a figure"
    return FreedWeekOut(
        week=date.fromordinal(week.monday), before=round(week.before, 4), spent=_spent(week.spent), freed=freed
    )


def _spent(kinds: Mapping[Kind, float]) -> SpentOut:
    return SpentOut(**{kind.value.replace(" ", "_"): round(hours, 4) for kind, hours in kinds.items()})


def _went(found: Results) -> WentOut | None:
    where = found.where
    if where is None:
        return None
    return WentOut(
        freed=round(where.freed, 4),
        top_three=round(where.top, 4),
        other=round(where.other, 4),
        rest=round(where.rest, 4),
    )


def _learned(found: Results) -> LearnedOut | None:
    if found.where is None or found.where.learned is None or not found.shows_money:
        return None
    learned = found.where.learned
    share = _likely(learned.share)
    assert share is not None, "a share has a figure"
    return LearnedOut(measured=round(learned.measured, 4), weeks=learned.weeks, share=share, assumed=found.assumed)


def _brought(money: Money | None) -> BroughtOut | None:
    if money is None:
        return None
    return BroughtOut(
        weeks=money.weeks,
        benefit=_sum(money.benefit),
        paid=_sum(money.paid),
        set_up=_sum(money.set_up),
        realised=_sum(money.realised),
        low=_sum(money.low),
        high=_sum(money.high),
        planned=None if money.planned is None else _sum(money.planned),
        realised_share=money.realisation,
        returned=money.returned,
    )


def _sum(amount: Decimal) -> str:
    return f"{amount:.2f}"
