"""Training before the work, and the work itself, run by run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.handoff.models.work import Handoff
from hoursback.web.people.models import Person


class TrainingStep(WorkspaceOwned):
    """One thing to learn before the first run."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="training")
    name = models.CharField(_("what to learn"), max_length=300)
    material = models.CharField(_("with what"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "pk")


class Run(WorkspaceOwned):
    """One time the work was done: the checklist as it was ticked, and whether the result met the standard."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="runs")
    # Who did it: the work may be handed to somebody else later, and their runs are not this one's.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="runs")
    number = models.PositiveIntegerField()
    is_supervised = models.BooleanField(default=False)
    day = models.DateField(_("on"))
    checklist = models.JSONField(default=list, blank=True)  # [{"item", "is_done"}] of the brief's steps
    minutes = models.FloatField(_("minutes it took"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=10_000)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    is_met = models.BooleanField(_("met the standard"), null=True)
    judged_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    feedback = models.TextField(_("what it is about"), blank=True, max_length=2_000)
    evidence = models.TextField(_("what shows it"), blank=True, max_length=2_000)
    next_step = models.TextField(_("the next step"), blank=True, max_length=2_000)
    owner_minutes = models.FloatField(_("minutes of yours to check it"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("handoff", "number"), name="run_number_once"),
            models.UniqueConstraint(
                fields=("handoff", "person"), condition=models.Q(finished_at=None), name="one_open_run_each"
            ),
        )
        ordering = ("-number",)
