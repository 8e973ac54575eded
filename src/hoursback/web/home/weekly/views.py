"""The pages of the weekly review."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.web.accounts.request import WorkspaceRequest, inside, whole_number
from hoursback.web.accounts.roles import Role
from hoursback.web.capture.clocks import day_or_none
from hoursback.web.capture.views.common import said_in
from hoursback.web.focus.clock import Clock, clock_of, monday_of
from hoursback.web.home.waiting import Item
from hoursback.web.home.weekly import actions, selectors, words
from hoursback.web.home.weekly.charts import top_three_by_week
from hoursback.web.home.weekly.forms import WeeklyForm
from hoursback.web.shared import formats
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn


def weekly(request: WorkspaceRequest, week: str = "") -> HttpResponse:
    """One week: its figures, what is too much, what is due, and what its owner answered."""
    clock = clock_of(request.member)
    monday = _monday(week, clock) if week else selectors.week_to_review(request.member, clock.today)
    return _page(request, monday, clock)


@require_POST
def save(request: WorkspaceRequest, week: str) -> HttpResponse:
    """Save the answers about a week."""
    clock = clock_of(request.member)
    monday = _monday(week, clock)
    row = selectors.review_of(request.member, monday)
    form = WeeklyForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, monday, clock, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = actions.save_review(
            actor=request.member,
            monday=monday,
            texts=form.cleaned_data,
            version=form.cleaned_data["version"] or 0,
            figures=selectors.figures_of(request.member, monday, clock),
        )
    except StaleError:
        return _conflict(request, monday, form)
    undo = f"{inside(request, 'home:weekly-back', week=monday.isoformat())}?version={version}"
    tell(request, _("Saved: your week of a few words."), undo=undo)
    return redirect(inside(request, "home:weekly", week=monday.isoformat()))


@require_POST
def take_back(request: WorkspaceRequest, week: str) -> HttpResponse:
    """Put the answers back to what they were before the last save."""
    monday = _monday(week, clock_of(request.member))
    version = whole_number(request.GET.get("version", ""))
    if actions.take_back_review(actor=request.member, monday=monday, version=version):
        tell(request, _("The week reads as it did before."))
    else:
        warn(request, _("That cannot be taken back any more."))
    return redirect(inside(request, "home:weekly", week=monday.isoformat()))


def weeks(request: WorkspaceRequest) -> HttpResponse:
    """Every week that was answered about."""
    page = selectors.reviews_page(request.member, request.GET.get("page", ""))
    shown = [(row, date.fromordinal(row.week), words.listed(row.figures)) for row in page]
    return render(request, "home/weeks.html", {"page": page, "rows": shown, "total": page.paginator.count})


def _monday(text: str, clock: Clock) -> date:
    """The Monday of a day's week; a week that has not begun has no page, nor one that a log cannot hold."""
    day = day_or_none(text)
    monday = None if day is None else day_or_none(monday_of(day).isoformat())
    if monday is None or monday > clock.monday:
        raise Http404
    return monday


def _page(
    request: WorkspaceRequest,
    monday: date,
    clock: Clock,
    form: WeeklyForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    owns = request.member.role == Role.OWNER
    found = selectors.figures_of(request.member, monday, clock)
    row = selectors.review_of(request.member, monday) if owns else None
    then = None if row is None else row.figures
    figures = words.rows(found, then)
    facts: dict[str, Any] = {
        "found": found,
        "answer": words.answer(found),
        "name": words.week_said(monday),
        "standing": words.standing(found) if owns else "",
        "chart": top_three_by_week(found.usual, found.usual_weeks, monday)
        if found.usual and found.usual.values
        else None,
        "figures": figures if owns else [each for each in figures if each.label in words.shared_labels()],
        "has_changed": any(each.differs for each in figures),
        "review": row,
        "answered": "" if row is None else formats.day(timezone.localdate(row.answered_at, clock.zone)),
        "answers": _answers(row),
        "kept": words.kept_lists(then),
        "form": (form or WeeklyForm(row=row)) if owns else None,
        "meant": selectors.intention_of(request.member, monday) if owns else "",
        "alarms": _linked(request, found.alarms),
        "decisions": _linked(request, found.decisions),
        "follow_ups": _linked(request, found.follow_ups),
        "before": day_or_none((monday - selectors.WEEK).isoformat()),
        "after": monday + selectors.WEEK if monday < clock.monday else None,
        "is_opened": form is not None or (row is None and found.is_current),
    }
    return render(request, "home/weekly.html", facts, status=status)


def _linked(request: WorkspaceRequest, found: list[Item]) -> list[tuple[str, str]]:
    return [(item.said, item.address(request.workspace)) for item in found]


def _answers(row: Any) -> list[tuple[str, str]]:
    """What was answered: question and text, those that were skipped left out."""
    if row is None:
        return []
    fields = WeeklyForm(row=None).fields
    return [(str(fields[name].label), text) for name in selectors.TEXTS if (text := getattr(row, name))]


def _conflict(request: WorkspaceRequest, monday: date, form: WeeklyForm) -> HttpResponse:
    row = selectors.review_of(request.member, monday)
    theirs = WeeklyForm(row=row)
    sides = [Side(str(form.fields[name].label), said_in(form, name), said_in(theirs, name)) for name in selectors.TEXTS]
    resend = {name: str(form[name].value() or "") for name in selectors.TEXTS}
    resend["version"] = str(row.version if row is not None else 0)
    return answer_conflict(
        request,
        what=_("your week"),
        sides=sides,
        resend=resend,
        back=inside(request, "home:weekly", week=monday.isoformat()),
    )
