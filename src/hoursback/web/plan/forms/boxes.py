"""Boxes that several forms of plan have."""

from __future__ import annotations

from typing import Any

from django import forms

PERCENT = 100


class PercentField(forms.FloatField):
    """A share that is typed as per cent."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value * PERCENT:.6g}" if isinstance(value, int | float) else value

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else round(number / PERCENT, 10)


def plain(value: Any) -> Any:
    """A number as one types it: 900, not 900.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class DateBox(forms.DateInput):
    """A date, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
