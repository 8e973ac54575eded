"""The API's rounds: read only, as far as the caller may see them."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router

from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, inside
from hoursback.web.accounts.roles import TEAM, Scope
from hoursback.web.cycle.api_schemas import (
    GoalOut,
    RatingOut,
    RoundOut,
    RoundsAsked,
    RoundShort,
    RoundsOut,
    SkillOut,
    TrainingOut,
)
from hoursback.web.cycle.models import Cycle, Goal, Training
from hoursback.web.cycle.selectors import skills, telling
from hoursback.web.cycle.selectors.rounds import cycle_here
from hoursback.web.shared.api import read_cursor

router = Router(tags=["Rounds"])


@router.get("/rounds", response=RoundsOut, url_name="rounds", summary="List rounds", **asks(Scope.READ, TEAM))
def list_rounds(request: WorkspaceRequest, asked: Query[RoundsAsked]) -> RoundsOut:
    """Rounds of cycles that you may see: your own, or for leaders those of the people they lead."""
    found, more = telling.page_of(
        request.member,
        person_id=asked.person_id,
        is_open=asked.is_open,
        size=min(asked.size, 200),
        after=None if asked.cursor is None else read_cursor(asked.cursor, 1),
    )
    return RoundsOut(rounds=[RoundShort(**_head(request, row)) for row in found], next_cursor=more)


@router.get("/rounds/{int:cycle}", response=RoundOut, url_name="round", summary="One round", **asks(Scope.READ, TEAM))
def get_round(request: WorkspaceRequest, cycle: int) -> RoundOut:
    """A round with its skills, ratings, training and goals."""
    row = cycle_here(request.member, cycle)
    actor = request.member
    return RoundOut(
        **_head(request, row),
        skills=[_skill(each) for each in skills.skills_of(actor, row).rows],
        ratings=[
            RatingOut(
                skill=each.skill.name,
                source=each.source,
                level=telling.level_of(actor, each),
                evidence=each.evidence,
                seen_on=each.seen_on,
            )
            for each in telling.ratings_of(actor, row)
        ],
        training=[_training(each) for each in telling.training_of(actor, row)],
        goals=[_goal(each) for each in telling.goals_of(actor, row)],
    )


def _head(request: WorkspaceRequest, row: Cycle) -> dict[str, Any]:
    return {
        "id": row.pk,
        "person_id": row.person_id,
        "person": row.person.name,
        "number": row.number,
        "phase": row.phase,
        "opened_on": row.opened_on,
        "work_started_on": row.work_started_on,
        "due_on": row.due_on,
        "closed_on": row.closed_on,
        "verdict": telling.verdict_of(request.member, row),
        "version": row.version,
        "address": inside(request, "api:round", cycle=row.pk),
    }


def _skill(row: skills.Rated) -> SkillOut:
    seen = row.seen
    return SkillOut(
        name=row.name,
        asked=row.asked,
        own=row.own,
        found=None if seen is None else round(seen.level, 2),
        found_low=None if seen is None else round(seen.low, 2),
        found_high=None if seen is None else round(seen.high, 2),
        ratings=0 if seen is None else seen.raters,
        counts_as=row.level,
    )


def _training(row: Training) -> TrainingOut:
    return TrainingOut(
        id=row.pk,
        skill=row.skill.name,
        level_from=row.level_from,
        level_to=row.level_to,
        hours=row.hours,
        lead_hours=row.lead_hours,
        done_on=row.done_on,
        put_off_because=row.put_off_because,
    )


def _goal(row: Goal) -> GoalOut:
    return GoalOut(
        id=row.pk,
        what=row.what,
        measure=row.measure,
        start=row.start_level,
        target=row.target_level,
        reached=row.actual_level,
        unit=row.unit,
        by=row.by,
        evidence=row.evidence,
        status=row.status,
        is_stretch=row.is_stretch,
        is_learning=row.is_learning,
        lead_agreed=row.lead_agreed_at is not None,
        person_agreed=row.person_agreed_at is not None,
        version=row.version,
    )
