"""Flags raised day by day, and what is decided about each."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.guard import Creep, creeping, weeks_to_judge
from hoursback.engine.handoff.stages import HANDOFF
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.record import record, touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import every_workspace, zone_or_utc
from hoursback.web.handoff.actions.moving import move_handoff
from hoursback.web.handoff.models import Flag, Handoff
from hoursback.web.handoff.selectors import guard as selectors
from hoursback.web.shared.conflict import StaleError

Choice = Flag.Choice
_MOVE = {Choice.BRIEF: "brief again", Choice.TRAIN: "train again", Choice.TAKE_BACK: "take back"}
"""The move of the table that a choice makes."""
_THERE = {Choice.BRIEF: Handoff.State.BRIEFING, Choice.TRAIN: Handoff.State.TRAINING}
"""Where it stands already, a choice asks for no move."""
_NEEDS_REASON = frozenset({Choice.TAKE_BACK, Choice.ONE_OFF})


class ChoiceRefusedError(HoursbackError):
    """A choice that cannot be made like this; `where` is the field."""


def look_for_creep(now: datetime) -> int:
    """Look at every workspace's last weeks; returns how many flags are new. Safe to run at any time and twice."""
    found = 0
    for workspace in every_workspace():
        with acting_in(workspace):
            found += flag_creep(workspace=workspace, today=timezone.localdate(now, zone_or_utc(workspace.timezone)))
    return found


@transaction.atomic
def flag_creep(*, workspace: Workspace, today: date) -> int:
    """Raise a flag for each hand-off and week in which its work came back to the owner; returns how many are new.

    What is not decided follows the log: hours are brought up to date, and a flag whose hours went away goes too.
    """
    watched = selectors.watched(workspace, today.toordinal())
    if not watched:
        return 0
    first = today.toordinal() - (selectors.WEEKS_BACK + 1) * selectors.WEEK
    spent = selectors.seconds_by_week(workspace, [one.handoff.activity_id for one in watched], first)
    creeps: dict[tuple[int, int], Creep] = {}
    judged: set[tuple[int, int]] = set()
    for one in watched:
        weeks = weeks_to_judge(one.handed, today.toordinal(), selectors.WEEKS_BACK)
        judged |= {(one.handoff.pk, week) for week in weeks}
        found = creeping(one.handed, spent.get(one.handoff.activity_id or 0, {}), weeks, one.assumptions)
        creeps |= {(one.handoff.pk, creep.week): creep for creep in found}
    return _store(workspace, creeps, judged, first)


@transaction.atomic
def decide_flag(*, actor: Member, flag_id: int, version: int, choice: str, reason: str, today: date) -> Handoff:
    """Decide what becomes of work that came back; brief again, train and take back make that move of the table.

    These three answer for every week of the hand-off that is not decided yet; a one-off for its own week alone.

    Raises: ChoiceRefusedError, StaleError; MoveError, when the table does not allow the move.
    """
    flag = selectors.flag_here(actor, flag_id)
    _check(choice, reason)
    decided = {
        "choice": choice,
        "reason": reason.strip()[:300],
        "by": actor,
        "decided_at": timezone.now(),
        "version": version + 1,
    }
    if not Flag.objects.filter(pk=flag.pk, version=version, choice=Choice.OPEN).update(**decided):
        raise StaleError
    handoff = _move(actor, flag.handoff, Choice(choice), reason, today)
    if choice != Choice.ONE_OFF:
        others = Flag.objects.filter(handoff=handoff, choice=Choice.OPEN)
        others.update(**{**decided, "version": F("version") + 1})
    record(actor, "work that came back decided", "handoff", handoff.pk, choice=choice, week=flag.week)
    return handoff


@transaction.atomic
def reopen_flag(*, actor: Member, flag_id: int) -> Flag:
    """Take back that it was a one-off; the other choices are moves, and go back by moves."""
    flag = selectors.flag_here(actor, flag_id)
    back = {"choice": Choice.OPEN, "reason": "", "by": None, "decided_at": None, "version": flag.version + 1}
    if Flag.objects.filter(pk=flag.pk, choice=Choice.ONE_OFF).update(**back):
        record(actor, "work that came back open again", "handoff", flag.handoff_id, week=flag.week)
    return flag


def _store(workspace: Workspace, creeps: dict[tuple[int, int], Creep], judged: set[tuple[int, int]], first: int) -> int:
    here = Flag.objects.filter(workspace=workspace, week__gte=first)
    known = {(flag.handoff_id, flag.week): flag for flag in here}
    new = [
        Flag(workspace=workspace, handoff_id=handoff, week=week, seconds=creep.seconds, expected=creep.expected)
        for (handoff, week), creep in creeps.items()
        if (handoff, week) not in known
    ]
    # Of two workers at once only one adds a week's flag.
    Flag.objects.bulk_create(new, ignore_conflicts=True)
    open_now = {key: flag for key, flag in known.items() if flag.choice == Choice.OPEN}
    gone = [flag.pk for key, flag in open_now.items() if key in judged and key not in creeps]
    moved = [key for key, flag in open_now.items() if key in creeps and _differs(flag, creeps[key])]
    Flag.objects.filter(pk__in=gone, choice=Choice.OPEN).delete()
    for key in moved:
        flag, creep = open_now[key], creeps[key]
        Flag.objects.filter(pk=flag.pk, choice=Choice.OPEN).update(seconds=creep.seconds, expected=creep.expected)
    if new or gone or moved:
        touch(workspace.pk)
    return len(new)


def _differs(flag: Flag, creep: Creep) -> bool:
    return (flag.seconds, flag.expected) != (creep.seconds, creep.expected)


def _check(choice: str, reason: str) -> None:
    if choice not in Choice.values or choice == Choice.OPEN:
        raise ChoiceRefusedError(_("Choose one of the four."), where="choice")
    if choice in _NEEDS_REASON and not reason.strip():
        raise ChoiceRefusedError(_("Say why."), where="reason", hint=_("A few words are enough."))


def _move(actor: Member, handoff: Handoff, choice: Choice, reason: str, today: date) -> Handoff:
    name = _MOVE.get(choice)
    if name is None or handoff.state == _THERE.get(choice):
        return handoff
    if choice is Choice.TRAIN and any(move.name == "train" for move in HANDOFF.moves_from(handoff.state)):
        name = "train"
    # The person sees the reason of a move; what is written about a flag is for leaders alone.
    said = reason if choice is Choice.TAKE_BACK else ""
    return move_handoff(
        actor=actor, handoff_id=handoff.pk, name=name, version=handoff.version, today=today, reason=said
    )
