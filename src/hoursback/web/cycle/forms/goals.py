"""The forms of a goal and of what it reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.cycle.goals import Draft, problems
from hoursback.web.shared import formats
from hoursback.web.shared.sentences import translated

_LARGEST = 1e12
_BOX_OF = {"start": "start_level", "target": "target_level"}
"""The engine's words for fields that are called otherwise here."""


class GoalForm(forms.Form):
    """What, measured how, from where to where, by when, shown by what."""

    what = forms.CharField(label=_("What is to be reached"), max_length=300, required=False)
    measure = forms.CharField(
        label=_("Measured by"),
        max_length=300,
        required=False,
        help_text=_("Something the work shows anyway, such as “runs that meet the standard” or “minutes per run”."),
    )
    start_level = forms.FloatField(
        label=_("Today"), required=False, min_value=-_LARGEST, max_value=_LARGEST, widget=forms.NumberInput
    )
    target_level = forms.FloatField(
        label=_("Target"), required=False, min_value=-_LARGEST, max_value=_LARGEST, widget=forms.NumberInput
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("With “%” or “minutes” and a hand-off, their own record says how likely it is."),
    )
    by = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=_("What will show it"),
        max_length=1000,
        required=False,
        help_text=_("Where both of you can look it up: the runs here, a report, a mailbox."),
    )
    handoff = forms.TypedChoiceField(label=_("For which hand-off"), required=False, coerce=int, empty_value=None)
    is_stretch = forms.BooleanField(label=_("A stretch: never counts against anybody"), required=False)
    is_learning = forms.BooleanField(label=_("A learning goal, for work that is new"), required=False)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, handoffs: Sequence[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._handoffs = {row.pk: row for row in handoffs}
        names = [(row.pk, row.name) for row in handoffs]
        self.fields["handoff"].choices = [("", _("All of their work")), *names]  # type: ignore[attr-defined]
        for name in ("start_level", "target_level"):
            self.fields[name].widget.attrs["step"] = "any"
        self.fields["unit"].widget.attrs["list"] = "units"

    def handoff_of(self, chosen: int | None) -> Any:
        """The hand-off that was chosen; None for all of their work."""
        return self._handoffs.get(chosen or 0)

    def clean(self) -> dict[str, Any]:
        """The engine's rules for a goal, each said at its box."""
        cleaned = super().clean() or {}
        draft = Draft(
            cleaned.get("what") or "",
            cleaned.get("measure") or "",
            cleaned.get("start_level"),
            cleaned.get("target_level"),
            cleaned.get("by"),
            cleaned.get("evidence") or "",
            cleaned.get("unit") or "",
        )
        for name, text in problems(draft, self.today).items():
            box = _BOX_OF.get(name, name)
            if box not in self.errors:
                self.add_error(box, formats.said(translated(text)))
        return cleaned


def initial_of(row: Any) -> dict[str, Any]:
    """What the form of a goal starts with."""
    names = ("what", "measure", "start_level", "target_level", "unit", "by", "evidence", "is_stretch", "is_learning")
    return {name: getattr(row, name) for name in (*names, "version")} | {"handoff": row.handoff_id}


class ResultForm(forms.Form):
    """The level that a goal reached."""

    reached = forms.FloatField(label=_("Reached"), required=False, min_value=-_LARGEST, max_value=_LARGEST)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reached"].widget.attrs["step"] = "any"
