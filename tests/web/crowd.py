"""A workspace with many people, hand-offs and years of cycles, made in bulk: for tests of growth and for the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from hoursback.web.accounts.models import Member, User
from hoursback.web.accounts.roles import Role
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Closed, Entry, Rate, Zone
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, Training, Turn
from hoursback.web.handoff.models import (
    AccessItem,
    Agreement,
    Brief,
    Candidate,
    Change,
    Flag,
    FollowUp,
    Handoff,
    Reading,
    Run,
    Timesheet,
    TimesheetLine,
    TrainingStep,
)
from hoursback.web.people.models import Person, Skill, SkillLevel, TimeOff

TODAY = datetime.now(UTC).date()
"""Pages show what is around the real day."""
NOW = datetime.combine(TODAY, time(0), UTC)
MONDAY = rollups.week_of(TODAY.toordinal())
DAYS = 5
"""Days a week on which everybody logs."""
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


SMALL = Size(people=6, handoffs=60, cycles=2, weeks=8)
"""Enough that every kind of row is there, and that the newest is of the same kind and person as among many."""
LARGE = Size(people=200, handoffs=2_000, cycles=12, weeks=26)
YEARS = Size(people=200, handoffs=2_000, cycles=12, weeks=156)


def fill(owner: Member, size: Size) -> None:
    """Everything, into the workspace of an owner; call it inside the workspace."""
    people = _people(owner, size.people)
    skills = _make(Skill, owner, [{"name": name, "anchors": [f"{name} {n}" for n in range(1, 6)]} for name in SKILLS])
    _levels(owner, people, skills)
    handoffs = _handoffs(owner, people, size.handoffs)
    _paper(owner, handoffs)
    _weeks(owner, people, handoffs, size.weeks)
    _log(owner, people, handoffs, size.weeks)
    _guard(owner, handoffs)
    _cycles(owner, people, skills, handoffs, size.cycles)


def team(owner: Member) -> list[Member]:
    """The owner, a helper and a manager of the crowd."""
    rows = Member.objects.filter(workspace=owner.workspace).exclude(pk=owner.pk).select_related("user", "workspace")
    return [owner, rows.filter(role=Role.HELPER).earliest("pk"), rows.filter(role=Role.MANAGER).earliest("pk")]


def _make[M: Model](model: type[M], owner: Member, rows: Sequence[dict[str, Any]]) -> list[M]:
    made = [model(workspace_id=owner.workspace_id, **row) for row in rows]
    model._base_manager.bulk_create(made, batch_size=500)
    return made


def _people(owner: Member, number: int) -> list[Person]:
    rows = [
        {"name": f"Helper {place:04}", "kind": "contractor", "engaged": True, "skills": dict.fromkeys(SKILLS, 3)}
        for place in range(number)
    ]
    for row, member in zip(rows, _members(owner, number), strict=True):
        row["member"] = member
    people = _make(Person, owner, rows)
    prices = [
        {"person": each, "from_day": MONDAY - 300 * times, "hundredths": 3000 - 200 * times}
        for each in people
        for times in (4, 2, 1)
    ]
    _make(Rate, owner, prices)
    first = TODAY + timedelta(days=5)
    _make(TimeOff, owner, [{"person": each, "first": first, "last": first + timedelta(days=2)} for each in people])
    _make(Note, owner, [{"person": each, "author": owner, "text": "Careful with figures."} for each in people])
    return people


def _members(owner: Member, number: int) -> list[Member | None]:
    """Every other one can log in; the third manages, as far as there are so many."""
    root = owner.workspace.public_id.lower()
    users = [User(email=f"helper{n}@{root}.example", name=f"Helper {n:04}") for n in range(0, number, 2)]
    User.objects.bulk_create(users)
    roles = [Role.MANAGER if place == 1 else Role.HELPER for place in range(len(users))]
    members = [Member(workspace=owner.workspace, user=user, role=role) for user, role in zip(users, roles, strict=True)]
    Member.objects.bulk_create(members)
    return [members[place // 2] if place % 2 == 0 else None for place in range(number)]


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
    _make(
        FollowUp,
        owner,
        [
            {"handoff": each, "on": TODAY + timedelta(days=place % 28 - 3), "about": "How is it going?"}
            for place, each in enumerate(handoffs)
        ],
    )
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


def _works(people: Sequence[Person], handoffs: Sequence[Handoff]) -> dict[int, list[Handoff]]:
    found: dict[int, list[Handoff]] = {each.pk: [] for each in people}
    for each in handoffs:
        found[each.person_id or 0].append(each)
    return found


def _weeks(owner: Member, people: Sequence[Person], handoffs: Sequence[Handoff], weeks: int) -> None:
    """A timesheet a week of each, with a line a day; the newest are not paid yet, and what was handed in is closed."""
    works = _works(people, handoffs)
    early = {0: "open", 1: "submitted", 2: "approved", 3: "locked", 4: "locked"}
    rows = [
        {"person": person, "week": MONDAY - 7 * week, "state": early.get(week, "paid")}
        for person in people
        for week in range(weeks)
    ]
    sheets = _make(Timesheet, owner, rows)
    handed_in = [each for each in sheets if each.state != "open"]
    _make(Closed, owner, [{"person": s.person, "first": s.week, "last": s.week + 6, "why": "paid"} for s in handed_in])
    lines = [
        {
            "timesheet": sheet,
            "handoff": work,
            "activity": work.activity,
            "activity_name": work.name,
            "day": sheet.week + place,
            "seconds": 7200,
            "rate": 3000,
            "amount": Decimal("60.00"),
        }
        for sheet in handed_in
        for place, work in enumerate(works[sheet.person_id][:DAYS])
    ]
    _make(TimesheetLine, owner, lines)


def _log(owner: Member, people: Sequence[Person], handoffs: Sequence[Handoff], weeks: int) -> None:
    """Two entries a day of everybody, and three of the owner, one of them work that was handed over."""
    works = _works(people, handoffs)
    zone, _ = Zone.objects.get_or_create(name="Europe/Berlin")
    own = Person.objects.get(member=owner)
    kept = _make(Activity, owner, [{"name": f"Own work {n}", "function": "management"} for n in range(2)])
    facts = {"seconds": 3600, "zone": zone}
    rows: list[dict[str, Any]] = []
    for week in range(weeks):
        for place in range(min(DAYS, TODAY.toordinal() - MONDAY + 1) if week == 0 else DAYS):
            day = MONDAY - 7 * week + place
            for person in people:
                todays = works[person.pk][place % 2 : place % 2 + 2]
                rows += [{"person": person, "activity": w.activity, "day": day, "rate": 3000, **facts} for w in todays]
            owns = (*kept, handoffs[(day * 7) % len(handoffs)].activity)
            rows += [{"person": own, "activity": activity, "day": day, **facts} for activity in owns]
    _make(Entry, owner, rows)
    with transaction.atomic():
        rollups.rebuild(owner.workspace_id)


def _guard(owner: Member, handoffs: Sequence[Handoff]) -> None:
    """Every tenth came back into the owner's log once, and every fifth before that."""
    came_back = [{"handoff": each, "week": MONDAY - 7, "seconds": 7200} for each in handoffs[::10]]
    before = [{"handoff": each, "week": MONDAY - 70, "seconds": 3600, "choice": "one_off"} for each in handoffs[::5]]
    _make(Flag, owner, [*came_back, *before])


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
