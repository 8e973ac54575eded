"""Timesheets: one week of one person, and the moves that can be made with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404

from hoursback.engine.handoff.stages import EDITABLE, TIMESHEET
from hoursback.engine.handoff.timesheet import WEEK, LineKind, Sheet, SheetLine, still_to_pay
from hoursback.engine.moves import Move
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.capture.clocks import day_or_none, in_bounds
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from hoursback.web.handoff.selectors.books import Book, book, seconds_of
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import has_log_in, own_person, parts_of

State = Timesheet.State
_HIDDEN = frozenset({"own or nobody's", "not own"})
"""Needs that nobody can meet by doing something: the button is not theirs, so it is not shown."""


@dataclass(frozen=True, slots=True)
class Button:
    """A move that somebody may make now, and what stands against it."""

    move: Move
    missing: tuple[str, ...]
    asks_why: bool


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one person: stored lines once it was handed in, worked out as it stands before.

    Attributes:
        book: what it is made from.
    """

    person: Person
    monday: int
    row: Timesheet | None
    sheet: Sheet
    buttons: tuple[Button, ...]
    book: Book

    @property
    def state(self) -> str:
        """Where it stands."""
        return State.OPEN.value if self.row is None else self.row.state

    @property
    def version(self) -> int:
        """What a form is based on; 0: nothing is stored yet."""
        return 0 if self.row is None else self.row.version

    @property
    def is_open(self) -> bool:
        """Whether its entries may change."""
        return self.state in EDITABLE

    @property
    def to_pay(self) -> Decimal | None:
        """What is still to pay of a week that was paid and opened again; None: it was not."""
        if self.row is None or self.row.state == State.PAID:
            return None
        return still_to_pay(self.sheet.amount, self.row.paid_amount)


def person_of_week(actor: Member, person_id: int) -> Person:
    """Somebody who has timesheets; 404 for anybody else, the owner too."""
    person = written_or_404(_person, actor, person_id)
    if person.kind == Person.Kind.OWNER:
        raise Http404
    return person


@written
def _person(actor: Member, pk: int) -> QuerySet[Person]:
    return visible(actor, Person).filter(pk=pk).select_related("member")


def monday_asked(text: str) -> date:
    """The Monday of an address; 404 for what is none."""
    day = day_or_none(text)
    if day is None or day.weekday() != 0 or not in_bounds(day.toordinal() + WEEK):
        raise Http404
    return day


def week_of(actor: Member, person: Person, monday: int) -> Week:
    """One week, with the moves that the member may make."""
    row = stored(person, monday)
    made_from = _book(actor, person, monday)
    found = _sheet(made_from, person, monday, row)
    state = State.OPEN.value if row is None else row.state
    buttons = _buttons(actor, person, state, is_over=bool(found.over))
    return Week(person, monday, row, found, tuple(buttons), made_from)


def stored(person: Person, monday: int) -> Timesheet | None:
    """The row of a week; None before anything was done with it."""
    return _stored.first(person.pk, monday)


@written
def _stored(person: int, monday: int) -> QuerySet[Timesheet]:
    rows = Timesheet.objects.filter(person=person, week=monday)
    return rows.select_related("decided_by__user", "cap_by__user")


def sheet_of(actor: Member, person: Person, monday: int, row: Timesheet | None) -> Sheet:
    """The lines of a week, frozen ones as they were handed in."""
    return _sheet(_book(actor, person, monday), person, monday, row)


def _book(actor: Member, person: Person, monday: int) -> Book:
    return book(actor.workspace, [person.pk], monday, monday + WEEK - 1)


def _sheet(made_from: Book, person: Person, monday: int, row: Timesheet | None) -> Sheet:
    cap = None if row is None else seconds_of(row.cap_hours)
    live = made_from.sheet(person.pk, monday, cap=cap)
    if row is None or row.state in EDITABLE:
        return live
    return Sheet(tuple(map(as_line, _lines(row.pk))), live.apart, live.over)


@written
def _lines(timesheet: int) -> QuerySet[TimesheetLine]:
    return TimesheetLine.objects.filter(timesheet=timesheet)


def as_line(row: TimesheetLine) -> SheetLine:
    """A stored line as the engine knows it."""
    kind = LineKind(row.kind)
    return SheetLine(
        kind, row.day, row.handoff_id, row.activity_id, row.activity_name, row.seconds, row.rate, row.amount
    )


def met(actor: Member, person: Person, *, is_over: bool, reason: str) -> frozenset[str]:
    """Which needs of the table of timesheets hold (engine/handoff/stages.py)."""
    is_own = person.member_id == actor.pk
    facts = {
        "own or nobody's": is_own or not has_log_in(person),
        "not own": not is_own,
        "within cap": not is_over,
        "reason": bool(reason.strip()),
    }
    return frozenset(name for name, holds in facts.items() if holds)


def own_person_of(member: Member) -> Person | None:
    """The person a member is, if they can have timesheets."""
    person = own_person(member)
    return None if person.kind == Person.Kind.OWNER else person


def _buttons(actor: Member, person: Person, state: str, *, is_over: bool) -> list[Button]:
    holds = met(actor, person, is_over=is_over, reason="given with the move")
    found = []
    for move in TIMESHEET.open_to(state, parts_of(actor, person)):
        if _HIDDEN & set(move.needs) - holds:
            continue
        found.append(Button(move, TIMESHEET.missing(move, holds), "reason" in move.needs))
    # What goes on comes before what goes back.
    return sorted(found, key=lambda button: button.asks_why)
