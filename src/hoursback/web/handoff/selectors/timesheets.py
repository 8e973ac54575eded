"""Timesheets: one week of one person, what waits for whom, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.db.models.functions import Cast, Round
from django.http import Http404

from hoursback.engine.handoff.stages import EDITABLE, NOT_YET, TIMESHEET
from hoursback.engine.handoff.timesheet import WEEK, LineKind, Paid, Sheet, SheetLine, job_on, monday_of, still_to_pay
from hoursback.engine.moves import Move
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.selectors import version_now
from hoursback.web.capture.clocks import day_or_none, in_bounds
from hoursback.web.capture.models import Rate, WeekTotal
from hoursback.web.handoff.models import Agreement, Handoff, Timesheet, TimesheetLine
from hoursback.web.handoff.models.agreements import CONFIRMED
from hoursback.web.handoff.selectors.books import Book, book, month_bounds, seconds_of
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import has_log_in, own_person, parts_of

State = Timesheet.State
WEEKS_BACK = 13
"""Weeks that the list of missing timesheets looks back over."""
WORKED = Sum("seconds", filter=Q(kind=TimesheetLine.Kind.WORK))
"""Seconds of work of lines; None for none."""
HUNDREDTHS = Sum(Cast(Round(F("amount") * 100), BigIntegerField()))
"""Money of lines in whole hundredths: SQLite keeps amounts as binary fractions, and their sum would not be exact."""
_NEXT: dict[str, str] = {State.SUBMITTED: "approve", State.APPROVED: "lock", State.LOCKED: "mark paid"}
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
    """One week of one person: stored lines once it was handed in, worked out as it stands before."""

    person: Person
    monday: int
    row: Timesheet | None
    sheet: Sheet
    buttons: tuple[Button, ...]

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


@dataclass(frozen=True, slots=True)
class Listed:
    """A week in a list; `amount` None: not handed in yet.

    Attributes:
        paid: what was paid for it, also before it was opened again. is_final: handed in, so that nothing changes it.
    """

    person: Person
    monday: int
    state: str
    seconds: int
    amount: Decimal | None
    version: int = 0
    paid: Decimal | None = None
    is_final: bool = True

    @property
    def to_pay(self) -> Decimal | None:
        """What is still to pay of a week that was paid and opened again; None: it was not, or nothing is known yet."""
        return None if self.amount is None or self.state == State.PAID else still_to_pay(self.amount, self.paid)

    @property
    def state_name(self) -> str:
        """Its state in words."""
        return str(State(self.state).label)

    @property
    def next_move(self) -> str:
        """The move that a leader makes next, where nothing speaks against it."""
        return _NEXT.get(self.state, "")


def person_of_week(actor: Member, person_id: int) -> Person:
    """Somebody who has timesheets; 404 for anybody else, the owner too."""
    person = visible_or_404(actor, Person, person_id)
    if person.kind == Person.Kind.OWNER:
        raise Http404
    return person


def monday_asked(text: str) -> date:
    """The Monday of an address; 404 for what is none."""
    day = day_or_none(text)
    if day is None or day.weekday() != 0 or not in_bounds(day.toordinal() + WEEK):
        raise Http404
    return day


def week_of(actor: Member, person: Person, monday: int) -> Week:
    """One week, with the moves that the member may make."""
    row = stored(person, monday)
    found = sheet_of(actor, person, monday, row)
    state = State.OPEN.value if row is None else row.state
    return Week(person, monday, row, found, tuple(_buttons(actor, person, state, is_over=bool(found.over))))


def stored(person: Person, monday: int) -> Timesheet | None:
    """The row of a week; None before anything was done with it."""
    return (
        Timesheet.objects.filter(person=person, week=monday).select_related("decided_by__user", "cap_by__user").first()
    )


def sheet_of(actor: Member, person: Person, monday: int, row: Timesheet | None) -> Sheet:
    """The lines of a week, frozen ones as they were handed in."""
    cap = None if row is None else seconds_of(row.cap_hours)
    live = book(actor.workspace, [person.pk], monday, monday + WEEK - 1).sheet(person.pk, monday, cap=cap)
    if row is None or row.state in EDITABLE:
        return live
    return Sheet(tuple(map(as_line, TimesheetLine.objects.filter(timesheet=row))), live.apart, live.over)


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


def waiting_timesheets(member: Member) -> list[Listed]:
    """Weeks that wait for a leader: handed in by somebody else, approved, or locked and not yet paid; the oldest."""
    if member.role not in LEADERS:
        return []
    rows = visible(member, Timesheet).filter(state__in=(State.SUBMITTED, State.APPROVED, State.LOCKED))
    return _listed(rows.exclude(person__member=member).order_by("week", "person__name")[:MOST_LISTED])


def asked_for_hours(member: Member) -> list[Timesheet]:
    """Weeks of others for which more hours are asked, the oldest first."""
    if member.role not in LEADERS:
        return []
    rows = visible(member, Timesheet).filter(cap_asked__isnull=False, state__in=tuple(EDITABLE))
    return list(rows.exclude(person__member=member).select_related("person").order_by("week", "pk")[:MOST_LISTED])


def weeks_in(
    member: Member, month: date, person_id: int | None = None, page: str = ""
) -> tuple[list[Listed], Page[int]]:
    """A page of the weeks whose Monday lies in a month and with which something was done, newest first."""
    first, last = month_bounds(month)
    rows = visible(member, Timesheet).filter(week__gte=first, week__lte=last)
    if person_id is not None:
        rows = rows.filter(person=person_id)
    rows = rows.order_by("-week", "person__name")
    shown = Paginator(rows.values_list("pk", flat=True), PAGE).get_page(page)
    return _running(member, rows.filter(pk__in=list(shown))), shown


def page_of(
    member: Member,
    *,
    first: int | None,
    last: int | None,
    person_id: int | None,
    state: str | None,
    size: int,
    after: Sequence[int] | None,
) -> tuple[list[Listed], str | None]:
    """Stored weeks by Monday and id, and the cursor of the next page.

    Args:
        after: Monday and id of the last row of the page before.
    """
    wanted = {"week__gte": first, "week__lte": last, "person": person_id, "state": state}
    rows = visible(member, Timesheet).filter(**{name: value for name, value in wanted.items() if value is not None})
    if after is not None:
        week, pk = after
        rows = rows.filter(week__gte=week).exclude(week=week, pk__lte=pk)
    keys = list(rows.order_by("week", "pk").values_list("week", "pk")[: size + 1])
    rows = visible(member, Timesheet).filter(pk__in=[pk for _week, pk in keys[:size]])
    found = _running(member, rows.order_by("week", "pk"))
    return found, "{}.{}".format(*keys[size - 1]) if len(keys) > size else None


def own_weeks(member: Member, most: int = WEEKS_BACK) -> list[Listed]:
    """The last weeks of the member themselves."""
    return _listed(visible(member, Timesheet).filter(person__member=member).order_by("-week")[:most])


def missing_timesheets(member: Member, today: date) -> list[Listed]:
    """Weeks that are over, hold work or money that is owed, and were not handed in; oldest first.

    Leaders get everybody's, anybody else their own. A week that was sent back is missing again. Kept until anything
    changes in the workspace: it is asked for by every first page and every daily mail.
    """
    whose = "all" if member.role in LEADERS else member.pk
    version = version_now(member.workspace_id)
    key = f"missing-weeks-{member.workspace_id}-{whose}-{version}-{today.toordinal()}"
    known: list[Listed] | None = cache.get(key)
    if known is None:
        known = _missing(member, today)
        cache.set(key, known, KEPT_SECONDS)
    return known


def _missing(member: Member, today: date) -> list[Listed]:
    until = monday_of(today.toordinal())
    first = until - WEEKS_BACK * WEEK
    people = {row.pk: row for row in _who(member)}
    if not people:
        return []
    found = book(member.workspace, list(people), until, until - 1)
    rows = visible(member, Timesheet).filter(week__gte=first, week__lt=until, person__in=people)
    states = {(person, week): (state, version) for person, week, state, version in rows.values_list(*_KEY)}
    handed_in = {key for key, (state, _version) in states.items() if state not in EDITABLE}
    wanted = _worked(member, people, found, first, until)
    for person in people:
        for week in range(first, until, WEEK):
            if (person, week) not in wanted and _owes(found, person, week):
                wanted[person, week] = 0
    sent_back = {key: 0 for key, (state, _version) in states.items() if state == State.SENT_BACK}
    missing = [
        Listed(people[key[0]], key[1], states.get(key, ("open", 0))[0], seconds, None, states.get(key, ("open", 0))[1])
        for key, seconds in {**sent_back, **wanted}.items()
        if key not in handed_in
    ]
    return sorted(missing, key=lambda each: (each.monday, each.person.name))


PAGE = 20
MOST_LISTED = 300
"""Weeks of the list that waits; what is older comes up as these are done."""
KEPT_SECONDS = 3600
_KEY = ("person_id", "week", "state", "version")


def own_person_of(member: Member) -> Person | None:
    """The person a member is, if they can have timesheets."""
    person = own_person(member)
    return None if person.kind == Person.Kind.OWNER else person


def people_with_weeks(member: Member) -> list[Person]:
    """Everybody whose week a leader can open: who has a hand-off or a price, by name."""
    people = {row.pk: row for row in _who(member)}
    rates = Rate.objects.filter(person__in=people).order_by().values_list("person", flat=True)
    terms = Agreement.objects.filter(CONFIRMED, person__in=people).order_by().values_list("person", flat=True)
    work = Handoff.objects.filter(person__in=people).exclude(state__in=NOT_YET).order_by()
    known = {*rates.distinct(), *terms.distinct(), *work.values_list("person", flat=True).distinct()}
    return [row for pk, row in people.items() if pk in known]


def _who(member: Member) -> list[Person]:
    rows = visible(member, Person).exclude(kind=Person.Kind.OWNER)
    return list((rows if member.role in LEADERS else rows.filter(member=member)).order_by("name"))


def _worked(
    member: Member, people: dict[int, Person], found: Book, first: int, until: int
) -> dict[tuple[int, int], int]:
    """Seconds of paid work by person and week, from the totals: days on which a hand-off begins are not told apart."""
    totals = WeekTotal.everywhere.filter(workspace_id=member.workspace_id, week__gte=first, week__lt=until)
    work: dict[tuple[int, int], int] = defaultdict(int)
    rows = totals.filter(person__in=people).values_list("person_id", "week", "activity_id", "seconds")
    for person, week, activity, seconds in rows:
        jobs = found.jobs.get(person, ())
        counts = any(job_on(jobs, activity, day) for day in range(week, week + WEEK)) or any(
            price.activity is None and price.from_day < week + WEEK for price in found.prices.get(person, ())
        )
        if counts and seconds:
            work[person, week] += seconds
    return dict(work)


def _owes(found: Book, person: int, week: int) -> bool:
    """Whether money is owed for a week without work."""
    by_handoff: dict[int, list[Any]] = defaultdict(list)
    for each in found.terms.get(person, ()):
        if each.minimum or each.paid is Paid.FIXED:
            by_handoff[each.handoff].append(each)
    return bool(by_handoff) and any(
        line.amount for line in Book(found.jobs, found.terms, found.prices).sheet(person, week).lines
    )


def _buttons(actor: Member, person: Person, state: str, *, is_over: bool) -> list[Button]:
    holds = met(actor, person, is_over=is_over, reason="given with the move")
    found = []
    for move in TIMESHEET.open_to(state, parts_of(actor, person)):
        if _HIDDEN & set(move.needs) - holds:
            continue
        found.append(Button(move, TIMESHEET.missing(move, holds), "reason" in move.needs))
    # What goes on comes before what goes back.
    return sorted(found, key=lambda button: button.asks_why)


def _listed(rows: QuerySet[Timesheet]) -> list[Listed]:
    found = list(rows.select_related("person"))
    sums = sums_of([row.pk for row in found])
    return [
        Listed(
            row.person,
            row.week,
            row.state,
            *sums.get(row.pk, (0, None if row.state in EDITABLE else Decimal("0.00"))),
            version=row.version,
            paid=row.paid_amount,
            is_final=row.state not in EDITABLE,
        )
        for row in found
    ]


def _running(member: Member, rows: QuerySet[Timesheet]) -> list[Listed]:
    """Weeks in a list, open ones with what they come to so far; a fixed number of queries."""
    found = _listed(rows)
    opened = [each for each in found if not each.is_final]
    if not opened:
        return found
    first, last = min(each.monday for each in opened), max(each.monday for each in opened)
    known = book(member.workspace, {each.person.pk for each in opened}, first, last + WEEK - 1)
    sheets = {id(each): known.sheet(each.person.pk, each.monday) for each in opened}
    return [
        replace(each, seconds=sheets[id(each)].seconds, amount=sheets[id(each)].amount) if id(each) in sheets else each
        for each in found
    ]


def sums_of(timesheets: Collection[int]) -> dict[int, tuple[int, Decimal]]:
    """Seconds of work and money of weeks that were handed in; a week without a line is left out."""
    if not timesheets:
        return {}
    lines = TimesheetLine.objects.filter(timesheet__pk__in=timesheets)
    rows = lines.values_list("timesheet_id").annotate(worked=WORKED, hundredths=HUNDREDTHS).order_by()
    return {pk: (seconds or 0, Decimal(hundredths).scaleb(-2)) for pk, seconds, hundredths in rows}
