"""Activities: the list, one of them, merging, splitting, and ranges without a log."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.forms import ActivityForm, MergeForm, NewActivityForm, RangeFormSet, SplitForm
from hoursback.web.capture.forms.activities import stated_in
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import said_in, tell_step, today_here
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict

USUAL = (
    "E-mail",
    "Bookkeeping",
    "Invoices",
    "Quotes",
    "Customer questions",
    "Social media",
    "Scheduling",
    "Client work",
)
"""What most owners do; a row that is left empty says nothing."""


def activities(request: WorkspaceRequest) -> HttpResponse:
    """Every activity, and a new one."""
    if request.method != "POST":
        return _list_page(request, NewActivityForm(auto_id="new-%s"))
    form = NewActivityForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        try:
            made, step = actions.create_activity(
                member=request.member,
                name=form.cleaned_data["name"],
                function=form.cleaned_data["function"],
                once=once_of(request),
            )
        except HoursbackError as error:
            put_error(form, error)
        else:
            tell_step(request, _("Added %(name)s.") % {"name": made.name}, step)
            return redirect(inside(request, "capture:activities"))
    return _list_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def activity(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """One activity: described, renamed, archived."""
    row = selectors.activity(request.member, activity)
    if request.method != "POST":
        return _activity_page(request, row)
    if request.POST.get("do") in ("archive", "restore"):
        is_archived = request.POST["do"] == "archive"
        step = actions.archive_activity(member=request.member, activity_id=row.pk, is_archived=is_archived)
        said = _("Archived; its hours stay in the log.") if is_archived else _("It is back in the list.")
        tell_step(request, said, step)
        return redirect(inside(request, "capture:activities"))
    form = ActivityForm(request.POST, activity=row)
    if form.is_valid():
        try:
            step = actions.change_activity(
                member=request.member,
                activity_id=row.pk,
                version=form.cleaned_data["version"],
                name=form.cleaned_data["name"],
                function=form.cleaned_data["function"],
                match=form.patterns,
                is_archived=row.is_archived,
            )
        except StaleError:
            return _conflict(request, row, form)
        except HoursbackError as error:
            put_error(form, error)
        else:
            tell_step(request, _("Saved."), step)
            return redirect(inside(request, "capture:activity", activity=row.pk))
    return _activity_page(request, row, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def merge(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """Everything of one activity goes to another."""
    row = selectors.activity(request.member, activity)
    form = MergeForm(request.POST, others=selectors.other_activities(request.member, row.pk))
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            step = actions.merge_activities(
                member=request.member, activity_id=row.pk, into_id=into.pk, once=once_of(request)
            )
        except HoursbackError as error:
            put_error(form, error)
        else:
            tell_step(request, _("%(gone)s is part of %(stays)s now.") % {"gone": row.name, "stays": into.name}, step)
            return redirect(inside(request, "capture:activity", activity=into.pk))
    return _activity_page(request, row, merge=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def split(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """Some entries of an activity go to another: first how many, then they move."""
    row = selectors.activity(request.member, activity)
    if request.method != "POST":
        form = SplitForm(request.GET)
        form.is_valid()
        return _activity_page(request, row, split=form, preview=form.data.get("words", "")[:200])
    form = SplitForm(request.POST)
    if form.is_valid():
        try:
            moved, step = actions.split_activity(
                member=request.member,
                activity_id=row.pk,
                words=form.cleaned_data["words"],
                into=form.cleaned_data["into"],
                once=once_of(request),
            )
        except HoursbackError as error:
            put_error(form, error)
        else:
            said = ngettext("%(count)s entry moved.", "%(count)s entries moved.", moved) % {"count": moved}
            tell_step(request, said, step)
            return redirect(inside(request, "capture:activity", activity=row.pk))
    return _activity_page(request, row, split=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def ranges(request: WorkspaceRequest) -> HttpResponse:
    """Two minutes of ranges, for whoever has no log yet."""
    if request.method != "POST":
        return render(request, "capture/ranges.html", {"rows": _fresh_rows(request), "tab": "ranges"})
    rows = RangeFormSet(request.POST)
    stated = stated_in(rows) if rows.is_valid() else []
    problem = ""
    if rows.is_valid() and stated:
        try:
            step = actions.state_ranges(member=request.member, rows=stated, once=once_of(request))
        except HoursbackError as error:
            problem = f"{error.what} {error.hint}"
        else:
            said = ngettext("%(count)s activity has hours now.", "%(count)s activities have hours now.", len(stated))
            tell_step(request, said % {"count": len(stated)}, step)
            return redirect(inside(request, "review:index"))
    elif rows.is_valid():
        problem = _("Nothing is filled in yet. One activity with its hours is enough to begin.")
    elif not rows.management_form.is_valid():
        # How many rows there were got lost, and with it the rows.
        rows, problem = _fresh_rows(request), " ".join(rows.non_form_errors())
    context = {"rows": rows, "problem": problem, "tab": "ranges"}
    return render(request, "capture/ranges.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _fresh_rows(request: WorkspaceRequest) -> Any:
    known = selectors.activities(request.workspace.pk)
    unstated = known.filter(hours_per_week__isnull=True, times_per_month__isnull=True)
    names = [*unstated.values_list("name", flat=True)[:8]] or list(USUAL)
    return RangeFormSet(initial=[{"name": name, "per": "week"} for name in (*names, "", "")])


def _list_page(request: WorkspaceRequest, form: NewActivityForm, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = selectors.activity_rows(request.member, today_here(request))
    shown = [row for row in rows if not row.activity.is_archived]
    context: dict[str, Any] = {
        "rows": sorted(shown, key=lambda row: -row.seconds),
        "archived": [row for row in rows if row.activity.is_archived],
        "per_week": sum(row.seconds for row in rows) // 4,
        "most": max((row.seconds for row in shown), default=0),
        "form": form,
        "functions": selectors.function_choices(request.workspace.pk),
        "tab": "activities",
    }
    return render(request, "capture/activities.html", context, status=status)


def _activity_page(
    request: WorkspaceRequest, row: Any, *, status: int = HTTPStatus.OK, preview: str = "", **forms: Any
) -> HttpResponse:
    counted = next(
        each for each in selectors.activity_rows(request.member, today_here(request)) if each.activity == row
    )
    context: dict[str, Any] = {
        "row": counted,
        "activity": row,
        "form": forms.get("form") or ActivityForm(activity=row),
        "merge": forms.get("merge") or MergeForm(others=selectors.other_activities(request.member, row.pk)),
        "split": forms.get("split") or SplitForm(),
        "preview": preview,
        "examples": selectors.note_examples(row, preview),
        "functions": selectors.function_choices(request.workspace.pk),
        "names": selectors.other_activities(request.member, row.pk).values_list("name", flat=True),
        "tab": "activities",
    }
    if preview:
        context["found"], context["found_seconds"] = selectors.count_split(row, preview)
    return render(request, "capture/activity.html", context, status=status)


def _conflict(request: WorkspaceRequest, row: Any, form: ActivityForm) -> HttpResponse:
    theirs = ActivityForm(activity=row)
    sides = [
        Side(str(field.label), said_in(form, name), said_in(theirs, name))
        for name, field in form.fields.items()
        if name != "version"
    ]
    resend = {name: str(form[name].value() or "") for name in form.fields} | {"version": str(row.version)}
    here = inside(request, "capture:activity", activity=row.pk)
    return answer_conflict(request, what=_("this activity"), sides=sides, resend=resend, back=here)
