"""The two views of how the work went: the person's first, then the lead's."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.models import Cycle, Reflection
from hoursback.web.cycle.selectors.holding import views_of
from hoursback.web.cycle.selectors.rounds import cycle_here, is_person, leads
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

Side = Reflection.Side
OWN = ("went_well", "was_hard", "briefed_badly", "next_step")
LEADS = ("went_well", "evidence", "next_step", "briefed_badly")


@transaction.atomic
def give_own_view(*, actor: Member, cycle_id: int, version: int, facts: dict[str, Any]) -> Reflection:
    """The person's view of how it went; theirs to change until the lead has spoken.

    Raises: StaleError; NotNowError; HoursbackError, for an empty one.
    """
    cycle = _assessed(actor, cycle_id)
    if not is_person(actor, cycle.person):
        raise NotNowError(_("This is the person's own view."), hint=_("Ask for it, or note that they declined."))
    _check_lead_is_silent(cycle)
    return _save(actor, cycle, Side.PERSON, version, _said(facts, OWN))


@transaction.atomic
def note_declined(*, actor: Member, cycle_id: int) -> Reflection:
    """Note that the person was asked for their view and did not want to give one.

    Raises: NotNowError, for anybody but who leads, or where the view is there.
    """
    cycle = _assessed(actor, cycle_id)
    if not leads(actor, cycle.person):
        raise NotNowError(_("Whoever leads the round notes this."), hint=_("Write your view, or leave it."))
    if Side.PERSON in views_of(cycle):
        raise NotNowError(_("Their view is there already."), hint=_("Read it."))
    return _save(actor, cycle, Side.PERSON, 0, {"has_declined": True})


@transaction.atomic
def give_feedback(*, actor: Member, cycle_id: int, version: int, facts: dict[str, Any]) -> Reflection:
    """The lead's feedback, after the person's view; what was briefed badly is always answered.

    Raises: StaleError; NotNowError, before the person's view; HoursbackError, for a part that is missing.
    """
    cycle = _assessed(actor, cycle_id)
    if not leads(actor, cycle.person):
        raise NotNowError(_("Whoever leads the round gives this feedback."), hint=_("Your own view is above."))
    if Side.PERSON not in views_of(cycle):
        raise NotNowError(
            _("The person's own view comes first."), hint=_("Ask for it, or note that they were asked and declined.")
        )
    said = _said(facts, LEADS)
    for name in LEADS:
        if not said[name]:
            raise HoursbackError(_("This part is missing."), where=name, hint=_("One sentence is enough."))
    return _save(actor, cycle, Side.LEAD, version, said)


def _assessed(actor: Member, cycle_id: int) -> Cycle:
    hold(Cycle, cycle_id)
    cycle = cycle_here(actor, cycle_id, Verb.CHANGE)
    if cycle.phase != Cycle.Phase.PERFORMANCE:
        raise NotNowError(_("Views belong to the performance assessment."), hint=_("See what the round needs next."))
    return cycle


def _check_lead_is_silent(cycle: Cycle) -> None:
    if Side.LEAD in views_of(cycle):
        raise NotNowError(
            _("The lead has spoken, so your view stays as it is."),
            hint=_("Say more when you talk, or in the next round."),
        )


def _said(facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {name: str(facts.get(name) or "").strip() for name in names}
    if not any(said.values()):
        raise HoursbackError(_("There is nothing in it yet."), where=names[0], hint=_("One sentence is enough."))
    return {**said, "has_declined": False}


def _save(actor: Member, cycle: Cycle, side: str, version: int, said: dict[str, Any]) -> Reflection:
    known = views_of(cycle).get(side)
    if known is None:
        try:
            with transaction.atomic():
                row = Reflection.objects.create(
                    workspace_id=cycle.workspace_id, cycle=cycle, side=side, by=actor, **said
                )
        except IntegrityError:  # the other tab was first
            raise StaleError from None
    elif Reflection.objects.filter(pk=known.pk, version=version).update(version=version + 1, by=actor, **said):
        row = Reflection.objects.get(pk=known.pk)
    else:
        raise StaleError
    record(actor, f"view given: {side}", "cycle", cycle.pk, declined=bool(said.get("has_declined")))
    return row
