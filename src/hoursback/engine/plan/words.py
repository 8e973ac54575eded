"""How money and hours read in the plan's sentences."""

from __future__ import annotations


def money(amount: float, currency: str) -> str:
    """A whole amount for a sentence.

    >>> money(2849.47, "USD"), money(-12.3, "EUR"), money(4.2, "USD")
    ('2,849 USD', '-12 EUR', '4.20 USD')
    """
    digits = 2 if abs(amount) < 10 and round(amount) != amount else 0
    return f"{amount:,.{digits}f} {currency}"


def hours(amount: float) -> str:
    """Hours for a sentence.

    >>> hours(4.26), hours(1.0), hours(0.04)
    ('4.3 hours', '1 hour', 'under 0.1 hours')
    """
    if 0 < amount < 0.05:
        return "under 0.1 hours"
    text = f"{amount:.1f}".removesuffix(".0")
    return f"{text} hour" if text == "1" else f"{text} hours"


def percent(share: float) -> str:
    """A share for a sentence; never claims certainty it does not have.

    >>> percent(0.834), percent(0.999), percent(0.001)
    ('83 %', 'over 99 %', 'under 1 %')
    """
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else f"{share * 100:.0f} %"


def weeks(number: int) -> str:
    """A number of weeks.

    >>> weeks(1), weeks(15)
    ('1 week', '15 weeks')
    """
    return f"{number} week" if number == 1 else f"{number} weeks"
