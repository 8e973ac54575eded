"""Where to look for somebody, what to publish, who is in the running and how it ended with each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.handoff.actions import choosing as actions
from hoursback.web.handoff.forms.choosing import CandidateForm, OutcomeForm, QuestionsForm
from hoursback.web.handoff.forms.sent import sent_number
from hoursback.web.handoff.selectors import choosing as selectors
from hoursback.web.handoff.selectors.finding import finding as search_of
from hoursback.web.handoff.selectors.finding import hire_brief
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_BAD = 400


def finding(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Where to look for this kind of help, what to write, what it costs in time and money."""
    row = handoff_here(request.member, handoff)
    facts = {
        "found": search_of(request.member, row),
        "hire": hire_brief(request.member, row),
        "gain": selectors.gain_of(3),
    }
    return page(request, row, "handoff/finding.html", facts, tab="candidates")


def hire(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """The hire brief: a page to print, or Markdown to publish (`as=markdown`)."""
    row = handoff_here(request.member, handoff)
    brief = hire_brief(request.member, row)
    if request.GET.get("as") == "markdown":
        answer = HttpResponse(brief.markdown, content_type="text/markdown; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="hire-brief.md"'
        return answer
    return render(request, "handoff/hire.html", {"handoff": row, "hire": brief})


def candidates(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """Who could take it over, in order, with reasons; a POST puts somebody in the running or sets the questions."""
    row = handoff_here(request.member, handoff)
    form, error = QuestionsForm(), None
    if request.method == "POST":
        try:
            if "questions" in request.POST:
                form = QuestionsForm(request.POST)
                if form.is_valid():
                    asked = form.cleaned_data["questions"]
                    actions.set_questions(actor=request.member, handoff_id=row.pk, questions=asked)
                    tell(request, _("Everybody is asked these questions."))
                    return redirect(inside(request, "handoff:candidates", handoff=row.pk))
            else:
                return _added(request, row.pk)
        except HoursbackError as fault:
            error = fault
        except StaleError:
            error = HoursbackError(
                _("Somebody wrote about a candidate meanwhile, so nothing was changed."), hint=_("Send it once more.")
            )
    found = selectors.candidates(request.member, row, today_of(request), request.GET.get("page", ""))
    if not form.is_bound:
        form = QuestionsForm(initial={"questions": "\n".join(found.questions)})
    facts = {"found": found, "page": found.page, "form": form, "error": error, "source": selectors.SOURCE}
    status = _BAD if request.method == "POST" else 200
    return page(request, row, "handoff/candidates.html", facts, tab="candidates", status=status)


def candidate(request: WorkspaceRequest, candidate: int) -> HttpResponse:
    """One candidate: interview, paid trial, notes, and how it ends."""
    row = selectors.candidate_here(request.member, candidate)
    form = CandidateForm(request.POST or None, candidate=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.save_candidate(actor=request.member, candidate_id=row.pk, version=version, facts=form.facts)
        except StaleError:
            return _conflict(request, form, candidate)
        tell(request, _("Kept."))
        return redirect(inside(request, "handoff:candidate", candidate=row.pk))
    return _candidate_page(request, row, form, status=_BAD if request.method == "POST" else 200)


@require_POST
def outcome(request: WorkspaceRequest, candidate: int) -> HttpResponse:
    """Chosen, declined, not chosen, or back in the running."""
    row = selectors.candidate_here(request.member, candidate)
    form = OutcomeForm(request.POST, handoff=row.handoff)
    if not form.is_valid():
        return _candidate_page(request, row, CandidateForm(candidate=row), ended=form, status=_BAD)
    try:
        said = _end(request, row, form.cleaned_data)
    except HoursbackError as fault:
        form.add_error(None, f"{fault.what} {fault.hint}".strip())
        return _candidate_page(request, row, CandidateForm(candidate=row), ended=form, status=_BAD)
    except StaleError:
        warn(request, _("Somebody changed this meanwhile. Look at how it stands now."))
        return redirect(inside(request, "handoff:candidate", candidate=row.pk))
    tell(request, said)
    return redirect(inside(request, "handoff:candidates", handoff=row.handoff_id))


def _added(request: WorkspaceRequest, handoff_id: int) -> HttpResponse:
    wanted = sent_number(request, "person")
    if wanted < 0:
        raise HoursbackError(_("Choose who shall be in the running."), where="person")
    made = actions.add_candidate(actor=request.member, handoff_id=handoff_id, person_id=wanted, once=once_of(request))
    if made is None:
        return redirect(inside(request, "handoff:candidates", handoff=handoff_id))
    tell(request, _("%(name)s is in the running.") % {"name": made.person})
    return redirect(inside(request, "handoff:candidate", candidate=made.pk))


def _end(request: WorkspaceRequest, row: Any, said: dict[str, Any]) -> str:
    """Do what the form says; returns what to tell."""
    facts = {"actor": request.member, "candidate_id": row.pk, "version": said["version"]}
    name = {"name": row.person}
    if said["outcome"] == "chosen":
        actions.choose_candidate(**facts, today=today_of(request), reason=said["reason"])
        return _("%(name)s is chosen. Ask them by proposing an agreement.") % name
    if said["outcome"] == "open":
        actions.reopen_candidate(**facts)
        return _("%(name)s is back in the running.") % name
    actions.close_candidate(**facts, outcome=said["outcome"], reason=said["reason"], never=said["never"])
    return _("%(name)s is out of the running.") % name


def _candidate_page(
    request: WorkspaceRequest, row: Any, form: CandidateForm, *, ended: OutcomeForm | None = None, status: int = 200
) -> HttpResponse:
    facts = {
        "candidate": row,
        "shown": selectors.row_of(request.member, row, today_of(request)),
        "form": form,
        "ended": ended,
        "kinds": actions.kinds_of_work(row.handoff),
        "currency": request.workspace.currency,
    }
    return page(request, row.handoff, "handoff/candidate.html", facts, tab="candidates", status=status)


def _conflict(request: WorkspaceRequest, form: CandidateForm, candidate: int) -> HttpResponse:
    """Both texts side by side, and the form that saves mine over theirs."""
    now = selectors.candidate_here(request.member, candidate)
    stored = CandidateForm(candidate=now)
    sides = [
        Side(str(form[name].label), str(form[name].value() or ""), str(stored[name].value() or ""))
        for name in form.fields
        if name != "version" and name in stored.fields
    ]
    resend = {name: str(form[name].value() or "") for name in form.fields} | {"version": str(now.version)}
    return answer_conflict(
        request,
        what=str(now.person),
        sides=[side for side in sides if side.yours or side.theirs],
        resend=resend,
        back=inside(request, "handoff:candidate", candidate=candidate),
    )
