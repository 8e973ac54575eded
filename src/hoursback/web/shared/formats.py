"""Figures, dates and money as people read them, in the locale of whoever looks."""

from __future__ import annotations

import re
import unicodedata
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache

LOCALE: ContextVar[str] = ContextVar("locale", default="en")
"""Locale of the person who looks, such as de_AT; set for each request."""
WHOLE_FROM = 100
"""Amounts from here on are shown without cents on overview pages."""
_KEPT = 4096
"""Texts of one kind that a process remembers: most pages show the same days and amounts again and again."""


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
    return _number(value, places, LOCALE.get())


@lru_cache(_KEPT)
def _number(value: float, places: int, locale: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=locale)


def percent(value: float) -> str:
    """A fraction as whole per cent."""
    return _percent(value, LOCALE.get())


@lru_cache(_KEPT)
def _percent(value: float, locale: str) -> str:
    from babel.numbers import format_percent

    return format_percent(value, locale=locale)


def money(value: Decimal | float, currency: str) -> str:
    """An amount with its currency; cents only below WHOLE_FROM."""
    if abs(float(value)) >= WHOLE_FROM:
        return _whole(value, currency)
    return exact(value, currency)


def exact(value: Decimal | float, currency: str) -> str:
    """An amount with its currency and all its places: accounting adds it up."""
    return _exact(value, currency, LOCALE.get())


@lru_cache(_KEPT)
def _exact(value: Decimal | float, currency: str, locale: str) -> str:
    from babel.numbers import format_currency

    return format_currency(value, currency, locale=locale)


def _whole(value: Decimal | float, currency: str) -> str:
    """An amount without cents, its sign where the locale has it."""
    return _rounded(round(value), currency, LOCALE.get())


@lru_cache(_KEPT)
def _rounded(value: int, currency: str, locale: str) -> str:
    from babel import Locale
    from babel.numbers import format_currency

    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)


def day(value: date, form: str = "medium") -> str:
    """A date in the locale's order."""
    return _day(value, form, LOCALE.get())


@lru_cache(_KEPT)
def _day(value: date, form: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(value, form, locale=locale)


def spoken(name: str) -> str:
    """A name made for files as one says it.

    >>> spoken("customer_care")
    'customer care'
    """
    return name.replace("_", " ")


def marked(text: str) -> str:
    """A name or note as it really is: what turns the writing round or takes no room is shown by its number.

    Joiners stay where a script or an emoji needs them.

    >>> marked("Ann\u202etxt"), marked("a\u200bb"), marked("👩\u200d💻")
    ('Ann[U+202E]txt', 'a[U+200B]b', '👩\u200d💻')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_marked(text, place) for place in range(len(text)))


def _marked(text: str, place: int) -> str:
    letter = text[place]
    if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf"):
        return letter
    before = text[place - 1] if place else ""
    is_needed = letter in _JOINERS and before and unicodedata.category(before) in _JOINED
    return letter if is_needed else f"[U+{ord(letter):04X}]"


_JOINERS = "\u200c\u200d"
_JOINED = frozenset(("Lo", "Mn", "Mc", "So", "Sk"))
"""Letters without case, their marks, and emoji: what joiners are for."""
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_AMOUNT = r"(?<![\w.,-])(-?\d[\d,]*(?:\.\d+)?) %s\b"
_SHARE = re.compile(r"(?<![\w.,-])(\d+(?:\.\d+)?) %")
_PARTS = re.compile(r"(?<![\w.,-])(-?\d+\.\d+)(?= (?:to|of|hours?|h)\b|\))")


def said(sentence: str, currency: str = "") -> str:
    """A sentence of the engine with its dates, money, shares and hours in the locale's marks.

    The engine writes them in one way (its plan/words.py); money is known by the workspace's currency after it, so that
    a name such as “3 DHL parcels” stays as it is.

    >>> said("From 2026-03-02 at up to 25 USD an hour, 6.5 to 8.1 hours.", "USD")
    'From Mar 2, 2026 at up to $25 an hour, 6.5 to 8.1 hours.'
    """
    text = _DATE.sub(_day_said, marked(sentence))
    if currency:
        text = re.sub(_AMOUNT % re.escape(currency), lambda found: _money_said(found[1], currency), text)
    text = _SHARE.sub(lambda found: percent(float(found[1]) / 100), text)
    return _PARTS.sub(lambda found: number(float(found[1]), len(found[1].partition(".")[2])), text)


def _day_said(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[1]))
    except ValueError:  # digits that are no date stay as they are
        return found[1]


def _money_said(written: str, currency: str) -> str:
    """An amount with the cents that it was written with."""
    from babel.numbers import format_currency

    amount = Decimal(written.replace(",", ""))
    if "." in written:
        return format_currency(amount, currency, locale=LOCALE.get())
    return _whole(amount, currency)


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
