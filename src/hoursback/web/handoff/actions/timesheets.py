"""Moves of timesheets; nothing else writes their state, their lines or the closing of a week."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.stages import EDITABLE, TIMESHEET
from hoursback.engine.handoff.timesheet import WEEK, Sheet, monday_of
from hoursback.engine.moves import MoveError, Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.capture.closing import lock_log
from hoursback.web.capture.models import Closed
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from hoursback.web.handoff.selectors.timesheets import met, person_of_week, sheet_of, stored
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import parts_of
from hoursback.web.shared.conflict import StaleError

State = Timesheet.State
MOST_HOURS = Decimal(168)
_DECIDED = frozenset({State.APPROVED, State.SENT_BACK, State.LOCKED, State.PAID})


class CapError(HoursbackError):
    """A cap that cannot be stated for a week."""


@transaction.atomic
def move_timesheet(
    *, actor: Member, person_id: int, week: int, name: str, version: int, today: date, reason: str = "", note: str = ""
) -> Timesheet:
    """Make a move of the table, if it is the member's to make and its needs are met.

    Handing in freezes the lines and closes the week for the log; whatever leads back to an open week drops both.

    Args:
        week: ordinal of its Monday. version: what the page showed, 0 where nothing was stored. today: the day of the
            paid mark. note: to whoever decides, with handing in.
    The same form sent twice moves the week once, and the second sending gets the first one's answer.

    Raises: MoveError, with the reason; StaleError, when somebody moved it meanwhile; Http404.
    """
    # Before anything is read: no entry of the week changes between its lines and its closing.
    lock_log(actor.workspace_id)
    person = person_of_week(actor, person_id)
    again = _sent_before(actor, person, week, name, version, reason, note)
    if again is not None:
        return again
    row = _row(person, week, version)
    found = sheet_of(actor, person, week, row)
    holds = met(actor, person, is_over=bool(found.over), reason=reason)
    move = TIMESHEET.decide(name, row.state, parts_of(actor, person), holds)
    if week > monday_of(today.toordinal()):
        raise MoveError(
            _("This week has not begun yet."),
            where="timesheet",
            value=date.fromordinal(week).isoformat(),
            hint=_("Hand it in once there is something in it."),
        )
    changed = {"state": move.target, "version": row.version + 1, **_facts(actor, row, move.target, today, reason, note)}
    if move.target == State.PAID:
        changed["paid_amount"] = found.amount
    if not Timesheet.objects.filter(pk=row.pk, version=row.version, state=move.source).update(**changed):
        raise StaleError
    if move.target == State.SUBMITTED and move.source in EDITABLE:
        _freeze(row, found)
    elif move.target in EDITABLE:
        _open(row)
    facts: dict[str, Any] = {"person": person.pk, "week": date.fromordinal(week).isoformat()}
    said: dict[str, Any] = {"reason": reason.strip()[:1000]} if "reason" in move.needs else {}
    record(actor, f"timesheet: {name}", "timesheet", row.pk, source=move.source, target=move.target, **facts, **said)
    return Timesheet.objects.get(pk=row.pk)


@transaction.atomic
def state_cap(
    *, actor: Member, person_id: int, week: int, hours: Decimal | None, reason: str, version: int
) -> Timesheet:
    """Set the cap of this one week, in place of what was agreed; None takes it off again.

    Raises: CapError, for one's own week, a week that was handed in, no reason or no such number; StaleError; Http404.
    """
    lock_log(actor.workspace_id)
    person = person_of_week(actor, person_id)
    said = reason.strip()[:300] if hours is not None else ""
    known = stored(person, week)
    if known is not None and known.version == _after(version) and (known.cap_hours, known.cap_reason) == (hours, said):
        return known
    row = _row(person, week, version)
    _check_cap(actor, person, row, hours, reason)
    changed: dict[str, Any] = {
        "cap_hours": hours,
        "cap_reason": said,
        "cap_by": actor if hours is not None else None,
        "cap_asked": None,
        "cap_refused": "",
    }
    return _change_cap(actor, row, "timesheet: cap", hours, **changed)


@transaction.atomic
def ask_for_cap(
    *, actor: Member, person_id: int, week: int, hours: Decimal | None, reason: str, version: int
) -> Timesheet:
    """Ask for more hours in one week of one's own; a leader grants them (`state_cap`) or refuses with a reason.

    Raises: CapError, for somebody else's week, a week that was handed in, no reason or no such number; StaleError;
        Http404.
    """
    lock_log(actor.workspace_id)
    person = person_of_week(actor, person_id)
    if Part.PERSON not in parts_of(actor, person):
        raise CapError(_("Only the person whose week it is asks for it."), where="hours")
    known = stored(person, week)
    asked = None if known is None else (known.cap_asked, known.cap_asked_because)
    if known is not None and known.version == _after(version) and asked == (hours, reason.strip()[:300]):
        return known
    row = _row(person, week, version)
    _check_hours(row, hours, reason)
    if hours is None:
        raise CapError(_("Say how many hours you need."), where="hours", hint=_("State hours, such as 12."))
    asks = {"cap_asked": hours, "cap_asked_because": reason.strip()[:300], "cap_refused": ""}
    return _change_cap(actor, row, "timesheet: more hours asked for", hours, **asks)


@transaction.atomic
def refuse_cap(*, actor: Member, person_id: int, week: int, reason: str, version: int) -> Timesheet:
    """Say no to the hours that were asked for; the reason is theirs to read.

    Raises: CapError, for one's own week, without a reason, or where nothing is asked; StaleError; Http404.
    """
    lock_log(actor.workspace_id)
    person = person_of_week(actor, person_id)
    known = stored(person, week)
    if known is not None and known.version == _after(version) and known.cap_refused == reason.strip()[:300] != "":
        return known
    row = _row(person, week, version)
    if actor.role not in LEADERS or person.member_id == actor.pk:
        raise CapError(_("Somebody else has to answer this for your own week."), where="reason")
    if row.cap_asked is None:
        raise CapError(_("No more hours are asked for."), where="reason", hint=_("Nothing needs an answer."))
    if not reason.strip():
        raise CapError(_("Say why not."), where="reason", hint=_("One sentence will do; they read it."))
    facts = {"cap_asked": None, "cap_refused": reason.strip()[:300]}
    return _change_cap(actor, row, "timesheet: more hours refused", row.cap_asked, **facts)


def _change_cap(actor: Member, row: Timesheet, verb: str, hours: Decimal | None, **changed: Any) -> Timesheet:
    if not Timesheet.objects.filter(pk=row.pk, version=row.version).update(**changed, version=row.version + 1):
        raise StaleError
    facts: dict[str, Any] = {"person": row.person_id, "week": date.fromordinal(row.week).isoformat()}
    record(actor, verb, "timesheet", row.pk, hours=None if hours is None else str(hours), **facts)
    return Timesheet.objects.get(pk=row.pk)


def _sent_before(
    actor: Member, person: Person, week: int, name: str, version: int, reason: str, note: str
) -> Timesheet | None:
    """The week as this very form left it a moment ago; None: it is the first time, or something came between."""
    row = stored(person, week)
    if row is None or row.version != _after(version):
        return None
    targets = {move.target for move in TIMESHEET.moves if move.name == name and move.who & parts_of(actor, person)}
    is_same = row.note == note.strip()[:10_000] if name == "submit" else row.decided_by_id in (None, actor.pk)
    is_same = is_same and (row.reason == reason.strip()[:1000] or row.state in (State.SUBMITTED, State.OPEN))
    return row if row.state in targets and is_same else None


def _after(version: int) -> int:
    """What a form's version becomes by its own change; the first one makes the row besides."""
    return max(version, 1) + 1


def _check_cap(actor: Member, person: Person, row: Timesheet, hours: Decimal | None, reason: str) -> None:
    if actor.role not in LEADERS or person.member_id == actor.pk:
        raise CapError(_("Somebody else has to set the cap of your own week."), where="hours")
    _check_hours(row, hours, reason)


def _check_hours(row: Timesheet, hours: Decimal | None, reason: str) -> None:
    if row.state not in EDITABLE:
        raise CapError(
            _("This week was handed in already."), where="hours", hint=_("Send it back first, then set its cap.")
        )
    if hours is None:
        return
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise CapError(
            _("A week has between 0 and 168 hours."),
            where="hours",
            value=str(hours),
            hint=_("State hours, such as 12."),
        )
    if not reason.strip():
        raise CapError(_("Say why this week is different."), where="reason", hint=_("One sentence will do."))


def _row(person: Person, week: int, version: int) -> Timesheet:
    """The row of a week, made on first need.

    Raises: StaleError, when it is not as the page showed it.
    """
    row = stored(person, week)
    if (0 if row is None else row.version) != version:
        raise StaleError
    return row or Timesheet.objects.create(workspace_id=person.workspace_id, person=person, week=week)


def _facts(actor: Member, row: Timesheet, target: str, today: date, reason: str, note: str) -> dict[str, Any]:
    """What a move sets beside the state."""
    now = timezone.now()
    facts: dict[str, Any] = {"paid_on": today} if target == State.PAID else {}
    if target == State.SUBMITTED and row.state not in EDITABLE:
        facts |= {"decided_by": None, "decided_at": None}
    elif target == State.SUBMITTED:
        facts |= {
            "submitted_at": now,
            "note": note.strip()[:10_000],
            "reason": "",
            "decided_by": None,
            "cap_asked": None,
        }
    elif target in _DECIDED or row.state not in EDITABLE | {State.SUBMITTED}:
        facts |= {"decided_by": actor, "decided_at": now, "reason": reason.strip()[:1000]}
    if row.state == State.PAID and target == State.LOCKED:
        facts |= {"paid_on": None, "paid_amount": None}
    return facts


def _freeze(row: Timesheet, found: Sheet) -> None:
    TimesheetLine.objects.filter(timesheet=row).delete()
    TimesheetLine.objects.bulk_create(
        TimesheetLine(
            workspace_id=row.workspace_id,
            timesheet=row,
            handoff_id=line.handoff,
            activity_id=line.activity,
            activity_name=line.name[:200],
            kind=line.kind.value,
            day=line.day,
            seconds=line.seconds,
            rate=line.rate,
            amount=line.amount,
        )
        for line in found.lines
    )
    Closed.objects.create(
        workspace_id=row.workspace_id,
        person_id=row.person_id,
        first=row.week,
        last=row.week + WEEK - 1,
        why="timesheet",
    )


def _open(row: Timesheet) -> None:
    TimesheetLine.objects.filter(timesheet=row).delete()
    Closed.objects.filter(person=row.person_id, first=row.week).delete()
