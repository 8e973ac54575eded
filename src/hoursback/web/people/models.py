"""The people work can go to, and the owner too: an entry always belongs to one of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.shared.figurefield import FigureField


class Person(WorkspaceOwned):
    """Somebody (or a service, or a role to be found) of a workspace; NULL figures are not stated."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("owner")
        EMPLOYEE = "employee", _("employee")
        CONTRACTOR = "contractor", _("contractor")
        FIRM = "firm", _("firm")
        ROLE = "role", _("role to be found")
        SERVICE = "service", _("service or software")
        PLACEHOLDER = "placeholder", _("name from an import")

    class Experience(models.TextChoices):
        UNSTATED = "", _("follows from the skills")
        SPECIALIST = "specialist", _("specialist")
        GENERALIST = "generalist", _("generalist")
        NOVICE = "novice", _("novice")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    member = models.OneToOneField(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")
    price = FigureField(_("price per hour"))
    hours_per_week = FigureField(_("hours a week for handed-over work"))
    experience = models.CharField(_("experience"), max_length=10, choices=Experience.choices, blank=True)
    engaged = models.BooleanField(_("already works with you"), default=False)
    leaves_per_year = FigureField(_("departures a year"))
    fee = FigureField(_("fee on top of the price, as a share"))
    search_hours = FigureField(_("your hours to find and choose them"))
    setup_cost = FigureField(_("one-off cost to begin"))
    cost_per_month = FigureField(_("cost per month"))
    retainer_hours = models.FloatField(_("hours paid each week even if unused"), null=True, blank=True)
    minimum_weeks = models.PositiveSmallIntegerField(_("shortest engagement, weeks"), default=0)
    efficiency_first = models.FloatField(null=True, blank=True)
    efficiency_practised = models.FloatField(null=True, blank=True)
    rework = FigureField(_("share of their work that is done again"))
    skills = models.JSONField(_("skills"), null=True, blank=True)  # {skill: level}; NULL: meets what is required
    declines = models.JSONField(_("does not want"), default=list, blank=True)
    is_archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("workspace", "name"), name="person_name_once"),
            models.UniqueConstraint(
                fields=("workspace",), condition=Q(kind="owner"), name="one_owner_person_per_workspace"
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """The kind as it is called; lists show many, and Django would hash all choices for each."""
        return str(self.Kind(self.kind).label)


DOERS = (Person.Kind.EMPLOYEE, Person.Kind.CONTRACTOR, Person.Kind.FIRM)
"""Who can agree to take work over; a role to be found is nobody yet, and a service reads no brief."""


class Skill(WorkspaceOwned):
    """A skill of the business's own catalogue; the anchors say what each level looks like at work.

    Levels of a skill that was merged into another stay where they are and count for the other.
    """

    name = models.CharField(_("name"), max_length=200)
    anchors = models.JSONField(_("what each level looks like"), default=list, blank=True)  # five texts, level 1 first
    is_archived = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    before = models.JSONField(default=dict, editable=False)  # what the merge changed elsewhere, to take it back
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "name"), name="skill_name_once"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SkillLevel(WorkspaceOwned):
    """A level somebody was found to have; never changed, a later one counts instead. `Person.skills` has the newest.

    Level 0 is the engine's NO_LEVEL: the skill was taken off the person's list on that day.
    """

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        SELF = "self", _("own assessment")
        ASSESSED = "assessed", _("assessed by somebody")
        SAMPLE = "sample", _("a work sample")
        SIGNED_OFF = "signed_off", _("signed off after supervised runs")
        CYCLE = "cycle", _("the result of a round")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="levels")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="levels")
    level = models.PositiveSmallIntegerField(_("level"))
    basis = models.CharField(_("based on"), max_length=10, choices=Basis.choices)
    evidence = models.CharField(_("evidence"), max_length=1000, blank=True)
    on = models.DateField(_("date"))
    assessor = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(level__lte=5), name="level_0_to_5"),)
        ordering = ("-on", "-pk")

    def get_basis_display(self) -> str:  # type: ignore[no-redef]
        """The basis as it is called; lists show many, and Django would hash all choices for each."""
        return str(self.Basis(self.basis).label)


class TimeOff(WorkspaceOwned):
    """Days on which somebody does not work; `last` is the last of them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="time_off")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="time_off_has_days"),)
        ordering = ("first",)
