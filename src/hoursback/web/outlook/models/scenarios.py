"""What if: saved changes of what is stated, each with the plan made of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.plan.models import MadePlan


class Scenario(WorkspaceOwned):
    """A few changes with a name, and the newest plan that was made of them."""

    name = models.CharField(_("name"), max_length=100)
    changes = models.JSONField(default=dict)  # fields of the engine's Changes that differ from what is stated
    plan = models.ForeignKey(MadePlan, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="scenario_name_once"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
