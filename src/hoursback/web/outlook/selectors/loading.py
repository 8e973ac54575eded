"""The log by week, people and drivers as the engine's outlook takes them, and the outlook itself from the cache."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import F, Min, Q, Sum

from hoursback.engine.capture.functions import function_of
from hoursback.engine.units import SECONDS_PER_HOUR
from hoursback.web.accounts.models import Workspace
from hoursback.web.capture.models import Activity, ActivityWeek, DayTotal, WeekTotal
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.outlook.models import Driven, DriverMonth
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.plan.models import Limits
from hoursback.web.review import selectors as review
from hoursback.web.review.models import Answer
from hoursback.web.shared.places import RELEASE

if TYPE_CHECKING:
    from hoursback.engine.outlook.whole import Ahead, Counted, Somebody, Work

ASSUMED_HOURS = 40.0
"""The owner's hours a week where none are stated."""
_DAYS_BACK = 7 * 108
_KEPT = 2 * 24 * 3600
_CORE = 3
_OVER = (Handoff.State.ENDED, Handoff.State.RETURNED)
type Weekly = Mapping[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """The outlook of a workspace.

    Attributes:
        ahead: the engine's; None: nothing is logged yet. hours_assumed: whether the owner's week is a default.
        growth_stated: of the work, as the limits of the plan have it; None: not stated.
    """

    ahead: Ahead | None
    hours_assumed: bool
    growth_stated: float | None


def look(workspace: Workspace, today: date) -> Looked:
    """The outlook of a workspace; kept until anything in it changes, or the day. Call it inside the workspace."""
    log, version = Workspace.objects.values_list("log_version", "version").get(pk=workspace.pk)
    key = f"outlook:{RELEASE}:{workspace.pk}:{log}:{version}:{today.isoformat()}"
    kept: Looked | None = cache.get(key)
    if kept is None:
        kept = _looked(workspace, today)
        cache.set(key, kept, _KEPT)
    return kept


def _looked(workspace: Workspace, today: date) -> Looked:
    from hoursback.engine.outlook.growth import UNKNOWN, stated_growth
    from hoursback.engine.outlook.whole import look_ahead

    week = review.week(workspace.pk)
    stated = Limits.objects.values_list("growth_per_year", flat=True).first()
    first = DayTotal.objects.filter(day__lt=today.toordinal()).aggregate(first=Min("day"))["first"]
    facts = (week.hours_per_week is None, stated)
    if first is None:
        return Looked(None, *facts)
    people = list(Person.objects.filter(is_archived=False).exclude(kind=Person.Kind.PLACEHOLDER))
    owner = next((person.pk for person in people if person.kind == Person.Kind.OWNER), 0)
    works = _works(owner, today)
    ahead = look_ahead(
        works,
        _people(people, week.hours_per_week or ASSUMED_HOURS, works, today),
        first_day=first,
        today=today,
        prior=UNKNOWN if stated is None else stated_growth(stated),
        work_days=week.work_days,
    )
    return Looked(ahead, *facts)


def _since(today: date) -> int:
    return today.toordinal() - _DAYS_BACK


def _works(owner: int, today: date) -> list[Work]:
    from hoursback.engine.outlook.whole import Work

    since = _since(today)
    everybody: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for activity, week, seconds in ActivityWeek.objects.filter(week__gte=since).values_list(
        "activity_id", "week", "seconds"
    ):
        everybody[activity][week] = seconds / SECONDS_PER_HOUR
    own: defaultdict[int, dict[int, float]] = defaultdict(dict)
    rows = WeekTotal.objects.filter(week__gte=since, person_id=owner)
    for activity, week, seconds in rows.values_list("activity_id", "week", "seconds"):
        own[activity][week] = seconds / SECONDS_PER_HOUR
    stays = Q(core=_CORE) | ~Q(bound="")
    bound = set(Answer.objects.filter(stays).values_list("activity_id", flat=True))
    drivers, caps = driver_of_activity(), _caps(today)
    return [
        Work(
            activity.pk,
            activity.name,
            function_of(activity.function, activity.name)[0],
            everybody[activity.pk],
            own[activity.pk],
            drivers.get(activity.pk),
            caps.get(activity.pk),
            activity.pk not in bound,
        )
        for activity in Activity.objects.filter(is_archived=False, pk__in=everybody)
    ]


def driver_of_activity() -> dict[int, Counted]:
    """The driver of each activity that has one, with its months."""
    from hoursback.engine.outlook.whole import Counted

    months: defaultdict[int, dict[date, float]] = defaultdict(dict)
    for driver, month, units in DriverMonth.objects.values_list("driver_id", "month", "units"):
        months[driver][month] = units
    rows = Driven.objects.values_list("activity_id", "driver_id", "driver__name")
    return {activity: Counted(name, dict(months[driver])) for activity, driver, name in rows}


def _caps(today: date) -> dict[int, float]:
    """Hours a week that agreements in force allow, by activity; the newest of each hand-off counts."""
    confirmed = Agreement.objects.filter(
        lead_confirmed_at__isnull=False,
        person_confirmed_at__isnull=False,
        withdrawn_at=None,
        declined_at=None,
        handoff__activity__isnull=False,
        person=F("handoff__person"),
        start__lte=today,
    ).exclude(handoff__state__in=_OVER)
    lasts = confirmed.filter(Q(end=None) | Q(end__gte=today)).filter(Q(last_day=None) | Q(last_day__gte=today))
    newest = dict(lasts.order_by("number").values_list("handoff__activity_id", "weekly_cap"))
    return {activity: float(cap) for activity, cap in newest.items() if cap}


def _people(people: list[Person], owner_hours: float, works: list[Work], today: date) -> list[Somebody]:
    from hoursback.engine.outlook.whole import Somebody

    hours: defaultdict[int, dict[int, float]] = defaultdict(dict)
    sums = WeekTotal.objects.filter(week__gte=_since(today)).values("person_id", "week").annotate(sum=Sum("seconds"))
    for row in sums:
        hours[row["person_id"]][row["week"]] = row["sum"] / SECONDS_PER_HOUR
    off: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, first, last in TimeOff.objects.values_list("person_id", "first", "last"):
        off[person].append((first.toordinal(), last.toordinal()))
    most = _most_done(works, today)
    return [
        Somebody(
            row.pk,
            row.name,
            hours[row.pk],
            owner_hours if row.kind == Person.Kind.OWNER else (row.hours_per_week and row.hours_per_week.value),
            tuple(off[row.pk]),
            is_owner=row.kind == Person.Kind.OWNER,
            is_employee=row.kind == Person.Kind.EMPLOYEE,
            function=most.get(row.pk, ""),
        )
        for row in people
        if row.kind == Person.Kind.OWNER or hours.get(row.pk)
    ]


def _most_done(works: list[Work], today: date) -> dict[int, str]:
    """The business function of most of each person's hours."""
    functions = {work.key: work.function for work in works}
    sums: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    rows = WeekTotal.objects.filter(week__gte=_since(today)).values("person_id", "activity_id")
    for row in rows.annotate(sum=Sum("seconds")):
        sums[row["person_id"]][functions.get(row["activity_id"], "")] += row["sum"]
    return {person: max(found, key=lambda name: found[name]) for person, found in sums.items()}
