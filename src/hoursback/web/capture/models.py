"""The log: entries as lean rows with interned names, what they add up to, and how they came in.

Instants are integer seconds since 1970-01-01T00:00Z, days are proleptic ordinals (`date.toordinal()`): a third of the
size of their texts, and what the engine's rows hold. A day is the local date on which an entry starts.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, Workspace, WorkspaceOwned
from hoursback.web.people.models import Person
from hoursback.web.shared.figurefield import FigureField

DAY_SECONDS = 24 * 3600


class Zone(models.Model):
    """An IANA zone name, interned; the same for all workspaces."""

    name = models.CharField(max_length=64, unique=True)


class Activity(WorkspaceOwned):
    """A kind of work. `position` is the order of stating or of first doing; the engine's draws follow it."""

    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("business function"), max_length=40, blank=True)
    match = models.JSONField(_("words that belong to it"), default=list, blank=True)
    hours_per_week = FigureField(_("hours a week"))
    times_per_month = models.FloatField(_("times a month"), null=True, blank=True)
    hours_each = FigureField(_("hours each time"))
    position = models.PositiveIntegerField(default=0, editable=False)
    is_archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="activity_name_once"),)
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Labels(WorkspaceOwned):
    """What a source said an entry belongs to, interned as one combination; tags are joined by line ends."""

    project = models.CharField(max_length=500, blank=True)
    task = models.CharField(max_length=500, blank=True)
    client = models.CharField(max_length=500, blank=True)
    tags = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("workspace", "project", "task", "client", "tags"), name="labels_once"),
        )


class Choice(WorkspaceOwned):
    """What a person chose for a wording: teaches the suggester, and always wins."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "words", "activity"), name="choice_once"),)


class Batch(WorkspaceOwned):
    """One import: a file looked at, then committed, then perhaps undone; the file itself goes once it is done."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("looked at")
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        UNDONE = "undone", _("taken back")
        FAILED = "failed", _("failed")

    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(max_length=300)
    stored_as = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    options = models.JSONField(default=dict)
    found = models.JSONField(default=dict)  # what the preview showed: format, counts, problems, names
    result = models.JSONField(default=dict)  # what the commit did: added, known already, skipped, new names
    progress = models.FloatField(default=0.0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)


class Entry(WorkspaceOwned):
    """One piece of logged work: half-open [start, start + seconds), or seconds on a day without a start.

    Foreign keys are not indexed one by one: rows are found by workspace and day. The one index does two things, finds
    a day and keeps a print from being stored twice on it, since a second one would cost a quarter of an import.
    """

    class Source(models.IntegerChoices):
        TYPED = 1, _("typed")
        TIMER = 2, _("timer")
        IMPORTED = 3, _("imported")
        CALENDAR = 4, _("calendar")
        API = 5, _("API")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries", db_index=False)
    day = models.IntegerField()
    start = models.BigIntegerField(null=True)
    seconds = models.IntegerField()
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(_("note"), blank=True, default="")
    labels = models.ForeignKey(Labels, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    source = models.PositiveSmallIntegerField(choices=Source.choices, default=Source.TYPED)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    mark = models.BigIntegerField(null=True)  # 8-byte print of an imported row, so that the same file adds nothing
    rate = models.IntegerField(null=True)  # hundredths of the currency an hour cost when it was logged; NULL: no price
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            # Rows without a print never collide: NULLs are distinct.
            models.UniqueConstraint(fields=("workspace", "day", "mark"), name="imported_once"),
            models.CheckConstraint(
                condition=Q(seconds__gte=0) & Q(seconds__lte=DAY_SECONDS), name="entry_within_a_day"
            ),
        )

    step_id: int | None = None
    """The step of the change just made, for the undo button; never stored."""

    @property
    def end(self) -> int | None:
        """Epoch seconds at which it ends; None for a length on a day."""
        return None if self.start is None else self.start + self.seconds


class Rate(WorkspaceOwned):
    """What an hour of somebody costs from a day on, for one activity or (NULL) for any; entries keep a copy.

    The newest of an activity goes before the newest of any. Never changed: a later row takes its place from its day on.
    Without an amount it says that from that day on there is no price of its own.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rates")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    from_day = models.IntegerField()
    hundredths = models.IntegerField(null=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    stated_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(hundredths__gte=0), name="rate_not_negative"),)
        ordering = ("from_day", "pk")


class Closed(WorkspaceOwned):
    """A week of one person whose entries may not change: it was handed in. `first` and `last` are days, both closed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first = models.IntegerField()
    last = models.IntegerField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "first"), name="closed_once"),)


class Timer(WorkspaceOwned):
    """What a person is doing now: one row per person, so that it outlives any browser and any session."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="timer")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    labels = models.ForeignKey(Labels, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, default="")
    start = models.BigIntegerField()
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    step_id: int | None = None
    """The step of the change just made, for the undo button; never stored."""


class DayTotal(WorkspaceOwned):
    """Seconds and entries of one person and activity on one day; kept exact in the transaction of the entry.

    There are nearly as many as entries, so the key is the row: no id, and one tree instead of two
    where SQLite keeps it.
    Activity comes before person in it, so that a sum over people by day and activity needs no sorting.
    """

    pk = models.CompositePrimaryKey("workspace", "day", "activity", "person")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.IntegerField()
    seconds = models.BigIntegerField()
    entries = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(entries__gt=0), name="day_total_has_entries"),)


class WeekTotal(WorkspaceOwned):
    """The same by week; `week` is the ordinal of its Monday."""

    pk = models.CompositePrimaryKey("workspace", "week", "activity", "person")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.IntegerField()
    seconds = models.BigIntegerField()
    entries = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(entries__gt=0), name="week_total_has_entries"),)


class ActivityWeek(WorkspaceOwned):
    """The same by week for everybody together: a year of a large team is two thousand rows instead of a hundred times
    as many, which is what a report over it costs."""

    pk = models.CompositePrimaryKey("workspace", "week", "activity")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.IntegerField()
    seconds = models.BigIntegerField()
    entries = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(entries__gt=0), name="activity_week_has_entries"),)


class Step(WorkspaceOwned):
    """A change of the log that can be taken back: what the rows were before."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    said = models.CharField(max_length=300)  # what the undo button says
    before = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)


class Habit(WorkspaceOwned):
    """How a person logs: working hours that gaps are measured in, and the reminder they asked for (off at first)."""

    DEFAULT_DAYS: ClassVar[list[int]] = [0, 1, 2, 3, 4]
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="habit")
    day_from = models.TimeField(_("I usually start at"), null=True, blank=True)
    day_to = models.TimeField(_("and stop at"), null=True, blank=True)
    work_days = models.JSONField(_("on"), default=list, blank=True)
    remind_every = models.PositiveSmallIntegerField(_("ask what I just did, every … minutes"), null=True, blank=True)


class Reminder(WorkspaceOwned):
    """A reminder that was given: a person is reminded of one thing once a local day, whatever clocks and tabs do."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    day = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "kind", "day"), name="reminded_once"),)
