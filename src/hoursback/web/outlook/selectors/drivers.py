"""Look-ups of drivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.models import Activity
from hoursback.web.outlook.models import Driven, Driver, DriverMonth


@dataclass(frozen=True, slots=True)
class Listed:
    """A driver in the list.

    Attributes:
        entered: months with a figure. last: the latest of them. works: names of its activities.
    """

    row: Driver
    entered: int
    last: date | None
    works: tuple[str, ...]


def drivers(member: Member) -> list[Listed]:
    """All drivers with their activities."""
    works: dict[int, list[str]] = {}
    for driver, name in visible(member, Driven).values_list("driver_id", "activity__name"):
        works.setdefault(driver, []).append(name)
    rows = visible(member, Driver).annotate(entered=Count("months"), last=Max("months__month"))
    return [Listed(row, row.entered, row.last, tuple(works.get(row.pk, ()))) for row in rows]


def driver_here(member: Member, driver_id: int, verb: Verb = Verb.SEE) -> Driver:
    """One driver.

    Raises: Http404.
    """
    return visible_or_404(member, Driver, driver_id, verb)


def months_of(driver: Driver) -> dict[date, float]:
    """A driver's months."""
    return dict(DriverMonth.objects.filter(driver=driver).values_list("month", "units"))


def driven_by(driver: Driver) -> list[int]:
    """Activities that go with a driver."""
    return list(Driven.objects.filter(driver=driver).values_list("activity_id", flat=True))


def activities(member: Member) -> Sequence[tuple[int, str]]:
    """Activities that can go with a driver, by name."""
    rows = visible(member, Activity).filter(is_archived=False).order_by("name")
    return list(rows.values_list("pk", "name"))


def activity_here(member: Member, activity_id: int) -> Activity:
    """One activity.

    Raises: Http404.
    """
    return visible_or_404(member, Activity, activity_id)
