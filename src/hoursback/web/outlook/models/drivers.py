"""What drives the work: orders, clients, sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.capture.models import Activity


class Driver(WorkspaceOwned):
    """Something that is counted each month and makes work."""

    name = models.CharField(_("what is counted"), max_length=100)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="driver_name_once"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class DriverMonth(WorkspaceOwned):
    """How many there were, or are expected, in one month."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()  # its first day
    units = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("driver", "month"), name="driver_month_once"),
            models.CheckConstraint(condition=Q(units__gte=0), name="driver_units_not_negative"),
        )
        ordering = ("month",)


class Driven(WorkspaceOwned):
    """An activity that goes with a driver; with one at most."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="activities")

    class Meta:
        ordering = ("pk",)
