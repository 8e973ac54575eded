"""Goals of a round: whether they are complete, agreed and within reach, and how they came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoursback.engine.cycle import goals as engine
from hoursback.engine.handoff.stages import HELD
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.accounts.written import written
from hoursback.web.cycle.models import Cycle, Goal
from hoursback.web.handoff.models import Handoff, Run


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal as pages show it.

    Attributes:
        problems: by field, what is missing. chance: to reach it, from the own record; None: not known.
        grade: 0 to 1.2; None until the level reached is known.
    """

    row: Goal
    problems: Mapping[str, str]
    chance: float | None
    warning: str
    grade: float | None

    @property
    def is_agreed(self) -> bool:
        """Whether both said yes to it as it stands."""
        return self.row.lead_agreed_at is not None and self.row.person_agreed_at is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How the goals came out: those that count, and of them how many were met."""

    graded: int
    met: int
    counting: int


def goal_here(actor: Member, goal_id: int, verb: Verb = Verb.CHANGE) -> Goal:
    """A goal that the member may change; 404 for any other."""
    return visible_or_404(actor, Goal, goal_id, verb)


def goals_of(actor: Member, cycle: Cycle, today: date) -> list[Shown]:
    """The goals of a round that are not dropped."""
    found = _goals(actor, cycle.pk)
    record = _record(cycle, {row.handoff_id for row in found if row.handoff_id})
    return [_shown(row, record, today) for row in found]


@written
def _goals(actor: Member, cycle: int) -> QuerySet[Goal]:
    rows = visible(actor, Goal).filter(cycle=cycle).exclude(status=Goal.Status.DROPPED)
    return rows.select_related("handoff", "seeded_from__cycle", "lead_agreed_by__user", "person_agreed_by__user")


def draft_of(row: Goal) -> engine.Draft:
    """A goal as the engine judges it."""
    return engine.Draft(row.what, row.measure, row.start_level, row.target_level, row.by, row.evidence, row.unit)


def are_agreed(cycle: Cycle, today: date) -> bool:
    """Whether there are goals, all complete, and both said yes to every one."""
    rows = list(Goal.objects.filter(cycle=cycle).exclude(status=Goal.Status.DROPPED))
    both = all(row.lead_agreed_at is not None and row.person_agreed_at is not None for row in rows)
    return bool(rows) and both and not any(engine.problems(draft_of(row), today) for row in rows)


def handoffs_of(cycle: Cycle) -> list[Handoff]:
    """What the person works on now, to hang a goal on."""
    return list(Handoff.objects.filter(person=cycle.person_id, state__in=HELD))


def progress(goals: Iterable[Shown]) -> Progress:
    """How the goals came out; a stretch counts for nobody and against nobody."""
    counting = [goal for goal in goals if not goal.row.is_stretch]
    graded = [goal.grade for goal in counting if goal.grade is not None]
    return Progress(len(graded), sum(grade >= 1 for grade in graded), len(counting))


def _record(cycle: Cycle, handoffs: set[int]) -> dict[int, list[tuple[bool | None, float | None]]]:
    """Judged runs of these hand-offs, by hand-off, oldest first."""
    found: dict[int, list[tuple[bool | None, float | None]]] = {}
    if not handoffs:
        return found
    rows = Run.objects.filter(handoff__in=handoffs, person=cycle.person_id, finished_at__isnull=False)
    for handoff, is_met, minutes in rows.order_by("number").values_list("handoff", "is_met", "minutes"):
        found.setdefault(handoff, []).append((is_met, minutes))
    return found


def _shown(row: Goal, record: Mapping[int, list[tuple[bool | None, float | None]]], today: date) -> Shown:
    chance = _chance(row, record.get(row.handoff_id or 0, []))
    is_open = row.cycle_id and row.actual_level is None
    problems = engine.problems(draft_of(row), today) if is_open else {}
    warning = "" if row.is_learning or row.is_stretch else engine.reach_warning(chance)
    grade = None
    if row.actual_level is not None and row.start_level != row.target_level:
        grade = engine.grade(row.start_level, row.target_level, row.actual_level)
    return Shown(row, problems, chance, warning, grade)


def _chance(row: Goal, record: list[tuple[bool | None, float | None]]) -> float | None:
    unit = engine.unit_key(row.unit)
    if unit in engine.PERCENT and 0 <= row.target_level <= 100:
        judged = [is_met for is_met, _ in record if is_met is not None]
        return engine.chance_from_record(sum(judged), len(judged), row.target_level / 100)
    if unit in engine.MINUTES:
        minutes = [value for _, value in record if value is not None]
        return engine.chance_from_values(minutes, row.start_level, row.target_level)
    return None
