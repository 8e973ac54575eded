"""The brief of a hand-off: versions, what belongs to them, and who read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.models import Member, WorkspaceOwned
from hoursback.web.handoff.models.work import Handoff
from hoursback.web.people.models import Person

MARKDOWN_LIMIT = 256 * 1024
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""Content types that a page may show in itself; all the rest is saved."""


class Brief(WorkspaceOwned):
    """One version of a brief; number 0 is the draft that is being written, the others never change."""

    PARTS = ("outcome", "steps", "standard", "tools", "examples", "ask")
    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="briefs")
    number = models.PositiveIntegerField(default=0)
    outcome = models.TextField(_("outcome"), blank=True)
    steps = models.TextField(_("steps"), blank=True)
    standard = models.TextField(_("standard"), blank=True)
    tools = models.TextField(_("tools and access"), blank=True)
    examples = models.TextField(_("examples"), blank=True)
    ask = models.TextField(_("whom to ask"), blank=True)
    questions = models.JSONField(_("check questions"), default=list, blank=True)  # [{"question", "answer"}], 0 to 3
    rendered = models.JSONField(default=dict, editable=False)  # part: safe HTML, made when it was saved
    changed_because = models.CharField(_("what changed"), max_length=300, blank=True)
    written_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("handoff", "number"), name="brief_number_once"),
            models.CheckConstraint(
                condition=Q(number=0, published_at=None) | Q(number__gt=0, published_at__isnull=False),
                name="draft_or_published",
            ),
        )
        ordering = ("-number",)


class Reading(WorkspaceOwned):
    """That somebody read one version of a brief and confirmed it, with their answers to its check questions."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=list, blank=True)
    unclear = models.TextField(_("what is unclear"), blank=True, max_length=10_000)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("brief", "person"), name="read_once"),)


class Attachment(WorkspaceOwned):
    """A file, a picture, or a link (to a video, say) beside a brief; files lie under random names."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("name"), max_length=200)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    stored_as = models.CharField(max_length=64, blank=True, editable=False)
    kind = models.CharField(max_length=100, blank=True, editable=False)  # the content type it is served with
    size = models.PositiveIntegerField(default=0, editable=False)
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it in itself."""
        return self.kind in PICTURES
