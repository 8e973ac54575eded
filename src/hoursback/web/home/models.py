"""Who works in the background and when each timed job is due, of the installation; and an owner's weekly review."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Link


class Worker(models.Model):
    """A process that does jobs, and when it last gave a sign of life."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class TimedRun(models.Model):
    """A timed job: when it is due, and until when one worker has it for itself."""

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)


class WeeklyReview(WorkspaceOwned):
    """One week as its owner looked back on it; `week` is the ordinal of its Monday.

    `figures` are those of the page as they were shown when the questions were answered; `before` is what the answers
    were before the last save, for undo: {} where there were none, NULL where nothing can be taken back.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="weekly_reviews")
    week = models.IntegerField()
    went_well = models.TextField(_("What went well?"), blank=True, max_length=1_000)
    displaced = models.TextField(_("What displaced your best hours?"), blank=True, max_length=1_000)
    not_next = models.TextField(_("What will you not do next week?"), blank=True, max_length=1_000)
    briefed_badly = models.TextField(_("Whom did you brief badly, and about what?"), blank=True, max_length=1_000)
    hand_over = models.TextField(_("One thing to hand over next"), blank=True, max_length=1_000)
    intention = models.CharField(_("The one thing you mean to do next week"), max_length=200, blank=True)
    figures = models.JSONField(default=dict)
    answered_at = models.DateTimeField()
    before = models.JSONField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "week"), name="one_review_a_week"),)
        ordering = ("-week",)


class WeeklyMail(WorkspaceOwned):
    """Whether a member gets the weekly mail; `last_week` is the Monday of the newest week they were mailed about."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="weekly_mail")
    is_wanted = models.BooleanField(_("one mail about the week"), default=True)
    last_week = models.IntegerField(null=True, editable=False)


class ReportLink(Link):
    """A link to a report for an adviser: shows it as it stands on the day it is opened."""

    class Report(models.TextChoices):
        PLAN = "plan", _("plan")
        RESULTS = "results", _("results")
        OUTLOOK = "outlook", _("outlook")

    report = models.CharField(_("report"), max_length=8, choices=Report.choices)
    weeks = models.PositiveSmallIntegerField(_("weeks shown"))
    locale = models.CharField(_("numbers and dates"), max_length=20)
    opens = models.PositiveIntegerField(_("times opened"), default=0, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
