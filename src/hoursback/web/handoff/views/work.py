"""The board, the start of a hand-off, the page of one, its moves and its history."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of, whole_number
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.actions import moving, starting
from hoursback.web.handoff.forms.sent import sent_number
from hoursback.web.handoff.forms.work import FactsForm, StartForm
from hoursback.web.handoff.selectors import board as boards
from hoursback.web.handoff.selectors import overview, work
from hoursback.web.handoff.selectors import starting as begin
from hoursback.web.handoff.selectors.starting import Beginning
from hoursback.web.handoff.views.around import address_of, page
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_BAD = 400


class _Sent(dict[str, str]):
    """The fields of a form as they were sent, those that come several times (skills) as often as they came."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def items(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return self._pairs


def board(request: WorkspaceRequest) -> HttpResponse:
    """Every hand-off by state, what is waiting for whom; for a helper, what is handed to them."""
    show, person = request.GET.get("show", ""), request.GET.get("person", "")
    found = boards.board(request.member, show, _number(person) if person else None, request.GET.get("page", ""))
    return render(request, "handoff/board.html", {"board": found})


def start(request: WorkspaceRequest) -> HttpResponse:
    """Hand an activity over: from a decided line of the plan (`plan`, `index`, or `line`), or from any `activity`."""
    beginning = _beginning(request)
    if beginning is not None and beginning.under_way is not None and request.method == "GET":
        return redirect(inside(request, "handoff:handoff", handoff=beginning.under_way.pk))
    typed = request.POST if request.method == "POST" else None
    form = StartForm(typed, member=request.member, initial=None if beginning is None else beginning.facts)
    if form.is_valid():
        line = None if beginning is None or beginning.line is None else beginning.line.pk
        try:
            made = starting.start_handoff(actor=request.member, line_id=line, once=once_of(request), **form.said)
        except starting.UnderWayError as error:
            form.add_error("activity", f"{error.what} {error.hint}")
        else:
            if made is None:
                made = begin.going_on(request.member, form.said["activity_id"])
            else:
                tell(request, _("The brief is drafted from your log. Read it, and add what only you know."))
            address = (
                inside(request, "handoff:board") if made is None else inside(request, "handoff:draft", handoff=made.pk)
            )
            return redirect(address)
    facts = {"form": form, "beginning": beginning}
    return render(request, "handoff/start.html", facts, status=_BAD if form.is_bound else 200)


def _beginning(request: WorkspaceRequest) -> Beginning | None:
    """What the address says to begin with."""
    if "plan" in request.GET:
        line = begin.line_decided(request.member, _number(request.GET["plan"]), _number(request.GET.get("index", "")))
        return begin.from_line(request.member, line, today_of(request))
    if "line" in request.GET:
        line = begin.line_taken(request.member, _number(request.GET["line"]))
        return begin.from_line(request.member, line, today_of(request))
    if "activity" in request.GET:
        return begin.from_activity(request.member, _number(request.GET["activity"]), today_of(request))
    return None


def _number(text: str) -> int:
    """A number in an address; 404 for what is none."""
    if whole_number(text) < 0:
        raise Http404
    return whole_number(text)


def handoff(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """One hand-off: where it stands, what is next and who has to do it."""
    return _one(request, work.handoff_here(request.member, handoff))


def _one(request: WorkspaceRequest, row: Any, error: HoursbackError | None = None) -> HttpResponse:
    found = overview.overview_of(request.member, row)
    facts = {"overview": found, "error": error, "next_address": address_of(request, row, found.turn.route)}
    return page(request, row, "handoff/handoff.html", facts, tab="now", status=200 if error is None else _BAD)


def history(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """What happened to a hand-off, newest first."""
    row = work.handoff_here(request.member, handoff)
    return page(
        request, row, "handoff/history.html", {"moves": overview.history_of(request.member, row)}, tab="history"
    )


def facts(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """What leaders state about a hand-off, and their notes for themselves."""
    row = work.handoff_here(request.member, handoff, Verb.CHANGE)
    form = FactsForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            starting.state_facts(actor=request.member, handoff_id=row.pk, version=version, facts=form.cleaned_data)
        except StaleError:
            return _conflict(request, form, handoff)
        tell(request, _("Saved."))
        return redirect(inside(request, "handoff:handoff", handoff=row.pk))
    shown = work.handoff_here(request.member, handoff)
    return page(request, shown, "handoff/facts.html", {"form": form}, tab="now", status=_BAD if form.is_bound else 200)


def _conflict(request: WorkspaceRequest, form: FactsForm, handoff_id: int) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    stored = FactsForm(instance=work.handoff_here(request.member, handoff_id))
    sides = [
        Side(str(form[name].label), str(form[name].value() or ""), str(stored[name].value() or ""))
        for name in form.fields
        if name not in ("version", "requires")
    ]
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "version")
    ]
    return answer_conflict(
        request,
        what=_("this hand-off"),
        sides=sides,
        resend=_Sent([*sent, ("version", str(stored["version"].value()))]),
        back=inside(request, "handoff:facts", handoff=handoff_id),
    )


@require_POST
def move(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Make a move of the table; what stands against it is said on the page."""
    row = work.handoff_here(request.member, handoff)
    try:
        moved = moving.move_handoff(
            actor=request.member,
            handoff_id=row.pk,
            name=request.POST.get("move", ""),
            version=sent_number(request, "version"),
            today=today_of(request),
            reason=request.POST.get("reason", "")[:1000],
        )
    except HoursbackError as error:
        return _one(request, row, error)
    except StaleError:
        warn(request, _("Somebody moved it meanwhile. Look at where it stands now."))
        return redirect(inside(request, "handoff:handoff", handoff=row.pk))
    tell(request, _("%(name)s: %(state)s.") % {"name": moved.name, "state": moved.get_state_display()})
    return redirect(inside(request, "handoff:handoff", handoff=row.pk))
