"""The form of a flag: what becomes of work that came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.models import Flag


class FlagForm(forms.ModelForm):  # type: ignore[type-arg]
    """One of four, with a reason where both sides or a later reader will ask for it."""

    choice = forms.ChoiceField(
        label=_("What do you do about it?"),
        choices=[
            (Flag.Choice.BRIEF, _("Brief again: the brief lacks something")),
            (Flag.Choice.TRAIN, _("Train: more practice is needed")),
            (Flag.Choice.TAKE_BACK, _("Take it back: this work stays with you")),
            (Flag.Choice.ONE_OFF, _("A one-off: this week was special")),
        ],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Flag
        fields = ("choice", "reason")
        labels = {"reason": _("Why?")}  # noqa: RUF012 — Django's own way to state it
        help_texts = {  # noqa: RUF012 — the same
            "reason": _("Needed for taking it back, which the person sees, and for a one-off, which they do not.")
        }

    def __init__(self, data: Any = None, *, instance: Flag) -> None:
        super().__init__(data, instance=instance, initial={"version": instance.version})

    def _post_clean(self) -> None:
        """The row is changed by the action alone."""
