"""Money and hours as the owner states them; seen by the owner alone unless shared."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Workspace, WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.shared.figurefield import FigureField


class Finances(WorkspaceOwned):
    """What the owner states about income; NULL: not stated, a default is used and shown as one.

    The hours and days of a week stand in review's WorkWeek: sums over the log need them before any money is asked for.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+", editable=False)
    income_per_year = FigureField(_("your pay plus profit in a year"))
    worth_per_hour = FigureField(_("worth of a freed hour, if you know it"))
    weeks_per_year = models.FloatField(_("weeks you work in a year"), null=True, blank=True)
    tax_rate = models.FloatField(_("tax rate on the next unit earned"), null=True, blank=True)
    customers_want_more = models.BooleanField(_("customers would take more of your work"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)


class Earning(WorkspaceOwned):
    """What one activity earns."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="earning")
    margin_per_year = FigureField(_("gross margin it brings in a year"))
    absorbable_hours = FigureField(_("more hours a week that would still earn"))
    minutes_per_unit = models.FloatField(_("minutes for one unit"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
