"""What handed-over work costs, by person, hand-off and month: one answer for page, API, CSV and XLSX."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from hoursback.engine.handoff.costs import Cost, Total, planned_for, total_of
from hoursback.engine.handoff.stages import EDITABLE
from hoursback.engine.handoff.timesheet import WEEK, LineKind, Terms, monday_of, most_agreed, still_to_pay
from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.accounts.request import whole_number
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.handoff.models import Handoff, Timesheet, TimesheetLine
from hoursback.web.handoff.selectors.books import Book, book, logged_in, month_bounds, seconds_of
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.handoff.selectors.weeks import HUNDREDTHS, WORKED, sums_of
from hoursback.web.people.models import Person

PAGE = 20
PEOPLE_SHOWN = 20
type _Key = tuple[int, int | None]
"""A person and a hand-off."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A week that was paid and opened again, by its Monday, with what it costs more than was paid; below zero: less."""

    person_id: int
    person: str
    monday: int
    to_pay: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """A month: its rows, their sums, and how many weeks of it are not handed in."""

    month: date
    rows: tuple[Cost, ...]
    total: Total
    open_weeks: int
    reopened: tuple[Reopened, ...] = ()

    def of(self, handoff_id: int) -> Costs:
        """The rows of one hand-off, with sums of their own."""
        rows = tuple(row for row in self.rows if row.handoff_id == handoff_id)
        return Costs(self.month, rows, total_of(rows), 0)

    @property
    def by_person(self) -> list[tuple[str, Total]]:
        """Sums of each person."""
        found: dict[tuple[str, int], list[Cost]] = defaultdict(list)
        for row in self.rows:
            found[row.person, row.person_id].append(row)
        return [(name, total_of(rows)) for (name, _pk), rows in found.items()]


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of a month, as accounting takes it."""

    day: date
    person: str
    handoff: str
    activity: str
    kind: str
    seconds: int
    rate: int | None
    amount: Decimal
    state: str


def month_costs(member: Member, month: date, today: date) -> Costs:
    """What the people a member sees cost in a month.

    Weeks that were handed in are sums of their stored lines; weeks up to today that were not are worked out by the
    same rule and told apart. Kept until anything in the workspace changes.
    """
    first = month.replace(day=1)
    return kept(member, f"costs-{first}-{today}", lambda: _month_costs(member, first, today), own=True)


@dataclass(frozen=True, slots=True)
class CostsPage:
    """A page of a month's rows, with the sums of all of them.

    Attributes:
        by_person: sums of the first people; people: how many there are.
    """

    rows: list[Cost]
    page: Page[int]
    total: Total
    open_weeks: int
    reopened: tuple[Reopened, ...]
    by_person: list[tuple[str, Total]]
    people: int


def costs_page(member: Member, month: date, today: date, page: str, handoff_id: int | None = None) -> CostsPage:
    """A page of a month, of all hand-offs or of one; kept by itself, for a month can have thousands of rows."""
    first, number = month.replace(day=1), whole_number(page, 1)

    def make() -> CostsPage:
        whole = month_costs(member, first, today)
        found = whole if handoff_id is None else whole.of(handoff_id)
        shown = Paginator(found.rows, PAGE).get_page(number)
        people = found.by_person
        return CostsPage(
            list(shown),
            Paginator(range(len(found.rows)), PAGE).page(shown.number),
            found.total,
            found.open_weeks,
            found.reopened,
            people[:PEOPLE_SHOWN],
            len(people),
        )

    return kept(member, f"costs-page-{first}-{today}-{handoff_id}-{number}", make, own=True)


def month_lines(member: Member, month: date) -> Iterator[Detail]:
    """The stored lines of a month, for accounting."""
    first, last = month_bounds(month)
    lines = visible(member, TimesheetLine).filter(day__gte=first, day__lte=last)
    rows = lines.select_related("handoff", "timesheet__person").order_by("day", "timesheet__person__name", "pk")
    for row in rows.iterator(2_000):
        yield Detail(
            date.fromordinal(row.day),
            row.timesheet.person.name,
            row.handoff.name if row.handoff else "",
            row.activity_name,
            row.get_kind_display(),
            row.seconds,
            row.rate,
            row.amount,
            row.timesheet.get_state_display(),
        )


def _month_costs(member: Member, month: date, today: date) -> Costs:
    first, last = month_bounds(month)
    names = dict(_all_of(member, Person).exclude(kind=Person.Kind.OWNER).values_list("pk", "name"))
    monday = monday_of(first)
    found = book(member.workspace, list(names), monday, monday - 1)
    open_now = list(_open_weeks(member, found, monday, min(last, today.toordinal())))
    found = logged_in(found, member.workspace, {(person, week) for person, week, _cap in open_now})
    costs: dict[_Key, Cost] = {}
    handoffs = dict(_all_of(member, Handoff).values_list("pk", "name"))

    def cost(person: int, handoff: int | None) -> Cost:
        name = "" if handoff is None else handoffs.get(handoff, "")
        return costs.get((person, handoff)) or Cost(person, names.get(person, ""), handoff, name)

    for person, handoff, seconds, amount in _stored(member, first, last):
        row = cost(person, handoff)
        costs[person, handoff] = replace(row, seconds=seconds, handed_in=amount)
    open_weeks = 0
    for person, week, cap in open_now:
        lines = [line for line in found.sheet(person, week, cap=cap).lines if first <= line.day <= last]
        open_weeks += bool(lines)
        for line in lines:
            row = cost(person, line.handoff)
            worked = line.seconds if line.kind is LineKind.WORK else 0
            costs[person, line.handoff] = replace(
                row, open_seconds=row.open_seconds + worked, open=row.open + line.amount
            )
    _compare(member, found, costs, cost, first, last)
    rows = tuple(sorted(costs.values(), key=lambda row: (row.person, row.handoff_id is None, row.handoff)))
    return Costs(month, rows, total_of(rows), open_weeks, _reopened(member, found, names, first, last))


def _reopened(member: Member, found: Book, names: Mapping[int, str], first: int, last: int) -> tuple[Reopened, ...]:
    """Weeks that begin in the month, were paid, and are not paid now."""
    rows = visible(member, Timesheet).filter(week__gte=first, week__lte=last, paid_amount__isnull=False)
    weeks = list(rows.exclude(state=Timesheet.State.PAID).order_by("week", "pk"))
    sums = sums_of([row.pk for row in weeks])
    again = []
    for row in weeks:
        opened = row.state in EDITABLE
        amount = found.sheet(row.person_id, row.week).amount if opened else sums.get(row.pk, (0, Decimal("0.00")))[1]
        more = still_to_pay(amount, row.paid_amount)
        if more:
            again.append(Reopened(row.person_id, names.get(row.person_id, ""), row.week, more))
    return tuple(again)


def _all_of[M: WorkspaceOwned](member: Member, model: type[M]) -> QuerySet[M]:
    """Rows that costs are told of: those a member sees; an adviser reads names and figures of all, and opens none.

    Raises: PermissionDenied, for an adviser with whom money is not shared.
    """
    if member.role != Role.ADVISER:
        return visible(member, model)
    if not member.workspace.has_money_shared:
        raise PermissionDenied
    return model._base_manager.filter(workspace_id=member.workspace_id)


def _stored(member: Member, first: int, last: int) -> Iterable[tuple[int, int | None, int, Decimal]]:
    """Sums of stored lines by person and hand-off, made by the database."""
    lines = visible(member, TimesheetLine).filter(day__gte=first, day__lte=last)
    rows = lines.values_list(F("timesheet__person_id"), F("handoff_id")).annotate(worked=WORKED, hundredths=HUNDREDTHS)
    return (
        (person, handoff, seconds or 0, Decimal(hundredths).scaleb(-2))
        for person, handoff, seconds, hundredths in rows.order_by()
    )


def _open_weeks(member: Member, found: Book, monday: int, last: int) -> Iterator[tuple[int, int, int | None]]:
    """Weeks that began and were not handed in, with the cap stated for them."""
    rows = visible(member, Timesheet).filter(week__gte=monday, week__lte=last)
    states = {
        (person, week): (state, hours)
        for person, week, state, hours in rows.values_list("person_id", "week", "state", "cap_hours")
    }
    for person in found.people:
        for week in range(monday, last + 1, WEEK):
            state, hours = states.get((person, week), (Timesheet.State.OPEN, None))
            if state in EDITABLE:
                yield person, week, seconds_of(hours)


def _compare(
    member: Member,
    found: Book,
    costs: dict[_Key, Cost],
    cost: Callable[[int, int | None], Cost],
    first: int,
    last: int,
) -> None:
    """What was agreed and planned, beside what it costs; a hand-off that cost nothing yet is listed too."""
    planned = dict(_all_of(member, Handoff).values_list("pk", "cost_per_week"))
    for person, jobs in found.jobs.items():
        terms: dict[int, list[Terms]] = defaultdict(list)
        for each in found.terms.get(person, ()):
            terms[each.handoff].append(each)
        for job in jobs:
            begin, end = max(first, job.first or first), min(last, job.last or last)
            key = (person, job.handoff)
            if begin > end and key not in costs:
                continue
            agreed = most_agreed(terms[job.handoff], begin, end) if terms.get(job.handoff) else None
            expected = planned_for(planned.get(job.handoff), max(0, end - begin + 1))
            costs[key] = replace(cost(*key), agreed=agreed, planned=expected)
