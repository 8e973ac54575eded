"""What a person did on working days, in seconds by activity: rollups, and what a late day start moves between them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, Sum

from hoursback.engine.capture.clock import zone_of
from hoursback.engine.focus.days import day_bounds
from hoursback.web.capture.models import DayTotal, Entry, Timer, Zone
from hoursback.web.focus.clock import Clock
from hoursback.web.people.models import Person

Spent = dict[int, dict[int, int]]
"""Seconds by day (its ordinal) and activity."""


def spent_by_day(person: Person, first: date, last: date, clock: Clock) -> Spent:
    """Seconds on every working day from first to last, both included; a fixed number of queries.

    An entry counts on the working day on which it starts by the clock of its own zone, whole. Where days start at
    midnight these are the log's own totals by day.
    """
    low, high = first.toordinal(), last.toordinal()
    here = {"workspace_id": person.workspace_id, "person": person}
    found: Spent = {}
    rows = DayTotal.everywhere.filter(**here, day__range=(low, high + 1)).order_by()
    for day, activity, seconds in rows.values_list("day", "activity_id").annotate(spent=Sum("seconds")):
        _add(found, day, activity, seconds)
    if clock.day_start:
        for day, activity, seconds in _of_the_night(person, first, last + timedelta(days=1), clock.day_start):
            _add(found, day, activity, -seconds)
            _add(found, day - 1, activity, seconds)
    return {
        day: {activity: seconds for activity, seconds in of.items() if seconds}
        for day, of in found.items()
        if low <= day <= high
    }


def with_timer(spent: Spent, timer: Timer | None, clock: Clock, days: range) -> Spent:
    """The same with the running timer, up to now, on the working day on which it was started."""
    if timer is None or timer.activity_id is None:
        return spent
    began = Clock(clock.now, zone_of(timer.zone.name), clock.day_start).day_of(timer.start).toordinal()
    seconds = max(0, clock.now - timer.start)
    if began not in days or not seconds:
        return spent
    found = {day: dict(of) for day, of in spent.items()}
    _add(found, began, timer.activity_id, seconds)
    return found


def _add(found: Spent, day: int, activity: int, seconds: int) -> None:
    of = found.setdefault(day, {})
    of[activity] = of.get(activity, 0) + seconds


def _of_the_night(person: Person, first: date, last: date, day_start: int) -> list[tuple[int, int, int]]:
    """Day, activity and seconds of entries that start after midnight and before their day does."""
    rows = Entry.everywhere.filter(
        workspace_id=person.workspace_id, person=person, day__range=(first.toordinal(), last.toordinal())
    ).filter(start__isnull=False)
    early = Q()
    for zone in Zone.objects.filter(pk__in=rows.order_by().values("zone").distinct()):
        own = zone_of(zone.name)
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            begins = day_bounds(date.fromordinal(ordinal), own, day_start)[0]
            early |= Q(zone=zone, day=ordinal, start__lt=begins)
    if not early:
        return []
    sums = rows.filter(early).order_by().values_list("day", "activity_id").annotate(spent=Sum("seconds"))
    return list(sums)
