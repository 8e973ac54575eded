"""The decision journal: all decisions, one of them with its answer, and how far plans could be trusted."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoursback.engine.outcome.journal import USUAL_DAYS
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of, whole_number
from hoursback.web.accounts.roles import Role
from hoursback.web.outcome import calibration_words, journal_charts
from hoursback.web.outcome import decision_words as words
from hoursback.web.outcome.actions import journal as acts
from hoursback.web.outcome.actions import learning
from hoursback.web.outcome.forms.journal import HindsightForm
from hoursback.web.outcome.selectors import journal as rows
from hoursback.web.outcome.selectors.calibrating import calibration as calibration_for
from hoursback.web.outcome.selectors.calibrating import teaching_of
from hoursback.web.outcome.selectors.decided import answers_to
from hoursback.web.plan.selectors import decides
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn
from hoursback.web.worth.selectors import sees_worth


def journal(request: WorkspaceRequest) -> HttpResponse:
    """All decisions: what waits to be looked at, and what came of the others."""
    found = rows.journal(request.member, today_of(request))
    facts = {
        "found": found,
        "answer": words.journal_said(found),
        "due": [words.spoken_row(one) for one in found.due],
        "rows": [words.spoken_row(one) for one in found.rows],
        "decides": decides(request.member),
    }
    return render(request, "outcome/journal.html", facts)


def decision(request: WorkspaceRequest, line: int) -> HttpResponse:
    """One decision beside what happened; its owner answers it here."""
    today = today_of(request)
    entry = rows.entry(request.member, line, today)
    form = HindsightForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"version": entry.line.version, "next_on": today + timedelta(days=USUAL_DAYS)},
    )
    status, is_stale = HTTPStatus.OK, False
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                return _answered(request, entry, form)
            except StaleError:
                status, is_stale = HTTPStatus.CONFLICT, True
                sent = request.POST.copy()
                sent["version"] = str(entry.line.version)
                form = HindsightForm(sent, today=today)
    facts = {
        "row": words.spoken_row(entry),
        "entry": entry,
        "answer": words.decision_said(entry, is_owner=request.member.role == Role.OWNER),
        "compared": words.compared(entry, request.workspace.currency),
        "answers": answers_to(request.member, entry.line),
        "form": form,
        "is_stale": is_stale,
        "decides": decides(request.member),
    }
    return render(request, "outcome/decision.html", facts, status=status)


def _answered(request: WorkspaceRequest, entry: rows.Entry, form: HindsightForm) -> HttpResponse:
    data = form.cleaned_data
    made = acts.answer_decision(
        member=request.member,
        line_id=entry.line.pk,
        version=data["version"],
        judged=data["judged"],
        said=data["said"],
        next_on=data["next_on"],
        today=today_of(request),
        hours=entry.hours,
        once=once_of(request),
    )
    if made is not None:
        undo = inside(request, "outcome:decision-back", hindsight=made.pk)
        tell(request, words.answered_said(entry, data["next_on"]), undo=undo)
    return redirect(inside(request, "outcome:journal"))


@require_POST
def decision_back(request: WorkspaceRequest, hindsight: int) -> HttpResponse:
    """Take an answer back."""
    try:
        line = acts.take_answer_back(member=request.member, hindsight_id=hindsight)
    except StaleError:
        warn(request, _("It was answered or decided anew meanwhile, so nothing was taken back."))
        return redirect(inside(request, "outcome:journal"))
    tell(request, _("“%(name)s” is as it was before your answer.") % {"name": line.activity_name})
    return redirect(inside(request, "outcome:decision", line=line.pk))


def calibration(request: WorkspaceRequest) -> HttpResponse:
    """How often what plans said came true, and what that teaches the next plan."""
    found = calibration_for(request.member, today_of(request))
    facts = {
        "found": found,
        "answer": calibration_words.calibration_said(found),
        "chances": found.chances,
        "bands": [] if found.chances is None else [calibration_words.band_row(band) for band in found.chances.bands],
        "chart": journal_charts.reliability(found.chances) if found.chances and not found.chances.missing else None,
        "chances_said": calibration_words.chances_said(found),
        "ranges_said": calibration_words.ranges_said(found),
        "taught": [calibration_words.taught_row(one) for one in found.teachings],
        "decides": decides(request.member),
        "sees_money": sees_worth(request.member),
    }
    return render(request, "outcome/calibration.html", facts)


@require_POST
def learn(request: WorkspaceRequest) -> HttpResponse:
    """Use what hand-offs taught about one assumption in the next plan."""
    name, home = request.POST.get("name", ""), inside(request, "outcome:calibration")
    version = whole_number(request.POST.get("version", ""))
    if name not in learning.TAUGHT or version < 0:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    taught = teaching_of(request.member, name, today_of(request))
    if taught is None or taught.share is None:
        warn(request, _("There is nothing learned yet to use."))
        return redirect(home)
    try:
        was = learning.use_learned(member=request.member, name=name, learned=taught.share, version=version)
    except StaleError:
        warn(request, _("The limits were changed meanwhile; look again before you use it."))
        return redirect(home)
    query = urlencode({"name": name, "was": learning.written(was)})
    said = _("The next plan takes %(figure)s for: %(what)s.")
    facts = {"figure": calibration_words.figure(taught, taught.share.value), "what": calibration_words.label(name)}
    tell(request, said % facts, undo=f"{inside(request, 'outcome:learn-back')}?{query}")
    return redirect(home)


@require_POST
def learn_back(request: WorkspaceRequest) -> HttpResponse:
    """Take that back."""
    name = request.GET.get("name", "")
    try:
        learning.restore(
            member=request.member, name=name, stated=learning.read_stated(request.GET.get("was", ""), name)
        )
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except StaleError:
        warn(request, _("The limits were changed meanwhile; look again."))
    else:
        tell(request, _("The next plan takes what it took before."))
    return redirect(inside(request, "outcome:calibration"))
