"""Timesheets: the helper's week, the leader's list, one week with its moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.timesheet import WEEK, monday_of
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, whole_number
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.actions import timesheets as actions
from hoursback.web.handoff.forms.timesheets import CapForm, month_after, month_asked, month_before
from hoursback.web.handoff.selectors import timesheets as selectors
from hoursback.web.handoff.selectors.shown import shown_week, span, sums_of_list
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell

_BAD = 400
_OWN_MOVES = frozenset({"submit", "withdraw"})
_TOLD = {
    "submit": gettext_lazy("%(week)s is handed in. Take it back if something is missing."),
    "withdraw": gettext_lazy("%(week)s is open again."),
    "send back": gettext_lazy("%(week)s is sent back to %(person)s."),
    "approve": gettext_lazy("%(week)s of %(person)s is approved."),
    "lock": gettext_lazy("%(week)s of %(person)s is locked for accounting."),
    "mark paid": gettext_lazy("%(week)s of %(person)s is marked as paid."),
    "take the paid mark back": gettext_lazy("%(week)s of %(person)s is no longer marked as paid."),
    "reopen": gettext_lazy("%(week)s of %(person)s is open again."),
}


def timesheets(request: WorkspaceRequest) -> HttpResponse:
    """What waits and what is missing, for leaders; for everybody else their own week."""
    today = today_of(request)
    if request.member.role not in LEADERS:
        person = selectors.own_person_of(request.member)
        if person is None:
            raise Http404
        return _week_page(request, person, monday_of(today.toordinal()))
    month = month_asked(request.GET.get("month", ""), today)
    people = selectors.people_with_weeks(request.member)
    chosen = _person_asked(request.GET.get("person", ""), people)
    waiting = selectors.waiting_timesheets(request.member)
    missing = selectors.missing_timesheets(request.member, today)
    facts = {
        "waiting": waiting,
        "sums": sums_of_list(waiting),
        "missing": missing,
        "weeks": selectors.weeks_in(request.member, month, chosen),
        "month": month,
        "before": f"{month_before(month):%Y-%m}",
        "after": f"{month_after(month):%Y-%m}",
        "people": people,
        "chosen": chosen,
        "this_week": monday_of(today.toordinal()),
    }
    return render(request, "handoff/timesheets.html", facts)


def timesheet(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """One week of one person."""
    row = selectors.person_of_week(request.member, person)
    return _week_page(request, row, selectors.monday_asked(week).toordinal())


def submit(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """Hand a week in, or take it back."""
    return _move(request, person, week, own=True)


def decide(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """A leader's moves, and the cap of this one week."""
    if request.POST.get("move") == "cap":
        return _cap(request, person, week)
    return _move(request, person, week, own=False)


def _move(request: WorkspaceRequest, person: int, week: str, *, own: bool) -> HttpResponse:
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week).toordinal()
    name = request.POST.get("move", "submit" if own else "")
    reason = request.POST.get("reason", "")
    try:
        if (name in _OWN_MOVES) is not own:
            raise HoursbackError(_("This button does not exist."), hint=_("Use those on the page."))
        actions.move_timesheet(
            actor=request.member,
            person_id=row.pk,
            week=monday,
            name=name,
            version=_version(request),
            today=today_of(request),
            reason=reason,
            note=request.POST.get("note", ""),
        )
    except StaleError:
        return _week_page(request, row, monday, error=_stale(), status=409)
    except HoursbackError as error:
        typed = {"reason": reason[:1000], "note": request.POST.get("note", "")[:10_000], "move": name}
        return _week_page(request, row, monday, error=error, typed=typed, status=_BAD)
    tell(request, _TOLD[name] % {"week": _said(monday), "person": row})
    return redirect(_address(request, row, monday))


def _cap(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week).toordinal()
    form = CapForm(request.POST)
    if not form.is_valid():
        return _week_page(request, row, monday, form=form, status=_BAD)
    try:
        actions.state_cap(
            actor=request.member,
            person_id=row.pk,
            week=monday,
            hours=form.cleaned_data["hours"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
    except StaleError:
        return _week_page(request, row, monday, error=_stale(), status=409)
    except actions.CapError as error:
        form.add_error(error.where or None, f"{error.what} {error.hint}")
        return _week_page(request, row, monday, form=form, status=_BAD)
    tell(request, _("The cap of %(week)s is saved.") % {"week": _said(monday)})
    return redirect(_address(request, row, monday))


def _week_page(
    request: WorkspaceRequest,
    person: Any,
    monday: int,
    *,
    error: HoursbackError | None = None,
    form: CapForm | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = today_of(request)
    is_own = person.member_id == request.member.pk
    week = selectors.week_of(request.member, person, monday)
    this_monday = monday_of(today.toordinal())
    facts: dict[str, Any] = {
        "week": week,
        "shown": shown_week(request.member, week),
        "person": person,
        "is_own": is_own,
        "leads": request.member.role in LEADERS and not is_own,
        "is_now": monday == this_monday,
        "is_ahead": monday > this_monday,
        "before": monday - WEEK,
        "after": monday + WEEK if monday < this_monday else None,
        "error": error,
        "typed": typed or {},
    }
    if facts["leads"] and week.is_open:
        cap = week.row.cap_hours if week.row else None
        start = {"hours": cap, "reason": week.row.cap_reason if week.row else "", "version": week.version}
        facts["cap_form"] = form or CapForm(initial=start)
    if is_own:
        facts["missing"] = [
            each for each in selectors.missing_timesheets(request.member, today) if _is_own(each, person)
        ]
        facts["weeks"] = selectors.own_weeks(request.member)
    return render(request, "handoff/timesheet.html", facts, status=status)


def _is_own(each: selectors.Listed, person: Any) -> bool:
    return bool(each.person.pk == person.pk)


def _version(request: WorkspaceRequest) -> int:
    return whole_number(request.POST.get("version", ""), 0)


def _stale() -> HoursbackError:
    return HoursbackError(
        _("Somebody else moved this week meanwhile, so nothing was changed."), hint=_("Below is how it stands now.")
    )


def _person_asked(text: str, people: list[Any]) -> int | None:
    """The person that the list is narrowed to; None: everybody, also for nonsense."""
    chosen = whole_number(text)
    return chosen if any(person.pk == chosen for person in people) else None


def _said(monday: int) -> str:
    return _("The week %(span)s") % {"span": span(monday)}


def _address(request: WorkspaceRequest, person: Any, monday: int) -> str:
    week = date.fromordinal(monday).isoformat()
    return inside(request, "handoff:timesheet", person=person.pk, week=week)
