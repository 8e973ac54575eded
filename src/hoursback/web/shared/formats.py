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


def d3_numbers(locale: str) -> dict[str, object]:
    """The locale's marks as the charts' number formats want them."""
    from babel import Locale

    marks = Locale.parse(locale).number_symbols.get("latn", {})
    return {
        "decimal": marks.get("decimal", "."),
        "thousands": marks.get("group", ","),
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }


def d3_dates(locale: str) -> dict[str, object]:
    """The locale's names of days and months as the charts' date formats want them."""
    from babel import Locale

    read = Locale.parse(locale)
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    days, months = read.days["stand-alone"], read.months["stand-alone"]
    return {
        "dateTime": "%x, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [days["wide"][day] for day in sunday_first],
        "shortDays": [days["abbreviated"][day] for day in sunday_first],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
