"""Takes what rounds found into what the next plan uses; only what a leader chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.selectors.feeding import facts_of, feed_of
from hoursback.web.cycle.selectors.people import person_here
from hoursback.web.cycle.selectors.rounds import leads
from hoursback.web.people.actions import change_person
from hoursback.web.people.models import Person


@transaction.atomic
def accept_for_plan(*, actor: Member, person_id: int, version: int, wanted: Sequence[str], today: date) -> Person:
    """Write the chosen figures (pace, rework) as stated about the person; prices with dates count by themselves.

    Raises: StaleError, when the person was changed meanwhile; NotNowError; HoursbackError, for nothing chosen.
    """
    person = person_here(actor, person_id)
    if not leads(actor, person):
        raise NotNowError(_("Whoever leads this person decides this."), hint=_("Ask them."))
    facts = facts_of(feed_of(actor, person, today), wanted)
    if not facts:
        raise HoursbackError(_("Nothing was chosen."), where="take", hint=_("Tick what the next plan should use."))
    changed = change_person(actor=actor, person_id=person.pk, version=version, facts=facts)
    record(actor, "round taken into the plan", "person", person.pk, fields=sorted(facts))
    return changed
