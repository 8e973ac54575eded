"""Calibration of a workspace: chances and ranges that plans stated against what happened, and what hand-offs teach."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models import Q, Sum

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.figures import P90_WIDTH, Figure
from hoursback.engine.outcome.calibration import (
    LEAST_WEEKS,
    Chance,
    Coverage,
    Ranged,
    Reliability,
    coverage,
    is_mature,
    reliability,
)
from hoursback.engine.outcome.handed import Kind
from hoursback.engine.outcome.journal import spent_since
from hoursback.engine.outcome.learnt import (
    LEAST_SEEN,
    PRACTISED_FROM,
    Learnt,
    Practised,
    Seen,
    blend,
    briefing_seen,
    efficiency_seen,
    freed_range,
    handable_seen,
    supervision_seen,
)
from hoursback.engine.outcome.weeks import WEEK, Range, monday_of
from hoursback.engine.outcome.where import LEAST_SHARE
from hoursback.engine.people import Experience, Requirement, qualify
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.capture.models import WeekTotal
from hoursback.web.handoff.models import Handoff
from hoursback.web.outcome.selectors.journal import own_weeks, seen_by
from hoursback.web.outcome.selectors.reckoned import expected_of
from hoursback.web.outcome.selectors.results import results_of
from hoursback.web.outcome.selectors.shapes import HandoffResult, Results
from hoursback.web.people.models import Person
from hoursback.web.plan.codec import from_plain
from hoursback.web.plan.models import Limits, Line, MadePlan
from hoursback.web.review.selectors import owner_person
from hoursback.web.shared.places import RELEASE
from hoursback.web.worth.selectors import sees_worth

_KEPT = 24 * 3600
_HOUR = 3600.0
_NAMES = ("phi", "s_inf", "brief")
type Stated = float | list[float] | None


@dataclass(frozen=True, slots=True)
class Teaching:
    """What is learned about one assumption, beside what the plan takes now (`stated`; None: the default)."""

    learnt: Learnt
    stated: Stated


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far plans could be trusted so far.

    Attributes:
        chances: that a hand-off pays; None where it may not be seen. freed: ranges of freed hours. took: of hours that
            stayed with the owner.
        waiting: hand-offs whose chance cannot be checked yet. ratio: of freed to planned hours, in the middle.
        teachings: () where they may not be seen. limits_version: of where assumptions are stated.
    """

    chances: Reliability | None
    waiting: int
    freed: Coverage
    took: Coverage
    ranges: Coverage
    ratio: float | None
    teachings: tuple[Teaching, ...]
    limits_version: int
    has_decisions: bool
    has_worth: bool


def calibration(member: Member, today: date) -> Calibration:
    """What a member may see of it: chances follow from the worth of the owner's hour, so they go with the money."""
    found = calibration_of(member.workspace, today)
    return found if sees_worth(member) else replace(found, chances=None, teachings=())


def calibration_of(workspace: Workspace, today: date) -> Calibration:
    """The same with everything; call it inside the workspace. Worked out once, until anything changes."""
    version = Workspace.objects.values_list("version", flat=True).get(pk=workspace.pk)
    key = f"calibration:{RELEASE}:{workspace.public_id}:{version}:{today}"
    found: Calibration | None = cache.get(key)
    if found is None:
        found = _calibration(workspace, today)
        cache.set(key, found, _KEPT)
    return found


def teaching_of(member: Member, name: str, today: date) -> Learnt | None:
    """What is learned about one assumption and may be used; None: nothing yet."""
    rows = calibration(member, today).teachings
    found = next((one.learnt for one in rows if one.learnt.name == name), None)
    return None if found is None or found.share is None else found


@dataclass(frozen=True, slots=True)
class _Said:
    """What an accepted line said, by its number."""

    pk: int
    plan_id: int
    activity: str
    decision: str
    probability: float | None
    payback_week: int | None
    assumed: Mapping[str, Any]


def _calibration(workspace: Workspace, today: date) -> Calibration:
    found = results_of(workspace, today)
    handoffs = _handoffs(workspace, found)
    rows = [(handoffs[row.pk], row) for row in found.rows if row.pk in handoffs]
    said = _said(workspace, [handoff.line_id for handoff, _row in rows if handoff.line_id is not None])
    matched = [(said[handoff.line_id], row) for handoff, row in rows if handoff.line_id in said]
    as_planned = [(line, row) for line, row in matched if line.decision == Line.Decision.ACCEPTED]
    chances, waiting = _chances(as_planned)
    freed = _freed(workspace, as_planned)
    took = _took(workspace, {handoff.activity_id for handoff in handoffs.values()}, today)
    limits = Limits.objects.filter(workspace_id=workspace.pk).first()
    stated = {} if limits is None else limits.assumptions
    return Calibration(
        chances=reliability(chances),
        waiting=waiting,
        freed=coverage(freed),
        took=coverage(took),
        ranges=coverage([*freed, *took]),
        ratio=median(one.actual.value / one.stated.value for one in freed) if freed else None,
        teachings=tuple(
            Teaching(one, stated.get(one.name)) for one in (*_taught(workspace, rows, matched), *_share(found))
        ),
        limits_version=0 if limits is None else limits.version,
        has_decisions=Line.objects.filter(workspace_id=workspace.pk).exists(),
        has_worth=found.money is not None or not found.rows,
    )


def _handoffs(workspace: Workspace, found: Results) -> dict[int, Handoff]:
    if not found.rows:
        return {}
    rows = Handoff.objects.filter(workspace_id=workspace.pk, started_on__isnull=False).select_related("person")
    return {row.pk: row for row in rows}


def _said(workspace: Workspace, keys: Sequence[int]) -> dict[int, _Said]:
    rows = Line.objects.filter(workspace_id=workspace.pk, pk__in=keys).defer("reason", "changed_to")
    return {
        row.pk: _Said(
            row.pk,
            row.plan_id,
            row.activity_name,
            row.decision,
            row.assumed.get("probability"),
            row.assumed.get("payback_week"),
            row.assumed,
        )
        for row in rows
    }


def _chances(rows: Iterable[tuple[_Said, HandoffResult]]) -> tuple[list[Chance], int]:
    """Chances whose day has come, and how many wait for theirs."""
    found, waiting = [], 0
    for line, row in rows:
        if line.probability is None or row.money is None:
            continue
        if is_mature(row.weeks, line.payback_week, is_over=row.until is not None):
            found.append(Chance(line.probability, row.money.has_paid_back))
        else:
            waiting += 1
    return found, waiting


def _freed(workspace: Workspace, rows: Sequence[tuple[_Said, HandoffResult]]) -> list[Ranged]:
    """Freed hours as plans meant them and as they came, of hand-offs with enough weeks."""
    enough = [(line, row) for line, row in rows if row.weeks >= LEAST_WEEKS and row.result.average is not None]
    plans = {line.plan_id for line, _row in enough}
    likely, _worth = seen_by(plans, workspace)
    assumed = _assumed(workspace, plans)
    found = []
    for line, row in enough:
        expected, actual = expected_of(line.assumed), row.result.average
        if expected is None or actual is None or (said := expected.hours_in(row.weeks) / row.weeks) <= 0:
            continue
        hours = likely.get((line.plan_id, line.activity)) or Range(1.0, 1.0, 1.0)
        found.append(Ranged(freed_range(said, hours, assumed.get(line.plan_id, Assumptions())), actual))
    return found


def _assumed(workspace: Workspace, plans: Iterable[int]) -> dict[int, Assumptions]:
    rows = MadePlan.objects.filter(workspace_id=workspace.pk, pk__in=plans)
    kept = rows.values_list("pk", "saw__settings__assumptions")
    return {pk: from_plain(Assumptions, value) for pk, value in kept if value}


def _took(workspace: Workspace, handed: set[int | None], today: date) -> list[Ranged]:
    """Hours of work that stayed with the owner, as the newest decision on it had them and as they were since."""
    rows = Line.objects.filter(workspace_id=workspace.pk, activity__isnull=False).order_by("-decided_at", "-pk")
    newest: dict[int, tuple[int, str, Any]] = {}
    stays = Q(decision=Line.Decision.REFUSED) | Q(assumed__action="keep")
    for activity, plan, name, at in rows.filter(stays).values_list(
        "activity_id", "plan_id", "activity_name", "decided_at"
    ):
        if activity not in handed:
            newest.setdefault(activity, (plan, name, at.date()))
    if not newest:
        return []
    likely, _worth = seen_by({plan for plan, _name, _day in newest.values()}, workspace)
    since = min(day for _plan, _name, day in newest.values()).toordinal()
    hours, attendance = own_weeks(workspace, set(newest), monday_of(since))
    found = []
    for activity, (plan, name, day) in newest.items():
        spent = spent_since(hours.get(activity, {}), attendance, day.toordinal(), today.toordinal())
        stated = likely.get((plan, name))
        if stated is not None and spent.average is not None and spent.weeks >= LEAST_WEEKS:
            found.append(Ranged(stated, spent.average))
    return found


def _taught(
    workspace: Workspace,
    rows: Sequence[tuple[Handoff, HandoffResult]],
    matched: Sequence[tuple[_Said, HandoffResult]],
) -> list[Learnt]:
    seen = _practised(workspace, rows)
    known = Limits.objects.filter(workspace_id=workspace.pk).values_list("assumptions", flat=True).first() or {}
    supervision = _middle(known.get("s_inf"))
    found: dict[str, list[Seen | None]] = defaultdict(list)
    for one in seen:
        found[f"e_inf_{one.experience.value}"].append(efficiency_seen(one))
        found["phi"].append(handable_seen(one, supervision))
        found["s_inf"].append(supervision_seen(one))
    for line, row in matched:
        recorded = sum(row.result.spent.get(kind, 0.0) for kind in (Kind.SETTING_UP, Kind.TRAINING))
        found["brief"].append(briefing_seen(recorded, float(line.assumed.get("setup_hours") or 0.0)))
    classes = [f"e_inf_{each.value}" for each in Experience]
    shown = [name for name in classes if found.get(name)] or ["e_inf_generalist"]
    return [blend(name, [one for one in found[name] if one is not None]) for name in (*shown, *_NAMES)]


def _middle(stated: Stated) -> float:
    if stated is None:
        return Assumptions().s_inf.value
    return Figure.stated_range(*stated).value if isinstance(stated, list) else float(stated)


def _practised(workspace: Workspace, rows: Sequence[tuple[Handoff, HandoffResult]]) -> list[Practised]:
    """Hand-offs to people, from their fifth week on."""
    known = [
        (handoff, row)
        for handoff, row in rows
        if handoff.person is not None and handoff.person.kind != Person.Kind.SERVICE and row.result.before is not None
    ]
    helped = _helped(workspace, known)
    found = []
    for handoff, row in known:
        first = monday_of(row.since.toordinal()) + PRACTISED_FROM * WEEK
        weeks = [one for one in row.result.weeks if one.monday >= first and one.share >= LEAST_SHARE]
        hours = helped.get((handoff.activity_id, handoff.person_id), {})
        before = row.result.before
        assert before is not None, "only those are known"
        checking = sum(one.spent.get(kind, 0.0) for one in weeks for kind in (Kind.CHECKING, Kind.ANSWERING))
        found.append(
            Practised(
                weeks=len(weeks),
                before=sum(one.before for one in weeks),
                doing=sum(one.spent.get(Kind.DOING, 0.0) for one in weeks),
                checking=checking,
                helper=sum(hours.get(one.monday, 0.0) for one in weeks),
                doubt=math.log(before.high / before.low) / P90_WIDTH if 0 < before.low < before.high else 0.0,
                # Tags of setting up alone do not tell checking from doing.
                tells_apart=checking > 0,
                experience=_experience(handoff),
            )
        )
    return found


def _helped(
    workspace: Workspace, rows: Sequence[tuple[Handoff, HandoffResult]]
) -> dict[tuple[int | None, int | None], dict[int, float]]:
    """Hours of whoever has the work, by activity, person and Monday."""
    if not rows:
        return {}
    owner = owner_person(workspace.pk)
    totals = WeekTotal.objects.filter(
        workspace_id=workspace.pk,
        activity__in={handoff.activity_id for handoff, _row in rows},
        week__gte=monday_of(min(row.since for _handoff, row in rows).toordinal()),
    ).exclude(person=owner)
    found: dict[tuple[int | None, int | None], dict[int, float]] = defaultdict(dict)
    sums = totals.values_list("activity_id", "person_id", "week").annotate(Sum("seconds")).order_by()
    for activity, person, week, seconds in sums:
        found[activity, person][week] = seconds / _HOUR
    return found


def _experience(handoff: Handoff) -> Experience:
    person = handoff.person
    assert person is not None, "only hand-offs to somebody are asked"
    asked = [Requirement(skill, level) for skill, level in handoff.requires.items()]
    stated = Experience(person.experience) if person.experience else None
    return qualify(asked, person.skills, stated).experience or stated or Experience.GENERALIST


def _share(found: Results) -> list[Learnt]:
    """The share of freed hours that reached the top three, as Results learns it."""
    usual: Figure = Assumptions().rho
    if found.where is None or found.where.learned is None:
        return [Learnt("rho", usual, 0, LEAST_SEEN)]
    learned = found.where.learned
    return [Learnt("rho", usual, len(found.rows), 0, learned.measured, learned.weight, learned.share)]
