"""One hand-off at a glance: whose turn it is, what is done on the way, what was planned, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hoursback.engine.handoff.stages import AT_WORK, DOING, OVER
from hoursback.engine.handoff.waiting import Standing, next_step
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import Change, Handoff
from hoursback.web.handoff.selectors.standing import Turn, standing_of, turn
from hoursback.web.handoff.selectors.work import SAID

HISTORY_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the way to handed over: done or not, with how far."""

    label: str
    is_done: bool
    route: str
    far: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A hand-off at a glance; `planned` is for the leaders."""

    turn: Turn
    items: list[Item]
    leads: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of the history."""

    said: str | Promise
    source: str
    target: str
    reason: str
    who: str
    at: datetime


def overview_of(actor: Member, handoff: Handoff) -> Overview:
    """A hand-off at a glance."""
    now = standing_of(handoff)
    name = "" if handoff.person is None else handoff.person.name
    leads = actor.role in LEADERS
    return Overview(turn(actor, name, next_step(now)), _items(now, leads), leads)


def history_of(actor: Member, handoff: Handoff) -> list[Moved]:
    """What happened, newest first."""
    labels = {str(value): str(label) for value, label in Handoff.State.choices}
    return [
        Moved(
            SAID.get(row.move, row.move),
            labels.get(row.source, row.source),
            labels.get(row.target, row.target),
            row.reason,
            "" if row.by is None else str(row.by.user),
            row.at,
        )
        for row in _moves(actor, handoff.pk)
    ]


@written
def _moves(actor: Member, handoff: int) -> QuerySet[Change]:
    return visible(actor, Change).filter(handoff=handoff).select_related("by__user").order_by("-pk")[:HISTORY_SHOWN]


def _items(now: Standing, leads: bool) -> list[Item]:
    """In the order in which they come; what is for leaders alone is left out for others."""
    is_past = now.state in (*AT_WORK, "paused", *OVER)
    is_trained = now.state in DOING or (is_past and not now.open_training)
    runs = _("%(good)d of %(needed)d") % {"good": min(now.good_runs, now.runs_needed), "needed": now.runs_needed}
    return [
        Item(_("The brief is published"), now.has_brief, "handoff:brief"),
        Item(_("Somebody is chosen"), now.has_person, "handoff:candidates" if leads else ""),
        Item(_("Both sides confirmed the terms"), now.is_agreed, "handoff:agreement"),
        Item(_("The newest brief is read"), now.has_read and now.has_brief, "handoff:brief"),
        Item(_("The training is done"), is_trained, "handoff:training"),
        Item(_("Good runs under supervision"), now.good_runs >= now.runs_needed, "handoff:runs", runs),
        Item(_("Signed off: it runs"), now.state == "running", ""),
    ]
