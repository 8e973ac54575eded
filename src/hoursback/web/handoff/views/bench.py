"""The bench: everybody with their room."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.handoff.selectors.bench import bench as find

_DIGITS = 18


def bench(request: WorkspaceRequest) -> HttpResponse:
    """Who has how much room and for what; `for` names a hand-off to hold them against."""
    typed = request.GET.get("for", "")
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS):
        raise Http404
    asked = int(typed) if typed else None
    return render(request, "handoff/bench.html", {"bench": find(request.member, today_of(request), asked)})
