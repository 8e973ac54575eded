"""Pages of the log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def day(request: WorkspaceRequest) -> HttpResponse:
    """One day: entries, gaps, the line to type into, the timer."""
    return render(request, "capture/day.html", {})
