"""What is protected, bad days, and what displaced the top three."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.capture.clocks import day_or_none
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import back, said_in
from hoursback.web.focus.actions import protecting as actions
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.forms.protecting import ProtectForm
from hoursback.web.focus.intruded import page as intruded_page
from hoursback.web.focus.selectors.choices import activity_choices
from hoursback.web.focus.selectors.intrusions import intruded
from hoursback.web.focus.selectors.protection import Protected, protected
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn


def protect(request: WorkspaceRequest) -> HttpResponse:
    """How much is protected, when, for what."""
    known = protected(request.member, clock_of(request.member))
    if known is None:
        return render(request, "focus/nobody.html")
    choices = activity_choices(request.member)
    if request.method != "POST":
        form = ProtectForm(protection=known.protection, activities=choices)
        return _page(request, known, form)
    form = ProtectForm(request.POST, protection=known.protection, activities=choices)
    if not form.is_valid():
        return _page(request, known, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    facts = {name: form.cleaned_data[name] for name in form.fields if name not in ("first", "second", "third")}
    try:
        actions.change_protection(member=request.member, top=form.top, **facts)
    except StaleError:
        return _conflict(request, known, form, choices)
    except HoursbackError as error:
        put_error(form, error)
        return _page(request, known, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    tell(request, _("Saved: this is what your days protect."))
    return redirect(inside(request, "focus:protect"))


def bad_day(request: WorkspaceRequest) -> HttpResponse:
    """Declare a day bad, or take that back."""
    clock = clock_of(request.member)
    day = day_or_none(request.POST.get("day", "") or request.GET.get("day", "")) or clock.today
    if (request.POST.get("do", "") or request.GET.get("do", "")) == "back":
        if actions.take_back_bad_day(member=request.member, day=day):
            tell(request, _("A usual day again."))
        return back(request, inside(request, "home:today"))
    try:
        actions.declare_bad_day(member=request.member, day=day, today=clock.today)
    except HoursbackError as error:
        warn(request, error.what)
    else:
        undo = f"{inside(request, 'focus:badday')}?do=back&day={day.isoformat()}"
        tell(request, _("A bad day: little is enough today."), undo=undo)
    return back(request, inside(request, "home:today"))


def intrusions(request: WorkspaceRequest) -> HttpResponse:
    """What displaced the top three this week and in the weeks before."""
    known = protected(request.member, clock_of(request.member))
    if known is None:
        return render(request, "focus/nobody.html")
    return render(
        request,
        "focus/intrusions.html",
        {"known": known, "page": intruded_page(intruded(request.member, known), known)},
    )


def _page(
    request: WorkspaceRequest, known: Protected, form: ProtectForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "focus/protect.html", {"known": known, "form": form}, status=status)


def _conflict(
    request: WorkspaceRequest, known: Protected, form: ProtectForm, choices: list[tuple[int, str]]
) -> HttpResponse:
    theirs = ProtectForm(protection=known.protection, activities=choices)
    names = [name for name in form.fields if name != "version"]
    sides = [Side(str(form.fields[name].label), said_in(form, name), said_in(theirs, name)) for name in names]
    resend = {name: str(form[name].value() or "") for name in names if form[name].value()}
    resend["version"] = str(known.protection.version)
    return answer_conflict(
        request, what=_("your protected time"), sides=sides, resend=resend, back=inside(request, "focus:protect")
    )
