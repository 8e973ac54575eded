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
