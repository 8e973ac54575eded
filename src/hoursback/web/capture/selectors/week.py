"""One week of a person's log as a grid of activities and days, from the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import Activity, DayTotal
from hoursback.web.capture.selectors.names import activities_for
from hoursback.web.people.models import Person
from hoursback.web.shared.formats import clock


@dataclass(frozen=True, slots=True)
class Cell:
    """One activity on one day."""

    activity_id: int
    day: date
    seconds: int
    entries: int

    @property
    def name(self) -> str:
        """What the cell is called in a form."""
        return f"c{self.activity_id}-{self.day.toordinal()}"

    @property
    def text(self) -> str:
        """The length as it is shown; an empty cell is empty."""
        return clock(self.seconds) if self.entries else ""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One activity; `is_empty` marks one of last week's without any time in this one."""

    activity: Activity
    cells: Sequence[Cell]
    seconds: int
    is_empty: bool


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The grid of a week."""

    first: date
    days: Sequence[date]
    rows: Sequence[WeekRow]
    day_seconds: Sequence[tuple[date, int]]
    seconds: int
    last_week_seconds: int
    others: Sequence[Activity]

    @property
    def last(self) -> date:
        """Its last day."""
        return self.days[-1]

    @property
    def before(self) -> date:
        """A day of the week before."""
        return self.first - timedelta(days=7)

    @property
    def following(self) -> date:
        """A day of the week after."""
        return self.first + timedelta(days=7)


def first_day(day: date, week_start: int) -> date:
    """The first day of a day's week; `week_start` 0 is Monday.

    >>> first_day(date(2026, 3, 4), 6)
    datetime.date(2026, 3, 1)
    """
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def week_facts(person: Person | None, member: Member, first: date, *, added: Sequence[int] = ()) -> WeekFacts:
    """The grid of the seven days from `first`, with the rows of the week before.

    Args:
        member: who looks; rows are offered for what they may log on. added: further activities to show a row for.
    """
    days = [first + timedelta(days=number) for number in range(7)]
    totals = _totals(person, member.workspace_id, first)
    known = list(activities_for(member, with_archived=True))
    used = {activity for activity, _day in totals} | set(added)
    rows = [_row(row, days, totals) for row in known if row.pk in used]
    by_day = [(day, sum(row.cells[at].seconds for row in rows)) for at, day in enumerate(days)]
    last_week = sum(seconds for (_a, day), (seconds, _n) in totals.items() if day < first.toordinal())
    others = [row for row in known if row.pk not in used and not row.is_archived]
    return WeekFacts(first, days, rows, by_day, sum(row.seconds for row in rows), last_week, others)


def _totals(person: Person | None, workspace_id: int, first: date) -> dict[tuple[int, int], tuple[int, int]]:
    """Seconds and entries by activity and day, of this week and the one before."""
    if person is None:
        return {}
    here = DayTotal.everywhere.filter(
        workspace_id=workspace_id, person=person, day__gte=first.toordinal() - 7, day__lt=first.toordinal() + 7
    )
    sums = here.values_list("activity_id", "day").annotate(Sum("seconds"), Sum("entries")).order_by()
    return {(activity, day): (seconds, entries) for activity, day, seconds, entries in sums}


def _row(activity: Activity, days: Sequence[date], totals: dict[tuple[int, int], tuple[int, int]]) -> WeekRow:
    cells = [Cell(activity.pk, day, *totals.get((activity.pk, day.toordinal()), (0, 0))) for day in days]
    seconds = sum(cell.seconds for cell in cells)
    return WeekRow(activity, cells, seconds, not any(cell.entries for cell in cells))
