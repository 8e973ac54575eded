"""Fix or pay: something broke; what to do about it, how it ended, and all that broke so far."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, whole_number
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import back, said_in
from hoursback.web.focus import fixing, repeating
from hoursback.web.focus.actions import incidents as actions
from hoursback.web.focus.clock import Clock, clock_of
from hoursback.web.focus.forms.incidents import AgainForm, BoxForm, EndForm, FiguresForm, NewForm
from hoursback.web.focus.selectors import incidents as selectors
from hoursback.web.focus.selectors.choices import activity_choices
from hoursback.web.focus.selectors.weighing import Weighed, payer_choices, weigh
from hoursback.web.focus.words import minutes_said
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_BAD = HTTPStatus.UNPROCESSABLE_ENTITY


def incidents(request: WorkspaceRequest) -> HttpResponse:
    """Two boxes to decide, and all that broke so far with what it cost."""
    if request.method != "POST":
        return _list(request, NewForm())
    form = NewForm(request.POST)
    if not form.is_valid():
        return _list(request, form, _BAD)
    said = form.cleaned_data
    clock = clock_of(request.member)
    made = actions.report_incident(
        member=request.member, what=said["what"], hours=said["hours"], clock=clock, once=once_of(request)
    )
    if made is None:
        return redirect(inside(request, "focus:incidents"))
    return redirect(inside(request, "focus:incident", incident=made.pk))


def _list(request: WorkspaceRequest, form: NewForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    found, currency = selectors.listed(request.member), request.workspace.currency
    shown = {
        "form": form,
        "answer": repeating.headline(found, currency),
        "lines": repeating.lines(found, currency),
        "more": found.more,
        "again": repeating.in_all(list(found.again), currency),
        "taught": repeating.taught(found.learned),
    }
    return render(request, "focus/incidents.html", shown, status=status)


def incident(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """One incident: which way is cheaper, with its arithmetic; the figures behind it can be changed."""
    row = selectors.incident_here(request.member, incident)
    choices = _choices(request, row)
    if request.method != "POST":
        return _one(request, incident, FiguresForm(incident=row, **choices))
    form = FiguresForm(request.POST, incident=row, **choices)
    if not form.is_valid():
        return _one(request, incident, form, _BAD)
    version = form.cleaned_data["version"]
    try:
        actions.state_figures(member=request.member, incident_id=incident, version=version, facts=form.facts)
    except StaleError:
        return _conflict(request, incident, form, choices)
    except HoursbackError as error:
        put_error(form, error)
        return _one(request, incident, form, _BAD)
    tell(request, _("Decided anew with these figures."))
    return redirect(inside(request, "focus:incident", incident=incident))


def _one(
    request: WorkspaceRequest,
    pk: int,
    form: FiguresForm,
    status: HTTPStatus = HTTPStatus.OK,
    end: EndForm | None = None,
) -> HttpResponse:
    clock, currency = clock_of(request.member), request.workspace.currency
    row = selectors.incident_here(request.member, pk)
    weighed = weigh(request.member, row, clock.today)
    boxes = selectors.boxes_of(row)
    running, spent = selectors.running_box(boxes), selectors.spent_seconds(boxes, clock.now)
    shown = {
        "incident": row,
        "page": fixing.page(weighed, currency),
        "ended": repeating.ended(row, currency),
        "repeated": repeating.repeated(weighed, selectors.alike(request.member, row), clock.today, currency),
        "taught": None if boxes else repeating.taught(selectors.learned(request.member), row),
        "kinds": selectors.kinds(request.member),
        "running": running,
        "ends": None if running is None else clock.local(running.end),
        "spent": minutes_said(spent) if spent >= 60 else "",
        "figures": form,
        "again": AgainForm(),
        "box": BoxForm(initial={"minutes": round(weighed.box * 60)}),
        "end": end or EndForm(initial=_end_as_far(weighed, spent)),
    }
    return render(request, "focus/incident.html", shown, status=status)


def _end_as_far(weighed: Weighed, spent: int) -> dict[str, object]:
    """How it ended, as far as it is known: what was tried, and the bill as it was expected."""
    incident = weighed.incident
    if incident.hours_spent is not None:
        return {"hours": f"{incident.hours_spent:g}", "money": incident.money_spent, "outcome": incident.outcome}
    is_paid, chosen = incident.choice == "pay", weighed.chosen
    hours = spent / 3600
    if is_paid and chosen is not None:
        hours += chosen.paid.brief.value
    return {"hours": f"{round(hours, 2):g}" if hours >= 1 / 60 else "", "outcome": "paid" if is_paid else "fixed"}


def pay(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """Somebody is paid for it."""
    helper = whole_number(request.POST.get("helper", ""))
    clock = clock_of(request.member)
    try:
        actions.choose_paying(
            member=request.member, incident_id=incident, helper_id=helper if helper > 0 else None, clock=clock
        )
    except HoursbackError as error:
        warn(request, " ".join(part for part in (error.what, error.hint) if part))
    else:
        undo = inside(request, "focus:incident-undecide", incident=incident)
        tell(request, _("Somebody else does it. Record what it took once it works again."), undo=undo)
    return redirect(inside(request, "focus:incident", incident=incident))


def undecide(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """Nothing is decided yet, after all."""
    try:
        actions.take_back_choice(member=request.member, incident_id=incident)
    except HoursbackError as error:
        warn(request, error.what)
    return back(request, inside(request, "focus:incident", incident=incident))


def end(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """Record how it ended."""
    row = selectors.incident_here(request.member, incident)
    form, clock = EndForm(request.POST), clock_of(request.member)
    if form.is_valid():
        worth = weigh(request.member, row, clock.today).worth
        try:
            actions.end_incident(member=request.member, incident_id=incident, worth=worth, clock=clock, **form.facts)
        except HoursbackError as error:
            put_error(form, error)
        else:
            undo = inside(request, "focus:incident-reopen", incident=incident)
            tell(request, _("Recorded: this is how it ended."), undo=undo)
            return redirect(inside(request, "focus:incident", incident=incident))
    figures = _figures(request, incident)
    return _one(request, incident, figures, _BAD, end=form)


def _figures(request: WorkspaceRequest, pk: int) -> FiguresForm:
    row = selectors.incident_here(request.member, pk)
    return FiguresForm(incident=row, **_choices(request, row))


def _choices(request: WorkspaceRequest, row: Any) -> dict[str, list[tuple[int, str]]]:
    """Activities, and people with a price, to choose from."""
    people = payer_choices(request.member, row, clock_of(request.member).today)
    return {"activities": activity_choices(request.member), "people": people}


def reopen(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """It is not over after all."""
    actions.reopen_incident(member=request.member, incident_id=incident)
    tell(request, _("It is open again."))
    return back(request, inside(request, "focus:incident", incident=incident))


def remove(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """Take it away."""
    actions.remove_incident(member=request.member, incident_id=incident, clock=_clock(request))
    tell(request, _("It is taken away."), undo=inside(request, "focus:incident-return", incident=incident))
    return back(request, inside(request, "focus:incidents"))


def put_back(request: WorkspaceRequest, incident: int) -> HttpResponse:
    """Put it back."""
    actions.return_incident(member=request.member, incident_id=incident)
    tell(request, _("It is back."))
    return redirect(inside(request, "focus:incident", incident=incident))


def _clock(request: WorkspaceRequest) -> Clock:
    return clock_of(request.member)


def _conflict(
    request: WorkspaceRequest, pk: int, form: FiguresForm, choices: dict[str, list[tuple[int, str]]]
) -> HttpResponse:
    row = selectors.incident_here(request.member, pk)
    theirs = FiguresForm(incident=row, **choices)
    names = [name for name in form.fields if name != "version"]
    sides = [Side(str(form.fields[name].label), said_in(form, name), said_in(theirs, name)) for name in names]
    resend = {name: str(form[name].value() or "") for name in names} | {"version": str(row.version)}
    return answer_conflict(
        request,
        what=_("this incident"),
        sides=sides,
        resend=resend,
        back=inside(request, "focus:incident", incident=pk),
    )
