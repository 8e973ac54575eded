"""A list of choices whose options are made at once: Django renders a template for each, and thousands take long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Pairs(BaseChoiceIterator):
    """Choices (key, label) as they are; Django looks through each of a plain list twice before it takes it."""

    def __init__(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.pairs)


class Options(forms.Select):
    """The plain list of one choice, without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen, marks = set(self.format_value(value)), {True: " selected", False: ""}
        pairs = (("" if key is None else str(key), label) for key, label in self.choices)
        made = ((key, marks[key in chosen], label) for key, label in pairs)
        options = format_html_join("", '<option value="{}"{}>{}</option>', made)
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), options
        )
