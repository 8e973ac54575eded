"""What an owner does about something that broke: report it, state its figures, choose a way, record how it ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Activity
from hoursback.web.focus.actions.boxes import stop_running
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Incident
from hoursback.web.focus.selectors.incidents import incident_here
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import DOERS, Person
from hoursback.web.shared.conflict import StaleError

State, Choice, Outcome = Incident.State, Incident.Choice, Incident.Outcome
STATED: Final = (
    *("what", "kind", "estimate", "worth", "loss_per_hour", "waiting", "switches", "quote_from", "price", "fixed"),
    *("helper_hours", "call_out", "brief", "response", "fee_per_month"),
)
"""What a form may state, as it is; `activity` and `helper` are looked up."""


@transaction.atomic
def report_incident(*, member: Member, what: str, hours: Figure, clock: Clock, once: str = "") -> Incident | None:
    """Something broke; None where this form was taken before.

    Raises: HoursbackError, where nothing is said about it.
    """
    if not first_time(member, "focus:incidents", once):
        return None
    said = what.strip()[:200]
    if not said:
        raise HoursbackError(_("Say in a few words what broke."), where="what")
    incident = Incident.everywhere.create(
        workspace_id=member.workspace_id,
        person=ensure_person(member=member),
        what=said,
        estimate=hours,
        first_estimate=hours,
        at=clock.now,
        day=clock.today.toordinal(),
    )
    record(member, "incident reported", "incident", incident.pk)
    return incident


@transaction.atomic
def state_figures(*, member: Member, incident_id: int, version: int, facts: dict[str, Any]) -> Incident:
    """Change what is known of an incident; until something was tried, a new estimate replaces the first one as well.

    Args:
        facts: of STATED, and `activity` and `helper` as ids; None: not stated.
    Raises: HoursbackError; StaleError; Http404.
    """
    incident = incident_here(member, incident_id)
    stated: dict[str, Any] = {name: facts[name] for name in STATED if name in facts}
    if "activity" in facts:
        stated["activity_id"] = _activity(member, facts["activity"])
    if "helper" in facts:
        stated["helper_id"] = _helper(member, facts["helper"])
    if "estimate" in stated and not incident.boxes.exists():
        stated["first_estimate"] = stated["estimate"]
    changed = Incident.everywhere.filter(pk=incident.pk, version=version).update(**stated, version=version + 1)
    if not changed:
        raise StaleError
    record(member, "incident changed", "incident", incident.pk, fields=sorted(stated))
    return Incident.everywhere.get(pk=incident.pk)


@transaction.atomic
def choose_paying(*, member: Member, incident_id: int, helper_id: int | None, clock: Clock) -> Incident:
    """Somebody is paid: a person here, or (None) whoever gave the quote. A running time-box is over.

    Raises: HoursbackError; Http404.
    """
    incident = _open(member, incident_id)
    stop_running(incident, clock.now)
    who = _helper(member, helper_id)
    _update(incident, choice=Choice.PAY, helper_id=who)
    record(member, "incident handed to somebody", "incident", incident.pk)
    return Incident.everywhere.get(pk=incident.pk)


@transaction.atomic
def take_back_choice(*, member: Member, incident_id: int) -> None:
    """Nothing is decided yet, after all."""
    incident = _open(member, incident_id)
    _update(incident, choice=Choice.NOTHING)
    record(member, "incident undecided", "incident", incident.pk)


@transaction.atomic
def end_incident(
    *, member: Member, incident_id: int, outcome: str, hours: float, money: Decimal, worth: Figure | None, clock: Clock
) -> Incident:
    """Record how it ended.

    Args:
        hours: of the owner, all together. money: paid. worth: of the owner's hour today, None where nobody knows.
    Raises: HoursbackError; Http404.
    """
    incident = _open(member, incident_id)
    if outcome not in Outcome.values:
        raise HoursbackError(_("Say how it ended."), where="outcome")
    stop_running(incident, clock.now)
    valued = None if worth is None else Decimal(repr(worth.value)).quantize(Decimal("0.01"))
    _update(
        incident,
        state=State.DONE,
        outcome=outcome,
        hours_spent=hours,
        money_spent=money,
        valued_at=valued,
        ended=clock.now,
    )
    record(member, "incident ended", "incident", incident.pk, outcome=outcome)
    return Incident.everywhere.get(pk=incident.pk)


@transaction.atomic
def reopen_incident(*, member: Member, incident_id: int) -> Incident:
    """It is not over after all; what was recorded stays in the form."""
    incident = incident_here(member, incident_id)
    if incident.state == State.DONE:
        _update(incident, state=State.OPEN, outcome="", ended=None, valued_at=None)
        record(member, "incident reopened", "incident", incident.pk)
    return Incident.everywhere.get(pk=incident.pk)


@transaction.atomic
def remove_incident(*, member: Member, incident_id: int, clock: Clock) -> None:
    """Take an incident away; it can be put back."""
    incident = incident_here(member, incident_id)
    stop_running(incident, clock.now)
    _update(incident, state=State.GONE)
    record(member, "incident taken away", "incident", incident.pk)


@transaction.atomic
def return_incident(*, member: Member, incident_id: int) -> None:
    """Put an incident back that was taken away."""
    incident = incident_here(member, incident_id)
    if incident.state == State.GONE:
        _update(incident, state=State.DONE if incident.outcome else State.OPEN)
        record(member, "incident put back", "incident", incident.pk)


def _open(member: Member, incident_id: int) -> Incident:
    incident = incident_here(member, incident_id)
    if incident.state != State.OPEN:
        raise HoursbackError(_("This is over already."), hint=_("Open it again to change how it ended."))
    return incident


def _update(incident: Incident, **facts: Any) -> None:
    Incident.everywhere.filter(pk=incident.pk).update(**facts, version=F("version") + 1)


def _activity(member: Member, activity_id: int | None) -> int | None:
    if activity_id is None:
        return None
    rows = visible(member, Activity).filter(pk=activity_id, is_archived=False)
    if not rows.exists():
        raise HoursbackError(_("This activity is not there any more."), where="activity")
    return activity_id


def _helper(member: Member, helper_id: int | None) -> int | None:
    if helper_id is None:
        return None
    rows = visible(member, Person).filter(pk=helper_id, is_archived=False, kind__in=DOERS)
    if not rows.exists():
        raise HoursbackError(_("This person is not there any more."), where="helper")
    return helper_id
