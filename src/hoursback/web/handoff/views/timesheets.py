"""Timesheets: the helper's week, the leader's list, one week with its moves."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.timesheet import WEEK, monday_of
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, whole_number
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.handoff.actions import timesheets as actions
from hoursback.web.handoff.forms.timesheets import AskForm, CapForm, month_after, month_asked, month_before
from hoursback.web.handoff.selectors import timesheets as selectors
from hoursback.web.handoff.selectors import weeks as lists
from hoursback.web.handoff.selectors.missing import first_missing, missing_timesheets
from hoursback.web.handoff.selectors.shown import shown_week, span
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell

_BAD = 400
_SHOWN = 20
"""Of each list; the rest comes up as these are done."""
_OWN_MOVES = frozenset({"submit", "withdraw"})
_UNDONE_BY = {"approve": "take the approval back", "mark paid": "take the paid mark back"}
"""Moves of a leader that another move takes back."""
_TOLD = {
    "submit": gettext_lazy("The week %(span)s is handed in. Take it back if something is missing."),
    "withdraw": gettext_lazy("The week %(span)s is open again."),
    "send back": gettext_lazy("The week %(span)s is sent back to %(person)s."),
    "approve": gettext_lazy("The week %(span)s of %(person)s is approved."),
    "take the approval back": gettext_lazy("The week %(span)s of %(person)s waits for your yes again."),
    "lock": gettext_lazy("The week %(span)s of %(person)s is locked for accounting."),
    "mark paid": gettext_lazy("The week %(span)s of %(person)s is marked as paid."),
    "take the paid mark back": gettext_lazy("The week %(span)s of %(person)s is no longer marked as paid."),
    "reopen": gettext_lazy("The week %(span)s of %(person)s is open again."),
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
    people = lists.people_with_weeks(request.member)
    chosen = _person_asked(request.GET.get("person", ""), people)
    waiting = lists.waiting(request.member, _SHOWN)
    missing = first_missing(request.member, today, _SHOWN)
    weeks, page = lists.weeks_in(request.member, month, chosen, request.GET.get("page", ""))
    facts = {
        "waiting": waiting.shown,
        "more_waiting": waiting.more,
        "sums": waiting.sums,
        "missing": missing.shown,
        "number_missing": missing.number,
        "more_missing": missing.more,
        "asked": lists.asked_for_hours(request.member)[:_SHOWN],
        "weeks": weeks,
        "page": page,
        "month": month,
        "before": f"{month_before(month):%Y-%m}",
        "after": f"{month_after(month):%Y-%m}",
        "people": people,
        "chosen": chosen,
        "now": [person for person in people if len(people) <= _SHOWN or person[0] == chosen],
        "this_week": monday_of(today.toordinal()),
    }
    return render(request, "handoff/timesheets.html", facts)


def timesheet(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """One week of one person."""
    row = selectors.person_of_week(request.member, person)
    return _week_page(request, row, selectors.monday_asked(week).toordinal())


def submit(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """Hand a week in, take it back, or ask for more hours in it."""
    if request.POST.get("move") == "ask":
        return _ask(request, person, week)
    return _move(request, person, week, own=True)


def decide(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    """A leader's moves, and the cap of this one week."""
    if request.POST.get("move") == "cap":
        return _cap(request, person, week)
    if request.POST.get("move") == "refuse cap":
        return _refuse(request, person, week)
    return _move(request, person, week, own=False)


def _move(request: WorkspaceRequest, person: int, week: str, *, own: bool) -> HttpResponse:
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week).toordinal()
    # An undo is an address alone: it carries in itself what a form would send.
    name = request.POST.get("move", request.GET.get("move", "submit" if own else ""))
    reason = request.POST.get("reason", "")
    try:
        if (name in _OWN_MOVES) is not own:
            raise HoursbackError(_("This button does not exist."), hint=_("Use those on the page."))
        moved = actions.move_timesheet(
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
    undo = ""
    if name in _UNDONE_BY:
        back = urlencode({"move": _UNDONE_BY[name], "version": moved.version})
        undo = f"{inside(request, 'handoff:decide', person=row.pk, week=week)}?{back}"
    tell(request, _TOLD[name] % {"span": span(monday), "person": row}, undo=undo)
    # From the list one goes on with the next one there.
    is_listed = request.POST.get("from") == "list"
    return redirect(inside(request, "handoff:timesheets") if is_listed else _address(request, row, monday))


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
    tell(request, _("The cap of the week %(span)s is saved.") % {"span": span(monday)})
    return redirect(_address(request, row, monday))


def _ask(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week).toordinal()
    form = AskForm(request.POST)
    if not form.is_valid():
        return _week_page(request, row, monday, ask=form, status=_BAD)
    facts: dict[str, Any] = {"actor": request.member, "person_id": row.pk, "week": monday}
    try:
        actions.ask_for_cap(**facts, **form.cleaned_data)
    except StaleError:
        return _week_page(request, row, monday, error=_stale(), status=409)
    except actions.CapError as error:
        form.add_error(error.where or None, f"{error.what} {error.hint}")
        return _week_page(request, row, monday, ask=form, status=_BAD)
    tell(request, _("You asked for more hours in this week. You can hand it in once they are granted."))
    return redirect(_address(request, row, monday))


def _refuse(request: WorkspaceRequest, person: int, week: str) -> HttpResponse:
    row = selectors.person_of_week(request.member, person)
    monday = selectors.monday_asked(week).toordinal()
    reason = request.POST.get("reason", "")
    facts: dict[str, Any] = {"actor": request.member, "person_id": row.pk, "week": monday}
    try:
        actions.refuse_cap(**facts, reason=reason, version=_version(request))
    except StaleError:
        return _week_page(request, row, monday, error=_stale(), status=409)
    except actions.CapError as error:
        typed = {"reason": reason[:300], "move": "refuse cap"}
        return _week_page(request, row, monday, error=error, typed=typed, status=_BAD)
    tell(request, _("%(person)s reads that the agreed hours stay, and why.") % {"person": row})
    return redirect(_address(request, row, monday))


def _week_page(
    request: WorkspaceRequest,
    person: Any,
    monday: int,
    *,
    error: HoursbackError | None = None,
    form: CapForm | None = None,
    ask: AskForm | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = today_of(request)
    is_own = person.member_id == request.member.pk
    week = selectors.week_of(request.member, person, monday)
    this_monday = monday_of(today.toordinal())
    facts: dict[str, Any] = {
        "week": week,
        "shown": shown_week(week),
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
        if week.row and week.row.cap_asked is not None:
            start |= {"hours": week.row.cap_asked, "reason": week.row.cap_asked_because}
        facts["cap_form"] = form or CapForm(initial=start)
    if is_own and week.is_open and (facts["shown"].has_cap or ask is not None):
        asked = week.row.cap_asked if week.row else None
        start = {"hours": asked, "reason": week.row.cap_asked_because if week.row else "", "version": week.version}
        facts["ask_form"] = ask or AskForm(initial=start)
    if is_own:
        facts["missing"] = [each for each in missing_timesheets(request.member, today) if each.person.pk == person.pk]
        facts["weeks"] = lists.own_weeks(request.member)
    return render(request, "handoff/timesheet.html", facts, status=status)


def _version(request: WorkspaceRequest) -> int:
    return whole_number(request.POST.get("version", request.GET.get("version", "")), 0)


def _stale() -> HoursbackError:
    return HoursbackError(
        _("Somebody else moved this week meanwhile, so nothing was changed."), hint=_("Below is how it stands now.")
    )


def _person_asked(text: str, people: list[tuple[int, str]]) -> int | None:
    """The person that the list is narrowed to; None: everybody, also for nonsense."""
    chosen = whole_number(text)
    return chosen if any(pk == chosen for pk, _name in people) else None


def _address(request: WorkspaceRequest, person: Any, monday: int) -> str:
    week = date.fromordinal(monday).isoformat()
    return inside(request, "handoff:timesheet", person=person.pk, week=week)
