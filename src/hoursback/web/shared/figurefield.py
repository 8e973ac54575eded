"""A figure with its range as one column, and as one box of a form: "5", "5 to 8", "5-8"."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hoursback.engine.figures import Figure

_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
_ONE_OR_TWO = re.compile(rf"\s*({_NUMBER})\s*(?:(?:to|bis|–|—|-|\.\.)\s*({_NUMBER}))?\s*")
LARGEST = 10.0**15
"""Digits before the point that a stated figure may have."""


class FigureField(models.JSONField):
    """Stores a `Figure` as [low, high]; equal ends are an exact figure; NULL: not stated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Figure | None:
        return _figure(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Figure | None:
        return value if isinstance(value, Figure) else _figure(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(stored(value), connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return stored(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        models.Field.validate(self, stored(value), model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": FigureBox, **kwargs})


class FigureBox(forms.CharField):
    """A number or a likely range (one time in ten below, one in ten above); empty: not stated."""

    default_error_messages = {  # noqa: RUF012 — Django's own way to state them
        "unreadable": _("“%(value)s” is not a number or a range. Write 5, or 5 to 8."),
        "turned": _("A range starts with its lower end: “%(low)s to %(high)s”."),
        "below": _("Below %(lowest)s is not possible here."),
        "above": _("Above %(highest)s is not possible here."),
    }

    def __init__(self, *, lowest: float | None = 0.0, highest: float = LARGEST, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder"):
            kwargs.pop(unused, None)
        kwargs.setdefault("required", False)
        self.lowest, self.highest = lowest, highest
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "text")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Figure) else value

    def clean(self, value: Any) -> Figure | None:
        text = super().clean(value)
        return None if not text else self._read(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _read(self, text: str) -> Figure:
        match = _ONE_OR_TWO.fullmatch(text)
        if match is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable", params={"value": text})
        low = float(match[1].replace(",", "."))
        high = low if match[2] is None else float(match[2].replace(",", "."))
        if high < low:
            raise ValidationError(
                self.error_messages["turned"], code="turned", params={"low": match[2], "high": match[1]}
            )
        if self.lowest is not None and low < self.lowest:
            raise ValidationError(self.error_messages["below"], code="below", params={"lowest": plain(self.lowest)})
        if high > self.highest:
            raise ValidationError(self.error_messages["above"], code="above", params={"highest": plain(self.highest)})
        return Figure.exact(low) if low == high else Figure.stated_range(low, high)


def written(figure: Figure) -> str:
    """A figure as one types it; every digit that was typed comes back.

    >>> written(Figure.exact(9182736)), written(Figure.stated_range(0.5, 1.25))
    ('9182736', '0.5 to 1.25')
    """
    return plain(figure.low) if figure.is_exact else f"{plain(figure.low)} to {plain(figure.high)}"


def plain(value: float) -> str:
    """A number without exponent or trailing noughts."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def stored(value: Any) -> Any:
    """A figure as the column holds it."""
    return [value.low, value.high] if isinstance(value, Figure) else value


def _figure(value: Any) -> Figure | None:
    if value is None:
        return None
    low, high = value if isinstance(value, list) else (value, value)
    return Figure.exact(float(low)) if low == high else Figure.stated_range(float(low), float(high))
