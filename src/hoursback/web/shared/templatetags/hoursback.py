"""Tags that every template has: addresses inside the workspace, and figures as people read them."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hoursback.web.shared import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, **kwargs: object) -> str:
    """The address of a page inside the workspace that is open: {% to "capture:day" day=today %}."""
    return reverse(name, kwargs={"workspace": context["request"].workspace.public_id, **kwargs})


@register.simple_tag
def once() -> SafeString:
    """A hidden key that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds as hours and minutes: 1:05."""
    return "" if seconds is None else formats.clock(int(seconds))


@register.filter
def hours(value: float | None) -> str:
    """Hours with one place: 9.5."""
    return "" if value is None else formats.number(value, 1)


@register.filter
def share(value: float | None) -> str:
    """A fraction as per cent."""
    return "" if value is None else formats.percent(value)


@register.filter
def money(value: Decimal | float | None, currency: str) -> str:
    """Money in the locale's way, whole units from 100 on."""
    return "" if value is None else formats.money(value, currency)
