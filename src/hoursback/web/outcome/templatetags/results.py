"""Filters of the results' templates."""

from __future__ import annotations

from datetime import date

from django import template

from hoursback.engine.outcome.handed import Kind
from hoursback.web.outcome.words import KINDS
from hoursback.web.shared import formats

register = template.Library()


@register.filter
def kindname(kind: Kind) -> str:
    """What hours were for."""
    return str(KINDS[kind])


@register.filter
def ordinalday(ordinal: int) -> str:
    """A day of the log as a date."""
    return formats.day(date.fromordinal(ordinal))
