"""Look-ups of activities and of the people whose log it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet, Sum
from django.http import Http404

from hoursback.engine.capture import activity as engine
from hoursback.engine.capture.functions import TITLES, BusinessFunction
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.capture.models import Activity, DayTotal, Habit, Step, Timer
from hoursback.web.people.models import Person

LATELY_DAYS = 28
STEPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity in the list: seconds and entries of the last 28 days, and the last day it was logged."""

    activity: Activity
    seconds: int
    entries: int
    last_day: date | None

    @property
    def per_week(self) -> int:
        """Seconds a week over the last four weeks."""
        return self.seconds // (LATELY_DAYS // 7)


def activities(workspace_id: int, *, with_archived: bool = False) -> QuerySet[Activity]:
    """The activities of a workspace in the order of their positions."""
    rows = Activity.everywhere.filter(workspace_id=workspace_id).order_by("position", "pk")
    return rows if with_archived else rows.filter(is_archived=False)


def activities_for(member: Member, *, with_archived: bool = False) -> QuerySet[Activity]:
    """The activities that a member may log on, in the order of their positions."""
    rows = visible(member, Activity).order_by("position", "pk")
    return rows if with_archived else rows.filter(is_archived=False)


def stated_activities(workspace_id: int) -> list[engine.Activity]:
    """What is stated about each activity that is not archived, as the engine takes it, in order."""
    return [
        engine.Activity(
            name=row.name,
            function=row.function,
            match=tuple(row.match),
            hours_per_week=row.hours_per_week,
            times_per_month=row.times_per_month,
            hours_each=row.hours_each,
        )
        for row in activities(workspace_id)
    ]


def own_person(member: Member) -> Person | None:
    """The person a member is; None before their first entry."""
    return Person.everywhere.filter(workspace_id=member.workspace_id, member=member).first()


def person_shown(member: Member, wanted: str) -> Person | None:
    """Whose log a page shows: one's own, or for leaders another's by number.

    Raises: Http404.
    """
    if not wanted:
        return own_person(member)
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 18:
        raise Http404
    return visible_or_404(member, Person, int(wanted))


def people_who_log(member: Member) -> Sequence[Person]:
    """For leaders, everybody with any time in the log; for helpers nobody else."""
    if member.role not in LEADERS:
        return ()
    with_time = DayTotal.everywhere.filter(workspace_id=member.workspace_id).values("person_id")
    return list(visible(member, Person).filter(Q(pk__in=with_time) | Q(member=member)).order_by("name"))


def running_timer(member: Member) -> Timer | None:
    """What a member is doing now; None when nothing is timed."""
    return visible(member, Timer).select_related("activity", "zone", "labels").first()


def habit_of(person: Person | None) -> Habit | None:
    """How a person logs; None while they stated nothing."""
    return None if person is None else Habit.everywhere.filter(person=person).first()


def activity_rows(member: Member, today: date) -> list[ActivityRow]:
    """Every activity with what the member sees of its last four weeks, from the totals."""
    since = (today - timedelta(days=LATELY_DAYS - 1)).toordinal()
    totals = visible(member, DayTotal).order_by()
    lately = {
        activity: (seconds, entries)
        for activity, seconds, entries in totals.filter(day__gte=since, day__lte=today.toordinal())
        .values_list("activity_id")
        .annotate(Sum("seconds"), Sum("entries"))
    }
    last = dict(totals.values_list("activity_id").annotate(Max("day")))
    return [
        ActivityRow(row, *lately.get(row.pk, (0, 0)), date.fromordinal(last[row.pk]) if row.pk in last else None)
        for row in activities(member.workspace_id, with_archived=True)
    ]


def activity(member: Member, pk: int) -> Activity:
    """One activity to change.

    Raises: Http404.
    """
    return visible_or_404(member, Activity, pk, Verb.CHANGE)


def other_activities(member: Member, pk: int) -> QuerySet[Activity]:
    """What an activity can be merged into."""
    return visible(member, Activity).filter(is_archived=False).exclude(pk=pk).order_by("name")


def function_choices(workspace_id: int) -> list[tuple[str, str]]:
    """The functions of a business, and those that this one named itself."""
    own = Activity.everywhere.filter(workspace_id=workspace_id).values_list("function", flat=True).distinct()
    known = {f.value: TITLES[f.value] for f in BusinessFunction}
    for name in sorted(set(own) - {""}):
        known.setdefault(name, name.capitalize())
    return sorted(known.items(), key=lambda item: item[1])


def last_steps(member: Member) -> Sequence[Step]:
    """What the member did last, newest first."""
    return list(visible(member, Step).order_by("-pk")[:STEPS_SHOWN])
