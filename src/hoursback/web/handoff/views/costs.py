"""What handed-over work costs: the page, and files for accounting."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of, whole_number
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.forms.timesheets import month_after, month_asked, month_before
from hoursback.web.handoff.selectors import costfiles
from hoursback.web.handoff.selectors.costs import costs_page
from hoursback.web.handoff.selectors.work import handoff_here

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def costs(request: WorkspaceRequest) -> HttpResponse:
    """A month by person and hand-off, against agreed and planned; `handoff` narrows it to one."""
    month = _month(request)
    today = today_of(request)
    asked = request.GET.get("handoff", "")
    handoff = handoff_here(request.member, whole_number(asked)) if asked else None
    narrowed = None if handoff is None else handoff.pk
    found = costs_page(request.member, month, today, request.GET.get("page", ""), narrowed)
    facts = {
        "costs": found,
        "handoff": handoff,
        "page": found.page,
        "month": month,
        "is_now": month == today.replace(day=1),
        "before": f"{month_before(month):%Y-%m}",
        "after": f"{month_after(month):%Y-%m}",
        "here": f"{month:%Y-%m}",
        "leads": request.member.role in LEADERS,
    }
    return render(request, "handoff/costs.html", facts)


def costs_csv(request: WorkspaceRequest) -> HttpResponse:
    """The same month as CSV."""
    month = _month(request)
    text = costfiles.csv_of(request.member, month, today_of(request))
    return _file(text.encode(), "text/csv; charset=utf-8", f"costs-{month:%Y-%m}.csv")


def costs_xlsx(request: WorkspaceRequest) -> HttpResponse:
    """The same month as a workbook, with every line that was handed in."""
    month = _month(request)
    book = costfiles.workbook(request.member, month, today_of(request))
    return _file(book, _XLSX, f"costs-{month:%Y-%m}.xlsx")


def _month(request: WorkspaceRequest) -> date:
    return month_asked(request.GET.get("month", ""), today_of(request))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind, status=HTTPStatus.OK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
