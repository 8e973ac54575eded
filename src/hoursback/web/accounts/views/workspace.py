"""Settings of the workspace, and its record."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.web.accounts import actions, selectors
from hoursback.web.accounts.forms import WorkspaceForm
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.shared.notes import tell

PAGE = 50


def workspace(request: WorkspaceRequest) -> HttpResponse:
    """The workspace's own settings."""
    form = WorkspaceForm(request.POST or None, instance=request.workspace)
    if request.method == "POST":
        if form.is_valid():
            if actions.change_workspace(actor=request.member, facts=form.cleaned_data):
                tell(request, _("Settings saved."))
            return redirect(inside(request, "settings:workspace"))
        # A form fills its row while it looks at it; the page around it shows the row that is stored.
        request.workspace.refresh_from_db()
    has_factor = selectors.has_second_factor(request.user)
    facts = {"form": form, "has_factor": has_factor}
    return render(request, "accounts/workspace.html", facts, status=400 if form.is_bound else 200)


def record(request: WorkspaceRequest) -> HttpResponse:
    """What was done here, by whom and when; newest first."""
    pages = Paginator(selectors.events_of(request.member), PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "accounts/record.html", {"page": page})
