"""The owner's protected time: how much of it a day, the blocks in which it lies, and the days on which it is little."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoursback.engine.focus.protect import (
    BAD_DAY_MINUTES,
    FLOOR_MINUTES,
    LEAST_FLOOR,
    LONGEST_BAD_DAY,
    MOST_FLOOR,
    SHORTEST_BAD_DAY,
)
from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.capture.models import DAY_SECONDS, Activity
from hoursback.web.people.models import Person


class Protection(WorkspaceOwned):
    """What a person protects for the activities that earn most; a row exists once they changed anything.

    `first`, `second` and `third` are chosen instead of the ranking by worth; all NULL: the ranking holds.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="protection")
    floor_minutes = models.PositiveSmallIntegerField(_("protected minutes a day"), default=FLOOR_MINUTES)
    bad_day_minutes = models.PositiveSmallIntegerField(_("on a bad day"), default=BAD_DAY_MINUTES)
    usual_from = models.TimeField(_("best begun at"), null=True, blank=True)
    when = models.CharField(_("if"), max_length=200, blank=True)
    then = models.CharField(_("then"), max_length=200, blank=True)
    first = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    third = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposes_tomorrow = models.BooleanField(_("propose the next day's block every evening"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(floor_minutes__gte=LEAST_FLOOR, floor_minutes__lte=MOST_FLOOR), name="floor_in_its_range"
            ),
            models.CheckConstraint(
                condition=Q(bad_day_minutes__gte=SHORTEST_BAD_DAY, bad_day_minutes__lte=LONGEST_BAD_DAY),
                name="bad_day_in_its_range",
            ),
        )


class Block(WorkspaceOwned):
    """Protected time, half-open [start, end) in epoch seconds; `day` is the working day it serves.

    A block that was taken away stays as GONE: nothing proposes it again, and a calendar learns that it went.
    `proposed_for` and `slot` say which proposal of which day it was, so that no day's proposal is made twice,
    wherever a block was moved since; NULL: made by hand. `uid` names it in calendars (`Written`).
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        GONE = "gone", _("taken away")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.IntegerField()
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    zone = models.CharField(max_length=64)
    proposed_for = models.IntegerField(null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.PLANNED)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    moved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "proposed_for", "slot"), name="block_proposed_once"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) & Q(end__lte=F("start") + DAY_SECONDS), name="block_holds_time"
            ),
        )
        indexes = (models.Index(fields=("person", "day"), name="block_by_day"),)
        ordering = ("start", "pk")

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.end - self.start


class BadDay(WorkspaceOwned):
    """A day on which a person declared that little will do."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bad_days")
    day = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="bad_day_once"),)
