"""Limits and terms a plan is made under, the plans that were made, and what the owner decided line by line."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, Workspace, WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person
from hoursback.web.shared.figurefield import FigureField


class Limits(WorkspaceOwned):
    """The limits of a plan; NULL: not stated, a default is used and shown as one."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+", editable=False)
    start = models.DateField(_("first week of the plan"), null=True, blank=True)
    budget_per_month = models.FloatField(_("money for help in a month"), null=True, blank=True)
    setup_hours_per_week = models.FloatField(_("your hours a week to brief and search"), null=True, blank=True)
    has_unlimited_setup = models.BooleanField(_("no limit to set-up hours"), default=False)
    cash_reserve = models.FloatField(_("cash you keep untouched"), null=True, blank=True)
    growth_per_year = models.FloatField(_("growth of the work in a year"), null=True, blank=True)
    worth_growth = models.FloatField(_("growth of your worth in a year"), null=True, blank=True)
    horizon_weeks = models.PositiveSmallIntegerField(_("weeks the plan looks ahead"), null=True, blank=True)
    tail_weeks = models.PositiveSmallIntegerField(_("weeks every line is followed beyond"), null=True, blank=True)
    discount_per_year = models.FloatField(_("discount a year"), null=True, blank=True)
    has_builtin_roles = models.BooleanField(_("offer roles to be found at the market's price"), null=True, blank=True)
    assumptions = models.JSONField(default=dict, blank=True)  # name: number or [low, high]
    version = models.PositiveIntegerField(default=1, editable=False)


class Terms(WorkspaceOwned):
    """What handing one activity over takes."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="terms")
    brief_hours = FigureField(_("your hours to brief and train somebody"))
    error_loss_per_week = FigureField(_("what mistakes would cost a week"))
    loss_if_dropped_per_week = FigureField(_("what dropping it would cost a week"))
    requires = models.JSONField(_("skills it needs"), default=dict, blank=True)  # {skill: level}
    version = models.PositiveIntegerField(default=1, editable=False)


class Quote(WorkspaceOwned):
    """A fixed price of one person for one activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="quotes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="quotes")
    fixed_price_per_month = FigureField(_("fixed price a month"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("activity", "person"), name="one_quote_per_pair"),)


class MadePlan(WorkspaceOwned):
    """A plan as it was made, with everything it saw; once it is ready it never changes.

    A first, quick answer stands in `answer` (marked as a sketch) until the full one replaces it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being worked out")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    log_version = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", editable=False)  # of what it saw and of the levers
    levers = models.JSONField(default=dict)  # what the sliders changed
    saw = models.JSONField(default=dict)  # settings and hours by activity as the plan saw them
    answer = models.JSONField(default=dict)  # the plan, as `hoursback plan make --json` prints it and more
    error = models.JSONField(default=dict)
    is_kept = models.BooleanField(default=False)  # a look with the sliders is not kept until its owner keeps it
    kept_at = models.DateTimeField(null=True)  # the plan in force is the one kept last
    started_at = models.DateTimeField(null=True, editable=False)  # lease of the job that works it out

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "digest"), condition=~Q(digest=""), name="one_plan_for_what_it_saw"
            ),
        )


class Line(WorkspaceOwned):
    """What the owner decided about one line of a plan: the decision journal."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        CHANGED = "changed", _("changed")
        REFUSED = "refused", _("refused")

    plan = models.ForeignKey(MadePlan, on_delete=models.CASCADE, related_name="lines")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, related_name="+")
    activity_name = models.CharField(max_length=200)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    revisit_on = models.DateField(_("look at it again on"), null=True, blank=True)
    changed_to = models.JSONField(default=dict, blank=True)
    assumed = models.JSONField(default=dict)  # the plan's line as it was decided on
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("plan", "activity_name"), name="one_decision_per_line"),)
        ordering = ("-pk",)


class Link(WorkspaceOwned):
    """What somebody without a log-in opens: it expires, can be revoked, and shows money only if asked to."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("for whom"), max_length=200, blank=True)
    shows_worth = models.BooleanField(_("show income and worth too"), default=False)
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("-pk",)


class Share(Link):
    """A link to one plan, as it was made, for a partner or accountant."""

    plan = models.ForeignKey(MadePlan, on_delete=models.CASCADE, related_name="shares")
