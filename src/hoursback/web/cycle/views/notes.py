"""Notes about somebody, and what the next plan takes from their rounds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.cycle.actions import feeding as feeding_acts
from hoursback.web.cycle.actions import notes as acts
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.forms.talking import NoteForm
from hoursback.web.cycle.selectors import feeding, people, rounds
from hoursback.web.cycle.views import around
from hoursback.web.shared import faults
from hoursback.web.shared.conflict import Side, StaleError
from hoursback.web.shared.notes import tell


def notes(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Notes about a person; they see those that were shared."""
    row = people.person_here(request.member, person)
    is_lead = rounds.leads(request.member, row)
    form = NoteForm(request.POST or None) if is_lead else None
    if request.method == "POST":
        if form is None:
            return faults.refused(request, NotNowError(_("Notes are for whoever leads this person.")))
        if _write(request, row, form):
            tell(request, _("Written."))
            return redirect(inside(request, "cycle:notes", person=row.pk))
    sees = rounds.sees_rounds(request.member, row)
    facts = {
        "person": row,
        "form": form,
        "notes": people.notes_of(request.member, row) if sees else [],
        "is_lead": is_lead,
        "is_self": row.member_id == request.member.pk,
    }
    return render(request, "cycle/notes.html", facts, status=400 if request.method == "POST" else 200)


def share(request: WorkspaceRequest, note: int) -> HttpResponse:
    """Let the person see a note, or take it back."""
    is_shared = "back" not in request.GET
    try:
        row = acts.share_note(actor=request.member, note_id=note, is_shared=is_shared)
    except HoursbackError as error:
        return faults.refused(request, error)
    undo = inside(request, "cycle:share", note=row.pk) + "?back" if is_shared else ""
    said = _("%(name)s can see the note now.") if is_shared else _("%(name)s cannot see the note any more.")
    tell(request, said % {"name": row.person.name}, undo=undo)
    return redirect(inside(request, "cycle:notes", person=row.person_id))


def plan(request: WorkspaceRequest, person: int) -> HttpResponse:
    """What the next plan will use of somebody: old and new, taken over only by choice."""
    row = people.person_here(request.member, person)
    error = None
    if request.method == "POST":
        try:
            feeding_acts.accept_for_plan(
                actor=request.member,
                person_id=row.pk,
                version=around.version_of(request),
                wanted=request.POST.getlist("take"),
                today=today_of(request),
            )
        except StaleError:
            return _changed_meanwhile(request, person)
        except HoursbackError as refusal:
            error = refusal
        else:
            tell(request, _("Taken over: the next plan uses it."))
            return redirect(inside(request, "cycle:next-plan", person=row.pk))
    is_lead = rounds.leads(request.member, row)
    facts = {
        "person": row,
        "is_lead": is_lead,
        "feed": feeding.feed_shown(request.member, row, today_of(request)) if is_lead else None,
        "skills": sorted((row.skills or {}).items()),
        "error": error,
    }
    return render(request, "cycle/plan.html", facts, status=400 if error else 200)


def _write(request: WorkspaceRequest, row: Any, form: NoteForm) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        acts.add_note(
            actor=request.member,
            person_id=row.pk,
            text=said["text"],
            is_breach=said["is_breach"],
            is_shared=said["is_shared"],
            once=once_of(request),
        )
    except HoursbackError as error:
        around.put(form, error)
        return False
    return True


def _changed_meanwhile(request: WorkspaceRequest, person: int) -> HttpResponse:
    if not around.version_of(request):
        return faults.bad_request(request)
    now = people.person_here(request.member, person)
    back = inside(request, "cycle:next-plan", person=person)
    sides = [Side(_("Taken over"), ", ".join(request.POST.getlist("take")), _("somebody changed the person"))]
    return around.conflict(request, what=now.name, sides=sides, version=now.version, back=back)
