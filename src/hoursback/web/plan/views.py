"""Pages of plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def index(request: WorkspaceRequest) -> HttpResponse:
    """The step's first page."""
    return render(request, "plan/index.html", {})
