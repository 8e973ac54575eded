"""Pages that look ahead: the first page, one activity, everybody's weeks, and firmer ties."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.outlook import pictures, said, shown
from hoursback.web.outlook.selectors import drivers, steps
from hoursback.web.outlook.selectors.loading import look
from hoursback.web.outlook.selectors.starts import starts


def index(request: WorkspaceRequest) -> HttpResponse:
    """When the owner's week is full and when to look for help, and what that rests on."""
    today = today_of(request)
    looked = look(request.workspace, today)
    ahead = looked.ahead
    owner = ahead.owner if ahead is not None else None
    starts(request.workspace, today, fresh=True)
    facts: dict[str, Any] = {"part": "index", "answer": said.answer(looked, today), "owns": _owns(request)}
    if ahead is not None and owner is not None and owner.demand is not None:
        facts |= {
            "ahead": ahead,
            "fan": pictures.fan(ahead, owner, title=_("Your week, so far and ahead"), summary=said.fan_summary(owner)),
            "hands": [said.hand_row(ahead, hand, today) for hand in ahead.hands if hand.demand is not None],
            "lines": [said.line_row(ahead, line, today) for line in ahead.lines],
            "assumed": said.assumed(looked),
            "hours_assumed": looked.hours_assumed,
            "backtest": said.backtest_words(ahead),
            "alarms": [shown.alarm(one) for one in steps.alarms(request.workspace, ahead, today)],
            "not_yet": steps.not_yet(request.member, ahead, today) if facts["owns"] else [],
        }
    return render(request, "outlook/index.html", facts)


def forecast(request: WorkspaceRequest, activity: int) -> HttpResponse:
    """One activity: its hours so far and ahead, what they go with, and when an agreement is used up."""
    today = today_of(request)
    row = drivers.activity_here(request.member, activity)
    ahead = look(request.workspace, today).ahead
    line = None if ahead is None else next((one for one in ahead.lines if one.key == row.pk), None)
    facts: dict[str, Any] = {"activity": row, "owns": _owns(request)}
    if ahead is not None and line is not None:
        facts |= {"row": said.line_row(ahead, line, today), "answer": shown.line_answer(line)}
    return render(request, "outlook/forecast.html", facts)


def capacity(request: WorkspaceRequest) -> HttpResponse:
    """Everybody's next weeks: hours there are, hours there will be, and how full that is."""
    today = today_of(request)
    ahead = look(request.workspace, today).ahead
    people = [] if ahead is None else [shown.weeks_of(ahead, hand, today) for hand in ahead.hands]
    facts = {"part": "capacity", "people": people, "answer": shown.capacity_answer(people), "owns": _owns(request)}
    return render(request, "outlook/capacity.html", facts)


def triggers(request: WorkspaceRequest) -> HttpResponse:
    """When help by the hour becomes a retainer, and a retainer a post."""
    today = today_of(request)
    ahead = look(request.workspace, today).ahead
    found = [] if ahead is None else steps.bundles(request.workspace, ahead)
    rows = [shown.trigger_row(ahead, one, today) for one in found if ahead is not None]
    return render(
        request,
        "outlook/triggers.html",
        {"part": "triggers", "owns": True, "rows": rows, "answer": shown.triggers_answer(rows)},
    )


def _owns(request: WorkspaceRequest) -> bool:
    return request.member.role == "owner"
