"""Figures, dates and money as people read them, in the locale of whoever looks."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date
from decimal import Decimal

LOCALE: ContextVar[str] = ContextVar("locale", default="en")
"""Locale of the person who looks, such as de_AT; set for each request."""
WHOLE_FROM = 100
"""Amounts from here on are shown without cents on overview pages."""


def clock(seconds: int) -> str:
    """Seconds as hours and minutes, truncated.

    >>> clock(3900), clock(59)
    ('1:05', '0:00')
    """
    sign = "-" if seconds < 0 else ""
    minutes = abs(seconds) // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def number(value: float, places: int = 0) -> str:
    """A number with this many places, in the locale's marks."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=LOCALE.get())


def percent(value: float) -> str:
    """A fraction as whole per cent."""
    from babel.numbers import format_percent

    return format_percent(value, locale=LOCALE.get())


def money(value: Decimal | float, currency: str) -> str:
    """An amount with its currency; cents only below WHOLE_FROM."""
    from babel.numbers import format_currency

    if abs(float(value)) >= WHOLE_FROM:
        return format_currency(round(value), currency, format="¤#,##0", locale=LOCALE.get(), currency_digits=False)
    return format_currency(value, currency, locale=LOCALE.get())


def day(value: date, form: str = "medium") -> str:
    """A date in the locale's order."""
    from babel.dates import format_date

    return format_date(value, form, locale=LOCALE.get())
