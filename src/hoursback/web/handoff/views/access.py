"""The access list of a hand-off."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.actions import access as actions
from hoursback.web.handoff.forms.access import AccessForm
from hoursback.web.handoff.forms.sent import sent, sent_number
from hoursback.web.handoff.selectors import work
from hoursback.web.handoff.selectors.access import access_of
from hoursback.web.handoff.views.around import page
from hoursback.web.shared.notes import tell

_BAD = 400


def access(request: WorkspaceRequest, handoff: int) -> HttpResponse:
    """What the person may open; a POST of a leader says with `do` what becomes of it."""
    row = work.handoff_here(request.member, handoff)
    form = AccessForm(request.POST if sent(request, "do") == "add" else None)
    error = None
    if request.method == "POST":
        try:
            is_done = _do(request, row.pk, form)
        except HoursbackError as found:
            is_done, error = False, found
        if is_done:
            return redirect(inside(request, "handoff:access", handoff=row.pk))
    facts = {"access": access_of(request.member, row), "form": form, "error": error, "sub": "access"}
    status = _BAD if request.method == "POST" else 200
    return page(request, row, "handoff/access.html", facts, tab="training", status=status)


def _do(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    """Whether something was done; what was not is said on the page."""
    do = _DEEDS.get(sent(request, "do"))
    if do is None:
        raise HoursbackError(_("This page does not know that."), hint=_("Use the buttons below."))
    return do(request, handoff_id, form)


def _add(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    work.handoff_here(request.member, handoff_id, Verb.CHANGE)
    if not form.is_valid():
        return False
    actions.add_access(actor=request.member, handoff_id=handoff_id, once=once_of(request), **form.cleaned_data)
    return True


def _grant(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    item = actions.grant_access(actor=request.member, handoff_id=handoff_id, item_id=sent_number(request, "item"))
    tell(request, _("Granted: %(name)s.") % {"name": item.name})
    return True


def _revoke(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    is_revoked = sent(request, "do") == "revoke"
    item = actions.revoke_access(
        actor=request.member, handoff_id=handoff_id, item_id=sent_number(request, "item"), is_revoked=is_revoked
    )
    if is_revoked:
        undo = f"{inside(request, 'handoff:access', handoff=handoff_id)}?do=still-granted&item={item.pk}"
        tell(request, _("Taken back: %(name)s.") % {"name": item.name}, undo=undo)
    return True


def _revoke_all(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    number = actions.revoke_all(actor=request.member, handoff_id=handoff_id)
    tell(
        request, ngettext("%(number)d thing taken back.", "%(number)d things taken back.", number) % {"number": number}
    )
    return True


def _remove(request: WorkspaceRequest, handoff_id: int, form: AccessForm) -> bool:
    actions.remove_access(actor=request.member, handoff_id=handoff_id, item_id=sent_number(request, "item"))
    return True


_DEEDS: dict[str, Callable[[WorkspaceRequest, int, AccessForm], bool]] = {
    "add": _add,
    "grant": _grant,
    "revoke": _revoke,
    "still-granted": _revoke,
    "revoke-all": _revoke_all,
    "remove": _remove,
}
