"""Pages of scenarios: side by side, and one to change."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.outlook import columns
from hoursback.web.outlook.actions import scenarios as acts
from hoursback.web.outlook.forms.scenarios import ScenarioForm, initial_of
from hoursback.web.outlook.selectors import scenarios as rows
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn


def index(request: WorkspaceRequest) -> HttpResponse:
    """All scenarios beside what is stated, and a form for another."""
    today = today_of(request)
    form = ScenarioForm(
        request.POST if request.method == "POST" else None, people=rows.people_who_may_leave(request.member)
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                made = acts.add_scenario(
                    actor=request.member,
                    name=form.cleaned_data["name"],
                    changes=form.changes(),
                    once=once_of(request),
                )
            except HoursbackError as error:
                form.add_error("name", f"{error.what} {error.hint}")
            else:
                if made is not None:
                    _make(request, made.pk)
                return redirect(inside(request, "outlook:scenarios"))
    ahead = look(request.workspace, today).ahead
    found = rows.side_by_side(request.member, ahead, today)
    currency = request.workspace.currency
    facts = {
        "part": "scenarios",
        "owns": True,
        "form": form,
        "columns": [(one, columns.differs(one.changes, currency)) for one in found],
        "is_waiting": any(one.plan is not None and one.plan.state in ("queued", "running") for one in found),
        "rows": columns.rows(found, ahead, today, currency) if len(found) > 1 else [],
        "lines": columns.lines(found) if len(found) > 1 else [],
    }
    return render(request, "outlook/scenarios.html", facts, status=status)


def scenario(request: WorkspaceRequest, scenario: int) -> HttpResponse:
    """Change one scenario."""
    row = rows.scenario_here(request.member, scenario)
    people = rows.people_who_may_leave(request.member)
    initial = initial_of(row.name, rows.changes_of(row), row.version)
    data = request.POST if request.method == "POST" else None
    form = ScenarioForm(data, people=people, initial=initial)
    status, is_stale = HTTPStatus.OK, False
    if data is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                acts.change_scenario(
                    actor=request.member,
                    scenario_id=row.pk,
                    version=form.cleaned_data["version"] or 0,
                    name=form.cleaned_data["name"],
                    changes=form.changes(),
                )
            except StaleError:
                status, is_stale = HTTPStatus.CONFLICT, True
                sent = data.copy()
                sent["version"] = str(row.version)
                form = ScenarioForm(sent, people=people, initial=initial)
            except HoursbackError as error:
                form.add_error("name", f"{error.what} {error.hint}")
            else:
                _make(request, row.pk)
                return redirect(inside(request, "outlook:scenarios"))
    facts = {"part": "scenarios", "owns": True, "form": form, "scenario": row, "is_stale": is_stale}
    return render(request, "outlook/scenario.html", facts, status=status)


def make(request: WorkspaceRequest, scenario: int) -> HttpResponse:
    """Make the plan of a scenario, of what is stated now."""
    row = rows.scenario_here(request.member, scenario)
    _make(request, row.pk)
    return redirect(inside(request, "outlook:scenarios"))


def remove(request: WorkspaceRequest, scenario: int) -> HttpResponse:
    """Remove a scenario."""
    name = acts.remove_scenario(actor=request.member, scenario_id=scenario)
    tell(request, _("Removed: %(name)s.") % {"name": name})
    return redirect(inside(request, "outlook:scenarios"))


def _make(request: WorkspaceRequest, scenario_id: int) -> None:
    try:
        acts.make_plan_of(actor=request.member, scenario_id=scenario_id, today=today_of(request))
    except HoursbackError as error:
        warn(request, _("Saved, but there is no plan of it: %(why)s") % {"why": f"{error.what} {error.hint}"})
    else:
        tell(request, _("Saved; its plan is being worked out."))
