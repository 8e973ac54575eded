"""The week as a grid: one box for each activity and day."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, zone_name
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.selectors.week import Cell, WeekFacts
from hoursback.web.capture.views.common import day_asked, tell_step
from hoursback.web.shared.formats import clock
from hoursback.web.shared.notes import warn

_LONGEST = 40
_MOST_CELLS = 700


class _Typed(NamedTuple):
    """What stands in one box, and the seconds that it was drawn with."""

    name: str
    activity_id: int
    day: date
    text: str
    seen: int


def week(request: WorkspaceRequest, day: str = "") -> HttpResponse:
    """The grid of a week; a POST sends all of its boxes, or the one just typed into."""
    first = selectors.first_day(day_asked(request, day), request.workspace.week_start)
    if request.method != "POST":
        return _page(request, first)
    errors: dict[str, str] = {}
    texts: dict[str, str] = {}
    steps: list[int] = []
    for typed in _changed(request, first):
        try:
            step = actions.set_cell(
                member=request.member,
                activity_id=typed.activity_id,
                day=typed.day,
                text=typed.text,
                seen=typed.seen,
                zone=zone_name(request),
            )
        except HoursbackError as error:
            errors[typed.name] = f"{error.what} {error.hint}"
            texts[typed.name] = typed.text
        else:
            steps += [step] if step is not None else []
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_answer(request, first, errors, steps))
    if errors:
        return _page(request, first, errors=errors, texts=texts)
    _tell(request, steps)
    return redirect(inside(request, "capture:week", day=first.isoformat()))


def _changed(request: WorkspaceRequest, first: date) -> list[_Typed]:
    """The boxes whose text is another than the one they were drawn with."""
    found = []
    for name, text in list(request.POST.items())[:_MOST_CELLS]:
        activity, dash, ordinal = name.removeprefix("c").partition("-")
        if not (name.startswith("c") and dash and activity.isdecimal() and ordinal.isdecimal()):
            continue
        days = int(ordinal[:9]) - first.toordinal()
        seen = request.POST.get(f"w{activity}-{ordinal}", "0")
        if not 0 <= days < 7 or len(activity) > 18 or not seen.isdecimal() or len(seen) > 9:
            continue
        drawn = clock(int(seen)) if int(seen) else ""
        tidy = str(text).strip()[:_LONGEST]
        if tidy != drawn:
            day = date.fromordinal(first.toordinal() + days)
            found.append(_Typed(name, int(activity), day, tidy, int(seen)))
    return found


def _page(
    request: WorkspaceRequest,
    first: date,
    *,
    errors: dict[str, str] | None = None,
    texts: dict[str, str] | None = None,
) -> HttpResponse:
    added = [int(pk) for pk in request.GET.getlist("add")[:20] if pk.isdecimal() and len(pk) < 19]
    person = selectors.own_person(request.member)
    facts = selectors.week_facts(person, request.member, first, added=added)
    errors, texts = errors or {}, texts or {}
    rows = [(row, [_box(cell, errors, texts) for cell in row.cells]) for row in facts.rows]
    context: dict[str, Any] = {"facts": facts, "rows": rows, "errors": errors, "tab": "week"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "capture/week.html", context, status=status)


def _box(cell: Cell, errors: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    return {"cell": cell, "text": texts.get(cell.name, cell.text), "error": errors.get(cell.name, "")}


def _answer(request: WorkspaceRequest, first: date, errors: dict[str, str], steps: list[int]) -> dict[str, Any]:
    """What the grid says now, for the script that saved one box."""
    facts = selectors.week_facts(selectors.own_person(request.member), request.member, first)
    cells = {cell.name: {"text": cell.text, "was": cell.seconds} for row in facts.rows for cell in row.cells}
    return {
        "errors": errors,
        "cells": cells,
        "rows": {str(row.activity.pk): clock(row.seconds) for row in facts.rows},
        "days": {str(day.toordinal()): clock(seconds) for day, seconds in facts.day_seconds},
        "total": clock(facts.seconds),
        "answer": _sentence(facts),
        "said": "" if errors or not steps else _("Saved."),
        "undo": inside(request, "capture:undo", step=steps[-1]) if steps else "",
    }


def _sentence(facts: WeekFacts) -> str:
    return _("%(hours)s hours this week, %(before)s the week before.") % {
        "hours": clock(facts.seconds), "before": clock(facts.last_week_seconds),
    }  # fmt: skip


def _tell(request: WorkspaceRequest, steps: list[int]) -> None:
    if not steps:
        warn(request, _("Nothing was changed."))
        return
    text = ngettext("%(count)s cell is saved.", "%(count)s cells are saved.", len(steps)) % {"count": len(steps)}
    tell_step(request, text, steps[-1] if len(steps) == 1 else None)
