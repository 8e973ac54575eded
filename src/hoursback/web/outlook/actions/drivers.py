"""What changes drivers, their months and the activities that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.models import Activity
from hoursback.web.outlook.models import Driven, Driver, DriverMonth
from hoursback.web.shared.conflict import StaleError

MOST = 20
"""Drivers a business keeps counting."""


@transaction.atomic
def add_driver(*, actor: Member, name: str, once: str = "") -> Driver | None:
    """A new driver; None: this very form added it already.

    Raises: HoursbackError, for a name that is there, or one too many.
    """
    if not first_time(actor, "outlook:drivers", once):
        return None
    _check_name(actor, name)
    if Driver.objects.filter(workspace_id=actor.workspace_id).count() >= MOST:
        raise HoursbackError(
            _("%(n)d drivers are more than anybody keeps counting.") % {"n": MOST},
            where="name",
            value=name,
            hint=_("Remove one first."),
        )
    driver = Driver.objects.create(workspace_id=actor.workspace_id, name=name)
    record(actor, "driver added", "driver", driver.pk)
    return driver


@transaction.atomic
def change_driver(
    *, actor: Member, driver_id: int, version: int, name: str, activities: Iterable[int], months: Mapping[date, float]
) -> Driver:
    """Name, activities and months of a driver, all at once; months that are not named are removed.

    An activity that went with another driver goes with this one from now on.
    Raises: StaleError; HoursbackError, for a name that another has.
    """
    driver = visible_or_404(actor, Driver, driver_id, Verb.CHANGE)
    _check_name(actor, name, driver)
    if not Driver.objects.filter(pk=driver.pk, version=version).update(version=F("version") + 1, name=name):
        raise StaleError
    chosen = list(visible(actor, Activity).filter(pk__in=list(activities)).values_list("pk", flat=True))
    Driven.objects.filter(driver=driver).delete()
    Driven.objects.filter(activity_id__in=chosen).delete()
    Driven.objects.bulk_create(
        [Driven(workspace_id=actor.workspace_id, driver=driver, activity_id=pk) for pk in chosen]
    )
    DriverMonth.objects.filter(driver=driver).delete()
    _put(actor, driver, months)
    record(actor, "driver changed", "driver", driver.pk, activities=len(chosen), months=len(months))
    driver.refresh_from_db()
    return driver


@transaction.atomic
def import_months(*, actor: Member, driver_id: int, months: Mapping[date, float]) -> tuple[int, int]:
    """Months from a paste or a file, laid over what is there.

    Returns: how many were new, and how many had another figure before.
    """
    driver = visible_or_404(actor, Driver, driver_id, Verb.CHANGE)
    before = dict(DriverMonth.objects.filter(driver=driver, month__in=list(months)).values_list("month", "units"))
    differs = {month: units for month, units in months.items() if before.get(month) != units}
    DriverMonth.objects.filter(driver=driver, month__in=list(differs)).delete()
    _put(actor, driver, differs)
    Driver.objects.filter(pk=driver.pk).update(version=F("version") + 1)
    changed = sum(month in before for month in differs)
    record(actor, "driver months imported", "driver", driver.pk, added=len(differs) - changed, changed=changed)
    return len(differs) - changed, changed


@transaction.atomic
def remove_driver(*, actor: Member, driver_id: int) -> str:
    """Remove a driver with its months; its name, for the note."""
    driver = visible_or_404(actor, Driver, driver_id, Verb.DELETE)
    name = driver.name
    record(actor, "driver removed", "driver", driver.pk)
    driver.delete()
    return name


def _put(actor: Member, driver: Driver, months: Mapping[date, float]) -> None:
    DriverMonth.objects.bulk_create(
        [
            DriverMonth(workspace_id=actor.workspace_id, driver=driver, month=month, units=units)
            for month, units in sorted(months.items())
        ]
    )


def _check_name(actor: Member, name: str, mine: Driver | None = None) -> None:
    others = Driver.objects.filter(workspace_id=actor.workspace_id, name__iexact=name)
    if mine is not None:
        others = others.exclude(pk=mine.pk)
    if others.exists():
        raise HoursbackError(
            _("There is a driver of this name already."),
            where="name",
            value=name,
            hint=_("Open it, or choose another."),
        )
