"""A cycle with one person: five phases over what is handed to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.models import Person, Skill


class Cycle(WorkspaceOwned):
    """One round with one person."""

    class Phase(models.TextChoices):
        SKILLS = "skill_assessment", _("skill assessment")
        TRAINING = "gap_training", _("gap training")
        GOALS = "goal_setting", _("goal setting")
        PERFORMANCE = "performance_assessment", _("performance assessment")
        REPEAT = "repeat", _("repeated")
        STOPPED = "stopped", _("stopped")

    class Verdict(models.TextChoices):
        COLLECT = "collect", _("collect more")
        KEEP = "keep", _("keep")
        WIDEN = "widen", _("widen")
        NARROW = "narrow", _("narrow")
        TRAIN = "train", _("train")
        REPLACE = "replace", _("replace")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveIntegerField(default=1)
    phase = models.CharField(max_length=22, choices=Phase.choices, default=Phase.SKILLS)
    opened_on = models.DateField()
    work_started_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    draft = models.JSONField(default=dict, editable=False)  # the draft verdict as the engine gave it, with its reasons
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices, blank=True, default="")
    verdict_reason = models.TextField(_("why"), blank=True, max_length=10_000)
    verdict_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "number"), name="cycle_number_once"),
            models.UniqueConstraint(
                fields=("person",), condition=~Q(phase__in=("repeat", "stopped")), name="one_cycle_under_way"
            ),
        )
        ordering = ("-number",)


class Turn(WorkspaceOwned):
    """A move of a cycle from phase to phase: by whom, why. Never changed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="turns")
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=22)
    target = models.CharField(max_length=22)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)


class Rating(WorkspaceOwned):
    """A level that one rater gave in one cycle; what others gave is shown to the person as the shrunk mean."""

    class Source(models.TextChoices):
        SELF = "self", _("own view")
        OTHER = "other", _("somebody else's view")
        SAMPLE = "sample", _("a work sample")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="ratings")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=6, choices=Source.choices)
    level = models.PositiveSmallIntegerField(_("level"))
    evidence = models.CharField(_("evidence"), max_length=1000, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)  # the day the evidence is from
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cycle", "skill", "rater", "source"), name="rated_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_1_to_5"),
        )
        ordering = ("skill", "pk")


class Training(WorkspaceOwned):
    """One gap to close: hours, material, and the days on which it is looked at again."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="training")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level_from = models.PositiveSmallIntegerField()
    level_to = models.PositiveSmallIntegerField()
    weight = models.FloatField(default=1.0)
    hours = models.FloatField(_("hours of theirs"))
    lead_hours = models.FloatField(_("hours of yours"), default=0)
    material = models.CharField(_("with what"), max_length=1000, blank=True)
    done_on = models.DateField(null=True)
    put_off_because = models.CharField(_("why it is put off"), max_length=300, blank=True)
    reviews = models.JSONField(default=list, blank=True)  # [{"on": ISO date, "done_on": ISO date or null, "ok": bool}]
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)


class Goal(WorkspaceOwned):
    """What is to be reached, by which measure, at which level, by when, shown by what; agreed by both."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("met")
        UNMET = "unmet", _("not met")
        DROPPED = "dropped", _("dropped")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="goals")
    handoff = models.ForeignKey(Handoff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(_("what"), max_length=300)
    measure = models.CharField(_("measured by"), max_length=300)
    start_level = models.FloatField(_("today"))
    target_level = models.FloatField(_("target"))
    actual_level = models.FloatField(_("reached"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    by = models.DateField(_("by"))
    evidence = models.CharField(_("what will show it"), max_length=1000)
    is_stretch = models.BooleanField(_("a stretch: never counts against anybody"), default=False)
    is_learning = models.BooleanField(_("a learning goal, for work that is new"), default=False)
    lead_agreed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    lead_agreed_at = models.DateTimeField(null=True)
    person_agreed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    person_agreed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    seeded_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("by", "pk")


class Reflection(WorkspaceOwned):
    """A view of how the work goes: the person's comes first, the lead's says what they briefed badly."""

    class Side(models.TextChoices):
        PERSON = "person", _("the person")
        LEAD = "lead", _("the lead")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="reflections")
    side = models.CharField(max_length=6, choices=Side.choices)
    went_well = models.TextField(_("what went well"), blank=True, max_length=10_000)
    was_hard = models.TextField(_("what was hard"), blank=True, max_length=10_000)
    evidence = models.TextField(_("what was seen"), blank=True, max_length=10_000)
    briefed_badly = models.TextField(_("what did I brief badly?"), blank=True, max_length=10_000)
    next_step = models.TextField(_("the next step"), blank=True, max_length=10_000)
    has_declined = models.BooleanField(_("asked, and did not want to"), default=False)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cycle", "side"), name="one_view_per_side"),)


class Note(WorkspaceOwned):
    """A leader's note about somebody; the person sees it only once it is shared."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("note"), max_length=10_000)
    is_breach = models.BooleanField(_("a critical breach of what was agreed"), default=False)
    shared_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
