"""Hours of a year by activity and ISO week, from the weekly totals alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import QuerySet, Sum

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.capture.models import Activity, ActivityWeek, WeekTotal
from hoursback.web.people.models import Person
from hoursback.web.shared.places import RELEASE

_KEPT_SECONDS = 24 * 3600
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity: seconds of each week of the year, in order."""

    name: str
    seconds: tuple[int, ...]

    @property
    def total(self) -> int:
        """Seconds of the year."""
        return sum(self.seconds)


@dataclass(frozen=True, slots=True)
class Year:
    """An ISO year: 52 or 53 weeks from Monday, activities with most time first.

    Attributes:
        mondays: of its weeks. who: the person it is about, None: everybody whom the member sees.
        others: years that hold anything, in order.
    """

    year: int
    mondays: tuple[date, ...]
    rows: tuple[Row, ...]
    who: Person | None
    others: tuple[int, ...]

    @property
    def total(self) -> int:
        """Seconds of all activities."""
        return sum(row.total for row in self.rows)

    @property
    def by_week(self) -> tuple[int, ...]:
        """Seconds of all activities by week."""
        return tuple(map(sum, zip(*(row.seconds for row in self.rows), strict=True)))


def weeks_of(year: int) -> tuple[date, ...]:
    """The Mondays of an ISO year.

    >>> len(weeks_of(2025)), len(weeks_of(2026)), weeks_of(2026)[0]
    (52, 53, datetime.date(2025, 12, 29))
    """
    monday, end = date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1)
    return tuple(monday + _WEEK * week for week in range((end - monday) // _WEEK))


def year_of(member: Member, year: int, who: int | None = None) -> Year:
    """The year as a member sees it: leaders everybody's hours, others their own.

    Args:
        who: a person's id, for that person alone.
    Raises: Http404, for a person whom the member does not see.
    """
    person = None if who is None else visible_or_404(member, Person, who)
    seen = None if member.role in LEADERS else tuple(visible(member, Person).values_list("pk", flat=True))
    persons = seen if person is None else (person.pk,)
    sums, others = _found(member, year, persons)
    names = dict(Activity.everywhere.filter(workspace_id=member.workspace_id).values_list("pk", "name"))
    rows = [Row(names[pk], seconds) for pk, seconds in sums.items()]
    rows.sort(key=lambda row: (-row.total, row.name))
    return Year(year, weeks_of(year), tuple(rows), person, others)


def people_seen(member: Member) -> list[tuple[int, str]]:
    """Whose hours a leader can look at one by one."""
    if member.role not in LEADERS:
        return []
    return list(visible(member, Person).exclude(kind=Person.Kind.ROLE).order_by("name").values_list("pk", "name"))


def _found(
    member: Member, year: int, persons: tuple[int, ...] | None
) -> tuple[dict[int, tuple[int, ...]], tuple[int, ...]]:
    """Seconds by week of each activity, and the years with hours; worked out once for each state of the log."""
    workspace = member.workspace
    key = f"year:{RELEASE}:{workspace.public_id}:{workspace.log_version}:{year}:{persons}"
    found: tuple[dict[int, tuple[int, ...]], tuple[int, ...]] | None = cache.get(key)
    if found is None:
        found = sums_of(workspace.pk, year, persons), years_of(workspace.pk, persons)
        cache.set(key, found, _KEPT_SECONDS)
    return found


def sums_of(workspace_id: int, year: int, persons: tuple[int, ...] | None = None) -> dict[int, tuple[int, ...]]:
    """Seconds by week of each activity that took any time or has an entry in an ISO year."""
    mondays = weeks_of(year)
    first, weeks = mondays[0].toordinal(), len(mondays)
    totals = _weeks_of(workspace_id, persons).filter(week__gte=first, week__lt=first + 7 * weeks).order_by()
    columns = ("week", "activity_id", "seconds")
    # In the order of the key, so that the database need not sort.
    sums = (
        totals.values_list(*columns) if persons is None else totals.values_list(*columns[:2]).annotate(Sum("seconds"))
    )
    found: dict[int, list[int]] = {}
    for week, activity, seconds in sums:
        found.setdefault(activity, [0] * weeks)[(week - first) // 7] = seconds
    return {activity: tuple(seconds) for activity, seconds in found.items()}


def years_of(workspace_id: int, persons: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """The ISO years from the first to the last that hold anything."""
    totals = _weeks_of(workspace_id, persons)
    # One at a time: both ends in one question would be a walk through the whole table.
    first, last = (totals.order_by(order).values_list("week", flat=True).first() for order in ("week", "-week"))
    if first is None or last is None:
        return ()
    # The Thursday of a week tells the year it belongs to.
    return tuple(range(date.fromordinal(first + 3).year, date.fromordinal(last + 3).year + 1))


def _weeks_of(workspace_id: int, persons: tuple[int, ...] | None) -> QuerySet[ActivityWeek] | QuerySet[WeekTotal]:
    """The totals to read: everybody's are kept summed up, a hundredth of the rows."""
    if persons is None:
        return ActivityWeek.everywhere.filter(workspace_id=workspace_id)
    return WeekTotal.everywhere.filter(workspace_id=workspace_id, person_id__in=persons)
