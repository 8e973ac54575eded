"""The owner's own cycle: managing people is a skill too."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.people.models import Person


class SelfCheck(WorkspaceOwned):
    """How a leader sees their own expectations, training, guidance and follow-up, 1 to 5 each; with one goal."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    expectations = models.PositiveSmallIntegerField(_("expectations"))
    training = models.PositiveSmallIntegerField(_("training"))
    guidance = models.PositiveSmallIntegerField(_("guidance"))
    follow_up = models.PositiveSmallIntegerField(_("follow-up"))
    goal = models.CharField(_("one goal in leading people"), max_length=300, blank=True)
    goal_by = models.DateField(_("by"), null=True, blank=True)
    goal_met = models.BooleanField(_("reached"), null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "on"), name="one_self_check_a_day"),)
        ordering = ("-on",)


class UpwardRating(WorkspaceOwned):
    """How a person rates being led, 1 to 5 each; shown as a mean from three people on, else only with consent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    expectations = models.PositiveSmallIntegerField(_("I know what is expected of me"))
    training = models.PositiveSmallIntegerField(_("I was shown what I need"))
    guidance = models.PositiveSmallIntegerField(_("I get help when I ask"))
    follow_up = models.PositiveSmallIntegerField(_("my work is looked at and talked about"))
    comment = models.TextField(_("what would help you"), blank=True, max_length=10_000)
    may_show = models.BooleanField(_("you may see this as mine"), default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "about", "on"), name="one_upward_rating_a_day"),)
        ordering = ("-on",)
