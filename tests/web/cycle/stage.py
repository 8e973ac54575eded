"""Work in hand, and rounds at any phase, for the tests of cycles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.cycle.models import Cycle, Goal, Rating, Reflection, Training
from hoursback.web.handoff.models import Handoff, Run
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person, Skill
from tests.web.cast import Player, local_today

GOAL: dict[str, Any] = {
    "what": "Invoices leave on Friday",
    "measure": "runs that meet the standard",
    "start_level": "60",
    "target_level": "90",
    "unit": "%",
    "by": (local_today() + timedelta(days=60)).isoformat(),
    "evidence": "the runs here",
}


def person_of(player: Player) -> Person:
    return ensure_person(member=player.member)


def somebody(owner: Player, name: str = "Bea", **facts: Any) -> Person:
    """A contractor without a log-in."""
    with acting_in(owner.workspace):
        return Person.objects.create(
            workspace=owner.workspace, name=name, kind=Person.Kind.CONTRACTOR, engaged=True, **facts
        )


def hand_over(owner: Player, person: Person, name: str = "Invoices", **facts: Any) -> Handoff:
    wanted = {"requires": {"bookkeeping": 4}, "hours_per_week": 5.0, "state": Handoff.State.RUNNING, **facts}
    with acting_in(owner.workspace):
        return Handoff.objects.create(workspace=owner.workspace, person=person, name=name, **wanted)


def skill(owner: Player, name: str = "bookkeeping") -> Skill:
    with acting_in(owner.workspace):
        return Skill.objects.get_or_create(workspace=owner.workspace, name=name)[0]


def cycle_of(owner: Player, person: Person, phase: str = "skill_assessment", **facts: Any) -> Cycle:
    wanted: dict[str, Any] = {"opened_on": local_today() - timedelta(days=60), "number": 1, **facts}
    if phase in ("performance_assessment", "repeat"):
        wanted.setdefault("work_started_on", local_today() - timedelta(days=30))
    if phase in ("repeat", "stopped"):
        wanted.setdefault("closed_on", local_today())
    with acting_in(owner.workspace):
        return Cycle.objects.create(workspace=owner.workspace, person=person, phase=phase, **wanted)


def rate(owner: Player, cycle: Cycle, level: int, *, source: str = "other", rater: Player | None = None) -> Rating:
    row = skill(owner)
    with acting_in(owner.workspace):
        return Rating.objects.create(
            workspace=owner.workspace,
            cycle=cycle,
            skill=row,
            rater=(rater or owner).member,
            source=source,
            level=level,
            evidence="" if source == "self" else "closed a month alone",
        )


def train(owner: Player, cycle: Cycle, **facts: Any) -> Training:
    wanted: dict[str, Any] = {"level_from": 3, "level_to": 4, "hours": 10.0, "lead_hours": 2.5, **facts}
    row = skill(owner)
    with acting_in(owner.workspace):
        return Training.objects.create(workspace=owner.workspace, cycle=cycle, skill=row, **wanted)


def goal(owner: Player, cycle: Cycle, *, agreed: bool = False, **facts: Any) -> Goal:
    wanted: dict[str, Any] = {
        **{name: GOAL[name] for name in ("what", "measure", "unit", "evidence")},
        "start_level": 60.0,
        "target_level": 90.0,
        "by": local_today() + timedelta(days=60),
        **facts,
    }
    if agreed:
        wanted |= {"lead_agreed_at": timezone.now(), "person_agreed_at": timezone.now()}
    with acting_in(owner.workspace):
        return Goal.objects.create(workspace=owner.workspace, cycle=cycle, **wanted)


def view(owner: Player, cycle: Cycle, side: str, **facts: Any) -> Reflection:
    said = {
        "went_well": f"{side}: closing",
        "evidence": "run 3",
        "next_step": "start on Monday",
        "briefed_badly": "the price list",
        **facts,
    }
    with acting_in(owner.workspace):
        return Reflection.objects.create(workspace=owner.workspace, cycle=cycle, side=side, **said)


def runs(
    owner: Player,
    handoff: Handoff,
    results: Iterable[bool | None],
    minutes: Iterable[float] | None = None,
    start: date | None = None,
) -> None:
    first = start or local_today() - timedelta(days=20)
    taken = list(minutes or ())
    with acting_in(owner.workspace):
        before = Run.objects.filter(handoff=handoff).count()
        for place, is_met in enumerate(results):
            Run.objects.create(
                workspace=owner.workspace,
                handoff=handoff,
                person=handoff.person,
                number=before + place + 1,
                day=first + timedelta(days=place % 15),
                minutes=taken[place] if place < len(taken) else 30.0,
                finished_at=timezone.now(),
                is_met=is_met,
            )


def fresh(row: Any) -> Any:
    return type(row).everywhere.get(pk=row.pk)


def move(player: Player, cycle: Cycle, name: str, **sent: Any) -> HttpResponse:
    now = fresh(cycle)
    data = {"name": name, "version": now.version, **sent}
    return player.client.post(f"{player.root}cycle/{cycle.pk}/move", data)  # type: ignore[return-value]
