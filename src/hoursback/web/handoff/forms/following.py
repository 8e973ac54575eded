"""The form of a follow-up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.models import FollowUp
from hoursback.web.shared.plainforms import Plainly

_FURTHEST = timedelta(days=5 * 366)


class FollowUpForm(Plainly, forms.ModelForm):  # type: ignore[type-arg]
    """When to look at it again, and at what."""

    on = forms.DateField(label=_("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    class Meta:
        model = FollowUp
        fields = ("on", "about")
        labels = {"about": _("What to look at")}  # noqa: RUF012 — Django's own way to state it

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today + timedelta(days=7)})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """Only days from today on, within five years."""
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_now("This day is past. Choose today or a later one."))
        if on > self.today + _FURTHEST:
            raise forms.ValidationError(_now("This is more than five years ahead. Choose an earlier day."))
        return on
