"""What the pages of the outlook need to show."""

from __future__ import annotations

from datetime import date

from django import template

from hoursback.web.shared import formats

register = template.Library()


@register.filter
def fine(value: float) -> str:
    """Hours for one unit: with two places, since they can be minutes."""
    return formats.number(value, 2)


@register.filter
def day(value: date | None) -> str:
    """A date in the order of the reader's locale; nothing for none."""
    return "" if value is None else formats.day(value)
