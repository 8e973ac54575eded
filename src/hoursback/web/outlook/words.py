"""What the outlook says in words: dates, roles, reasons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoursback.web.shared import formats

if TYPE_CHECKING:
    from hoursback.engine.outlook.growth import Growth

ROLES: dict[str, str | Promise] = {
    "admin": gettext_lazy("an assistant"),
    "customer support": gettext_lazy("somebody for customer support"),
    "operations": gettext_lazy("somebody for operations"),
    "finance": gettext_lazy("a bookkeeper"),
    "marketing": gettext_lazy("help with marketing"),
    "it": gettext_lazy("IT help"),
    "web": gettext_lazy("help with the website"),
    "hr": gettext_lazy("help with staff"),
    "sales": gettext_lazy("help with sales"),
    "delivery": gettext_lazy("help with your customers’ work"),
    "leadership": gettext_lazy("somebody who leads with you"),
}
"""Whom to look for, by business function."""
_FAR = 365
_LATEST = 3 * 366


def role(function: str) -> str:
    """Whom to look for."""
    return str(ROLES.get(function, _("help")))


def month(day: date) -> str:
    """A month with its year, in the locale's words."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", day, locale=formats.LOCALE.get())


def span(early: date | None, late: date | None) -> str:
    """A likely range of months."""
    if early is None:
        return _("not within three years")
    if late is None:
        return _("likely from %(month)s on") % {"month": month(early)}
    if (early.year, early.month) == (late.year, late.month):
        return _("likely in %(month)s") % {"month": month(early)}
    return _("likely %(first)s to %(last)s") % {"first": month(early), "last": month(late)}


def growth(found: Growth) -> str:
    """Growth of a year with its likely range."""
    low, high = found.quantile_per_year(-1.2816), found.quantile_per_year(1.2816)
    return _("%(middle)s a year (likely %(low)s to %(high)s)") % {
        "middle": signed(found.per_year),
        "low": signed(low),
        "high": signed(high),
    }


def signed(share: float) -> str:
    """A share with its sign."""
    rounded = round(share, 2)
    return ("+" if rounded > 0 else "") + formats.percent(rounded if rounded else 0.0)


def source(found: Growth, driver: str) -> str:
    """Where most of a growth comes from."""
    if driver:
        return _("goes with “%(driver)s”") % {"driver": driver}
    said = {
        "log": _("the log’s own trend"),
        "driver": _("the months you entered"),
        "stated": _("the growth you stated"),
    }
    return said.get(found.source, _("little is known yet: the log is short"))
