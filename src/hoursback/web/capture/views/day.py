"""The page of a day: the line to type into, the timer, the entries, the gaps."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, once_of, zone_name
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.clocks import day_or_none
from hoursback.web.capture.forms import LineForm, TimerForm
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import back_to_day, day_asked, now_of, second, tell_step, today_here


def day(request: WorkspaceRequest, day: str = "") -> HttpResponse:
    """One day, and what is typed on it."""
    shown = day_asked(request, day)
    if request.method != "POST":
        return day_page(request, shown)
    form = LineForm(request.POST, auto_id="line-%s")
    if form.is_valid():
        # The day that the page showed when it was drawn: "today" may have become another one since.
        shown = form.cleaned_data["day"] or shown
    else:
        return day_page(request, shown, line=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entry = actions.log_line(
            member=request.member,
            text=form.cleaned_data["line"],
            activity=form.cleaned_data["activity"],
            shown=shown,
            today=today_here(request),
            zone=zone_name(request),
            now=now_of(request),
            once=once_of(request),
        )
    except HoursbackError as error:
        put_error(form, error if error.where in form.fields else _on_line(error))
        return day_page(request, shown, line=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    row = selectors.row_of(entry)
    tell_step(request, _("Logged under %(activity)s.") % {"activity": row.activity}, entry.step_id)
    return back_to_day(request, row.day)


def day_page(
    request: WorkspaceRequest, shown: date, *, line: LineForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page of a day, also with a line that was refused."""
    zone = zone_of(zone_name(request))
    person = selectors.person_shown(request.member, request.GET.get("person", ""))
    is_own = person is None or person.member_id == request.member.pk
    timer = selectors.running_timer(request.member) if is_own else None
    habit = selectors.habit_of(person)
    is_today = shown == today_here(request)
    facts = selectors.day_facts(person, shown, zone, second(), habit, timer if is_today else None)
    before, following = selectors.neighbours(shown)
    context: dict[str, Any] = {
        "facts": facts,
        "is_own": is_own,
        "timeline": selectors.timeline(facts) if facts.entries or facts.carried or facts.span else None,
        "doubts": selectors.doubts(facts),
        "before": before,
        "following": following,
        "timer": timer,
        "now": facts.now,
        "elapsed": max(0, facts.now - timer.start) if timer else 0,
        "line": line or LineForm(auto_id="line-%s"),
        "timer_form": TimerForm(auto_id="timer-%s"),
        "names": selectors.activities_for(request.member).values_list("name", flat=True),
        "people": selectors.people_who_log(request.member),
        "habit": habit,
        "tab": "day",
        "is_first": not facts.entries and not selectors.has_entries(person),
    }
    return render(request, "capture/day.html", context, status=status)


def echo(request: WorkspaceRequest) -> HttpResponse:
    """What a line that is being typed means; a part of the page."""
    text = request.GET.get("line", "")
    context: dict[str, Any] = {"text": text.strip()}
    if context["text"]:
        try:
            context["reading"] = selectors.interpret(
                request.member,
                text,
                request.GET.get("activity", "")[:200],
                shown=day_or_none(request.GET.get("day", "")) or today_here(request),
                today=today_here(request),
                zone=zone_name(request),
                now=now_of(request),
            )
        except HoursbackError as error:
            context["error"] = error
    return render(request, "capture/echo.html", context)


def _on_line(error: HoursbackError) -> HoursbackError:
    return HoursbackError(error.what, where="line", value=error.value, hint=error.hint)
