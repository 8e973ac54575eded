"""Moves of hand-offs; nothing else writes their state."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.stages import HANDOFF, OVER
from hoursback.engine.moves import Move, MoveError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.handoff.actions.pricing import release_handoff
from hoursback.web.handoff.actions.signing import learn_anew, sign_off
from hoursback.web.handoff.models import Change, Handoff
from hoursback.web.handoff.selectors.work import handoff_here, met
from hoursback.web.people.selectors import parts_of
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

State = Handoff.State
SIGN_OFF = "sign off"
"""The move that states the levels of skills, see `signing`."""
ANEW = "hand off again"
"""The move after which somebody else may do the work."""


@transaction.atomic
def move_handoff(*, actor: Member, handoff_id: int, name: str, version: int, today: date, reason: str = "") -> Handoff:
    """Make a move of the table, if it is the member's to make and its needs are met.

    Raises: MoveError, with the reason; StaleError, when somebody moved it meanwhile; Http404.
    """
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id)
    move = HANDOFF.decide(name, handoff.state, parts_of(actor, handoff.person), met(handoff, reason, today))
    if move.is_by_itself:
        raise MoveError(_("That happens by itself once both sides have confirmed."), where="hand-off", value=name)
    return _make(actor, handoff, move, version, today, reason)


def move_by_itself(*, actor: Member, handoff: Handoff, name: str, today: date) -> Handoff | None:
    """Make a move whose needs were just met by something else; None: it is not due. Call it in a transaction."""
    hold(Handoff, handoff.pk)
    due = [move for move in HANDOFF.moves_from(handoff.state) if move.name == name and move.is_by_itself]
    if not due or HANDOFF.missing(due[0], met(handoff, today=today)):
        return None
    return _make(actor, handoff, due[0], handoff.version, today, "")


@transaction.atomic
def begin_with_brief(*, actor: Member, handoff_id: int, today: date) -> None:
    """A draft whose brief is written or published has begun; nobody should have to say so twice."""
    hold(Handoff, handoff_id)
    handoff = handoff_here(actor, handoff_id)
    if handoff.state == State.DRAFT:
        _make(
            actor, handoff, HANDOFF.decide("start", State.DRAFT, parts_of(actor, None), ()), handoff.version, today, ""
        )


def _make(actor: Member, handoff: Handoff, move: Move, version: int, today: date, reason: str) -> Handoff:
    changed = {"state": move.target, "version": version + 1, **_dates(handoff, move, today)}
    try:
        with transaction.atomic():
            if not Handoff.objects.filter(pk=handoff.pk, version=version, state=move.source).update(**changed):
                raise StaleError
    except IntegrityError:
        raise HoursbackError(
            _("This work is on its way to somebody else already."),
            where=handoff.name,
            hint=_("Open that hand-off, or end it first."),
        ) from None
    Change.objects.create(
        workspace_id=handoff.workspace_id,
        handoff=handoff,
        move=move.name,
        source=move.source,
        target=move.target,
        reason=reason.strip()[:1000],
        by=actor,
    )
    if move.name == SIGN_OFF:
        # Before the record, which holds the workspace's row: whoever states a level holds the person first.
        sign_off(actor=actor, handoff=handoff, today=today)
    record(actor, f"hand-off: {move.name}", "handoff", handoff.pk, source=move.source, target=move.target)
    if move.name == ANEW:
        learn_anew(handoff=handoff)
    if move.target in OVER:
        release_handoff(actor, handoff, today)
    return Handoff.objects.get(pk=handoff.pk)


def _dates(handoff: Handoff, move: Move, today: date) -> dict[str, object]:
    """What a move sets beside the state."""
    found: dict[str, object] = {}
    if State.PAUSED in (move.source, move.target):
        found["paused_from"] = move.source if move.target == State.PAUSED else ""
    if move.target in OVER:
        # What came back and is put away later was over when it came back.
        found["ended_on"] = handoff.ended_on or today
    if move.target in (State.SUPERVISED, State.RUNNING) and handoff.started_on is None:
        found["started_on"] = today
    if move.name == ANEW:
        found |= {"started_on": None, "ended_on": None}
    return found
