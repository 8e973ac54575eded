"""The page of the owner's own calendar."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.focus import jobs
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.forms.calendars import ChooseForm, ConnectForm, OffForm
from hoursback.web.focus.selectors import calendars as selectors
from hoursback.web.shared import faults
from hoursback.web.shared.notes import tell


def calendar(request: WorkspaceRequest) -> HttpResponse:
    """How the calendar is: connect one, choose one, see whether it works."""
    if request.method != "POST":
        return _page(request)
    if "collection" in request.POST:
        return _choose(request)
    form = ConnectForm(request.POST)
    if not form.is_valid():
        return _page(request, 400, form=form)
    try:
        jobs.connect(actor=request.member, once=once_of(request), **form.cleaned_data)
    except HoursbackError as error:
        return faults.refused(request, error, 409)
    return redirect(inside(request, "focus:calendar"))


def _choose(request: WorkspaceRequest) -> HttpResponse:
    known = selectors.calendar_of(request.member)
    if known is None:
        return redirect(inside(request, "focus:calendar"))
    form = ChooseForm(known, request.POST)
    if not form.is_valid():
        return _page(request, 400, choice=form)
    try:
        jobs.choose(actor=request.member, href=form.cleaned_data["collection"])
    except HoursbackError as error:
        return faults.refused(request, error, 409)
    tell(request, _("Your blocks go into this calendar from now on."))
    return redirect(inside(request, "focus:calendar"))


@require_POST
def try_now(request: WorkspaceRequest) -> HttpResponse:
    """Look at the calendar at once."""
    try:
        jobs.try_now(actor=request.member)
    except HoursbackError as error:
        return faults.refused(request, error, 409)
    return redirect(inside(request, "focus:calendar"))


@require_POST
def off(request: WorkspaceRequest) -> HttpResponse:
    """Let go of the calendar."""
    form = OffForm(request.POST)
    form.full_clean()
    try:
        jobs.disconnect(actor=request.member, removes=form.cleaned_data["removes"])
    except HoursbackError as error:
        return faults.refused(request, error, 409)
    tell(request, _("The calendar is disconnected."))
    return redirect(inside(request, "focus:calendar"))


def _typed(request: WorkspaceRequest, known: object) -> dict[str, str]:
    """What was typed before; the password never comes back."""
    user = getattr(known, "user", "") or request.user.email
    return {"address": getattr(known, "address", ""), "user": user}


def _page(request: WorkspaceRequest, status: int = 200, **forms: object) -> HttpResponse:
    known = selectors.calendar_of(request.member)
    clock = clock_of(request.member)
    facts = {
        "calendar": known,
        "is_waiting": known is not None and known.lease_until is not None and known.lease_until > timezone.now(),
        "moments": selectors.moments(known, clock) if known is not None else {},
        "form": ConnectForm(initial=_typed(request, known)),
        "choice": ChooseForm(known) if known is not None else None,
        "off": OffForm(),
        "held": selectors.held(known) if known is not None else 0,
        "news": selectors.news(request.member, clock),
        **forms,
    }
    template = "focus/calendar.html#state" if request.htmx else "focus/calendar.html"
    return render(request, template, facts, status=status)
