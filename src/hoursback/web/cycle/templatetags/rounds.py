"""Filters of the cycle's templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hoursback.web.shared import formats

register = template.Library()
_NEARLY = 0.99


@register.filter
def day(value: date | None) -> str:
    """A date in the locale's way."""
    return "" if value is None else formats.day(value)


@register.filter
def local_day(value: datetime | None) -> str:
    """The day of a moment, in the locale's way and the reader's zone."""
    return "" if value is None else formats.day(localtime(value).date())


@register.filter
def chance(value: float | None) -> str:
    """A chance as per cent that never claims certainty."""
    if value is None:
        return ""
    if value > _NEARLY:
        return _("over 99 %")
    return _("under 1 %") if value < 1 - _NEARLY else formats.percent(value)


@register.filter
def one(value: float | None) -> str:
    """A figure with one decimal."""
    return "" if value is None else formats.number(value, 1)


@register.filter
def figure(value: float | None) -> str:
    """A figure with as many decimals as it needs, two at most."""
    if value is None:
        return ""
    places = next((n for n in (0, 1) if round(value, n) == round(value, 2)), 2)
    return formats.number(value, places)
