"""How protected time is told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.figures import Figure
from hoursback.web.shared import formats

HOURS_FROM = 120
"""Minutes from which hours and minutes are easier to read."""


def minutes_of(seconds: int) -> int:
    """Whole minutes, truncated."""
    return seconds // 60


def minutes_said(seconds: int) -> str:
    """A length in words: 45 minutes, 2 h 5 min."""
    minutes = minutes_of(seconds)
    if minutes < HOURS_FROM:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    return _("%(h)d h %(m)d min") % {"h": hours, "m": rest} if rest else _("%(h)d h") % {"h": hours}


def cost_said(cost: Figure | None, currency: str) -> str:
    """An amount with its likely range; "" where nobody knows what the hour is worth."""
    if cost is None:
        return ""
    value, low, high = (formats.money(each, currency) for each in (cost.value, cost.low, cost.high))
    if low == high:
        return value
    return _("%(value)s (likely %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
