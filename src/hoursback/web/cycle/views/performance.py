"""Pages of the performance assessment: the data, both views, the verdict."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hoursback.engine.cycle.verdict import BREACH, DATA_FLOOR
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.cycle.actions import reflecting, verdicts
from hoursback.web.cycle.charts import minutes_chart
from hoursback.web.cycle.forms.talking import FeedbackForm, OwnViewForm, VerdictForm
from hoursback.web.cycle.selectors import goals, people, rounds, work
from hoursback.web.cycle.selectors.verdicts import VERDICTS, has_agreed_goals, verdict_label
from hoursback.web.cycle.views import around
from hoursback.web.shared import faults
from hoursback.web.shared.charts import Chart
from hoursback.web.shared.conflict import Side, StaleError
from hoursback.web.shared.notes import tell
from hoursback.web.shared.sentences import given_back


def reflect(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """Both views: the person's first, then the lead's."""
    row = rounds.cycle_here(request.member, cycle)
    if request.method != "POST":
        return _views_page(request, row)
    side = request.POST.get("side", "")
    if side == "declined":
        return _declined(request, row)
    form: Any = FeedbackForm(request.POST) if side == "lead" else OwnViewForm(request.POST)
    if form.is_valid():
        give = reflecting.give_feedback if side == "lead" else reflecting.give_own_view
        try:
            give(
                actor=request.member,
                cycle_id=row.pk,
                version=form.cleaned_data.get("version") or 0,
                facts=form.cleaned_data,
            )
        except StaleError:
            return _said_meanwhile(request, row, form, "lead" if side == "lead" else "person")
        except HoursbackError as error:
            around.put(form, error)
        else:
            tell(request, _("Saved."))
            return redirect(inside(request, "cycle:reflect", cycle=row.pk))
    return _views_page(request, row, form=form, side=side, status=400)


def verdict(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """The data, the goals, and the verdict: drafted by rules, decided by a person."""
    row = rounds.cycle_here(request.member, cycle)
    if request.method != "POST":
        return _verdict_page(request, row)
    form = VerdictForm(request.POST, verdicts=VERDICTS)
    if form.is_valid():
        said = form.cleaned_data
        try:
            verdicts.decide_verdict(
                actor=request.member,
                cycle_id=row.pk,
                version=said["version"],
                verdict=said["verdict"],
                reason=said["reason"],
                pays=said["pays"],
            )
        except StaleError:
            return _decided_meanwhile(request, form, cycle)
        except HoursbackError as error:
            around.put(form, error)
        else:
            tell(request, _("Decided. Confirm the round to begin the next."))
            return redirect(inside(request, "cycle:cycle", cycle=row.pk) + "#moves")
    return _verdict_page(request, row, form=form, status=400)


def _declined(request: WorkspaceRequest, row: Any) -> HttpResponse:
    try:
        reflecting.note_declined(actor=request.member, cycle_id=row.pk)
    except StaleError:
        return redirect(inside(request, "cycle:reflect", cycle=row.pk))
    except HoursbackError as error:
        return _views_page(request, row, error=error, status=400)
    tell(request, _("Noted: asked, and declined."))
    return redirect(inside(request, "cycle:reflect", cycle=row.pk))


def _views_page(
    request: WorkspaceRequest,
    row: Any,
    *,
    form: Any = None,
    side: str = "",
    error: HoursbackError | None = None,
    status: int = 200,
) -> HttpResponse:
    views = people.reflections_of(request.member, row.pk)
    own, lead = views.get("person"), views.get("lead")
    is_lead, is_person = rounds.leads(request.member, row.person), rounds.is_person(request.member, row.person)
    is_running = row.phase == "performance_assessment"
    writes_own = is_person and is_running and lead is None
    facts = {
        "own": own,
        "lead": lead,
        "own_form": _opened(form if side != "lead" else None, OwnViewForm, own, "own") if writes_own else None,
        "lead_form": _opened(form if side == "lead" else None, FeedbackForm, lead, "lead")
        if is_lead and is_running and own is not None
        else None,
        "waits_for_own": is_lead and is_running and own is None,
        "is_running": is_running,
        "error": error,
    }
    return around.page(request, row, "cycle/reflect.html", facts, "reflect", status)


def _opened(form: Any, kind: Any, row: Any, mark: str) -> Any:
    """The form as it was sent, else with what is stored."""
    if form is not None:
        return form
    names = [name for name in kind.base_fields if row is not None]
    return kind(initial={name: getattr(row, name) for name in names}, auto_id=f"{mark}-%s")


def _verdict_page(
    request: WorkspaceRequest, row: Any, *, form: VerdictForm | None = None, status: int = 200
) -> HttpResponse:
    done = work.work_of(row)
    listed = goals.goals_of(request.member, row, today_of(request))
    views = people.reflections_of(request.member, row.pk)
    is_lead = rounds.leads(request.member, row.person)
    asked = request.GET.get("pays") or (form["pays"].value() if form is not None else "") or row.draft.get("pays", "")
    pays = asked if asked in work.PAYS else ""
    # The person's own view first: before it, nobody is steered by a draft.
    may_draft = is_lead and row.phase == "performance_assessment" and "person" in views
    has_breach = is_lead and work.breaches(row)
    draft = (
        work.draft_of(row, done, pays=pays, has_agreed=has_agreed_goals(row), has_breach=has_breach)
        if may_draft
        else None
    )
    may_decide = draft is not None and "lead" in views
    if form is None and may_decide and draft is not None:
        form = _verdict_form(row, draft, pays)
    facts = {
        "work": list(zip(done, _charts(request, row, done), strict=True)),
        "judged": sum(each.share.of for each in done),
        "met": sum(each.share.met for each in done),
        "not_judged": sum(each.not_judged for each in done),
        "goals": listed,
        "progress": goals.progress(listed),
        "views": views,
        "draft": draft,
        "draft_said": verdict_label(draft.verdict.value) if draft else "",
        "pays": pays,
        "has_breach": has_breach,
        "form": form if may_decide else None,
        "verdict_said": verdict_label(row.verdict),
        "floor": DATA_FLOOR,
        "because": _because(row, is_lead=is_lead),
        "drafted_said": verdict_label(row.draft.get("verdict", "")),
    }
    return around.page(request, row, "cycle/verdict.html", facts, "verdict", status)


def _charts(request: WorkspaceRequest, row: Any, done: list[work.Work]) -> list[Chart]:
    def draw() -> list[Chart]:
        return [minutes_chart(each.handoff.name, each.chart, each.days) for each in done]

    return kept(request.member, f"cycle:charts:{row.pk}", today_of(request), draw)


def _because(row: Any, *, is_lead: bool) -> list[str]:
    """The reasons of a draft that was decided on; the person reads them once the round is over, less what is candid."""
    if not row.verdict or not (is_lead or row.closed_on):
        return []
    reasons = given_back(row.draft.get("because", []))
    if is_lead or work.is_breach_shared(row):
        return reasons
    return [reason for reason in reasons if not reason.startswith(BREACH)]


def _verdict_form(row: Any, draft: Any, pays: str) -> VerdictForm:
    start = {
        "verdict": row.verdict or draft.verdict.value,
        "reason": row.verdict_reason,
        "pays": pays,
        "version": row.version,
    }
    return VerdictForm(initial=start, verdicts=VERDICTS)


def _said_meanwhile(request: WorkspaceRequest, row: Any, form: Any, side: str) -> HttpResponse:
    now = people.reflections_of(request.member, row.pk).get(side)
    if now is None:
        return faults.bad_request(request)
    stored = {name: getattr(now, name) for name in form.fields if name != "version"}
    back = inside(request, "cycle:reflect", cycle=row.pk)
    sides = around.form_sides(form, stored)
    return around.conflict(request, what=_("this view"), sides=sides, version=now.version, back=back)


def _decided_meanwhile(request: WorkspaceRequest, form: VerdictForm, cycle: int) -> HttpResponse:
    now = rounds.cycle_here(request.member, cycle)
    mine = verdict_label(form.cleaned_data["verdict"])
    sides = [
        Side(_("Verdict"), mine, verdict_label(now.verdict)),
        Side(_("Why"), form.cleaned_data["reason"], now.verdict_reason),
    ]
    back = inside(request, "cycle:verdict", cycle=cycle)
    return around.conflict(request, what=_("this verdict"), sides=sides, version=now.version, back=back)
