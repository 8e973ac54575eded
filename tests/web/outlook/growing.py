"""A business that grows, week by week, straight into the tables of the log."""

from __future__ import annotations

import math
from datetime import date, timedelta

from django.db import transaction

from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.record import touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Entry, Zone
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import own_person
from hoursback.web.review.models import WorkWeek

WORKS = {
    "Client work": ("delivery", 14.0),
    "Email": ("admin", 6.0),
    "Invoices": ("finance", 4.0),
    "Newsletter": ("marketing", 2.0),
}
"""Name, function and hours a week at the beginning."""


def grow(
    member: Member,
    today: date,
    *,
    weeks: int = 30,
    growth: float = 0.4,
    scatter: float = 0.08,
    hours: float | None = 45.0,
    person: Person | None = None,
    works: dict[str, tuple[str, float]] | None = None,
) -> dict[str, int]:
    """Weeks of log of the owner (or of somebody) up to last week; the activities by name."""
    workspace = member.workspace
    with acting_in(workspace), transaction.atomic():
        who = person or own_person(member)
        chosen = works or WORKS
        activities = {
            name: Activity.objects.get_or_create(workspace=workspace, name=name, defaults={"function": function})[0]
            for name, (function, _hours) in chosen.items()
        }
        monday = today - timedelta(days=today.weekday(), weeks=weeks)
        rows = []
        for week in range(weeks):
            for place, (name, (_function, first)) in enumerate(chosen.items()):
                level = first * (1 + growth) ** (week / 52) * (1 + scatter * math.sin(2.4 * week + place))
                days = [monday + timedelta(weeks=week, days=day) for day in range(5)]
                rows += [(activities[name].pk, day, level / 5) for day in days]
        _store(workspace, who, rows)
        if hours is not None and person is None:
            WorkWeek.objects.update_or_create(workspace=workspace, defaults={"hours_per_week": hours, "work_days": 5})
    return {name: row.pk for name, row in activities.items()}


def _store(workspace: Workspace, who: Person, rows: list[tuple[int, date, float]]) -> None:
    zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
    entries = [
        Entry(
            workspace=workspace,
            person=who,
            activity_id=activity,
            day=day.toordinal(),
            seconds=round(hours * 3600),
            zone=zone,
        )
        for activity, day, hours in rows
    ]
    Entry.objects.bulk_create(entries)
    rollups.add(workspace.pk, [rollups.delta_of(entry) for entry in entries])
    touch(workspace.pk, log=True)
