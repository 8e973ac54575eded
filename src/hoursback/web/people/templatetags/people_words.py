"""Days as people read them."""

from __future__ import annotations

from datetime import date

from django import template

from hoursback.web.shared import formats

register = template.Library()


@register.filter
def on_day(value: date | None) -> str:
    """A date in the locale's order: 2 Mar 2026."""
    return "" if value is None else formats.day(value)
