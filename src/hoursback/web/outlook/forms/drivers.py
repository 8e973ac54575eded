"""Forms of drivers: the name, its activities and months, and months pasted or from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.outlook.months import first_of, months_after
from hoursback.engine.outlook.pasted import MOST_UNITS
from hoursback.web.outlook import words
from hoursback.web.plan.forms.boxes import plain

BACK, AHEAD = 12, 12
"""Months that have a box of their own, before and after this one."""
_LARGEST_FILE = 100_000


class NameForm(forms.Form):
    """A new driver."""

    name = forms.CharField(
        label=gettext_lazy("What do you count?"),
        max_length=100,
        help_text=gettext_lazy("Such as “orders”, “clients” or “sites”."),
    )


class DriverForm(forms.Form):
    """A driver with its activities and a box for each month."""

    name = forms.CharField(label=gettext_lazy("What is counted"), max_length=100)
    activities = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Work that goes with it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        activities: Sequence[tuple[int, str]],
        months: Mapping[date, float],
        today: date,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["activities"].choices = activities  # type: ignore[attr-defined]
        self._others = dict(months)
        self.months = [months_after(first_of(today), place) for place in range(-BACK, AHEAD + 1)]
        for month in self.months:
            self._others.pop(month, None)
            box = forms.FloatField(label=words.month(month), required=False, min_value=0, max_value=MOST_UNITS)
            box.widget.attrs["step"] = "any"
            box.initial = plain(months.get(month))
            self.fields[_box(month)] = box

    def month_boxes(self, *, is_past: bool) -> list[Any]:
        """The boxes of the months so far, or of those to come."""
        middle = BACK
        chosen = self.months[: middle + 1] if is_past else self.months[middle + 1 :]
        return [self[_box(month)] for month in chosen]

    def entered(self) -> dict[date, float]:
        """All months: those with a box as typed, older ones as they are."""
        typed = {month: self.cleaned_data.get(_box(month)) for month in self.months}
        return self._others | {month: units for month, units in typed.items() if units is not None}


class PasteForm(forms.Form):
    """Months pasted, or from a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste lines"),
        required=False,
        max_length=_LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "2026-01; 23\n2026-02; 27"}),
        help_text=gettext_lazy("A month and a figure on each line."),
    )
    file = forms.FileField(label=gettext_lazy("Or a CSV file"), required=False, allow_empty_file=True)

    def clean_file(self) -> Any:
        """A small file of text."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > _LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large for a list of months."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not self.text():
            self.add_error("pasted", _("Paste at least one line, or choose a file."))
        return cleaned

    def text(self) -> str:
        """What is to be read."""
        file = self.cleaned_data.get("file")
        if file:
            file.seek(0)
            return str(file.read().decode("utf-8-sig", errors="replace")).strip()
        return str(self.cleaned_data.get("pasted") or "").strip()


_WHY: dict[str, str | Promise] = {
    "The month is not one: write it as 2026-03.": gettext_lazy("The month is not one: write it as 2026-03."),
    "There is no figure.": gettext_lazy("There is no figure."),
    "The figure is not a number from 0 up.": gettext_lazy("The figure is not a number from 0 up."),
}


def why(message: str) -> str:
    """A problem of a line in the reader's language."""
    return str(_WHY.get(message, message))


def _box(month: date) -> str:
    return f"month_{month:%Y_%m}"
