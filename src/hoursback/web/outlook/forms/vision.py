"""The form of the vision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.outlook.months import LEAST_MONTHS, MOST_MONTHS
from hoursback.web.outlook.models import Vision
from hoursback.web.plan.forms.boxes import plain

_MOST_MONEY = 1e10


class VisionForm(forms.Form):
    """Hours, income and direction, and by when."""

    hours_per_week = forms.FloatField(
        label=_("Hours a week you want to work"), required=False, min_value=0, max_value=100
    )
    income_per_year = forms.FloatField(
        label=_("Income a year you want"), required=False, min_value=0, max_value=_MOST_MONEY
    )
    months = forms.IntegerField(
        label=_("Within so many months"),
        min_value=LEAST_MONTHS,
        max_value=MOST_MONTHS,
        initial=12,
        help_text=_("From 3 to 36."),
    )
    direction = forms.CharField(
        label=_("More of what, less of what"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words, such as “more shops, no more weddings”."),
    )
    starts_anew = forms.BooleanField(label=_("Count the months from today again"), required=False)
    version = forms.IntegerField(required=False, min_value=0, initial=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: Vision | None) -> None:
        names = ("hours_per_week", "income_per_year", "months", "direction", "version")
        initial = {} if row is None else {name: plain(getattr(row, name)) for name in names}
        super().__init__(data, initial=initial)
        for name in ("hours_per_week", "income_per_year"):
            self.fields[name].widget.attrs["step"] = "any"
        if row is None:
            del self.fields["starts_anew"]

    def clean(self) -> dict[str, Any]:
        """At least one figure."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("hours_per_week") is None and cleaned.get("income_per_year") is None:
            self.add_error("hours_per_week", _("State the hours you want to work, or the income, or both."))
        return cleaned
