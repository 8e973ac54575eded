"""Filters of the plan's templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hoursback.engine.figures import Figure
from hoursback.web.shared import figurefield, formats

register = template.Library()
_NEARLY = 0.99
_SHOWN = 0.0005


@register.filter
def day(value: date | None) -> str:
    """A date in the locale's way."""
    return "" if value is None else formats.day(value)


@register.filter
def written(value: Figure | None) -> str:
    """A figure as one types it: 5, or 5 to 8."""
    return "" if not isinstance(value, Figure) else figurefield.written(value)


@register.filter
def gap(value: float | None) -> str:
    """A small share with one decimal, such as 0.3 %; never less than what it is."""
    return "" if value is None else f"{formats.number(max(value * 100, 0.0) + 0.049, 1)} %"


@register.filter
def is_noticeable(value: float | None) -> bool:
    """Whether a gap is more than its one decimal can show."""
    return value is not None and value >= _SHOWN


@register.filter
def chance(value: float | None) -> str:
    """A chance as per cent that never claims certainty."""
    if value is None:
        return ""
    if value > _NEARLY:
        return _("over 99 %")
    return _("under 1 %") if value < 1 - _NEARLY else formats.percent(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A date with its time, in the locale's way and the reader's zone."""
    if value is None:
        return ""
    from babel.dates import format_time

    here = localtime(value)
    return f"{formats.day(here.date())}, {format_time(here, 'short', locale=formats.LOCALE.get())}"


@register.filter
def local_day(value: datetime | None) -> str:
    """The day of a moment, in the locale's way and the reader's zone."""
    return "" if value is None else formats.day(localtime(value).date())
