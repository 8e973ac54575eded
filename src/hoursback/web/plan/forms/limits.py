"""The limits of a plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.plan.settings_parts import LONGEST_HORIZON
from hoursback.engine.plan.settings_table import MOST_MONEY
from hoursback.web.plan.forms.boxes import DateBox, PercentField, plain
from hoursback.web.plan.models import Limits


class LimitsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The limits of a plan."""

    growth_per_year = PercentField(
        label=gettext_lazy("Growth of the work in a year, %"), required=False, min_value=-99, max_value=1000
    )
    worth_growth = PercentField(
        label=gettext_lazy("Growth of your worth in a year, %"), required=False, min_value=-99, max_value=1000
    )
    discount_per_year = PercentField(
        label=gettext_lazy("How much less later money counts, % a year"), required=False, min_value=0, max_value=100
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Limits
        fields: ClassVar[list[str]] = [
            *("budget_per_month", "setup_hours_per_week", "has_unlimited_setup", "cash_reserve", "start"),
            *("horizon_weeks", "tail_weeks", "growth_per_year", "worth_growth", "discount_per_year"),
            "has_builtin_roles",
        ]
        widgets: ClassVar[dict[str, Any]] = {"start": DateBox()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: plain(value) for name, value in self.initial.items()}
        bounds = {
            "budget_per_month": (0, MOST_MONEY),
            "setup_hours_per_week": (0, 168),
            "cash_reserve": (0, MOST_MONEY),
            "horizon_weeks": (1, LONGEST_HORIZON),
            "tail_weeks": (0, 52),
        }
        helps = {
            "budget_per_month": _("Empty: no limit."),
            "setup_hours_per_week": _("Briefing, training and searching. Empty: 4."),
            "cash_reserve": _("Only a full-time post asks for it."),
            "start": _("Empty: the Monday after your log's last day."),
            "horizon_weeks": _("Empty: 52, a year."),
            "tail_weeks": _("Empty: 26."),
            "has_builtin_roles": _("One for each function, at a typical price (US dollars only). Unknown: yes."),
        }
        for name, (low, high) in bounds.items():
            self.fields[name].min_value, self.fields[name].max_value = low, high  # type: ignore[attr-defined]
            self.fields[name].widget.attrs |= {"min": low, "max": high, "step": "any", "inputmode": "decimal"}
        for name, said in helps.items():
            self.fields[name].help_text = said
        self.bounds = bounds

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, (low, high) in self.bounds.items():
            value = data.get(name)
            if value is not None and not low <= value <= high:
                self.add_error(
                    name,
                    _("Choose a figure from %(least)s to %(most)s.") % {"least": f"{low:,}", "most": f"{high:,}"},
                )
        if data.get("start") and not 1970 <= data["start"].year <= 2100:
            self.add_error("start", _("Choose a date between 1970 and 2100."))
        return data
