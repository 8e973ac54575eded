"""What the owner says about each activity, and about work that never happened."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Workspace, WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.shared.figurefield import FigureField

_TEN = (MinValueValidator(0), MaxValueValidator(10))


class WorkWeek(WorkspaceOwned):
    """The owner's stated week, which every sum over the log rests on; NULL: not stated, the log or a default counts."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+", editable=False)
    hours_per_week = models.FloatField(_("hours you work in a week"), null=True, blank=True)
    work_days = models.PositiveSmallIntegerField(_("days you work in a week"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)


class Answer(WorkspaceOwned):
    """The owner's answers about one activity; NULL: not answered, which is not a 0."""

    class Bound(models.TextChoices):
        NO = "", _("somebody else could")
        LEGAL = "legal", _("the law wants me")
        SIGNATURE = "signature", _("my signature")
        RELATIONSHIP = "relationship", _("the relationship is mine")
        CONFIDENTIAL = "confidential", _("it is confidential")
        SAFETY = "safety", _("safety")

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="answer")
    time = models.FloatField(_("enough time for it?"), null=True, blank=True, validators=_TEN)
    liking = models.FloatField(_("do you like it?"), null=True, blank=True, validators=_TEN)
    skill = models.FloatField(_("are you good at it?"), null=True, blank=True, validators=_TEN)
    energy = models.FloatField(
        _("does it drain or give energy?"), default=0, validators=(MinValueValidator(-2), MaxValueValidator(2))
    )
    core = models.PositiveSmallIntegerField(
        _("how core is it?"), null=True, blank=True, validators=(MaxValueValidator(3),)
    )
    bound = models.CharField(_("only I can do this because"), max_length=12, choices=Bound.choices, blank=True)
    bound_until = models.DateField(_("look at it again on"), null=True, blank=True)
    bound_note = models.CharField(_("which part is not bound"), max_length=500, blank=True)
    handable = FigureField(_("share somebody else could do"))
    is_skipped = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)


class Undone(WorkspaceOwned):
    """Work that should have happened and did not: a log cannot show it."""

    name = models.CharField(_("what should have happened"), max_length=200)
    hours_per_week = FigureField(_("hours a week it would take"))
    value_per_week = FigureField(_("what it would bring a week"))
    is_removed = models.BooleanField(default=False, editable=False)  # kept, so that removing can be taken back
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
