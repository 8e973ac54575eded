"""Flags of the round-trip guard, for leaders."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.handoff.actions import guard as actions
from hoursback.web.handoff.forms.guard import FlagForm
from hoursback.web.handoff.forms.sent import sent
from hoursback.web.handoff.selectors import guard as selectors
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell, warn

_BAD = 400
_NEXT = {"brief": "handoff:brief", "train": "handoff:training"}
"""Where a choice leads on to."""


def flags(request: WorkspaceRequest) -> HttpResponse:
    """Handed-over work that came back, week by week."""
    found = selectors.flags_of(request.member, today_of(request))
    return render(request, "handoff/flags.html", {"flags": found, "currency": request.workspace.currency})


def flag(request: WorkspaceRequest, flag: int) -> HttpResponse:
    """One week in which work came back, and the choice what to do."""
    row = selectors.flag_here(request.member, flag)
    form = FlagForm(request.POST if request.method == "POST" and not sent(request, "do") else None, instance=row)
    if request.method == "POST":
        answer = _decide(request, row.pk, form)
        if answer is not None:
            return answer
    facts = {
        "shown": selectors.flag_shown(request.member, row, today_of(request)),
        "flag": row,
        "form": form,
        "currency": request.workspace.currency,
    }
    return render(request, "handoff/flag.html", facts, status=_BAD if request.method == "POST" else 200)


def _decide(request: WorkspaceRequest, flag_id: int, form: FlagForm) -> HttpResponse | None:
    """What a POST asks for; None: the form says what is wrong."""
    if sent(request, "do") == "reopen":
        actions.reopen_flag(actor=request.member, flag_id=flag_id)
        return redirect(inside(request, "handoff:flag", flag=flag_id))
    if not form.is_valid():
        return None
    said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
    try:
        handoff = actions.decide_flag(actor=request.member, flag_id=flag_id, today=today_of(request), **said)
    except StaleError:
        warn(request, _("This was decided or changed meanwhile. Look at where it stands now."))
        return redirect(inside(request, "handoff:flag", flag=flag_id))
    except HoursbackError as error:
        where = error.where if error.where in form.fields else "choice"
        form.add_error(where, f"{error.what} {error.hint}".strip())
        return None
    return _answer(request, flag_id, said["choice"], handoff.pk)


def _answer(request: WorkspaceRequest, flag_id: int, choice: str, handoff_id: int) -> HttpResponse:
    if choice == "one_off":
        undo = f"{inside(request, 'handoff:flag', flag=flag_id)}?do=reopen"
        tell(request, _("Noted as a one-off."), undo=undo)
        return redirect(inside(request, "handoff:flags"))
    tell(request, _("Decided."))
    return redirect(inside(request, _NEXT.get(choice, "handoff:handoff"), handoff=handoff_id))
