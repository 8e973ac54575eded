"""A hand-off: one activity on its way to one person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Line


class Handoff(WorkspaceOwned):
    """One activity handed to one person, from the accepted decision to its end.

    `candid` is for the leaders alone: no page, export or mail of the person ever shows it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        BRIEFING = "briefing", _("briefing")
        CHOOSING = "choosing", _("choosing")
        AGREED = "agreed", _("agreed")
        TRAINING = "training", _("training")
        SUPERVISED = "supervised", _("supervised")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        RETURNED = "returned", _("returned")
        ENDED = "ended", _("ended")

    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, related_name="handoffs")
    name = models.CharField(_("what is handed over"), max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="handoffs")
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    paused_from = models.CharField(max_length=10, blank=True)
    hours_per_week = models.FloatField(_("their hours a week, as planned"), null=True, blank=True)
    cost_per_week = models.DecimalField(_("cost a week, as planned"), max_digits=14, decimal_places=2, null=True)
    baseline_hours = models.FloatField(_("your hours a week before"), null=True, blank=True)
    requires = models.JSONField(_("skills it needs"), default=dict, blank=True)  # {skill: level}
    runs_needed = models.PositiveSmallIntegerField(_("good supervised runs before sign-off"), default=3)
    candid = models.TextField(_("notes for yourself"), blank=True, max_length=10_000)
    started_on = models.DateField(null=True)  # the day the supervised or running work began
    ended_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("activity",),
                condition=~Q(state__in=("ended", "returned")),
                name="one_handoff_under_way_per_activity",
            ),
        )
        indexes = (models.Index(fields=("workspace", "state"), name="handoff_by_state"),)
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state as it is called; lists show many, and Django would hash all choices for each."""
        return str(self.State(self.state).label)


class Change(WorkspaceOwned):
    """A move of a hand-off: from where, to where, by whom, why. Never changed."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="changes")
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)


class FollowUp(WorkspaceOwned):
    """A date on which a leader looks at a hand-off again."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="follow_ups")
    on = models.DateField(_("on"))
    about = models.CharField(_("about"), max_length=300)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("on", "pk")


class Flag(WorkspaceOwned):
    """Handed-over work that came back into the owner's log in one week, and what was decided about it.

    What it cost is worked out for whoever may see the worth of the owner's hour, and stored nowhere.
    """

    class Choice(models.TextChoices):
        OPEN = "", _("not decided")
        BRIEF = "brief", _("brief again")
        TRAIN = "train", _("train")
        TAKE_BACK = "take_back", _("take it back")
        ONE_OFF = "one_off", _("a one-off")

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="flags")
    week = models.IntegerField()  # ordinal of its Monday
    seconds = models.IntegerField()  # of the owner in that week
    expected = models.IntegerField(
        default=0
    )  # seconds of theirs that were to be expected: what cannot be handed over, checking
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True, default="")
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("handoff", "week"), name="one_flag_per_week"),)
        ordering = ("-week",)
