"""Tags of timesheets, prices and costs: money to the cent, days and weeks by their ordinals, names of moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hoursback.web.shared import formats
from hoursback.web.shared.options import Options, Pairs

register = template.Library()
_NAMES: dict[str, str | Promise] = {
    "submit": _("Hand in this week"),
    "withdraw": _("Take it back"),
    "send back": _("Send back"),
    "approve": _("Approve"),
    "take the approval back": _("Take the approval back"),
    "lock": _("Lock for accounting"),
    "mark paid": _("Mark as paid"),
    "take the paid mark back": _("Take the paid mark back"),
    "reopen": _("Open again"),
}
_STATES: dict[str, str] = {
    "submitted": "chip-warn",
    "sent_back": "chip-bad",
    "approved": "chip-good",
    "locked": "chip-good",
    "paid": "chip-good",
}


@register.simple_tag
def choice(name: str, mark: str, rows: Iterable[tuple[int, str]], chosen: int | None, nothing: str) -> SafeString:
    """A box in which one of a list (id, name) is chosen, or nothing in particular; `mark` is its id."""
    return Options({"id": mark}, Pairs([("", nothing), *rows])).render(name, chosen)


@register.filter
def cents(value: Decimal | float | None, currency: str) -> str:
    """Money with all its places: accounting adds it up."""
    return "" if value is None else formats.exact(value, currency)


@register.filter
def without_sign(value: Decimal) -> Decimal:
    """An amount whose direction the words beside it say."""
    return abs(value)


@register.filter
def hundredths(value: int | None, currency: str) -> str:
    """A price in hundredths, as money."""
    return "" if value is None else cents(Decimal(value).scaleb(-2), currency)


@register.filter
def weekday(ordinal: int) -> str:
    """A day by its ordinal: Mon 2 Mar."""
    return formats.day(date.fromordinal(ordinal), "EEE d MMM")


@register.filter
def isomonday(ordinal: int) -> str:
    """A day by its ordinal, for an address."""
    return date.fromordinal(ordinal).isoformat()


@register.filter
def weekspan(ordinal: int) -> str:
    """A week by its Monday: 2 Mar – 8 Mar 2026."""
    first, last = date.fromordinal(ordinal), date.fromordinal(ordinal + 6)
    return f"{formats.day(first, 'd MMM')} – {formats.day(last, 'd MMM y')}"


@register.filter
def monthname(value: date) -> str:
    """A month: March 2026."""
    return formats.day(value, "MMMM y")


@register.filter
def movename(name: str) -> str | Promise:
    """What the button of a move says."""
    return _NAMES.get(name, name)


@register.filter
def statechip(state: str) -> str:
    """The class of the chip that names a state; the word beside it says the same."""
    return _STATES.get(state, "")


@register.filter
def onday(value: date) -> str:
    """A day, or the day of a moment: 2 Mar 2026."""
    return formats.day(value)
