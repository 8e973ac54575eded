"""The owner's own calendar elsewhere: how it is reached, what was written into it, and when it says they are busy."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import WorkspaceOwned
from hoursback.web.focus.models.blocks import Block
from hoursback.web.people.models import Person


class Calendar(WorkspaceOwned):
    """A connection to one CalDAV calendar; `password` is sealed (`focus.calendars.sealing`), never shown again.

    `offered` are the calendars that the server has, to choose from. `due_at` is when it is looked at next, NULL: not
    by itself any more; `lease_until` is how long one job has it for itself. `seen` is the server's mark of what was
    read last (ctag) with the day up to which was read.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("looking for your calendars")
        CHOOSING = "choosing", _("waiting for your choice")
        CONNECTED = "connected", _("connected")
        LEAVING = "leaving", _("taking your blocks out")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar")
    address = models.CharField(_("address"), max_length=500)
    user = models.CharField(_("user name"), max_length=200)
    password = models.TextField()
    has_titles = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.LOOKING)
    offered = models.JSONField(default=list)
    collection = models.CharField(max_length=1000, blank=True)
    collection_name = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    seen = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("due_at",), name="calendars_due"),)

    @property
    def is_given_up(self) -> bool:
        """Whether it failed so often that only a person tries again."""
        return self.due_at is None and bool(self.failure)


class Written(WorkspaceOwned):
    """A block as calendar and app last agreed on it; what differs from this was changed on that side since.

    `etag` names the version that the calendar has; empty: written, and not read back yet.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="written")
    block = models.OneToOneField(Block, on_delete=models.CASCADE, related_name="written")
    href = models.CharField(max_length=1000)
    etag = models.CharField(max_length=300, blank=True)
    start = models.BigIntegerField()
    end = models.BigIntegerField()


class Busy(WorkspaceOwned):
    """When the calendar says that a person is busy, half-open in epoch seconds; not why: no titles are kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="busy")
    start = models.BigIntegerField()
    end = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(end__gt=F("start")), name="busy_holds_time"),)
        indexes = (models.Index(fields=("person", "start"), name="busy_by_start"),)
