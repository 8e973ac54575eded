"""What the log adds up to over a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def year(request: WorkspaceRequest) -> HttpResponse:
    """Hours by activity and week of one year."""
    return render(request, "capture/year.html", {})
