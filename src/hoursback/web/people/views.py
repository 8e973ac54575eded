"""Pages of the people of a workspace."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def index(request: WorkspaceRequest) -> HttpResponse:
    """Everybody work can go to."""
    return render(request, "people/index.html", {})
