"""Forms of the training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.forms.sent import WithoutPasswords
from hoursback.web.handoff.models import TrainingStep


class StepForm(WithoutPasswords, forms.ModelForm):  # type: ignore[type-arg]
    """One thing to learn."""

    class Meta:
        model = TrainingStep
        fields = ("name", "material")
        labels = {"name": _("What to learn"), "material": _("With what")}  # noqa: RUF012 — Django's own way
        help_texts = {"material": _("A page, a video, a person, a link.")}  # noqa: RUF012 — the same
