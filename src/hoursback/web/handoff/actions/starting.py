"""Starting a hand-off, and what its leaders state about it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.actions.briefs import draft_from_log
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Line
from hoursback.web.shared.conflict import StaleError

State = Handoff.State
STATED = ("name", "hours_per_week", "cost_per_week", "baseline_hours", "requires", "runs_needed", "candid")
"""What leaders state; the activity, the person and the state have ways of their own."""


class UnderWayError(HoursbackError):
    """The activity is on its way to somebody already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is being handed over already.") % {"name": name},
            where="activity",
            value=name,
            hint=_("Open that hand-off, or end it first."),
        )


@transaction.atomic
def start_handoff(
    *,
    actor: Member,
    activity_id: int,
    facts: dict[str, Any],
    person_id: int | None = None,
    line_id: int | None = None,
    once: str = "",
) -> Handoff | None:
    """A new hand-off of an activity, as a draft; None: this very form made it already.

    Args:
        facts: of STATED. person_id: whom it is thought for; None: nobody yet. line_id: the decision it follows from.
    Raises: UnderWayError; Http404, for rows of others.
    """
    if not first_time(actor, "handoff:start", once):
        return None
    activity = visible_or_404(actor, Activity, activity_id)
    person = None if person_id is None else visible_or_404(actor, Person, person_id)
    line = None if line_id is None else visible_or_404(actor, Line, line_id)
    stated = {name: facts[name] for name in STATED if name in facts}
    stated["name"] = stated.get("name") or activity.name
    try:
        with transaction.atomic():
            made = Handoff.objects.create(
                workspace_id=actor.workspace_id, activity=activity, person=person, line=line, **stated
            )
    except IntegrityError:
        raise UnderWayError(activity.name) from None
    record(actor, "hand-off started", "handoff", made.pk, activity=activity.name)
    draft_from_log(actor=actor, handoff_id=made.pk)
    return made


@transaction.atomic
def state_facts(*, actor: Member, handoff_id: int, version: int, facts: dict[str, Any]) -> Handoff:
    """Change what leaders state about a hand-off.

    Raises: StaleError, when somebody changed it meanwhile; Http404.
    """
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    stated = {name: facts[name] for name in STATED if name in facts}
    if not Handoff.objects.filter(pk=handoff.pk, version=version).update(**stated, version=version + 1):
        raise StaleError
    changed = sorted(name for name, value in stated.items() if getattr(handoff, name) != value)
    record(actor, "hand-off changed", "handoff", handoff.pk, fields=changed)
    return Handoff.objects.get(pk=handoff.pk)


def on_merging(*, gone: Activity, stays: Activity, **_sender: Any) -> None:
    """Work that is under way with somebody keeps its activity: what they log on it is what they are paid for.

    So does work that came back: it can be handed off again.

    Raises: HoursbackError.
    """
    if Handoff.everywhere.filter(activity=gone).exclude(state=State.ENDED).exists():
        raise HoursbackError(
            _("“%(name)s” is handed over, and hours on it are counted for that.") % {"name": gone.name},
            where="into",
            value=stays.name,
            hint=_("Merge “%(other)s” into it instead, or end the hand-off first.") % {"other": stays.name},
        )
