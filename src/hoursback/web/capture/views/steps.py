"""The last changes, each with the way to take it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.capture import actions, selectors
from hoursback.web.capture.views.common import back
from hoursback.web.shared.notes import tell, warn


def steps(request: WorkspaceRequest) -> HttpResponse:
    """The member's own last changes."""
    context = {"steps": selectors.last_steps(request.member), "tab": "steps"}
    return render(request, "capture/steps.html", context)


def undo(request: WorkspaceRequest, step: int) -> HttpResponse:
    """Take one back."""
    try:
        taken = actions.undo(member=request.member, step_id=step)
    except HoursbackError as error:
        warn(request, f"{error.what} {error.hint}")
        return redirect(inside(request, "capture:steps"))
    tell(request, _("Taken back: %(said)s") % {"said": taken.said})
    return back(request, _origin(request))


def _origin(request: WorkspaceRequest) -> str:
    """The page whose note offered it, where the browser says which."""
    from urllib.parse import urlsplit

    path = urlsplit(request.headers.get("Referer", "")).path
    return path if path.startswith(inside(request, "capture:day")) else inside(request, "capture:day")
