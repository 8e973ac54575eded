"""The first page of a workspace."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def today(request: WorkspaceRequest) -> HttpResponse:
    """Where the owner stands on the way, and the next step."""
    return render(request, "home/today.html", {})
