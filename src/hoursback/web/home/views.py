"""The first page of a workspace, and the command palette's list."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.home import aboutme, board, selectors, waiting
from hoursback.web.home.journey import next_stage, stages_for


def today(request: WorkspaceRequest) -> HttpResponse:
    """The first page of every day: the owner's protected time, or where the business stands on the way to a plan."""
    day = today_of(request)
    facts = selectors.facts(request.member, day)
    owns = request.member.role == "owner"
    plan = selectors.plan_in_force(request.member, day)
    timer = selectors.running(request.member)
    standing = board.board(request.member)
    shown = {
        "board": standing,
        "elapsed": standing.now - timer.start if standing and timer else 0,
        "facts": facts,
        "stages": stages_for(facts, owns=owns),
        "next_stage": next_stage(facts),
        "plan": plan,
        "timer": timer,
        "leads": request.member.role in ("owner", "manager"),
        "owns": owns,
        "awaits": [(item.said, item.address(request.workspace)) for item in waiting.items(request.member, day)],
        "ways": selectors.ways(request.member),
    }
    # Whoever has no plan and protects nothing yet is still on the way there.
    is_under_way = standing is not None and (plan is not None or standing.is_stated)
    return render(request, "home/board.html" if is_under_way else "home/today.html", shown)


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
