"""A workspace with many people, hand-offs and years of cycles, made in bulk: for tests of growth and for the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import Activity, Rate
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, Training, Turn
from hoursback.web.handoff.models import (
    AccessItem,
    Agreement,
    Brief,
    Candidate,
    Change,
    FollowUp,
    Handoff,
    Reading,
    Run,
    Timesheet,
    TimesheetLine,
    TrainingStep,
)
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONDAY = TODAY.toordinal()
SKILLS = ("Bookkeeping", "Writing", "Service", "Tax", "Web")
STATES = (
    "running",
    "running",
    "running",
    "supervised",
    "training",
    "agreed",
    "choosing",
    "briefing",
    "draft",
    "paused",
)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    people: int
    handoffs: int
    cycles: int
    weeks: int


SMALL = Size(people=3, handoffs=6, cycles=1, weeks=2)
LARGE = Size(people=200, handoffs=2_000, cycles=12, weeks=26)


def fill(owner: Member, size: Size) -> None:
    """Everything, into the workspace of an owner; call it inside the workspace."""
    people = _people(owner, size.people)
    skills = _make(Skill, owner, [{"name": name, "anchors": [f"{name} {n}" for n in range(1, 6)]} for name in SKILLS])
    _levels(owner, people, skills)
    handoffs = _handoffs(owner, people, size.handoffs)
    _paper(owner, handoffs)
    _weeks(owner, people, handoffs, size.weeks)
    _cycles(owner, people, skills, handoffs, size.cycles)


def _make[M: Model](model: type[M], owner: Member, rows: Sequence[dict[str, Any]]) -> list[M]:
    made = [model(workspace_id=owner.workspace_id, **row) for row in rows]
    model._base_manager.bulk_create(made, batch_size=500)
    return made


def _people(owner: Member, number: int) -> list[Person]:
    rows = [
        {"name": f"Helper {place:04}", "kind": "contractor", "engaged": True, "skills": dict.fromkeys(SKILLS, 3)}
        for place in range(number)
    ]
    people = _make(Person, owner, rows)
    _make(Rate, owner, [{"person": each, "from_day": MONDAY - 700, "hundredths": 3000} for each in people])
    first = TODAY + timedelta(days=5)
    _make(TimeOff, owner, [{"person": each, "first": first, "last": first + timedelta(days=2)} for each in people])
    _make(Note, owner, [{"person": each, "author": owner, "text": "Careful with figures."} for each in people])
    return people


def _levels(owner: Member, people: Sequence[Person], skills: Sequence[Skill]) -> None:
    rows = [
        {"person": person, "skill": skill, "level": 3, "basis": "assessed", "evidence": "a sample", "on": TODAY}
        for person in people
        for skill in skills
    ]
    _make(SkillLevel, owner, rows)


def _handoffs(owner: Member, people: Sequence[Person], number: int) -> list[Handoff]:
    names = [f"Work {place:05}" for place in range(number)]
    activities = _make(Activity, owner, [{"name": name, "function": "finance"} for name in names])
    rows = [
        {
            "activity": activity,
            "name": activity.name,
            "person": people[place % len(people)],
            "state": STATES[place % len(STATES)],
            "paused_from": "running" if STATES[place % len(STATES)] == "paused" else "",
            "hours_per_week": 2.0,
            "cost_per_week": Decimal("60.00"),
            "baseline_hours": 2.5,
            "requires": {SKILLS[place % len(SKILLS)]: 4},
            "started_on": TODAY - timedelta(weeks=30),
        }
        for place, activity in enumerate(activities)
    ]
    return _make(Handoff, owner, rows)


def _paper(owner: Member, handoffs: Sequence[Handoff]) -> None:
    """Brief, reading, agreement, training, access, runs, follow-up and history of each."""
    published = {"published_at": NOW, "steps": "- [ ] open\n- [ ] check", "outcome": "Done", "rendered": {}}
    briefs = _make(Brief, owner, [{"handoff": each, "number": 1, **published} for each in handoffs])
    _make(Reading, owner, [{"brief": each, "person": each.handoff.person} for each in briefs])
    agreed = {"price": Decimal(30), "weekly_cap": Decimal(10), "start": TODAY - timedelta(weeks=30)}
    confirmed = {"lead_confirmed_at": NOW, "person_confirmed_at": NOW}
    _make(Agreement, owner, [{"handoff": each, "person": each.person, **agreed, **confirmed} for each in handoffs])
    _make(Candidate, owner, [{"handoff": each, "person": each.person, "outcome": "chosen"} for each in handoffs])
    _make(TrainingStep, owner, [{"handoff": each, "name": "Read it", "done_at": NOW} for each in handoffs])
    _make(AccessItem, owner, [{"handoff": each, "name": "The mailbox", "granted_at": NOW} for each in handoffs])
    _make(FollowUp, owner, [{"handoff": each, "on": TODAY, "about": "How is it going?"} for each in handoffs])
    _make(
        Change,
        owner,
        [{"handoff": each, "move": "start", "source": "draft", "target": "briefing"} for each in handoffs],
    )
    runs = [
        {
            "handoff": each,
            "person": each.person,
            "number": number,
            "day": TODAY - timedelta(days=number),
            "minutes": 30.0 + number,
            "finished_at": NOW,
            "is_met": number % 7 != 0,
            "judged_at": NOW,
        }
        for each in handoffs
        for number in range(1, 4)
    ]
    _make(Run, owner, runs)


def _weeks(owner: Member, people: Sequence[Person], handoffs: Sequence[Handoff], weeks: int) -> None:
    by_person: dict[int, Handoff] = {}
    for each in handoffs:
        by_person.setdefault(each.person_id or 0, each)
    rows = [
        {"person": person, "week": MONDAY - 7 * week, "state": "submitted" if week == 1 else "paid"}
        for person in people
        for week in range(1, weeks + 1)
    ]
    sheets = _make(Timesheet, owner, rows)
    lines = [
        {
            "timesheet": sheet,
            "handoff": by_person.get(sheet.person_id),
            "activity_name": "Work",
            "day": sheet.week,
            "seconds": 7200,
            "rate": 3000,
            "amount": Decimal("60.00"),
        }
        for sheet in sheets
    ]
    _make(TimesheetLine, owner, lines)


def _cycles(
    owner: Member, people: Sequence[Person], skills: Sequence[Skill], handoffs: Sequence[Handoff], number: int
) -> None:
    rows = [
        {
            "person": person,
            "number": place,
            "phase": "performance_assessment" if place == number else "repeat",
            "opened_on": TODAY - timedelta(weeks=13 * (number - place + 1)),
            "work_started_on": TODAY - timedelta(weeks=13 * (number - place + 1)),
            "due_on": TODAY if place == number else None,
            "verdict": "" if place == number else "keep",
        }
        for person in people
        for place in range(1, number + 1)
    ]
    cycles = _make(Cycle, owner, rows)
    goal = {
        "what": "Fewer slips",
        "measure": "slips a month",
        "start_level": 9,
        "target_level": 3,
        "evidence": "the list",
    }
    agreed = {"lead_agreed_at": NOW, "person_agreed_at": NOW, "by": TODAY + timedelta(weeks=4)}
    _make(Goal, owner, [{"cycle": each, **goal, **agreed} for each in cycles for _ in range(3)])
    rated = [
        {"cycle": each, "skill": skill, "rater": owner, "source": "other", "level": 3, "evidence": "seen"}
        for each in cycles
        for skill in skills[:3]
    ]
    _make(Rating, owner, rated)
    gap = {"level_from": 3, "level_to": 4, "hours": 10.0, "done_on": TODAY}
    _make(Training, owner, [{"cycle": each, "skill": skills[0], **gap} for each in cycles])
    _make(Reflection, owner, [{"cycle": each, "side": "person", "went_well": "All."} for each in cycles])
    _make(Turn, owner, [{"cycle": each, "move": "train", "source": "a", "target": "b"} for each in cycles])
