"""Reports: chosen and looked at, taken along as PDF or workbook, sent by a link, opened behind one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.home.reporting import actions, making, paper, selectors
from hoursback.web.home.reporting.forms import ChoiceForm, LinkForm
from hoursback.web.plan.links import kept_private
from hoursback.web.shared import faults, formats
from hoursback.web.shared.notes import tell

_PDF = "application/pdf"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
type Making = Callable[..., bytes]


def reports(request: WorkspaceRequest) -> HttpResponse:
    """Which report, how it looks, and who else has a link to one."""
    form = ChoiceForm(request.GET, member=request.member)
    return _page(request, form, status=HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST)


def report_pdf(request: WorkspaceRequest) -> HttpResponse:
    """A report as PDF."""
    return _taken(request, making.pdf_of, "pdf", _PDF)


def report_xlsx(request: WorkspaceRequest) -> HttpResponse:
    """A report as a workbook."""
    return _taken(request, making.xlsx_of, "xlsx", _XLSX)


@require_POST
def share(request: WorkspaceRequest) -> HttpResponse:
    """A new link, shown this once."""
    form = LinkForm(request.POST, member=request.member)
    if not form.is_valid():
        return _page(request, _chosen(request), link_form=form, status=HTTPStatus.BAD_REQUEST)
    said = form.cleaned_data
    token = actions.share_report(
        member=request.member, choice=form.choice, label=said["label"], days=said["days"], once=once_of(request)
    )
    if token is None:
        return redirect(inside(request, "home:reports"))
    return _page(request, _chosen(request), address=settings.URL + reverse("reports:shared", kwargs={"token": token}))


@require_POST
def withdraw(request: WorkspaceRequest, link: int) -> HttpResponse:
    """Close a link at once."""
    actions.withdraw_link(member=request.member, link_id=link)
    tell(request, _("The link is closed."))
    return redirect(inside(request, "home:reports") + "#links")


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A report behind a link, as it stands today; nothing tells a wrong link from a closed one."""
    found = _opened(request, token)
    with acting_in(found.member.workspace):
        report = making.report_of(found.member, found.choice, found.today)
    facts = {"report": report, "until": found.link.expires_at, "token": token, "has_pdf": paper.is_there()}
    return kept_private(render(request, "home/report_shared.html", facts))


def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The same as PDF."""
    return _behind(request, token, making.pdf_of, "pdf", _PDF)


def shared_xlsx(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a workbook."""
    return _behind(request, token, making.xlsx_of, "xlsx", _XLSX)


def _chosen(request: WorkspaceRequest) -> ChoiceForm:
    form = ChoiceForm(request.POST, member=request.member)
    form.is_valid()
    return form


def _page(request: WorkspaceRequest, form: ChoiceForm, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    shares = request.member.role == Role.OWNER
    facts: dict[str, Any] = {
        "form": form,
        "shares": shares,
        "has_pdf": paper.is_there(),
        "links": selectors.links_of(request.member) if shares else [],
    }
    facts["open"] = [row for row in facts["links"] if row["is_open"]]
    facts["next_end"] = min((row["link"].expires_at for row in facts["open"]), default=None)
    if form.is_valid():
        facts["report"] = making.report_of(request.member, form.choice, today_of(request))
        facts["link_form"] = LinkForm({**form.data}, member=request.member) if shares else None
    return render(request, "home/reports.html", facts | more, status=status)


def _taken(request: WorkspaceRequest, make: Making, ending: str, kind: str) -> HttpResponse:
    form = ChoiceForm(request.GET, member=request.member)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    today = today_of(request)
    return _answered(request, lambda: make(request.member, form.choice, today), form.choice.report, today, ending, kind)


def _behind(request: HttpRequest, token: str, make: Making, ending: str, kind: str) -> HttpResponse:
    found = _opened(request, token)

    def made() -> bytes:
        with acting_in(found.member.workspace):
            return make(found.member, found.choice, found.today)

    return kept_private(_answered(request, made, found.choice.report, found.today, ending, kind))


def _answered(
    request: HttpRequest, make: Callable[[], bytes], name: str, today: date, ending: str, kind: str
) -> HttpResponse:
    try:
        content = make()
    except HoursbackError as error:
        return faults.refused(request, error, status=HTTPStatus.NOT_IMPLEMENTED)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}-{today.isoformat()}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(request: HttpRequest, token: str) -> selectors.Opened:
    """What a secret opens, counted as opened.

    Raises: Http404.
    """
    found = selectors.behind(token)
    if found is None:
        raise Http404
    formats.LOCALE.set(found.choice.locale)
    timezone.activate(found.member.workspace.timezone)
    if request.method == "GET":
        actions.count_opening(found.link)
    return found
