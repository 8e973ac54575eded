"""The bench: everybody with their room."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of, whole_number
from hoursback.web.handoff.selectors.bench import bench as find


def bench(request: WorkspaceRequest) -> HttpResponse:
    """Who has how much room and for what; `for` names a hand-off to hold them against."""
    typed = request.GET.get("for", "")
    asked = whole_number(typed) if typed else None
    if asked is not None and asked < 0:
        raise Http404
    found = find(request.member, today_of(request), asked, request.GET.get("page", ""))
    return render(request, "handoff/bench.html", {"bench": found, "page": found.page})
