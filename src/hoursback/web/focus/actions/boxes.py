"""Time-boxes: begun, answered with a new estimate, stopped, taken back."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import LONGEST_BOX
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Incident, TimeBox
from hoursback.web.focus.selectors.incidents import incident_here

OVERRUN: Final = 3600
"""Whoever answers within an hour after the end worked on; after that nobody knows, and the end counts (own)."""
SHORTEST_MINUTES, LONGEST_MINUTES = 5, int(LONGEST_BOX * 60)


@transaction.atomic
def start_box(*, member: Member, incident_id: int, minutes: int, clock: Clock, once: str = "") -> TimeBox | None:
    """Try it oneself for so long; None where this form was taken before, or a box runs already.

    Raises: HoursbackError; Http404.
    """
    if not first_time(member, "focus:timebox", once):
        return None
    incident = _open(member, incident_id)
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise HoursbackError(
            _("A time-box lasts from %(least)d to %(most)d minutes.")
            % {"least": SHORTEST_MINUTES, "most": LONGEST_MINUTES},
            where="minutes",
            value=str(minutes),
        )
    if incident.boxes.filter(stopped=None).exists():
        return None
    box = TimeBox.everywhere.create(
        workspace_id=member.workspace_id, incident=incident, start=clock.now, end=clock.now + minutes * 60
    )
    _choose(incident, Incident.Choice.FIX)
    record(member, "time-box started", "incident", incident.pk, minutes=minutes)
    return box


@transaction.atomic
def estimate_again(*, member: Member, incident_id: int, hours: Figure, clock: Clock) -> Incident:
    """What is left by a new estimate: the running box is over, and it is decided anew; the first estimate stays.

    Before anything was tried it is no new estimate, but another first one.

    Raises: HoursbackError; Http404.
    """
    incident = _open(member, incident_id)
    facts = {} if incident.boxes.exists() else {"first_estimate": hours}
    stop_running(incident, clock.now)
    Incident.everywhere.filter(pk=incident.pk).update(
        estimate=hours, choice=Incident.Choice.NOTHING, version=F("version") + 1, **facts
    )
    record(member, "incident estimated again", "incident", incident.pk)
    return Incident.everywhere.get(pk=incident.pk)


@transaction.atomic
def stop_box(*, member: Member, incident_id: int, clock: Clock) -> bool:
    """Stop trying for now; False where nothing ran."""
    incident = incident_here(member, incident_id)
    is_stopped = stop_running(incident, clock.now)
    if is_stopped:
        record(member, "time-box stopped", "incident", incident.pk)
    return is_stopped


@transaction.atomic
def take_back_box(*, member: Member, incident_id: int) -> bool:
    """As if the running box had never begun; False where none runs."""
    incident = incident_here(member, incident_id)
    gone, _by_model = incident.boxes.filter(stopped=None).delete()
    if gone:
        _choose(incident, Incident.Choice.NOTHING)
        record(member, "time-box taken back", "incident", incident.pk)
    return bool(gone)


def stop_running(incident: Incident, now: int) -> bool:
    """End the box that runs, inside the caller's transaction: now, or when its time was up long ago, then."""
    box = incident.boxes.filter(stopped=None).first()
    if box is None:
        return False
    stopped = now if now <= box.end + OVERRUN else box.end
    TimeBox.everywhere.filter(pk=box.pk).update(stopped=max(stopped, box.start))
    return True


def _choose(incident: Incident, choice: str) -> None:
    Incident.everywhere.filter(pk=incident.pk).update(choice=choice, version=F("version") + 1)


def _open(member: Member, incident_id: int) -> Incident:
    incident = incident_here(member, incident_id)
    if incident.state != Incident.State.OPEN:
        raise HoursbackError(_("This is over already."), hint=_("Open it again to go on with it."))
    return incident
