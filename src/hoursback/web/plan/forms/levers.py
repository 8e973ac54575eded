"""The sliders of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.plan.business import Settings
from hoursback.web.plan.forms.boxes import PERCENT, plain
from hoursback.web.plan.levers import LEVERS


class LeversForm(forms.Form):
    """The sliders: a number box each; an empty box is what was stated."""

    budget_per_month = forms.FloatField(label=gettext_lazy("Money for help in a month"), required=False)
    setup_hours_per_week = forms.FloatField(label=gettext_lazy("Your hours a week to set up"), required=False)
    worth_per_hour = forms.FloatField(label=gettext_lazy("Worth of a freed hour"), required=False)
    prices = forms.FloatField(label=gettext_lazy("Prices of help, % more or less"), required=False)
    caution = forms.FloatField(label=gettext_lazy("How sure it must be, %"), required=False)

    def __init__(self, *args: Any, settings: Settings, levers: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.stated = _stated(settings)
        pulled = {**self.stated, **_as_boxes(levers or {})}
        kwargs["initial"] = {name: plain(value) for name, value in pulled.items() if value is not None}
        super().__init__(*args, **kwargs)
        for lever in LEVERS:
            name, times = ("prices", PERCENT) if lever.name == "price_factor" else (lever.name, 1)
            field: Any = self.fields[name]
            least, most, top, step = lever.least, lever.most, lever.top, lever.step
            if name == "prices":
                least, most, top, step = (least - 1) * times, (most - 1) * times, (top - 1) * times, step * times
            if name == "caution":
                least, most, top, step = least * 100, most * 100, top * 100, step * 100
            top = max(top, 2 * (self.stated.get(name) or 0)) if name in ("budget_per_month", "worth_per_hour") else top
            field.min_value, field.max_value = least, most
            field.widget.attrs |= {"min": f"{least:g}", "max": f"{most:g}", "step": "any", "inputmode": "decimal"}
            field.range = {"least": f"{least:g}", "top": f"{top:g}", "step": f"{step:g}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        boxes: dict[str, Any] = dict(self.fields)
        for name, field in boxes.items():
            value = data.get(name)
            if value is not None and not field.min_value <= value <= field.max_value:
                self.add_error(
                    name,
                    _("Choose a figure from %(least)s to %(most)s.")
                    % {"least": f"{field.min_value:g}", "most": f"{field.max_value:g}"},
                )
        return data

    @property
    def levers(self) -> dict[str, Any]:
        """What differs from what is stated; call it on a valid form."""
        found = {}
        for name, value in self.cleaned_data.items():
            if value is None or value == self.stated.get(name):
                continue
            if name == "prices":
                found["price_factor"] = round(1 + value / PERCENT, 6)
            elif name == "caution":
                found["caution"] = round(value / PERCENT, 6)
            else:
                found[name] = value
        return found


def _stated(settings: Settings) -> dict[str, float | None]:
    business = settings.business
    return {
        "budget_per_month": business.budget_per_month,
        "setup_hours_per_week": business.setup_hours_per_week,
        "worth_per_hour": business.worth_per_hour.value if business.worth_per_hour else None,
        "prices": 0.0,
        "caution": round(settings.assumptions.caution.value * PERCENT, 4),
    }


def _as_boxes(levers: dict[str, Any]) -> dict[str, Any]:
    found = {k: v for k, v in levers.items() if isinstance(v, float) and k not in ("price_factor", "caution")}
    if "price_factor" in levers:
        found["prices"] = round((levers["price_factor"] - 1) * PERCENT, 4)
    if "caution" in levers:
        found["caution"] = round(levers["caution"] * PERCENT, 4)
    return found
