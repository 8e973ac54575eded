"""What is decided about a line of a plan, and who may read it by a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.web.plan.forms.boxes import DateBox
from hoursback.web.plan.links import LONGEST_LINK
from hoursback.web.plan.models import Line
from hoursback.web.plan.shown import ACTIONS


class DecisionForm(forms.Form):
    """Accept, change or refuse one line."""

    decision = forms.ChoiceField(choices=Line.Decision.choices)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, required=False, widget=forms.Textarea)
    revisit_on = forms.DateField(label=gettext_lazy("Look at it again on"), required=False, widget=DateBox)
    action = forms.ChoiceField(label=gettext_lazy("Do this instead"), required=False)
    person = forms.CharField(label=gettext_lazy("Who"), max_length=200, required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DateBox)
    hours_per_week = forms.FloatField(
        label=gettext_lazy("Hours a week to hand over"), required=False, min_value=0, max_value=168
    )

    def __init__(self, *args: Any, people: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        unchanged = [("", _("as the plan says"))]
        self.fields["action"].choices = unchanged + [(key, str(said)) for key, said in ACTIONS.items()]  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 2
        self.fields["person"].widget.attrs |= {"list": "people", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == Line.Decision.REFUSED and not data.get("reason"):
            self.add_error("reason", _("Say why in a few words; you will want to know when you look at it again."))
        if data.get("decision") == Line.Decision.CHANGED and not self.changed_to and not data.get("reason"):
            self.add_error(
                "action", _("Say what shall be different: what, who, from when, or in your own words below.")
            )
        return data

    @property
    def changed_to(self) -> dict[str, Any]:
        """What shall be different from the plan's line, as JSON."""
        data = self.cleaned_data
        found = {key: data[key] for key in ("action", "person", "hours_per_week") if data.get(key) not in (None, "")}
        if data.get("start"):
            found["start"] = data["start"].isoformat()
        return found


class ShareForm(forms.Form):
    """A link to a plan for somebody without a log-in."""

    label = forms.CharField(
        label=gettext_lazy("For whom"), max_length=200, required=False, help_text=gettext_lazy("Only you see this.")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Open for how many days"), min_value=1, max_value=LONGEST_LINK, initial=14
    )
    shows_worth = forms.BooleanField(label=gettext_lazy("Show income and worth too"), required=False)
