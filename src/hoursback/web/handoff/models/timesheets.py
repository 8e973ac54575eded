"""Weeks of work that are paid for: open, submitted, approved, locked, paid."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.models.work import Handoff
from hoursback.web.people.models import Person


class Timesheet(WorkspaceOwned):
    """One week of one person; `week` is the ordinal of its Monday."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        LOCKED = "locked", _("locked")
        PAID = "paid", _("paid")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="timesheets")
    week = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("note"), blank=True, max_length=10_000)
    cap_hours = models.DecimalField(_("this week's cap, in hours"), max_digits=5, decimal_places=2, null=True)
    cap_reason = models.CharField(_("why this week's cap is raised"), max_length=300, blank=True)
    cap_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    cap_asked = models.DecimalField(_("hours asked for"), max_digits=5, decimal_places=2, null=True)
    cap_asked_because = models.CharField(_("why more hours are asked for"), max_length=300, blank=True)
    cap_refused = models.CharField(_("why more hours were refused"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("why it was sent back or opened again"), max_length=1000, blank=True)
    paid_on = models.DateField(null=True)
    paid_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # stays when a paid week is reopened
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "week"), name="one_timesheet_per_week"),)
        indexes = (models.Index(fields=("workspace", "state", "week"), name="timesheet_by_state"),)
        ordering = ("-week", "person")


class TimesheetLine(WorkspaceOwned):
    """Money of one person on one day for one activity at one price, as it was when the week was handed in.

    `amount` is rounded here and nowhere else (half up, to the hundredth): every total is a sum of these.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("work")
        MINIMUM = "minimum", _("agreed minimum")
        FIXED = "fixed", _("fixed price")

    timesheet = models.ForeignKey(Timesheet, on_delete=models.CASCADE, related_name="lines")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="timesheet_lines")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, related_name="+")
    activity_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORK)
    day = models.IntegerField()
    seconds = models.IntegerField(default=0)
    rate = models.IntegerField(null=True)  # hundredths of the currency an hour
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(seconds__gte=0), name="line_not_negative"),)
        ordering = ("day", "activity_name", "pk")
