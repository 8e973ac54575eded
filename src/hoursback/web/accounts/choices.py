"""What can be chosen in settings: currencies, time zones, formats, said in words."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

_LOCALES = (
    *("en_GB", "en_US", "en_IE", "en_CA", "en_AU", "en_NZ", "en_IN", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR"),
    *("fr_BE", "fr_CA", "fr_CH", "it_IT", "es_ES", "es_MX", "pt_PT", "pt_BR", "nl_NL", "nl_BE", "da_DK", "sv_SE"),
    *("nb_NO", "fi_FI", "pl_PL", "cs_CZ", "hu_HU", "sl_SI", "ja_JP"),
)
WEEKDAYS = (
    *((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday"))),
    *((4, _("Friday")), (5, _("Saturday")), (6, _("Sunday"))),
)


@cache
def zones() -> list[tuple[str, str]]:
    """Time zones by name; UTC first."""
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(_regional()))]


@cache
def currencies() -> list[tuple[str, str]]:
    """Currencies in use somewhere today, by code."""
    from babel.core import get_global
    from babel.numbers import get_currency_name, get_territory_currencies

    used = {code for place in get_global("territory_currencies") for code in get_territory_currencies(place)}
    return [(code, f"{code} · {get_currency_name(code, locale='en')}") for code in sorted(used)]


@cache
def locales() -> list[tuple[str, str]]:
    """Ways to write numbers and dates, each with an example."""
    from datetime import date

    from babel import Locale
    from babel.dates import format_date
    from babel.numbers import format_decimal

    sample = date(2026, 12, 31)
    return [
        (
            code,
            f"{Locale.parse(code).get_display_name('en')} · "
            f"{format_decimal(1234.5, locale=code)} · {format_date(sample, 'short', locale=code)}",
        )
        for code in _LOCALES
    ]


def hours() -> list[tuple[int, str]]:
    """Hours at which a day can start."""
    return [(hour, f"{hour}:00") for hour in range(13)]


def _regional() -> set[str]:
    # Names without a region ("EST", "Etc/GMT+3") are kept by the tz database for old programs alone.
    return {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
