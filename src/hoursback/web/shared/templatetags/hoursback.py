"""Tags that every template has: addresses inside the workspace, and figures as people read them."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hoursback.web.shared import formats, nav, notes
from hoursback.web.shared.addresses import address_in
from hoursback.web.shared.sentences import translated

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, **kwargs: object) -> str:
    """The address of a page inside the workspace that is open: {% to "capture:day" day=today %}."""
    return address_in(context["request"].workspace.public_id, name, **kwargs)


@register.simple_tag
def once() -> SafeString:
    """A hidden key that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag(takes_context=True)
def turned(context: dict[str, Any], number: int, name: str = "page") -> str:
    """The address of another page of a list on this page, all else that is asked for kept; `name` tells lists apart."""
    asked = context["request"].GET.copy()
    asked[name] = str(number)
    return f"?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def steps(context: dict[str, Any]) -> list[nav.Link]:
    """The steps that open for this member: {% steps as journey %}."""
    request = context.get("request")
    return [] if request is None else nav.links(request)


@register.simple_tag(takes_context=True)
def palette_address(context: dict[str, Any]) -> str:
    """Where the palette fetches its places; empty where there is none, and then the palette stays away."""
    try:
        return to(context, "home:palette")
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def look_if_known(context: dict[str, Any]) -> str:
    """The user's stated look, without asking the database: pages about faults must not need it."""
    user = getattr(context.get("request"), "_cached_user", None)
    return getattr(user, "theme", "")


@register.simple_tag(takes_context=True)
def shown_once(context: dict[str, Any]) -> str:
    """Keeps a page that tells of something out of the browser's store: a 304 would tell of it again."""
    request = context.get("request")
    if getattr(request, "etag", None):
        request.etag = None  # type: ignore[union-attr]
    return ""


@register.filter
def undo_address(message: Message) -> str:
    """Where to send a POST that takes back what the message tells of; nothing if it cannot be."""
    return notes.undo_of(message)


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


@register.filter
def said(sentence: str | None, currency: str = "") -> str:
    """A sentence of the engine in the reader's language, with its dates, money and shares in the locale's way."""
    return formats.said(translated(sentence), currency)


@register.filter
def marked(name: object) -> str:
    """A name or note with marks that hide or turn round shown by their numbers; for every text that somebody typed."""
    return "" if name is None else formats.marked(str(name))


@register.filter
def spoken(name: str) -> str:
    """A name made for files, such as a skill's, as one says it: customer care."""
    return formats.spoken(name)
