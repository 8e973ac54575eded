"""The time-box: its clock, its end, and the new estimate that decides anew."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.capture.views.common import back
from hoursback.web.focus.actions import boxes as actions
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.fixing import page
from hoursback.web.focus.forms.incidents import AgainForm, BoxForm, EndForm
from hoursback.web.focus.selectors import incidents as selectors
from hoursback.web.focus.selectors.weighing import weigh
from hoursback.web.focus.words import minutes_said
from hoursback.web.shared.notes import tell, warn

_BAD = HTTPStatus.UNPROCESSABLE_ENTITY


def timebox(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """The running clock; a POST starts one, answers it with a new estimate, or stops it."""
    if request.method != "POST":
        return _page(request, incident)
    do = request.POST.get("do", "")
    answers = {"start": _start, "again": _again, "stop": _stop}
    if do not in answers:
        return redirect(inside(request, "focus:timebox", incident=selectors.incident_here(request.member, incident).pk))
    try:
        return answers[do](request, incident)
    except HoursbackError as error:
        warn(request, " ".join(part for part in (error.what, error.hint) if part))
        return redirect(inside(request, "focus:incident", incident=incident))


def _start(request: WorkspaceRequest, pk: int) -> HttpResponse:
    form = BoxForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, _BAD, box=form)
    minutes = form.cleaned_data["minutes"]
    clock = clock_of(request.member)
    made = actions.start_box(member=request.member, incident_id=pk, minutes=minutes, clock=clock, once=once_of(request))
    if made is not None:
        tell(request, _("The clock runs."), undo=inside(request, "focus:timebox-back", incident=pk))
    return redirect(inside(request, "focus:timebox", incident=pk))


def _again(request: WorkspaceRequest, pk: int) -> HttpResponse:
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, _BAD, again=form)
    clock = clock_of(request.member)
    actions.estimate_again(member=request.member, incident_id=pk, hours=form.cleaned_data["hours"], clock=clock)
    tell(request, _("Decided anew. What it took so far is spent either way, so it does not count."))
    return redirect(inside(request, "focus:incident", incident=pk))


def _stop(request: WorkspaceRequest, pk: int) -> HttpResponse:
    if actions.stop_box(member=request.member, incident_id=pk, clock=clock_of(request.member)):
        tell(request, _("Stopped."))
    return redirect(inside(request, "focus:incident", incident=pk))


def take_back(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """As if the running box had never begun."""
    if actions.take_back_box(member=request.member, incident_id=incident):
        tell(request, _("No clock runs."))
    return back(request, inside(request, "focus:incident", incident=incident))


def _page(
    request: WorkspaceRequest,
    pk: int,
    status: HTTPStatus = HTTPStatus.OK,
    box: BoxForm | None = None,
    again: AgainForm | None = None,
) -> HttpResponse:
    clock = clock_of(request.member)
    row = selectors.incident_here(request.member, pk)
    weighed = weigh(request.member, row, clock.today)
    boxes = selectors.boxes_of(row)
    running, spent = selectors.running_box(boxes), selectors.spent_seconds(boxes, clock.now)
    shown = {
        "incident": row,
        "page": page(weighed, request.workspace.currency),
        "running": running,
        "is_over": running is not None and running.end <= clock.now,
        "now": clock.now,
        "left": 0 if running is None else max(0, running.end - clock.now),
        "begins": None if running is None else clock.local(running.start),
        "ends": None if running is None else clock.local(running.end),
        "spent": minutes_said(spent) if spent >= 60 else "",
        "box": box or BoxForm(initial={"minutes": round(weighed.box * 60)}),
        "again": again or AgainForm(),
        "end": EndForm(initial={"hours": f"{round(spent / 3600, 2):g}" if spent >= 60 else "", "outcome": "fixed"}),
    }
    return render(request, "focus/timebox.html", shown, status=status)
