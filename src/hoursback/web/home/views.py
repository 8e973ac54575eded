"""The first page of a workspace, and the command palette's list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.focus.selectors.incidents import trying
from hoursback.web.home import aboutme, alarms, board, selectors, waiting
from hoursback.web.home.journey import Facts, next_stage, stages_for
from hoursback.web.home.weekly import selectors as weekly


def today(request: WorkspaceRequest) -> HttpResponse:
    """The first page of every day: the owner's protected time, or where the business stands on the way to a plan."""
    day, member = today_of(request), request.member
    owns = member.role == "owner"
    facts, plan, timer, sounding, intention = kept(member, "today", day, lambda: _of_the_day(member, day))
    standing = board.board(member)
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
        "alarms": [(item.said, item.address(request.workspace)) for item in sounding],
        "intention": intention,
        "awaits": [(item.said, item.address(request.workspace)) for item in waiting.shown(member, day)],
        "trying": trying(request.member),
        "ways": selectors.ways(request.member),
    }
    # Whoever has no plan and protects nothing yet is still on the way there.
    is_under_way = standing is not None and (plan is not None or standing.is_stated)
    return render(request, "home/board.html" if is_under_way else "home/today.html", shown)


def _of_the_day(member: Any, day: date) -> tuple[Facts, selectors.Owed | None, Any, list[waiting.Item], str]:
    """What Today shows that changes only with the workspace's data."""
    return (
        selectors.facts(member, day),
        selectors.plan_in_force(member, day),
        selectors.running(member),
        alarms.sounding(member, day),
        weekly.intention_of(member, day),
    )


def me(request: WorkspaceRequest) -> HttpResponse:
    """Everything stored about whoever asks, as far as it is theirs to read: counted, and shown a kind at a time."""
    member = request.member
    kinds, also = aboutme.counted(member, today_of(request))
    asked = request.GET.get("kind", "")
    shown = {
        "facts": aboutme.facts(member),
        "kinds": [kind for kind in kinds if kind.count],
        "empty": [kind for kind in kinds if not kind.count],
        "opened": aboutme.opened(member, kinds, asked, request.GET.get("page", "")),
        "also": also,
        "stored": sum(kind.count for kind in kinds) + sum(count for _name, count in also),
    }
    return render(request, "home/me.html", shown)


def palette(request: WorkspaceRequest) -> JsonResponse:
    """Every place the member may go, by name."""
    return JsonResponse(selectors.palette(request.member), safe=False)
