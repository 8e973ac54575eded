"""The leader's own cycle: self-checks, one goal, and ratings by those they lead."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoursback.engine.cycle.leading import AREAS
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.models import SelfCheck, UpwardRating
from hoursback.web.cycle.selectors.leading import leaders_of
from hoursback.web.cycle.selectors.people import own_rounds


@transaction.atomic
def check_oneself(*, actor: Member, facts: dict[str, Any], today: date) -> SelfCheck:
    """How a leader sees their own leading today, with one goal; a second check of a day takes the first one's place."""
    goal = str(facts.get("goal") or "").strip()[:300]
    values = {area: facts[area] for area in AREAS} | {"goal": goal, "goal_by": facts.get("goal_by") if goal else None}
    row, _made = SelfCheck.objects.update_or_create(
        member=actor, on=today, defaults={"workspace_id": actor.workspace_id, "goal_met": None, **values}
    )
    record(actor, "leading checked", "self-check", row.pk)
    return row


@transaction.atomic
def close_goal(*, actor: Member, check_id: int, is_met: bool | None) -> SelfCheck:
    """Say whether one's goal in leading people was reached; None opens it again."""
    row = visible_or_404(actor, SelfCheck, check_id, Verb.CHANGE)
    SelfCheck.objects.filter(pk=row.pk).update(goal_met=is_met)
    record(actor, "goal in leading closed" if is_met is not None else "goal in leading opened", "self-check", row.pk)
    return row


@transaction.atomic
def rate_leader(*, actor: Member, about_id: int, facts: dict[str, Any], today: date) -> UpwardRating:
    """How a person is led by somebody; a second rating of a day takes the first one's place.

    Raises: HoursbackError, for somebody who does not lead them, or where one is nobody who is led.
    """
    person = own_rounds(actor)
    about = next((row for row in leaders_of(actor) if row.pk == about_id), None)
    if person is None or about is None:
        raise HoursbackError(
            _("This is nobody who leads you."), where="about", hint=_("Choose somebody from the list.")
        )
    values = {name: facts[name] for name in (*AREAS, "comment", "may_show")}
    row, _made = UpwardRating.objects.update_or_create(
        person=person, about=about, on=today, defaults={"workspace_id": actor.workspace_id, **values}
    )
    # Who rated whom stays out of the record: it is read by the very people who are rated.
    record(actor, "leading rated", "upward rating")
    return row
