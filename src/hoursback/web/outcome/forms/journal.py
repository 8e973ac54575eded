"""The form on which a decision that came back is answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.web.outcome.models import Hindsight
from hoursback.web.plan.forms.boxes import DateBox


class HindsightForm(forms.Form):
    """Was it right, what would be done differently, and when to look again."""

    judged = forms.ChoiceField(
        label=gettext_lazy("Was it right?"), choices=Hindsight.Judged.choices, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=gettext_lazy("What would you do differently?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("A sentence or two is enough; you will read it when you decide on the like."),
    )
    next_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        widget=DateBox,
        help_text=gettext_lazy("Empty: it is settled and comes back no more."),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["said"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("next_on")
        if day is not None and day <= self._today:
            self.add_error("next_on", _("Choose a day after today, or leave it empty."))
        if day is None and data.get("judged") == Hindsight.Judged.EARLY and "next_on" not in self.errors:
            self.add_error("next_on", _("Too early to say: choose the day on which you want to be asked again."))
        return data
