"""One entry: the plain form, moving, continuing, removing; and filling a gap."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.duration import format_duration
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, zone_name
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.clocks import DAY, day_of
from hoursback.web.capture.forms import EntryForm, MoveForm
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.selectors.day import EntryRow
from hoursback.web.capture.views.common import back_to_day, said_in, second, tell_step, today_here
from hoursback.web.shared.conflict import Side, StaleError
from hoursback.web.shared.notes import warn


def entry(request: WorkspaceRequest, entry: int) -> HttpResponse:
    """The form of one entry."""
    row = selectors.row_of(selectors.entry(request.member, entry))
    if request.method != "POST":
        return _form_page(request, EntryForm(row=row))
    form = EntryForm(request.POST, row=row)
    if not form.is_valid():
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        after = actions.change_entry(
            member=request.member,
            entry_id=entry,
            version=form.cleaned_data["version"],
            chosen=form.chose_activity,
            **form.changes(),
        )
    except StaleError:
        return _conflict(request, form)
    except HoursbackError as error:
        put_error(form, error)
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    tell_step(request, _("Saved."), after.step_id)
    return back_to_day(request, selectors.row_of(after).day)


def move(request: WorkspaceRequest, entry: int) -> HttpResponse:
    """A new start and length, from the timeline or a proposed fix."""
    row = selectors.row_of(selectors.entry(request.member, entry))
    form = MoveForm(request.POST)
    if not form.is_valid():
        warn(request, _("The entry stays where it was: a time was out of bounds."))
        return back_to_day(request, row.day)
    facts = form.cleaned_data
    try:
        after = actions.change_entry(
            member=request.member,
            entry_id=entry,
            version=facts["version"],
            start=facts["start"],
            seconds=facts["seconds"],
        )
    except StaleError:
        return _conflict(request, _moved_form(row, facts["start"], facts["seconds"], facts["version"]))
    except (HoursbackError, OverflowError, OSError):
        warn(request, _("The entry stays where it was: a time was out of bounds."))
        return back_to_day(request, row.day)
    now = selectors.row_of(after)
    said = f"{now.starts:%H:%M}–{now.ends:%H:%M}"
    text = _("“%(name)s” is now %(time)s (%(length)s).") % {
        "name": (now.note or now.activity)[:60], "time": said, "length": format_duration(now.seconds),
    }  # fmt: skip
    tell_step(request, text, after.step_id)
    return back_to_day(request, now.day)


def remove(request: WorkspaceRequest, entry: int) -> HttpResponse:
    """Take an entry out of the log."""
    row = selectors.row_of(selectors.entry(request.member, entry))
    version = request.POST.get("version", "")
    try:
        step = actions.delete_entry(
            member=request.member, entry_id=entry, version=int(version) if version.isdecimal() else None
        )
    except StaleError:
        warn(request, _("The entry was changed meanwhile, so it is still there. Look at it first."))
        return back_to_day(request, row.day)
    except HoursbackError as error:
        warn(request, f"{error.what} {error.hint}")
        return back_to_day(request, row.day)
    tell_step(request, _("Removed “%(name)s”.") % {"name": (row.note or row.activity)[:60]}, step)
    return back_to_day(request, row.day)


def go_on(request: WorkspaceRequest, entry: int) -> HttpResponse:
    """Start the timer with what an entry says."""
    try:
        timer = actions.continue_entry(
            member=request.member,
            entry_id=entry,
            now=second(),
            zone=zone_name(request),
            once=once_of(request),
        )
    except HoursbackError as error:
        warn(request, f"{error.what} {error.hint}")
        return redirect(inside(request, "capture:timer"))
    tell_step(request, _("The timer runs."), timer.step_id)
    return back_to_day(request, today_here(request))


def fill(request: WorkspaceRequest) -> HttpResponse:
    """Log what was done in a gap: one box, or one button for going on with what was before."""
    start, seconds = request.POST.get("start", ""), request.POST.get("seconds", "")
    zone = zone_name(request)
    try:
        began, length = int(start[:12]), int(seconds[:6])
        day = day_of(began, zone_of(zone))
        if not 0 < length <= DAY:
            raise ValueError(length)
    except (ValueError, OverflowError, OSError):
        warn(request, _("This gap is gone; look at the day again."))
        return back_to_day(request, today_here(request))
    try:
        entry = actions.log(
            member=request.member,
            day=day,
            start=began,
            seconds=length,
            zone=zone,
            said=selectors.Said(note=request.POST.get("note", "")),
            activity=request.POST.get("activity", "")[:300],
            today=today_here(request),
            once=once_of(request),
        )
    except HoursbackError as error:
        warn(request, f"{error.what} {error.hint}")
        return back_to_day(request, day)
    row = selectors.row_of(entry)
    tell_step(request, _("Filled with %(activity)s.") % {"activity": row.activity}, entry.step_id)
    return back_to_day(request, row.day)


def _form_page(request: WorkspaceRequest, form: EntryForm, status: int = HTTPStatus.OK) -> HttpResponse:
    names = selectors.activities_for(request.member).values_list("name", flat=True)
    context = {"form": form, "row": form.row, "names": names, "tab": "day"}
    return render(request, "capture/entry.html", context, status=status)


def _conflict(request: WorkspaceRequest, form: EntryForm) -> HttpResponse:
    """Both texts, and a form that saves mine over theirs."""
    row = form.row
    theirs = EntryForm(row=row)
    sides = [
        Side(str(field.label), said_in(form, name), said_in(theirs, name))
        for name, field in form.fields.items()
        if name not in ("version", "which")
    ]
    resend = {name: str(form[name].value() or "") for name in form.fields} | {"version": str(row.version)}
    address = inside(request, "capture:entry", entry=row.pk)
    # A move is sent again as the whole form, so to the form's address.
    facts = {"what": _("this entry"), "sides": sides, "resend": resend, "back": address, "action": address}
    return render(request, "shared/conflict.html", facts, status=HTTPStatus.CONFLICT)


def _moved_form(row: EntryRow, start: int, seconds: int, version: int) -> EntryForm:
    zone = zone_of(row.zone)
    starts = datetime.fromtimestamp(start, zone)
    ends = datetime.fromtimestamp(start + seconds, zone)
    initial = EntryForm(row=row).initial
    moved = {
        **initial,
        "day": starts.date().isoformat(),
        "start": f"{starts:%H:%M:%S}",
        "end": f"{ends:%H:%M:%S}",
        "length": format_duration(seconds),
        "version": version,
    }
    return EntryForm(moved, row=row)
