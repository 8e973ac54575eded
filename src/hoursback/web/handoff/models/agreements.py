"""Who could do it, what was agreed, what they may open."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.handoff.models.work import Handoff
from hoursback.web.people.models import Person


class Candidate(WorkspaceOwned):
    """Somebody who could take a hand-off over; `candid`, `interview` and `trial` are for the leaders alone."""

    class Outcome(models.TextChoices):
        OPEN = "", _("in the running")
        CHOSEN = "chosen", _("chosen")
        DECLINED = "declined", _("did not want it")
        REJECTED = "rejected", _("not chosen")

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # [{"question", "anchors": five texts, "score" 1-5 or null, "note"}], the same questions for all
    interview = models.JSONField(default=list, blank=True)
    trial = models.JSONField(default=dict, blank=True)  # {"task", "pay", "hours", "rubric": [{"what", "score"}]}
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    candid = models.TextField(_("notes for yourself"), blank=True, max_length=10_000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("handoff", "person"), name="candidate_once"),)
        ordering = ("pk",)


class Agreement(WorkspaceOwned):
    """Terms of one hand-off, confirmed by both sides; a change is a new number, the old one stays as it was."""

    class Kind(models.TextChoices):
        HOURLY = "hourly", _("by the hour")
        FIXED = "fixed", _("a fixed price a month")
        RETAINER = "retainer", _("hours paid each week even if unused")
        EMPLOYED = "employed", _("within their employment")

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField(default=1)
    kind = models.CharField(_("paid"), max_length=8, choices=Kind.choices, default=Kind.HOURLY)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2, null=True, blank=True)
    weekly_cap = models.DecimalField(_("most hours a week"), max_digits=5, decimal_places=2, null=True, blank=True)
    minimum_hours = models.DecimalField(
        _("hours paid each week even if unused"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)  # the last day
    notice_days = models.PositiveSmallIntegerField(_("notice, in days"), default=14)
    confidentiality = models.TextField(_("confidentiality"), blank=True, max_length=10_000)
    terms = models.TextField(_("anything else that was agreed"), blank=True, max_length=10_000)
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    lead_confirmed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    lead_confirmed_at = models.DateTimeField(null=True)
    person_confirmed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    person_confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_because = models.CharField(_("why not"), max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    notice_at = models.DateTimeField(null=True)
    notice_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    notice_because = models.CharField(_("why it ends"), max_length=1000, blank=True)
    last_day = models.DateField(_("last day after notice"), null=True, blank=True)  # `end` stays as it was agreed
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("handoff", "number"), name="agreement_number_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="agreement_ends_after_start"),
        )
        ordering = ("-number",)

    @property
    def is_on_paper(self) -> bool:
        """Whether a leader recorded the person's yes, because they have no log-in."""
        return self.person_confirmed_at is not None and self.person_confirmed_by_id != self.person.member_id

    @property
    def ends_on(self) -> date | None:
        """Its last day, after notice or as agreed; None: open."""
        days = [day for day in (self.end, self.last_day) if day is not None]
        return min(days, default=None)


CONFIRMED = Q(lead_confirmed_at__isnull=False, person_confirmed_at__isnull=False, withdrawn_at=None, declined_at=None)
"""Agreements that both sides said yes to."""


def lasting(day: date) -> Q:
    """Agreements that have not ended by a day, begun or not."""
    return (Q(end=None) | Q(end__gte=day)) & (Q(last_day=None) | Q(last_day__gte=day))


class AccessItem(WorkspaceOwned):
    """Something a person may open for a hand-off: granted, and taken back at its end. Never a password."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="access")
    name = models.CharField(_("what they may open"), max_length=200)
    granted_to = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
