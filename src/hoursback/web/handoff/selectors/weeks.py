"""Weeks in lists: what waits for a leader, a month of them, one's own, and the pages of all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.db.models.functions import Cast, Round

from hoursback.engine.handoff.stages import EDITABLE, NOT_YET
from hoursback.engine.handoff.timesheet import WEEK, still_to_pay
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.request import whole_number
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.capture.models import Rate
from hoursback.web.handoff.models import Agreement, Handoff, Timesheet, TimesheetLine
from hoursback.web.handoff.models.agreements import CONFIRMED
from hoursback.web.handoff.selectors.books import book, month_bounds
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.people.models import Person

State = Timesheet.State
PAGE = 20
MOST_LISTED = 300
"""Weeks of the list that waits; what is older comes up as these are done."""
OWN = 13
"""Weeks of one's own that are listed."""
WORKED = Sum("seconds", filter=Q(kind=TimesheetLine.Kind.WORK))
"""Seconds of work of lines; None for none."""
HUNDREDTHS = Sum(Cast(Round(F("amount") * 100), BigIntegerField()))
"""Money of lines in whole hundredths: SQLite keeps amounts as binary fractions, and their sum would not be exact."""
_NEXT: dict[str, str] = {State.SUBMITTED: "approve", State.APPROVED: "lock", State.LOCKED: "mark paid"}
_WAITING = (State.SUBMITTED, State.APPROVED, State.LOCKED)
_SHOWN = (
    *("workspace", "person", "week", "state", "version", "paid_amount"),
    *("person__name", "person__kind", "person__member", "person__workspace"),
)
"""What a list shows of a person; their figures and skills take longer to read than all else."""


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


@dataclass(frozen=True, slots=True)
class Sums:
    """Weeks in a list, added up."""

    number: int
    seconds: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """Weeks that wait for a leader: the oldest, and all of them added up."""

    shown: list[Listed]
    sums: Sums

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.sums.number - len(self.shown)


def waiting(member: Member, most: int) -> Waiting:
    """The oldest weeks that wait for a leader, and the sums of all."""
    return kept(member, f"waiting-weeks-{most}", lambda: _waiting(member, most), own=True)


def _waiting(member: Member, most: int) -> Waiting:
    rows = _waiting_rows(member)
    lines = TimesheetLine.objects.filter(timesheet__in=rows).aggregate(worked=WORKED, hundredths=HUNDREDTHS)
    amount = Decimal(lines["hundredths"] or 0).scaleb(-2)
    return Waiting(_listed(rows[:most]), Sums(rows.count(), lines["worked"] or 0, amount))


def _waiting_rows(member: Member) -> QuerySet[Timesheet]:
    rows = visible(member, Timesheet).filter(state__in=_WAITING).exclude(person__member=member)
    return rows.order_by("week", "person__name") if member.role in LEADERS else rows.none()


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
    name = f"weeks-of-month-{month}-{person_id}-{whole_number(page, 1)}"
    return kept(member, name, lambda: _weeks_in(member, month, person_id, page))


def _weeks_in(member: Member, month: date, person_id: int | None, page: str) -> tuple[list[Listed], Page[int]]:
    first, last = month_bounds(month)
    rows = visible(member, Timesheet).filter(week__gte=first, week__lte=last)
    if person_id is not None:
        rows = rows.filter(person=person_id)
    rows = rows.order_by("-week", "person__name")
    shown = Paginator(list(rows.values_list("pk", flat=True)), PAGE).get_page(page)
    found = _running(member, rows.filter(pk__in=list(shown)))
    # Only how many there are is kept beside the rows of the page.
    return found, Paginator(range(shown.paginator.count), PAGE).page(shown.number)


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


def own_weeks(member: Member, most: int = OWN) -> list[Listed]:
    """The last weeks of the member themselves."""
    rows = visible(member, Timesheet).filter(person__member=member).order_by("-week")
    return kept(member, f"own-weeks-{most}", lambda: _listed(rows[:most]), own=True)


def people_with_weeks(member: Member) -> list[tuple[int, str]]:
    """Everybody whose week a leader can open, with the name, by name: who has a hand-off or a price."""
    return kept(member, "people-with-weeks", lambda: _people_with_weeks(member))


def _people_with_weeks(member: Member) -> list[tuple[int, str]]:
    rows = visible(member, Person).exclude(kind=Person.Kind.OWNER)
    people = (rows if member.role in LEADERS else rows.filter(member=member)).order_by("name").values_list("pk", "name")
    known = {
        *Rate.objects.order_by().values_list("person", flat=True).distinct(),
        *Agreement.objects.filter(CONFIRMED).order_by().values_list("person", flat=True).distinct(),
        *Handoff.objects.exclude(state__in=NOT_YET).order_by().values_list("person", flat=True).distinct(),
    }
    return [(pk, name) for pk, name in people if pk in known]


def _listed(rows: QuerySet[Timesheet]) -> list[Listed]:
    found = list(rows.select_related("person").only(*_SHOWN))
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
