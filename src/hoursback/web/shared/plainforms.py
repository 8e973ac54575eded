"""Refusals of boxes in plain words, in place of the ones that Django brings along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_PLAIN = {
    "min_value": _("This takes %(limit_value)s or more."),
    "max_value": _("This takes %(limit_value)s at most."),
    "max_decimal_places": _("At most %(max)s places behind the point, such as 7.25."),
    "max_digits": _("This number is too long."),
    "max_whole_digits": _("This number is too large."),
    "max_length": _("This is %(show_value)s letters long; %(limit_value)s fit."),
    "min_length": _("This is too short."),
}
"""By the code of what is refused."""


class Plainly(forms.BaseForm):
    """A form whose boxes say what they take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages = {**field.error_messages, **_PLAIN}
