"""Moves of rounds; nothing else writes their phase."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from hoursback.engine.cycle.due import due
from hoursback.engine.cycle.phases import CYCLE
from hoursback.engine.moves import Move
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions import seeding, training
from hoursback.web.cycle.models import Cycle, Turn
from hoursback.web.cycle.selectors.holding import met
from hoursback.web.cycle.selectors.rounds import ENDS, cycle_here, cycle_parts
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

Phase = Cycle.Phase


@transaction.atomic
def move_cycle(*, actor: Member, cycle_id: int, name: str, version: int, today: date, reason: str = "") -> Cycle:
    """Make a move of the table, if it is the member's to make and its needs are met.

    Raises: MoveError, with the reason; StaleError, when somebody moved it meanwhile; Http404.
    """
    hold(Cycle, cycle_id)
    cycle = cycle_here(actor, cycle_id, Verb.CHANGE)
    move = CYCLE.decide(name, cycle.phase, cycle_parts(actor, cycle.person), met(cycle, today, reason))
    if move.target == Phase.REPEAT:
        # Levels are written to the person below, after the first record: whoever states one elsewhere holds them first.
        hold(Person, cycle.person_id, whole=True)
    changed = {"phase": move.target, "version": version + 1, **_dates(cycle, move, today)}
    if not Cycle.objects.filter(pk=cycle.pk, version=version, phase=move.source).update(**changed):
        raise StaleError
    Turn.objects.create(
        workspace_id=cycle.workspace_id,
        cycle=cycle,
        move=move.name,
        source=move.source,
        target=move.target,
        reason=reason.strip()[:1000],
        by=actor,
    )
    record(actor, f"round: {move.name}", "cycle", cycle.pk, source=move.source, target=move.target)
    moved = Cycle.objects.select_related("person").get(pk=cycle.pk)
    _follow(actor, moved, today)
    return moved


def _follow(actor: Member, cycle: Cycle, today: date) -> None:
    """What a phase begins with."""
    if cycle.phase == Phase.TRAINING:
        training.plan_for_gaps(actor=actor, cycle=cycle)
    if cycle.phase == Phase.REPEAT:
        seeding.seed_next(actor=actor, cycle=cycle, today=today)


def _dates(cycle: Cycle, move: Move, today: date) -> dict[str, Any]:
    """What a move sets beside the phase."""
    if move.target == Phase.PERFORMANCE:
        started = cycle.work_started_on or today
        return {"work_started_on": started, "due_on": due(cycle.number, started, 0, today).on}
    if move.source == Phase.PERFORMANCE and move.target == Phase.GOALS:
        # Other goals, another verdict: the old one must not close what comes.
        return {"verdict": "", "verdict_reason": "", "verdict_by": None, "draft": {}}
    return {"closed_on": today} if move.target in ENDS else {}
