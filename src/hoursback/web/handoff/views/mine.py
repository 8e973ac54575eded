"""Somebody's own page of what is handed to them: what waits, first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest
from hoursback.web.handoff.selectors import mine as selectors


def mine(request: WorkspaceRequest) -> HttpResponse:
    """Agreements to answer, briefs to confirm, training to do, runs to start or go on with."""
    return render(request, "handoff/mine.html", {"mine": selectors.mine(request.member)})
