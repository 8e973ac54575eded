"""What stands around every page of one round, and how refusals and conflicts are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.cycle.steps import Turn
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, whole_number
from hoursback.web.cycle import words
from hoursback.web.cycle.selectors import rounds
from hoursback.web.shared import formats
from hoursback.web.shared.conflict import Side, answer_conflict
from hoursback.web.shared.sentences import translated

TABS = (
    ("cycle", "cycle:cycle", gettext_lazy("Round")),
    ("rate", "cycle:rate", gettext_lazy("Skills")),
    ("training", "cycle:training", gettext_lazy("Training")),
    ("goals", "cycle:goals", gettext_lazy("Goals")),
    ("verdict", "cycle:verdict", gettext_lazy("Results and verdict")),
    ("reflect", "cycle:reflect", gettext_lazy("Both views")),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five phases, drawn as a step."""

    label: words.Words
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages of a round."""

    label: words.Words
    address: str
    is_here: bool


def page(
    request: WorkspaceRequest, cycle: Any, template: str, facts: Mapping[str, Any], tab: str, status: int = 200
) -> HttpResponse:
    """A page of one round; `template` extends cycle/around.html.

    Args:
        cycle: the row, found with `cycle_here`. tab: which of TABS it is.
    """
    now = rounds.round_of(request.member, cycle, today_of(request))
    said, address = next_of(request, now)
    around = {
        "cycle": cycle,
        "person": cycle.person,
        "round": now,
        "stages": stages(cycle.phase),
        "tabs": [Tab(label, inside(request, route, cycle=cycle.pk), key == tab) for key, route, label in TABS],
        "next_said": said,
        "next_address": address,
        "has_next": now.is_mine and words.NEXT[now.step].route != f"cycle:{tab}",
        "is_lead": rounds.leads(request.member, cycle.person),
        "is_person": rounds.is_person(request.member, cycle.person),
        "is_self": cycle.person.member_id == request.member.pk,
        "phase_said": words.phase_label(cycle.phase),
        "today": today_of(request),
    }
    return render(request, template, {**around, **facts}, status=status)


def next_of(request: WorkspaceRequest, now: rounds.Round) -> tuple[words.Words, str]:
    """What comes next in a round as the member reads it, and where it is done."""
    step = words.NEXT[now.step]
    address = inside(request, step.route, cycle=now.cycle.pk) + step.part
    if not now.is_mine:
        return step.theirs, address
    speaks_for = now.turn is Turn.PERSON and now.person.member_id != request.member.pk
    return (_("Together: %(what)s") % {"what": step.theirs} if speaks_for else step.mine), address


def stages(phase: str) -> list[Stage]:
    """The five phases, those behind, the one now, those ahead; of a stopped round none is now."""
    keys = [key for key, _label in words.PHASES]
    here = keys.index(phase) if phase in keys else -1
    is_over = phase == "repeat"
    return [
        Stage(label, place < here or is_over, place == here and not is_over)
        for place, (_key, label) in enumerate(words.PHASES)
    ]


def version_of(request: HttpRequest) -> int:
    """The version that a form was drawn with; 0, which no row has, for anything else."""
    return whole_number(request.POST.get("version", ""), 0)


def put(form: Any, error: HoursbackError, boxes: Mapping[str, str] | None = None) -> None:
    """Say a refusal at the box it is about, else above the form."""
    name = (boxes or {}).get(error.where, error.where)
    said = f"{formats.said(translated(error.what))} {formats.said(translated(error.hint))}"
    form.add_error(name if name in form.fields else None, said.strip())


def conflict(request: WorkspaceRequest, *, what: str, sides: list[Side], version: int, back: str) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    kept = {
        name: value
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "version") and isinstance(value, str)
    }
    resend = {**kept, "version": str(version)}
    return answer_conflict(request, what=what, sides=sides, resend=resend, back=back)


def form_sides(form: Any, stored: Mapping[str, Any]) -> list[Side]:
    """What a form holds beside what is stored now."""
    found = []
    for name, field in form.fields.items():
        if name != "version" and name in stored:
            mine, theirs = form[name].value(), stored[name]
            found.append(Side(str(field.label), _said(mine), _said(theirs)))
    return found


def _said(value: object) -> str:
    if value is True or value == "on":
        return _("yes")
    return "" if value in (None, False) else str(value)
