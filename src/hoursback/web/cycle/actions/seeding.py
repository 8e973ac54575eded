"""The beginning of rounds: the first, and the next out of the one before."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.cycle.due import due
from hoursback.engine.cycle.goals import grade
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.cycle.models import Cycle, Goal
from hoursback.web.cycle.selectors.people import person_here
from hoursback.web.cycle.selectors.rounds import ENDS, can_start
from hoursback.web.cycle.selectors.skills import Rated, all_skills_of, asked_of
from hoursback.web.people import skills as people_skills
from hoursback.web.people.models import Person, SkillLevel

Status = Goal.Status


class NotToStartError(HoursbackError):
    """A round cannot begin with this person, or not now."""


@transaction.atomic
def start_cycle(*, actor: Member, person_id: int, today: date, once: str = "") -> Cycle | None:
    """Start a first round, or another after the last one was stopped; None: this very form started it already.

    Raises: NotToStartError, with the reason.
    """
    person = person_here(actor, person_id)
    if not first_time(actor, "cycle:start", once):
        return None
    if not can_start(actor, person):
        raise NotToStartError(
            _("No round can be started with %(name)s.") % {"name": person.name},
            hint=_("Rounds are led by an owner or a manager, with people who work on something handed to them."),
        )
    last = Cycle.objects.filter(person=person).order_by("-number").first()
    if last is not None and last.phase not in ENDS:
        raise NotToStartError(
            _("There is a round with %(name)s under way already.") % {"name": person.name},
            hint=_("Go on with that one."),
        )
    cycle = _open(actor, person, last.number + 1 if last else 1, today)
    if cycle is None:
        raise NotToStartError(_("Somebody else started a round just now."), hint=_("Reload the page."))
    for asked in asked_of(person):
        people_skills.ensure_skill(actor=actor, name=asked.name)
    if last is not None:
        _copy_goals(last, cycle, today)
    return cycle


def seed_next(*, actor: Member, cycle: Cycle, today: date) -> Cycle:
    """Write the levels that a round found, close its goals, and open the next; call it inside a transaction."""
    _write_levels(actor, cycle, today)
    _close_goals(cycle)
    following = _open(actor, cycle.person, cycle.number + 1, today)
    if following is None:  # the unique key of rounds under way; the closed one left it in this very transaction
        raise NotToStartError(_("There is a round under way already."), hint=_("Reload the page."))
    _copy_goals(cycle, following, today)
    return following


def _open(actor: Member, person: Person, number: int, today: date) -> Cycle | None:
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                workspace_id=actor.workspace_id,
                person=person,
                number=number,
                opened_on=today,
                due_on=due(number, today, 0, today).on,
            )
    except IntegrityError:
        return None
    record(actor, "round started", "cycle", cycle.pk, number=number)
    return cycle


def _write_levels(actor: Member, cycle: Cycle, today: date) -> None:
    for row in all_skills_of(cycle).rows:
        # Where signed-off work stands against a single rating, nothing new was found: the sign-off stays newest.
        if row.seen is not None and row.level is not None and not row.is_kept:
            people_skills.state_level(
                actor=actor,
                person_id=cycle.person_id,
                skill_name=row.name,
                level=row.level,
                basis=SkillLevel.Basis.CYCLE,
                evidence=_evidence(cycle, row)[:1000],
                on=min(today, people_skills.today_for(actor)),
            )


def _evidence(cycle: Cycle, row: Rated) -> str:
    assert row.seen is not None
    words = _("Round %(number)d: %(level).1f (likely %(low).1f to %(high).1f)") % {
        "number": cycle.number,
        "level": row.seen.level,
        "low": row.seen.low,
        "high": row.seen.high,
    }
    return f"{words}, {ngettext('%(n)d rating', '%(n)d ratings', row.seen.raters) % {'n': row.seen.raters}}"


def _close_goals(cycle: Cycle) -> None:
    for goal in Goal.objects.filter(cycle=cycle, status=Status.OPEN):
        is_met = (
            goal.actual_level is not None
            and goal.start_level != goal.target_level
            and grade(goal.start_level, goal.target_level, goal.actual_level) >= 1
        )
        status = Status.MET if is_met else Status.UNMET
        Goal.objects.filter(pk=goal.pk).update(status=status, version=goal.version + 1)


def _copy_goals(old: Cycle, new: Cycle, today: date) -> None:
    """Goals that were not reached go along, to be agreed anew."""
    still = Goal.objects.filter(cycle=old).exclude(status__in=(Status.MET, Status.DROPPED))
    for goal in still.order_by("pk"):
        Goal.objects.create(
            workspace_id=new.workspace_id,
            cycle=new,
            handoff=goal.handoff,
            what=goal.what,
            measure=goal.measure,
            start_level=_now(goal),
            target_level=goal.target_level,
            unit=goal.unit,
            by=goal.by if goal.by > today else max(new.due_on or today, today + timedelta(days=1)),
            evidence=goal.evidence,
            is_stretch=goal.is_stretch,
            is_learning=goal.is_learning,
            seeded_from=goal,
        )


def _now(goal: Goal) -> float:
    """Where an unmet goal stands: what was reached, unless that is the target itself."""
    reached = goal.actual_level
    return goal.start_level if reached is None or reached == goal.target_level else reached
