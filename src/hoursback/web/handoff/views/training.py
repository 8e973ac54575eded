"""The page of a training: what to learn before the first run."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.actions import training as actions
from hoursback.web.handoff.forms.sent import sent, sent_number
from hoursback.web.handoff.forms.training import StepForm
from hoursback.web.handoff.selectors import work
from hoursback.web.handoff.selectors.training import training_of
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.notes import tell

_BAD = 400


def training(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """The steps to learn; a POST says with `do` what becomes of them."""
    row = work.handoff_here(request.member, handoff)
    form = StepForm(request.POST if sent(request, "do") == "add" else None)
    error = None
    if request.method == "POST":
        try:
            is_done = _do(request, row.pk, form)
        except HoursbackError as found:
            is_done, error = False, found
        if is_done:
            return redirect(inside(request, "handoff:training", handoff=row.pk))
    facts = {"training": training_of(request.member, row), "form": form, "error": error, "sub": "training"}
    status = _BAD if request.method == "POST" else 200
    return page(request, row, "handoff/training.html", facts, tab="training", status=status)


def _do(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    """Whether something was done; what was not is said on the page."""
    do = _DEEDS.get(sent(request, "do"))
    if do is None:
        raise HoursbackError(_("This page does not know that."), hint=_("Use the buttons below."))
    return do(request, handoff_id, form)


def _add(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    work.handoff_here(request.member, handoff_id, Verb.CHANGE)
    if not form.is_valid():
        return False
    actions.add_step(actor=request.member, handoff_id=handoff_id, once=once_of(request), **form.cleaned_data)
    return True


def _draft(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    number = actions.draft_steps(actor=request.member, handoff_id=handoff_id, once=once_of(request))
    if number:
        tell(request, _("%(number)d steps drafted. Change what does not fit.") % {"number": number})
    else:
        tell(request, _("The list has everything already that the brief and the skills ask for."))
    return True


def _move(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    up = sent(request, "do") == "up"
    actions.move_step(actor=request.member, handoff_id=handoff_id, step_id=sent_number(request, "step"), up=up)
    return True


def _mark(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    is_done = sent(request, "do") == "done"
    step = actions.mark_step(
        actor=request.member, handoff_id=handoff_id, step_id=sent_number(request, "step"), is_done=is_done
    )
    if is_done:
        tell(request, _("Done: %(step)s.") % {"step": step.name}, undo=_undo(request, handoff_id, "undone", step.pk))
    return True


def _drop(request: WorkspaceRequest, handoff_id: int, form: StepForm) -> bool:
    is_dropped = sent(request, "do") == "drop"
    step = actions.drop_step(
        actor=request.member, handoff_id=handoff_id, step_id=sent_number(request, "step"), is_dropped=is_dropped
    )
    if is_dropped:
        tell(
            request,
            _("Taken off: %(step)s.") % {"step": step.name},
            undo=_undo(request, handoff_id, "put-back", step.pk),
        )
    return True


def _undo(request: WorkspaceRequest, handoff_id: int, do: str, step_id: int) -> str:
    return f"{inside(request, 'handoff:training', handoff=handoff_id)}?do={do}&step={step_id}"


_DEEDS: dict[str, Callable[[WorkspaceRequest, int, StepForm], bool]] = {
    "add": _add,
    "draft": _draft,
    "up": _move,
    "down": _move,
    "done": _mark,
    "undone": _mark,
    "drop": _drop,
    "put-back": _drop,
}
