"""The timer: start, stop, switch, edit; and the question what a forgotten one was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, zone_name
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.clocks import DAY, end_after, epoch_of, local
from hoursback.web.capture.errors import LongTimerError
from hoursback.web.capture.forms import StopForm, TimerForm
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.forms.timers import EditTimerForm
from hoursback.web.capture.views.common import back, said_in, second, tell_step
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import warn

LONG_SECONDS = 10 * 3600


def timer(request: WorkspaceRequest) -> HttpResponse:
    """What is being done; a POST says what to do with it in `do`."""
    if request.method != "POST":
        return _page(request)
    do = _DOES.get(request.POST.get("do", ""))
    if do is None:
        return _page(request, status=HTTPStatus.BAD_REQUEST)
    try:
        return do(request)
    except LongTimerError as error:
        return _page(request, long=error, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except StaleError:
        warn(request, _("The timer was changed in another window meanwhile; here it is as it is now."))
        return redirect(inside(request, "capture:timer"))


def _start(request: WorkspaceRequest) -> HttpResponse:
    form = TimerForm(request.POST, auto_id="timer-%s")
    if not form.is_valid():
        return _page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    is_running = selectors.running_timer(request.member) is not None
    begin = actions.switch_timer if is_running else actions.start_timer
    try:
        started = begin(
            member=request.member,
            now=second(),
            zone=zone_name(request),
            note=form.cleaned_data["note"],
            activity=form.cleaned_data["activity"] or None,
            once=once_of(request),
        )
    except LongTimerError:
        raise
    except HoursbackError as error:
        put_error(form, error)
        return _page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = _("What ran before is logged; the timer runs on.") if is_running else _("The timer runs.")
    tell_step(request, said, started.step_id)
    return back(request, inside(request, "capture:day"))


def _stop(request: WorkspaceRequest) -> HttpResponse:
    form = TimerForm(request.POST, auto_id="stop-%s")
    if not form.is_valid():
        return _page(request, stop=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    facts = form.cleaned_data
    return _stopped(
        request,
        form,
        note=facts["note"] if "note" in request.POST else None,
        activity=_activity_of(request, facts),
        keep_long=request.POST.get("keep", "") == "long",
    )


def _stop_at(request: WorkspaceRequest) -> HttpResponse:
    """A forgotten timer ends when its owner says."""
    form = StopForm(request.POST, auto_id="ended-%s")
    running = selectors.running_timer(request.member)
    if not form.is_valid() or running is None:
        return _page(request, ended=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    zone = zone_of(running.zone.name)
    day, at, which = (form.cleaned_data[name] for name in ("day", "end", "which"))
    try:
        if day == local(running.start, zone).date():
            end = end_after(running.start, day, at, zone, which=which)
        else:
            end = epoch_of(day, at, zone, where="end", which=which)
    except HoursbackError as error:
        put_error(form, error)
        return _page(request, ended=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _stopped(request, form, end=end, keep_long=True, activity=_activity_of(request, {}))


def _stopped(request: WorkspaceRequest, form: Any, **facts: Any) -> HttpResponse:
    try:
        entry = actions.stop_timer(member=request.member, now=second(), once=once_of(request), **facts)
    except LongTimerError:
        raise
    except HoursbackError as error:
        put_error(form, error)
        shown = {"ended" if isinstance(form, StopForm) else "stop": form}
        return _page(request, **shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    row = selectors.row_of(entry)
    tell_step(request, _("Logged under %(activity)s.") % {"activity": row.activity}, entry.step_id)
    return back(request, inside(request, "capture:day"))


def _change(request: WorkspaceRequest) -> HttpResponse:
    form = EditTimerForm(request.POST, auto_id="edit-%s")
    running = selectors.running_timer(request.member)
    if running is None or not form.is_valid():
        return _page(request, edit=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    facts = form.cleaned_data
    zone = zone_of(running.zone.name)
    before = local(running.start, zone)
    try:
        # The box says minutes; an untouched one keeps its seconds.
        is_same = (facts["day"], facts["start"]) == (before.date(), before.time().replace(second=0, microsecond=0))
        start = (
            running.start
            if is_same
            else epoch_of(facts["day"], facts["start"], zone, where="start", which=facts["which"])
        )
        changed = actions.change_timer(
            member=request.member,
            now=second(),
            version=facts["version"],
            start=start,
            note=facts["note"],
            activity=facts["activity"] or None,
        )
    except StaleError:
        return _conflict(request, form)
    except HoursbackError as error:
        put_error(form, error)
        return _page(request, edit=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    tell_step(request, _("Saved."), changed.step_id)
    return back(request, inside(request, "capture:day"))


def _discard(request: WorkspaceRequest) -> HttpResponse:
    try:
        step = actions.discard_timer(member=request.member)
    except HoursbackError as error:
        warn(request, error.what)
    else:
        tell_step(request, _("The timer is thrown away; nothing was logged."), step)
    return back(request, inside(request, "capture:day"))


_DOES: dict[str, Callable[[WorkspaceRequest], HttpResponse]] = {
    "start": _start,
    "switch": _start,
    "stop": _stop,
    "stop-at": _stop_at,
    "change": _change,
    "discard": _discard,
}


def _page(request: WorkspaceRequest, *, status: int = HTTPStatus.OK, **forms: Any) -> HttpResponse:
    running = selectors.running_timer(request.member)
    now = second()
    context: dict[str, Any] = {
        "timer": running,
        "now": now,
        "form": forms.get("form") or TimerForm(auto_id="timer-%s"),
        "names": selectors.activities_for(request.member).values_list("name", flat=True),
        "tab": "day",
        "once_again": request.POST.get("once", ""),
    }
    if running is not None:
        starts = local(running.start, zone_of(running.zone.name))
        context |= {
            "starts": starts,
            "elapsed": max(0, now - running.start),
            "long": forms.get("long") or now - running.start > LONG_SECONDS,
            "is_beyond": now - running.start > DAY,
            "edit": forms.get("edit") or EditTimerForm(initial=_initial(running, starts), auto_id="edit-%s"),
            "stop": forms.get("stop") or TimerForm(initial=_initial(running, starts), auto_id="stop-%s"),
            "ended": forms.get("ended") or StopForm(initial={"day": starts.date()}, auto_id="ended-%s"),
        }
    return render(request, "capture/timer.html", context, status=status)


def _initial(running: Any, starts: datetime) -> dict[str, Any]:
    return {
        "note": running.note,
        "activity": running.activity.name if running.activity else "",
        "day": starts.date(),
        "start": starts.time().replace(second=0, microsecond=0),
        "version": running.version,
    }


def _activity_of(request: WorkspaceRequest, facts: dict[str, Any]) -> str | None:
    """What the person put, if it is another than the timer had."""
    typed = str(facts.get("activity", "")).strip()
    running = selectors.running_timer(request.member)
    had = running.activity.name if running is not None and running.activity is not None else ""
    return typed if typed and typed != had else None


def _conflict(request: WorkspaceRequest, form: EditTimerForm) -> HttpResponse:
    running = selectors.running_timer(request.member)
    if running is None:
        return redirect(inside(request, "capture:timer"))
    theirs = EditTimerForm(initial=_initial(running, local(running.start, zone_of(running.zone.name))))
    shown = [name for name in form.fields if name not in ("version", "which")]
    sides = [Side(str(form.fields[name].label), said_in(form, name), said_in(theirs, name)) for name in shown]
    resend = {name: str(form[name].value() or "") for name in form.fields}
    resend |= {"version": str(running.version), "do": "change"}
    return answer_conflict(
        request, what=_("the timer"), sides=sides, resend=resend, back=inside(request, "capture:timer")
    )
