"""What changes the training of a round."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.cycle.training import review_days
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.cycle.models import Cycle, Training
from hoursback.web.cycle.selectors.rounds import is_person, leads
from hoursback.web.cycle.selectors.skills import gaps_of
from hoursback.web.cycle.selectors.training import not_planned, training_here
from hoursback.web.people import skills as people_skills
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

REMEMBER_DAYS = 90
"""How long training should last at least."""
_PHASES = (Cycle.Phase.TRAINING, Cycle.Phase.GOALS, Cycle.Phase.PERFORMANCE)
REVIEWED_IN = (*_PHASES, Cycle.Phase.REPEAT)
"""What was learned is looked at for three months, which is longer than most rounds."""


class NotNowError(HoursbackError):
    """Something that this phase, or this member, cannot do."""


def plan_for_gaps(*, actor: Member, cycle: Cycle) -> None:
    """One item for each gap that none stands for yet; call it inside a transaction."""
    for gap in not_planned(cycle, gaps_of(cycle)):
        Training.objects.create(
            workspace_id=cycle.workspace_id,
            cycle=cycle,
            skill=people_skills.ensure_skill(actor=actor, name=gap.skill),
            level_from=int(gap.held),
            level_to=gap.required,
            weight=gap.weight,
            hours=gap.hours,
            lead_hours=gap.lead_hours,
        )


@transaction.atomic
def change_training(*, actor: Member, item_id: int, version: int, facts: dict[str, Any]) -> Training:
    """Change weight, hours and material of an item.

    Raises: StaleError; NotNowError, for anybody but who leads.
    """
    item = _led(actor, item_id)
    allowed = {name: facts[name] for name in ("weight", "hours", "lead_hours", "material") if name in facts}
    return _update(actor, item, version, "training changed", **allowed)


@transaction.atomic
def finish_training(*, actor: Member, item_id: int, version: int, today: date, is_done: bool = True) -> Training:
    """Mark an item as done, with the days on which it is looked at again; or take that back.

    Raises: StaleError; NotNowError.
    """
    item = _touchable(actor, item_id)
    days = review_days(today, REMEMBER_DAYS) if is_done else ()
    reviews = [{"on": day.isoformat(), "done_on": None, "ok": False} for day in days]
    verb = "training done" if is_done else "training opened again"
    return _update(actor, item, version, verb, done_on=today if is_done else None, put_off_because="", reviews=reviews)


@transaction.atomic
def put_training_off(*, actor: Member, item_id: int, version: int, reason: str) -> Training:
    """Put an item off with a reason.

    Raises: StaleError; NotNowError; HoursbackError, without a reason.
    """
    item = _led(actor, item_id)
    if not reason.strip():
        raise HoursbackError(_("Say why it is put off."), where="put_off_because", hint=_("One sentence is enough."))
    return _update(actor, item, version, "training put off", put_off_because=reason.strip()[:300], done_on=None)


@transaction.atomic
def review_training(*, actor: Member, item_id: int, version: int, place: int, ok: bool, today: date) -> Training:
    """Note that something learned was looked at again, and whether it was still there.

    Raises: StaleError; NotNowError; HoursbackError, for a review that is not there or not due yet.
    """
    item = _touchable(actor, item_id, REVIEWED_IN)
    reviews = [dict(each) for each in item.reviews]
    if not 0 <= place < len(reviews) or reviews[place]["on"] > today.isoformat():
        raise HoursbackError(_("This review is not due yet."), hint=_("Come back on its day."))
    reviews[place] |= {"done_on": today.isoformat(), "ok": ok}
    return _update(actor, item, version, "training looked at again", reviews=reviews)


def _update(actor: Member, item: Training, version: int, verb: str, **changed: Any) -> Training:
    if not Training.objects.filter(pk=item.pk, version=version).update(version=version + 1, **changed):
        raise StaleError
    record(actor, verb, "training", item.pk, cycle=item.cycle_id)
    return Training.objects.get(pk=item.pk)


def _led(actor: Member, item_id: int) -> Training:
    item = _touchable(actor, item_id)
    if not leads(actor, item.cycle.person):
        raise NotNowError(_("This is for whoever leads the round."), hint=_("Ask them."))
    return item


def _touchable(actor: Member, item_id: int, phases: Collection[str] = _PHASES) -> Training:
    item = training_here(actor, item_id)
    hold(Cycle, item.cycle_id)
    item.refresh_from_db(fields=["cycle"])
    person = item.cycle.person
    if not (leads(actor, person) or is_person(actor, person)):
        raise NotNowError(_("This is for whoever leads the round, and the person."), hint=_("Ask them."))
    if item.cycle.phase not in phases:
        raise NotNowError(_("The training of this round is over."), hint=_("Look at the round under way."))
    return item
