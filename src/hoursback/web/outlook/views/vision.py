"""The page of the vision."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.web.accounts.request import WorkspaceRequest, inside, today_of
from hoursback.web.outlook import ways
from hoursback.web.outlook.actions.vision import state_vision
from hoursback.web.outlook.forms.vision import VisionForm
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.outlook.selectors.vision import on_the_way, vision_of
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.notes import tell


def vision(request: WorkspaceRequest) -> HttpResponse:
    """Where the owner wants to be, the gap month by month, and the worth of the hour on the way."""
    today = today_of(request)
    row = vision_of(request.member)
    form = VisionForm(request.POST if request.method == "POST" else None, row=row)
    status, is_stale = HTTPStatus.OK, False
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                state_vision(actor=request.member, version=version, facts=form.cleaned_data, today=today)
            except StaleError:
                status, is_stale = HTTPStatus.CONFLICT, True
                # Sent again, what was typed stays, over what is saved now.
                data = request.POST.copy()
                data["version"] = str(row.version if row is not None else 0)
                form = VisionForm(data, row=row)
            else:
                tell(request, _("Saved."))
                return redirect(inside(request, "outlook:vision"))
    found = on_the_way(request.member, look(request.workspace, today).ahead, today)
    owns = request.member.role == "owner"
    facts = {"part": "vision", "form": form if owns else None, "owns": owns, "is_stale": is_stale, **ways.facts(found)}
    return render(request, "outlook/vision.html", facts, status=status)
