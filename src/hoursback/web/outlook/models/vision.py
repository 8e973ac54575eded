"""Where the owner wants to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Workspace, WorkspaceOwned


class Vision(WorkspaceOwned):
    """The vision in numbers; NULL: not stated."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+", editable=False)
    hours_per_week = models.FloatField(_("hours a week you want to work"), null=True, blank=True)
    income_per_year = models.FloatField(_("income a year you want"), null=True, blank=True)
    direction = models.TextField(_("what you want to do more of, and what less"), blank=True, max_length=2000)
    start = models.DateField(_("from"))
    months = models.PositiveSmallIntegerField(_("within so many months"), default=12)
    version = models.PositiveIntegerField(default=1, editable=False)
