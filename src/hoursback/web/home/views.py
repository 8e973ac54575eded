"""The first page of a workspace, and the command palette's list."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.home import aboutme, selectors, waiting
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
        "awaits": [(item.said, item.address(request.workspace)) for item in waiting.items(request.member, day)],
        "ways": selectors.ways(request.member),
    }
    return render(request, "home/today.html", shown)


def me(request: WorkspaceRequest) -> HttpResponse:
    """Everything stored about whoever asks, as far as it is theirs to read."""
    sections, events = aboutme.sections(request.member), aboutme.events(request.member)
    also = aboutme.also_stored(request.member)
    shown = {
        "facts": aboutme.facts(request.member),
        "sections": sections,
        "empty": [section for section in sections if not section.rows],
        "events": events,
        "also": also,
        "stored": sum(section.count for section in (*sections, events)) + sum(count for _name, count in also),
    }
    return render(request, "home/me.html", shown)


def palette(request: WorkspaceRequest) -> JsonResponse:
    """Every place the member may go, by name."""
    return JsonResponse(selectors.palette(request.member), safe=False)
