"""Assumptions, and a whole settings file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.engine.assumptions import MEANINGS, Assumptions, names
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure, Shape
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.settings import parse_settings
from hoursback.engine.plan.settings_parts import ASSUMPTION_LIMITS
from hoursback.engine.plan.settings_table import POSITIVE, SHARE
from hoursback.web.shared.figurefield import FigureBox

MOST_BYTES = 1_000_000
"""Size of a settings file; thousands of activities fit."""


class AssumptionsForm(forms.Form):
    """Every assumption, with its default; an empty box keeps that."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stated: dict[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), **{k: _figure(v) for k, v in (stated or {}).items()}}
        super().__init__(*args, **kwargs)
        usual = Assumptions()
        for name in names():
            default, meaning = getattr(usual, name), MEANINGS[name]
            self.fields[name] = FigureBox(
                label=meaning.why[0].upper() + meaning.why[1:],
                lowest=0,
                highest=1000,
                help_text=_("%(name)s: %(value)s unless you say otherwise, likely %(low)s to %(high)s %(unit)s")
                % {
                    "name": name,
                    "value": f"{default.value:g}",
                    "low": f"{default.low:g}",
                    "high": f"{default.high:g}",
                    "unit": meaning.unit,
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in names():
            figure = data.get(name)
            share = MEANINGS[name].shape is Shape.SHARE
            limit = ASSUMPTION_LIMITS.get(name, SHARE if share else POSITIVE)
            if figure is not None and not (limit.admits(figure.low) and limit.admits(figure.high)):
                self.add_error(name, _("This must be %(what)s.") % {"what": limit.says})
        return data

    @property
    def stated(self) -> dict[str, Any]:
        """What was filled in, as `Limits.assumptions` keeps it."""
        figures: dict[str, Figure | None] = {name: self.cleaned_data.get(name) for name in names()}
        return {n: f.value if f.is_exact else [f.low, f.high] for n, f in figures.items() if f is not None}


def _figure(value: Any) -> Figure:
    low, high = value if isinstance(value, list) else (value, value)
    return Figure.exact(low) if low == high else Figure.stated_range(low, high)


class FileForm(forms.Form):
    """A settings file to take over."""

    file = forms.FileField(
        label=gettext_lazy("Settings file (TOML)"),
        help_text=gettext_lazy("What it names is set, and cleared where it says nothing; the rest stays as it is."),
    )

    def clean_file(self) -> Settings:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("A settings file has at most 1 MB."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("This is not a text in UTF-8. Save it as a plain text file.")) from None
        try:
            return parse_settings(text, name=file.name or "settings")
        except HoursbackError as error:
            where = f"{error.where}: " if error.where else ""
            raise ValidationError(f"{where}{error.what} {error.hint}") from None
