"""The first page of a workspace, and the command palette's list."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.home import selectors
from hoursback.web.home.journey import next_stage, stages_for


def today(request: WorkspaceRequest) -> HttpResponse:
    """Where the business stands on the way from a log to a plan, and the next step."""
    day = today_of(request)
    facts = selectors.facts(request.member, day)
    owns = request.member.role == "owner"
    shown = {
        "facts": facts,
        "stages": stages_for(facts, owns=owns),
        "next_stage": next_stage(facts),
        "plan": selectors.plan_in_force(request.member, day),
        "timer": selectors.running(request.member),
        "leads": request.member.role in ("owner", "manager"),
        "owns": owns,
    }
    return render(request, "home/today.html", shown)


def palette(request: WorkspaceRequest) -> JsonResponse:
    """Every place the member may go, by name."""
    return JsonResponse(selectors.palette(request.member), safe=False)
