"""Stating a price: one that lies back is shown with its effect first, and applied once somebody said yes to that."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.prices import Effect
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.capture.actions.rates import priced_person, state_rate
from hoursback.web.capture.closing import lock_log
from hoursback.web.capture.models import Rate
from hoursback.web.handoff.selectors.prices import effect
from hoursback.web.handoff.selectors.terms import agreed_price
from hoursback.web.people.models import Person


class ConfirmError(HoursbackError):
    """A price that changes what was logged before; nothing was stored. `print` says yes to exactly this effect."""

    def __init__(self, found: Effect, mark: str) -> None:
        super().__init__(
            _("This price changes what was logged before."),
            where="from_day",
            hint=_("Look at what changes, then apply it, or let it begin today."),
        )
        self.effect = found
        self.print = mark


@transaction.atomic
def state_price(
    *,
    actor: Member,
    person_id: int,
    activity_id: int | None,
    from_day: date,
    hundredths: int | None,
    reason: str,
    today: date,
    seen: str = "",
    once: str = "",
) -> Rate | None:
    """State what an hour of somebody costs from a day on; None: this very form did so already.

    Args:
        hundredths: None: from that day on there is no price.
        seen: the print of the effect that was shown; needed where entries of days before today would change.
    Raises: ConfirmError, when they would and what was shown is not what would happen now; LogError; Http404.
    """
    if actor.role not in LEADERS:
        raise Http404
    # The effect that is compared is the effect that happens: nobody logs in between.
    lock_log(actor.workspace_id)
    _check_whose(actor, priced_person(actor, person_id), activity_id, from_day, hundredths)
    day = from_day.toordinal()
    # What was logged today has its price too: it changes only with a yes.
    found = effect(actor, person_id, activity_id, day, hundredths) if day <= today.toordinal() else Effect()
    if found.weeks and seen != print_of(found):
        raise ConfirmError(found, print_of(found))
    if not first_time(actor, "handoff:price", once):
        return None
    rate = state_rate(
        actor=actor,
        person_id=person_id,
        activity_id=activity_id,
        from_day=day,
        hundredths=hundredths,
        reason=reason,
    )
    if found.weeks:
        # How far it reached back; `state_rate` has put the price itself on record.
        facts: dict[str, Any] = {"weeks": len(found.weeks), "entries": found.entries, "left": found.closed_entries}
        record(actor, "back-dated price confirmed", "rate", rate.pk, person=person_id, **facts)
    return rate


def _check_whose(
    actor: Member, person: Person, activity_id: int | None, from_day: date, hundredths: int | None
) -> None:
    """Nobody prices their own hour, and one side alone does not pay less than both agreed; more is a present.

    Raises: HoursbackError.
    """
    if person.member_id == actor.pk and actor.role != Role.OWNER:
        raise HoursbackError(
            _("Your own price is for somebody else to state."), where="person", hint=_("Ask the owner.")
        )
    agreed = None if activity_id is None else agreed_price(person.pk, activity_id, from_day)
    if agreed is not None and agreed.price is not None and (hundredths is None or hundredths < agreed.price * 100):
        raise HoursbackError(
            _("A higher price of “%(name)s” is agreed with %(person)s.")
            % {"name": agreed.handoff.name, "person": person.name},
            where="activity",
            hint=_("Propose new terms on the agreement; they count once both have said yes."),
        )


def print_of(found: Effect) -> str:
    """A short print of an effect, for the form that says yes to it."""
    return hashlib.blake2b(repr(found).encode(), digest_size=8).hexdigest()
