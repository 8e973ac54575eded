"""Pages of goals: written, agreed by both, and later graded."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hoursback.engine.cycle.goals import number_warning
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.cycle.actions import goals as acts
from hoursback.web.cycle.forms.goals import GoalForm, ResultForm, initial_of
from hoursback.web.cycle.selectors import goals, rounds
from hoursback.web.cycle.views import around
from hoursback.web.shared import faults, formats
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn

_BOXES = {"start": "start_level", "target": "target_level"}


def index(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """The goals of a round, and a form for another."""
    row = rounds.cycle_here(request.member, cycle)
    form = _form(request, row)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                acts.add_goal(
                    actor=request.member,
                    cycle_id=row.pk,
                    facts=_facts(form),
                    today=today_of(request),
                    once=once_of(request),
                )
            except HoursbackError as error:
                around.put(form, error, _BOXES)
            else:
                tell(request, _asks_other(request, row, _("Written, with your yes.")))
                return redirect(inside(request, "cycle:goals", cycle=row.pk))
    return _goals_page(request, row, form, status=status)


def goal(request: WorkspaceRequest, goal: int) -> HttpResponse:
    """Change one goal."""
    row = goals.goal_here(request.member, goal)
    form = _form(request, row.cycle, initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            changed = acts.change_goal(
                actor=request.member,
                goal_id=row.pk,
                version=around.version_of(request),
                facts=_facts(form),
                today=today_of(request),
            )
        except StaleError:
            return _changed_meanwhile(request, form, goal)
        except HoursbackError as error:
            around.put(form, error, _BOXES)
        else:
            tell(request, _asks_other(request, row.cycle, _("Saved, with your yes.")))
            return redirect(inside(request, "cycle:goals", cycle=changed.cycle_id))
    shown = next(
        (each for each in goals.goals_of(request.member, row.cycle, today_of(request)) if each.row == row), None
    )
    facts = {"form": form, "goal": row, "shown": shown, "is_setting": row.cycle.phase == "goal_setting"}
    return around.page(request, row.cycle, "cycle/goal.html", facts, "goals", 400 if form.is_bound else 200)


def agree(request: WorkspaceRequest, goal: int) -> HttpResponse:
    """Say yes to a goal, for one's own side; to the very words that were read."""
    row = goals.goal_here(request.member, goal)
    try:
        acts.agree_to_goal(
            actor=request.member,
            goal_id=row.pk,
            version=around.version_of(request),
            side=request.POST.get("side", ""),
            today=today_of(request),
        )
    except StaleError:
        return _read_again(request, row)
    except HoursbackError as error:
        return _goals_page(
            request, row.cycle, _form(request, row.cycle, blank=True), error=error, about=row.pk, status=400
        )
    tell(request, _("Agreed."))
    return redirect(inside(request, "cycle:goals", cycle=row.cycle_id))


def drop(request: WorkspaceRequest, goal: int) -> HttpResponse:
    """Drop a goal, or take it back (the undo button has no form of its own)."""
    row = goals.goal_here(request.member, goal)
    is_back = "back" in request.GET
    version = row.version if is_back else around.version_of(request)
    try:
        acts.drop_goal(actor=request.member, goal_id=row.pk, version=version, is_dropped=not is_back)
    except StaleError:
        return _read_again(request, row)
    except HoursbackError as error:
        return _goals_page(
            request, row.cycle, _form(request, row.cycle, blank=True), error=error, about=row.pk, status=400
        )
    undo = "" if is_back else inside(request, "cycle:goal-drop", goal=row.pk) + "?back"
    tell(request, _("It is back.") if is_back else _("Dropped."), undo=undo)
    return redirect(inside(request, "cycle:goals", cycle=row.cycle_id))


def result(request: WorkspaceRequest, goal: int) -> HttpResponse:
    """Note what a goal reached."""
    row = goals.goal_here(request.member, goal)
    form = ResultForm(request.POST)
    if not form.is_valid():
        error = HoursbackError(
            _("Enter what was reached as a number."), hint=_("Leave it empty while it is not known.")
        )
        return _goals_page(
            request, row.cycle, _form(request, row.cycle, blank=True), error=error, about=row.pk, status=400
        )
    try:
        acts.note_result(
            actor=request.member,
            goal_id=row.pk,
            version=form.cleaned_data["version"],
            reached=form.cleaned_data["reached"],
        )
    except StaleError:
        return _read_again(request, row)
    except HoursbackError as error:
        return _goals_page(
            request, row.cycle, _form(request, row.cycle, blank=True), error=error, about=row.pk, status=400
        )
    tell(request, _("Noted."))
    return redirect(inside(request, "cycle:goals", cycle=row.cycle_id))


def _goals_page(
    request: WorkspaceRequest,
    row: Any,
    form: GoalForm,
    *,
    error: HoursbackError | None = None,
    about: int = 0,
    status: int = 200,
) -> HttpResponse:
    listed = goals.goals_of(request.member, row, today_of(request))
    facts = {
        "form": form,
        "goals": listed,
        "agreed": sum(each.is_agreed for each in listed),
        "progress": goals.progress(listed),
        "warning": number_warning(len(listed)) if listed else "",
        "is_setting": row.phase == "goal_setting",
        "is_grading": row.phase == "performance_assessment",
        "may_write": rounds.leads(request.member, row.person) or rounds.is_person(request.member, row.person),
        "error": error,
        "about": about,
    }
    return around.page(request, row, "cycle/goals.html", facts, "goals", status)


def _form(
    request: WorkspaceRequest, row: Any, initial: dict[str, Any] | None = None, *, blank: bool = False
) -> GoalForm:
    data = None if blank or request.method != "POST" else request.POST
    start = initial or {"by": row.due_on if row.due_on and row.due_on > today_of(request) else None}
    return GoalForm(data, initial=start, handoffs=goals.handoffs_of(row), today=today_of(request))


def _facts(form: GoalForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    facts.pop("version", None)
    handoff = facts.pop("handoff", None)
    return {**facts, "handoff": form.handoff_of(handoff)}


def _asks_other(request: WorkspaceRequest, row: Any, said: str) -> str:
    """What happened, and whose yes is asked now."""
    if not rounds.leads(request.member, row.person):
        return f"{said} {_('Whoever leads you is asked for theirs.')}"
    return f"{said} {_('%(name)s is asked for theirs.') % {'name': formats.marked(row.person.name)}}"


def _read_again(request: WorkspaceRequest, row: Any) -> HttpResponse:
    if not around.version_of(request) and not request.GET:
        return faults.bad_request(request)
    warn(request, _("This goal was changed meanwhile, so nothing was saved. Read it again."))
    return redirect(inside(request, "cycle:goals", cycle=row.cycle_id))


def _changed_meanwhile(request: WorkspaceRequest, form: GoalForm, goal: int) -> HttpResponse:
    if not around.version_of(request):
        return faults.bad_request(request)
    now = goals.goal_here(request.member, goal)
    stored = {name: value for name, value in initial_of(now).items() if name != "version"}
    back = inside(request, "cycle:goals", cycle=now.cycle_id)
    sides = around.form_sides(form, stored)
    return around.conflict(request, what=_("this goal"), sides=sides, version=now.version, back=back)
