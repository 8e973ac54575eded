"""The form of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.engine.outlook.scenario import Changes
from hoursback.web.plan.forms.boxes import PercentField, plain

_MOST_MONEY = 1e10
_FIGURES = ("growth_per_year", "worth_growth", "budget_per_month", "income_per_year")


class ScenarioForm(forms.Form):
    """A name and what is different; an empty box is as stated."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Such as “Sam leaves” or “a third more orders”.")
    )
    growth_per_year = PercentField(
        label=_("The work grows by so many % a year"), required=False, min_value=-90, max_value=400
    )
    price_change = PercentField(
        label=_("Help costs so many % more"),
        required=False,
        min_value=-50,
        max_value=200,
        help_text=_("Below nought: less."),
    )
    budget_per_month = forms.FloatField(
        label=_("Money for help in a month"), required=False, min_value=0, max_value=_MOST_MONEY
    )
    unlimited_budget = forms.BooleanField(label=_("No limit to the money for help"), required=False)
    income_per_year = forms.FloatField(
        label=_("Your pay plus profit in a year"), required=False, min_value=0, max_value=_MOST_MONEY
    )
    worth_growth = PercentField(
        label=_("Your hour’s worth grows by so many % a year"), required=False, min_value=-50, max_value=200
    )
    without = forms.MultipleChoiceField(
        label=_("Who leaves"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, people: Sequence[str], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial or {})
        names = dict.fromkeys((*people, *((initial or {}).get("without") or ())))
        if names:
            self.fields["without"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        else:
            del self.fields["without"]
        for field in self.fields.values():
            if isinstance(field, forms.FloatField):
                field.widget.attrs["step"] = "any"

    def clean(self) -> dict[str, Any]:
        """A limit or none, not both."""
        cleaned = super().clean() or {}
        if cleaned.get("unlimited_budget") and cleaned.get("budget_per_month") is not None:
            self.add_error("unlimited_budget", _("State an amount, or no limit."))
        return cleaned

    def changes(self) -> Changes:
        """What was said, for the engine."""
        said = self.cleaned_data
        change = said["price_change"]
        return Changes(
            **{name: said[name] for name in _FIGURES},
            price_factor=None if change is None else round(1 + change, 6),
            unlimited_budget=said["unlimited_budget"],
            without=tuple(said.get("without") or ()),
        )


def initial_of(name: str, changes: Changes, version: int) -> dict[str, Any]:
    """What the form of a scenario starts with."""
    return {
        "name": name,
        "version": version,
        "growth_per_year": changes.growth_per_year,
        "worth_growth": changes.worth_growth,
        "price_change": None if changes.price_factor is None else round(changes.price_factor - 1, 6),
        "budget_per_month": plain(changes.budget_per_month),
        "unlimited_budget": changes.unlimited_budget,
        "income_per_year": plain(changes.income_per_year),
        "without": list(changes.without),
    }
