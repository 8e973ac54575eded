"""What changes goals: whoever writes or changes one has agreed to it as it stands, and the other side is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.cycle.goals import MOST, level_problem, problems, writing_side
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.models import Cycle, Goal
from hoursback.web.cycle.selectors.goals import draft_of, goal_here, handoffs_of
from hoursback.web.cycle.selectors.rounds import cycle_here, is_person, leads
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

Status = Goal.Status
FIELDS = (
    *("handoff", "what", "measure", "start_level", "target_level", "unit", "by", "evidence"),
    *("is_stretch", "is_learning"),
)
NOBODY = {"lead_agreed_by": None, "lead_agreed_at": None, "person_agreed_by": None, "person_agreed_at": None}
TOO_MANY = 2 * MOST
"""Goals beyond which no more are taken; from six on there is a warning."""


@transaction.atomic
def add_goal(*, actor: Member, cycle_id: int, facts: dict[str, Any], today: date, once: str = "") -> Goal | None:
    """A new goal; None: this very form added it already.

    Raises: NotNowError; HoursbackError, for one that is not complete, or one too many.
    """
    hold(Cycle, cycle_id)
    cycle = cycle_here(actor, cycle_id, Verb.CHANGE)
    _check_setting(actor, cycle)
    if not first_time(actor, "cycle:goals", once):
        return None
    if Goal.objects.filter(cycle=cycle).exclude(status=Status.DROPPED).count() >= TOO_MANY:
        raise NotNowError(_("%(n)d goals are more than anybody can keep.") % {"n": TOO_MANY}, hint=_("Drop one first."))
    goal = Goal(workspace_id=cycle.workspace_id, cycle=cycle, **_known(facts), **_agreed_by_writing(actor, cycle))
    _check_complete(goal, today)
    goal.save()
    record(actor, "goal added", "goal", goal.pk, cycle=cycle.pk)
    return goal


@transaction.atomic
def change_goal(*, actor: Member, goal_id: int, version: int, facts: dict[str, Any], today: date) -> Goal:
    """Change a goal; who changed it has agreed to it, the other side is asked anew.

    Raises: StaleError; NotNowError; HoursbackError, for one that is not complete.
    """
    goal = _held(actor, goal_id)
    _check_setting(actor, goal.cycle)
    before = {name: getattr(goal, name) for name in FIELDS}
    for name, value in _known(facts).items():
        setattr(goal, name, value)
    _check_complete(goal, today)
    changed = {name: getattr(goal, name) for name in FIELDS}
    # What was saved as it stood is still what both agreed to.
    agreed = {} if changed == before else NOBODY | _agreed_by_writing(actor, goal.cycle)
    return _update(actor, goal, version, "goal changed", **changed, **agreed)


@transaction.atomic
def drop_goal(*, actor: Member, goal_id: int, version: int, is_dropped: bool = True) -> Goal:
    """Drop a goal, or take it back, which is the yes of who takes it back.

    Raises: StaleError; NotNowError.
    """
    goal = _held(actor, goal_id)
    _check_setting(actor, goal.cycle)
    if is_dropped:
        return _update(actor, goal, version, "goal dropped", status=Status.DROPPED, **NOBODY)
    agreed = NOBODY | _agreed_by_writing(actor, goal.cycle)
    return _update(actor, goal, version, "goal returned", status=Status.OPEN, **agreed)


@transaction.atomic
def agree_to_goal(*, actor: Member, goal_id: int, version: int, side: str, today: date) -> Goal:
    """Say yes to a goal as it stands, as who leads or as the person.

    Raises: StaleError, when it was changed since it was read; NotNowError; HoursbackError.
    """
    goal = _held(actor, goal_id)
    _check_setting(actor, goal.cycle)
    _check_complete(goal, today)
    person = goal.cycle.person
    if side not in ("lead", "person") or not (leads(actor, person) if side == "lead" else is_person(actor, person)):
        raise NotNowError(_("This yes is not yours to give."), hint=_("Each side agrees for itself."))
    said = {f"{side}_agreed_by": actor, f"{side}_agreed_at": timezone.now()}
    return _update(actor, goal, version, "goal agreed", **said)


@transaction.atomic
def note_result(*, actor: Member, goal_id: int, version: int, reached: float | None) -> Goal:
    """Note the level a goal has reached.

    Raises: StaleError; NotNowError, for anybody but who leads, or outside the performance assessment; HoursbackError,
        for a level that its unit cannot have.
    """
    goal = _held(actor, goal_id)
    if not leads(actor, goal.cycle.person):
        raise NotNowError(_("Whoever leads the round notes what was reached."), hint=_("Tell them what you see."))
    if goal.cycle.phase != Cycle.Phase.PERFORMANCE:
        raise NotNowError(_("Goals are graded in the performance assessment."), hint=_("Start work first."))
    wrong = "" if reached is None else level_problem(reached, goal.unit)
    if wrong:
        raise HoursbackError(wrong, where="reached", value=f"{reached:g}")
    return _update(actor, goal, version, "goal graded", actual_level=reached)


def _agreed_by_writing(actor: Member, cycle: Cycle) -> dict[str, Any]:
    side = writing_side(leads=leads(actor, cycle.person))
    return {f"{side}_agreed_by": actor, f"{side}_agreed_at": timezone.now()}


def _held(actor: Member, goal_id: int) -> Goal:
    """A goal whose round nobody moves until this is done."""
    goal = goal_here(actor, goal_id)
    hold(Cycle, goal.cycle_id)
    goal.refresh_from_db(fields=["cycle"])
    return goal


def _check_setting(actor: Member, cycle: Cycle) -> None:
    if not (leads(actor, cycle.person) or is_person(actor, cycle.person)):
        raise NotNowError(_("Goals are between the person and whoever leads them."), hint=_("Ask them."))
    if cycle.phase != Cycle.Phase.GOALS:
        raise NotNowError(
            _("Goals are set before work starts."),
            hint=_("“Change goals” on the round opens them again, with a reason."),
        )


def _check_complete(goal: Goal, today: date) -> None:
    found = problems(draft_of(goal), today)
    if found:
        name, text = next(iter(found.items()))
        raise HoursbackError(text, where=name, hint=_("Put it right and agree then."))
    if goal.handoff_id is not None and goal.handoff_id not in {row.pk for row in handoffs_of(goal.cycle)}:
        raise HoursbackError(_("This work is not handed to them."), where="handoff", hint=_("Choose another."))


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FIELDS if name in facts}


def _update(actor: Member, goal: Goal, version: int, verb: str, **changed: Any) -> Goal:
    if not Goal.objects.filter(pk=goal.pk, version=version).update(version=version + 1, **changed):
        raise StaleError
    record(actor, verb, "goal", goal.pk, cycle=goal.cycle_id)
    return Goal.objects.get(pk=goal.pk)
