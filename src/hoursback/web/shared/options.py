"""A list of choices whose options are made at once: Django renders a template for each, and thousands take long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator


class Pairs(BaseChoiceIterator):
    """Choices (key, label) as they are; Django looks through each of a plain list twice before it takes it."""

    def __init__(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.pairs)


class Options(forms.Select):
    """The plain list of one choice, without groups."""

    template_name = "shared/options.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the list is drawn from; nothing is made for each of its options."""
        marks = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        pairs = [("" if key is None else str(key), label) for key, label in self.choices]
        return {"attrs": marks, "choices": pairs, "chosen": set(self.format_value(value))}
