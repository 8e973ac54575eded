"""How far the log can be trusted, and how its owner logs."""

from __future__ import annotations

from datetime import time
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.capture.quality import TRUSTED_FROM
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.forms import HabitForm
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import now_of, today_here
from hoursback.web.shared.notes import tell


def quality(request: WorkspaceRequest) -> HttpResponse:
    """The log score and what was found, each with its day."""
    person = selectors.person_shown(request.member, request.GET.get("person", ""))
    habit = selectors.habit_of(person)
    found = selectors.log_quality(request.workspace, person, habit, today_here(request))
    context: dict[str, Any] = {
        "quality": found,
        "has_log": selectors.has_entries(person),
        "groups": selectors.groups(found) if found else [],
        "trusted_from": TRUSTED_FROM,
        "people": selectors.people_who_log(request.member),
        "person": person,
        "is_own": person is None or person.member_id == request.member.pk,
        "tab": "quality",
    }
    return render(request, "capture/quality.html", context)


def habit(request: WorkspaceRequest) -> HttpResponse:
    """Working hours and the reminder."""
    known = selectors.habit_of(selectors.own_person(request.member))
    if request.method != "POST":
        return _habit_page(request, HabitForm(habit=known))
    form = HabitForm(request.POST, habit=known)
    if form.is_valid():
        try:
            actions.change_habit(member=request.member, **form.cleaned_data)
        except HoursbackError as error:
            put_error(form, error)
        else:
            tell(request, _("Saved."))
            return redirect(inside(request, "capture:habit"))
    return _habit_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def remind(request: WorkspaceRequest) -> HttpResponse:
    """Whether it is time to ask “what did you just do?”; asked by the page, answered yes once for each slot."""
    person = selectors.own_person(request.member)
    known = selectors.habit_of(person)
    now = now_of(request)
    if known is None or not known.remind_every or person is None or not _is_work_time(known, now.time(), now.weekday()):
        return JsonResponse({"ask": False})
    minutes = known.remind_every
    is_busy = selectors.running_timer(request.member) is not None
    if is_busy or selectors.logged_since(person, int(now.timestamp()) - minutes * 60):
        return JsonResponse({"ask": False})
    slot = (now.hour * 60 + now.minute) // minutes
    is_due = actions.remind_once(member=request.member, kind=f"just did {minutes}:{slot}", day=now.date())
    start = int(now.timestamp()) - minutes * 60
    since = now_of(request).fromtimestamp(start, now.tzinfo)
    answer = {
        "ask": is_due,
        "line": f"{since:%H:%M}-{now:%H:%M} ",
        "day": since.date().isoformat(),
        "title": _("What did you just do?"),
        "text": _("Nothing is logged since %(time)s.") % {"time": f"{since:%H:%M}"},
    }
    return JsonResponse(answer)


def _is_work_time(habit: Any, at: time, weekday: int) -> bool:
    days = habit.work_days or habit.DEFAULT_DAYS
    if weekday not in days:
        return False
    return habit.day_from is None or habit.day_from <= at <= habit.day_to


def _habit_page(request: WorkspaceRequest, form: HabitForm, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "capture/habit.html", {"form": form, "tab": "habit"}, status=status)
