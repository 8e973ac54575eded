"""What the owner says of a decision when it comes back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.plan.models import Line


class Hindsight(WorkspaceOwned):
    """One answer to a decision that came back; the newest one of a line holds, the others are its history."""

    class Judged(models.TextChoices):
        RIGHT = "right", _("right")
        PARTLY = "partly", _("partly right")
        WRONG = "wrong", _("wrong")
        EARLY = "early", _("too early to say")

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="hindsights")
    on = models.DateField()
    judged = models.CharField(_("was it right"), max_length=6, choices=Judged.choices)
    said = models.CharField(_("what you would do differently"), max_length=1000, blank=True)
    next_on = models.DateField(_("look at it again on"), null=True, blank=True)
    was_due = models.DateField(null=True, editable=False)  # the line's own day before, to go back to it
    planned_hours = models.FloatField(null=True, editable=False)  # hours a week as the plan had them, and as they came
    actual_hours = models.FloatField(null=True, editable=False)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("answers to decisions that came back")
        indexes = (models.Index(fields=("workspace", "line"), name="hindsight_by_line"),)
        ordering = ("-pk",)
