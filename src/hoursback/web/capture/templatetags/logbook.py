"""Figures of the log as people read them."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from hoursback.engine.capture.dayword import name_day
from hoursback.engine.capture.duration import format_duration
from hoursback.engine.capture.findings import Finding
from hoursback.engine.capture.functions import TITLES
from hoursback.web.capture.importing.words import on_page
from hoursback.web.shared import formats

register = template.Library()
register.filter(on_page)


@register.filter
def spent(seconds: int | None) -> str:
    """A length to the minute, truncated: 1 h 30 min; below a minute the seconds."""
    if seconds is None:
        return ""
    return format_duration(seconds if seconds < 60 else seconds // 60 * 60)


@register.filter
def at(moment: datetime | None) -> str:
    """A time of day in the locale's clock: 09:15 or 9:15 AM."""
    if moment is None:
        return ""
    from babel.dates import format_time

    return str(format_time(moment, "short", locale=formats.LOCALE.get()))


@register.filter
def longday(value: date) -> str:
    """A day with its weekday in full."""
    return formats.day(value, "full")


@register.filter
def shortday(value: date) -> str:
    """A day as short as it can be told: Mon 2 Mar."""
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMEd", value, locale=formats.LOCALE.get()))


@register.filter
def functiontitle(name: str) -> str:
    """A part of the business as it reads at the head of a line: IT, Customer support."""
    return TITLES.get(name, name[:1].upper() + name[1:])


@register.filter
def isoday(value: date) -> str:
    """A day as addresses have it."""
    return value.isoformat()


@register.filter
def finding_said(finding: Finding) -> str:
    """What a check found, its day in the locale's way."""
    if finding.day is None:
        return formats.said(finding.message)
    return formats.said(finding.message.replace(name_day(finding.day, date.min), formats.day(finding.day, "full")))
