"""Pages of days off."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.accounts.roles import Verb
from hoursback.web.people import timeoff
from hoursback.web.people.forms import TimeOffForm
from hoursback.web.people.selectors import person_here
from hoursback.web.shared import formats
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell


def time_off(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Somebody's days off, and more of them; `undo` brings a stretch back that was just removed."""
    row = person_here(request.member, person, Verb.SEE)
    sent = QueryDict(request.GET.urlencode()) if request.method == "POST" and "first" in request.GET else request.POST
    form = TimeOffForm(sent or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            added = timeoff.add_time_off(
                actor=request.member,
                person_id=row.pk,
                first=typed["first"],
                last=typed["last"],
                note=typed["note"],
                once=once_of(request),
            )
        except timeoff.DaysRefusedError as error:
            form.add_error(error.where, f"{error.what} {error.hint}")
        else:
            if added is not None:
                _tell_added(request, added)
            return redirect(inside(request, "people:time-off", person=person))
    today = today_of(request)
    stretches = timeoff.time_off_of(request.member, row)
    facts = {
        "form": form,
        "person": row,
        "is_own": row.member_id == request.member.pk,
        "ahead": [stretch for stretch in stretches if stretch.last >= today],
        "over": [stretch for stretch in reversed(stretches) if stretch.last < today],
        "today": today,
    }
    return render(request, "people/time_off.html", facts, status=400 if form.is_bound else 200)


def change(request: WorkspaceRequest, time_off: int) -> HttpResponse:
    """Move or lengthen a stretch."""
    row = timeoff.time_off_here(request.member, time_off)
    form = TimeOffForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            changed = timeoff.change_time_off(
                actor=request.member,
                time_off_id=row.pk,
                version=typed.get("version") or 0,
                first=typed["first"],
                last=typed["last"],
                note=typed["note"],
            )
        except StaleError:
            return _conflict(request, form, time_off)
        except timeoff.DaysRefusedError as error:
            form.add_error(error.where, f"{error.what} {error.hint}")
        else:
            _tell_added(request, changed)
            return redirect(inside(request, "people:time-off", person=row.person_id))
    facts = {"form": form, "stretch": row, "person": row.person}
    return render(request, "people/time_off_change.html", facts, status=400 if form.is_bound else 200)


def remove(request: WorkspaceRequest, time_off: int) -> HttpResponse:
    """Take a stretch back."""
    row = timeoff.remove_time_off(actor=request.member, time_off_id=time_off)
    again = QueryDict(mutable=True)
    again.update({"first": row.first.isoformat(), "last": row.last.isoformat(), "note": row.note})
    address = inside(request, "people:time-off", person=row.person_id)
    tell(request, _("%(days)s: at work again.") % {"days": _days(row)}, undo=f"{address}?{again.urlencode()}")
    return redirect(address)


def _tell_added(request: WorkspaceRequest, added: timeoff.Added) -> None:
    said = _("Off: %(days)s.") % {"days": _days(added.row)}
    if added.merged:
        more = ngettext("It took in one that overlapped.", "It took in %(n)d that overlapped.", added.merged)
        tell(request, f"{said} {more % {'n': added.merged}}")
        return
    tell(request, said, undo=inside(request, "people:time-off-remove", time_off=added.row.pk))


def _days(row: Any) -> str:
    first, last = formats.day(row.first), formats.day(row.last)
    return first if row.first == row.last else f"{first} – {last}"


def _conflict(request: WorkspaceRequest, form: TimeOffForm, time_off: int) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    now = timeoff.time_off_here(request.member, time_off)
    stored = TimeOffForm(instance=now)
    sides = [
        Side(str(form[name].label), str(form[name].value() or ""), str(stored[name].value() or ""))
        for name in ("first", "last", "note")
    ]
    sent = {name: str(value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")}
    return answer_conflict(
        request,
        what=_("these days off"),
        sides=sides,
        resend={**sent, "version": str(now.version)},
        back=inside(request, "people:time-off", person=now.person_id),
    )
