"""What handed-over work costs: the page, and files for accounting."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.handoff.forms.timesheets import month_after, month_asked, month_before
from hoursback.web.handoff.selectors import costfiles
from hoursback.web.handoff.selectors.costs import month_costs, month_lines

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def costs(request: WorkspaceRequest) -> HttpResponse:
    """A month by person and hand-off, against agreed and planned."""
    month = _month(request)
    today = today_of(request)
    facts = {
        "costs": month_costs(request.member, month, today),
        "month": month,
        "is_now": month == today.replace(day=1),
        "before": f"{month_before(month):%Y-%m}",
        "after": f"{month_after(month):%Y-%m}",
        "here": f"{month:%Y-%m}",
    }
    return render(request, "handoff/costs.html", facts)


def costs_csv(request: WorkspaceRequest) -> HttpResponse:
    """The same month as CSV."""
    month = _month(request)
    text = costfiles.as_csv(month_costs(request.member, month, today_of(request)), request.workspace.currency)
    return _file(text.encode(), "text/csv; charset=utf-8", f"costs-{month:%Y-%m}.csv")


def costs_xlsx(request: WorkspaceRequest) -> HttpResponse:
    """The same month as a workbook, with every line that was handed in."""
    month = _month(request)
    found = month_costs(request.member, month, today_of(request))
    lines = month_lines(request.member, month)
    return _file(costfiles.as_xlsx(found, lines, request.workspace.currency), _XLSX, f"costs-{month:%Y-%m}.xlsx")


def _month(request: WorkspaceRequest) -> date:
    return month_asked(request.GET.get("month", ""), today_of(request))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind, status=HTTPStatus.OK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
