"""What broke: the figures by which it was decided, the time-boxes in which it was tried, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoursback.engine.focus.fixorpay import LONGEST_BOX, SWITCHES
from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person
from hoursback.web.shared.figurefield import FigureField

MOST_SWITCHES = 50


class Incident(WorkspaceOwned):
    """Something that broke, of one owner; figures that are NULL were not stated, and defaults stand in.

    `estimate` is what it is thought to take from now on, `first_estimate` what was thought at first; both are owner
    hours. `helper` is whom the owner chose to compare with; NULL: the cheapest there is, a quote included. `price`
    (an hour) or `fixed` (in all) is a quote by somebody who is no person here.
    `choice` is what the owner went for while it is open; `valued_at` the worth of their hour when it ended.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("over")
        GONE = "gone", _("taken away")

    class Choice(models.TextChoices):
        NOTHING = "", _("not decided")
        FIX = "fix", _("doing it yourself")
        PAY = "pay", _("paying somebody")

    class Outcome(models.TextChoices):
        FIXED = "fixed", _("fixed it myself")
        PAID = "paid", _("paid somebody")
        GAVE_UP = "gave_up", _("gave up")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="incidents")
    what = models.CharField(_("what broke"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.BigIntegerField()
    day = models.IntegerField()
    estimate = FigureField(_("your hours"), null=False, blank=False)
    first_estimate = FigureField(_("your hours, as first thought"), null=False, blank=False)
    worth = FigureField(_("worth of your hour"))
    loss_per_hour = FigureField(_("lost for each hour it stands still"))
    waiting = FigureField(_("hours it stands still if you do it"))
    switches = models.PositiveSmallIntegerField(_("times you leave other work for it"), default=SWITCHES)
    helper = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    quote_from = models.CharField(_("quote from"), max_length=100, blank=True)
    price = FigureField(_("price an hour"))
    fixed = FigureField(_("fixed price"))
    helper_hours = FigureField(_("hours it takes them"))
    call_out = FigureField(_("call-out"))
    brief = FigureField(_("your hours to brief them"))
    response = FigureField(_("hours until it works again with them"))
    fee_per_month = FigureField(_("retainer a month"))
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    choice = models.CharField(max_length=3, choices=Choice.choices, default=Choice.NOTHING, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    hours_spent = models.FloatField(_("your hours in all"), null=True, blank=True)
    money_spent = models.DecimalField(_("paid"), max_digits=12, decimal_places=2, null=True, blank=True)
    valued_at = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    ended = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="incident_over_has_outcome"),
            models.CheckConstraint(condition=Q(hours_spent=None) | Q(hours_spent__gte=0), name="incident_hours"),
            models.CheckConstraint(condition=Q(money_spent=None) | Q(money_spent__gte=0), name="incident_money"),
        )
        indexes = (models.Index(fields=("person", "state", "at"), name="incident_by_state"),)
        ordering = ("-at", "-pk")
        verbose_name_plural = _("incidents")

    def __str__(self) -> str:
        return self.what


class TimeBox(WorkspaceOwned):
    """A stretch in which the owner tries it themselves, half-open in epoch seconds; a row outlives any browser.

    `stopped` is when it was over in fact: NULL while it runs, and after its end until somebody answers.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="boxes")
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    stopped = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & Q(end__lte=F("start") + int(LONGEST_BOX * 3600)),
                name="time_box_holds_time",
            ),
            models.UniqueConstraint(fields=("incident",), condition=Q(stopped=None), name="one_time_box_runs"),
        )
        ordering = ("start", "pk")
        verbose_name_plural = _("time-boxes")
