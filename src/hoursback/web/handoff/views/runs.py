"""Runs: the list, one run on a phone, and its judgement."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of, whole_number
from hoursback.web.handoff.actions import runs as actions
from hoursback.web.handoff.forms.runs import JudgeForm, NeededForm, RunForm
from hoursback.web.handoff.forms.sent import sent, sent_number
from hoursback.web.handoff.selectors import runs as selectors
from hoursback.web.handoff.selectors import work
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

_BAD, _UNFIT = 400, 422


def runs(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """All runs of a hand-off; a POST starts one, or changes how many good ones it takes."""
    row = work.handoff_here(request.member, handoff)
    needed = NeededForm(request.POST if sent(request, "do") == "needed" else None, initial=_needed_now(row))
    error = None
    if request.method == "POST":
        try:
            answer = _do_to_all(request, row.pk, needed)
        except HoursbackError as found:
            answer, error = None, found
        if answer is not None:
            return answer
    facts = {
        "runs": selectors.runs_of(request.member, row, max(sent_number(request, "page"), 1)),
        "needed_form": needed,
        "error": error,
        "sub": "runs",
    }
    status = _BAD if request.method == "POST" else 200
    return page(request, row, "handoff/runs.html", facts, tab="training", status=status)


def run(request: WorkspaceRequest, run: int) -> HttpResponse:
    """One run: a checklist to tick on a phone; for leaders, what was ticked."""
    row = selectors.run_here(request.member, run)
    if request.method == "POST":
        return _change(request, row.pk)
    return _show(request, row.pk, RunForm(instance=row))


def judge(request: WorkspaceRequest, run: int) -> HttpResponse:
    """Whether a finished run met the standard."""
    row = selectors.run_here(request.member, run)
    form = JudgeForm(request.POST if request.method == "POST" and not sent(request, "do") else None, instance=row)
    error = None
    if request.method == "POST":
        try:
            answer = _judge(request, row.pk, form)
        except HoursbackError as found:
            answer, error = None, found
        except StaleError:
            warn(request, _("Somebody judged this run meanwhile. Look at what they said."))
            return redirect(inside(request, "handoff:judge", run=row.pk))
        if answer is not None:
            return answer
    facts = {
        "run": row,
        "ticked": _ticked(row),
        "form": form,
        "error": error,
        "may_judge": selectors.may_judge(request.member, row),
        "sub": "runs",
    }
    status = _BAD if request.method == "POST" else 200
    return page(request, row.handoff, "handoff/judge.html", facts, tab="training", status=status)


def _do_to_all(request: WorkspaceRequest, handoff_id: int, needed: NeededForm) -> HttpResponse | None:
    """What a POST of the list asks for; None: the form on the page says what is wrong."""
    do = sent(request, "do")
    if do == "start":
        made = actions.start_run(actor=request.member, handoff_id=handoff_id, today=today_of(request))
        return redirect(inside(request, "handoff:run", run=made.pk))
    if do == "needed":
        return _change_needed(request, handoff_id, needed)
    raise HoursbackError(_("This page does not know that."), hint=_("Use the buttons below."))


def _change_needed(request: WorkspaceRequest, handoff_id: int, form: NeededForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
    try:
        actions.change_runs_needed(actor=request.member, handoff_id=handoff_id, **said)
    except StaleError:
        warn(request, _("The hand-off was changed meanwhile. Look at it and say it again."))
    else:
        tell(request, _("Saved."))
    return redirect(inside(request, "handoff:runs", handoff=handoff_id))


def _change(request: WorkspaceRequest, run_id: int) -> HttpResponse:
    """Tick, keep, finish, go on with, or throw away a run."""
    do = sent(request, "do")
    try:
        if do == "reopen":
            actions.reopen_run(actor=request.member, run_id=run_id)
            return redirect(inside(request, "handoff:run", run=run_id))
        if do == "discard":
            gone = actions.discard_run(actor=request.member, run_id=run_id)
            return redirect(inside(request, "handoff:runs", handoff=gone.handoff_id))
        return _keep(request, run_id, is_last=do == "finish")
    except HoursbackError as error:
        return _show(request, run_id, RunForm(request.POST), error=error, status=_BAD)
    except StaleError:
        return _conflict(request, run_id)


def _keep(request: WorkspaceRequest, run_id: int, *, is_last: bool) -> HttpResponse:
    """The tick first: it counts even where the minutes beside it are no number."""
    tick = sent(request, "tick")
    if tick:
        index, _sep, is_done = tick.partition(":")
        actions.tick_item(actor=request.member, run_id=run_id, index=whole_number(index), is_done=is_done == "1")
    form = RunForm(request.POST)
    if not form.is_valid():
        return _show(request, run_id, form, status=_UNFIT)
    keep = actions.finish_run if is_last else actions.save_run
    kept = keep(actor=request.member, run_id=run_id, version=sent_number(request, "version"), **form.cleaned_data)
    if is_last:
        undo = f"{inside(request, 'handoff:run', run=run_id)}?do=reopen"
        tell(request, _("Run %(number)d is finished.") % {"number": kept.number}, undo=undo)
        return redirect(inside(request, "handoff:runs", handoff=kept.handoff_id))
    if request.htmx:
        return _show(request, run_id, form, is_saved=True)
    anchor = f"#item-{tick.partition(':')[0]}" if tick else "#kept"
    return redirect(inside(request, "handoff:run", run=run_id) + anchor)


def _show(
    request: WorkspaceRequest,
    run_id: int,
    form: RunForm,
    *,
    error: HoursbackError | None = None,
    status: int = 200,
    is_saved: bool = False,
) -> HttpResponse:
    row = selectors.run_here(request.member, run_id)
    is_theirs = selectors.did_the_work(request.member, row)
    facts = {
        "run": row,
        "handoff": row.handoff,
        "form": form,
        "error": error,
        "is_saved": is_saved,
        "ticked": _ticked(row),
        "is_open": row.finished_at is None and is_theirs,
        "is_theirs": is_theirs,
        "may_judge": selectors.may_judge(request.member, row),
    }
    template = "handoff/run.html#ticking" if request.htmx and not request.htmx.boosted else "handoff/run.html"
    return render(request, template, facts, status=status)


def _conflict(request: WorkspaceRequest, run_id: int) -> HttpResponse:
    """Minutes or note were changed on another device: both texts side by side."""
    now = selectors.run_here(request.member, run_id)
    form = RunForm(instance=now)
    sides = [
        Side(str(form[name].label), request.POST.get(name, ""), _words(getattr(now, name))) for name in form.fields
    ]
    resend = {name: request.POST.get(name, "") for name in form.fields} | {"version": str(now.version), "do": "save"}
    what = _("run %(number)d") % {"number": now.number}
    return answer_conflict(
        request, what=what, sides=sides, resend=resend, back=inside(request, "handoff:run", run=run_id)
    )


def _judge(request: WorkspaceRequest, run_id: int, form: JudgeForm) -> HttpResponse | None:
    """What a POST of the judgement asks for; None: the form says what is wrong."""
    if sent(request, "do") == "take-back":
        actions.take_judgement_back(actor=request.member, run_id=run_id)
        return redirect(inside(request, "handoff:judge", run=run_id))
    if not form.is_valid():
        return None
    said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
    judged = actions.judge_run(actor=request.member, run_id=run_id, **said)
    undo = f"{inside(request, 'handoff:judge', run=run_id)}?do=take-back"
    tell(request, _("Run %(number)d is judged.") % {"number": judged.number}, undo=undo)
    return redirect(inside(request, "handoff:runs", handoff=judged.handoff_id))


def _ticked(run: object) -> int:
    return sum(item["is_done"] for item in run.checklist)  # type: ignore[attr-defined]


def _needed_now(handoff: object) -> dict[str, object]:
    return {"runs_needed": handoff.runs_needed, "version": handoff.version}  # type: ignore[attr-defined]


def _words(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
