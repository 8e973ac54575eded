"""The leader's own cycle, ratings by those who are led, and the guides."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.cycle.guides import FIRST_THINGS, GUIDES
from hoursback.engine.cycle.leading import FEWEST
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.cycle.actions import leading as acts
from hoursback.web.cycle.forms.talking import SelfCheckForm, UpwardForm
from hoursback.web.cycle.selectors import leading
from hoursback.web.cycle.views import around
from hoursback.web.cycle.words import AREAS
from hoursback.web.shared.notes import tell


def index(request: WorkspaceRequest) -> HttpResponse:
    """How one leads: own view, that of those who are led, and one goal."""
    form = SelfCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.check_oneself(actor=request.member, facts=form.cleaned_data, today=today_of(request))
        tell(request, _("Saved."))
        return redirect(inside(request, "cycle:leading"))
    found = leading.leading_of(request.member, today_of(request))
    own = leading.levels_of(found.newest) if found.newest else {}
    facts = {
        "form": form,
        "found": found,
        "areas": [(label, own.get(key), found.upward.means.get(key), key == found.weakest) for key, label in AREAS],
        "weakest_said": dict(AREAS).get(found.weakest, ""),
        "first_thing": FIRST_THINGS.get(found.weakest, ""),
        "shown": [(row, [(label, getattr(row, key)) for key, label in AREAS]) for row in found.shown],
        "fewest": FEWEST,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "cycle/leading.html", facts, status=status)


def close_goal(request: WorkspaceRequest, check: int) -> HttpResponse:
    """Say whether the goal in leading people was reached; the undo button opens it again."""
    met = {"yes": True, "no": False}.get(request.POST.get("met", ""))
    acts.close_goal(actor=request.member, check_id=check, is_met=met)
    undo = inside(request, "cycle:leading-goal", check=check) if met is not None else ""
    tell(request, _("Noted.") if met is not None else _("Open again."), undo=undo)
    return redirect(inside(request, "cycle:leading"))


def upward(request: WorkspaceRequest) -> HttpResponse:
    """How one is led, said by whoever is led."""
    leaders = [(row.pk, str(row.user)) for row in leading.leaders_of(request.member)]
    is_led = request.member.role != "owner" and bool(leaders)
    start = {"about": leaders[0][0]} if len(leaders) == 1 else {}
    form = UpwardForm(request.POST or None, leaders=leaders, initial=start) if is_led else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            acts.rate_leader(
                actor=request.member,
                about_id=form.cleaned_data["about"],
                facts=form.cleaned_data,
                today=today_of(request),
            )
        except HoursbackError as error:
            around.put(form, error)
        else:
            tell(request, _("Thank you. It is saved."))
            return redirect(inside(request, "cycle:upward"))
    facts = {
        "form": form,
        "given": [
            (row, [(label, getattr(row, key)) for key, label in AREAS]) for row in leading.own_ratings(request.member)
        ],
        "fewest": FEWEST,
    }
    return render(request, "cycle/upward.html", facts, status=400 if request.method == "POST" else 200)


def guide(request: WorkspaceRequest) -> HttpResponse:
    """Half a page on each phase."""
    return render(request, "cycle/guide.html", {"guides": GUIDES})
