"""Follow-ups of a hand-off."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.handoff.actions import following as actions
from hoursback.web.handoff.forms.following import FollowUpForm
from hoursback.web.handoff.forms.sent import sent, sent_number
from hoursback.web.handoff.selectors import work
from hoursback.web.handoff.selectors.following import follow_ups_of
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.notes import tell

_BAD = 400


def follow_up(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """When a leader looks at it again; a POST says with `do` what becomes of a date."""
    row = work.handoff_here(request.member, handoff)
    today = today_of(request)
    form = FollowUpForm(request.POST if sent(request, "do") == "add" else None, today=today)
    error = None
    if request.method == "POST":
        try:
            is_done = _do(request, row.pk, form)
        except HoursbackError as found:
            is_done, error = False, found
        if is_done:
            return redirect(inside(request, "handoff:follow-up", handoff=row.pk))
    rows = follow_ups_of(request.member, row)
    facts = {
        "follow_ups": rows,
        "next_one": next((one for one in rows if one.done_at is None), None),
        "today": today,
        "form": form,
        "error": error,
        "sub": "follow-up",
    }
    status = _BAD if request.method == "POST" else 200
    return page(request, row, "handoff/follow_ups.html", facts, tab="training", status=status)


def _do(request: WorkspaceRequest, handoff_id: int, form: FollowUpForm) -> bool:
    """Whether something was done; what was not is said on the page."""
    do = sent(request, "do")
    if do == "add":
        return _add(request, handoff_id, form)
    if do in ("done", "undone"):
        return _mark(request, handoff_id, is_done=do == "done")
    if do == "remove":
        actions.remove_follow_up(
            actor=request.member, handoff_id=handoff_id, follow_up_id=sent_number(request, "follow_up")
        )
        return True
    raise HoursbackError(_("This page does not know that."), hint=_("Use the buttons below."))


def _add(request: WorkspaceRequest, handoff_id: int, form: FollowUpForm) -> bool:
    if not form.is_valid():
        return False
    actions.add_follow_up(actor=request.member, handoff_id=handoff_id, once=once_of(request), **form.cleaned_data)
    return True


def _mark(request: WorkspaceRequest, handoff_id: int, *, is_done: bool) -> bool:
    row = actions.mark_follow_up(
        actor=request.member, handoff_id=handoff_id, follow_up_id=sent_number(request, "follow_up"), is_done=is_done
    )
    if is_done:
        undo = f"{inside(request, 'handoff:follow-up', handoff=handoff_id)}?do=undone&follow_up={row.pk}"
        tell(request, _("Looked at: %(about)s.") % {"about": row.about}, undo=undo)
    return True
