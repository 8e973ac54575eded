"""Units shared by every step: seconds and hours, weeks and months, money, and the discount of a week."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

SECONDS_PER_HOUR = 3600
WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12


def weekly_discount(yearly: float) -> float:
    """Discount rate of one week from that of a year, (1 + r)^(1/52) - 1.

    >>> round(weekly_discount(0.12), 8)
    0.00218177
    """
    return float((1.0 + yearly) ** (1.0 / WEEKS_PER_YEAR) - 1.0)


def per_week(per_month: float) -> float:
    """A monthly amount as an amount a week: twelve months are fifty-two weeks."""
    return per_month * MONTHS_PER_YEAR / WEEKS_PER_YEAR


def per_month(per_week_amount: float) -> float:
    """A weekly amount as an amount a month."""
    return per_week_amount * WEEKS_PER_YEAR / MONTHS_PER_YEAR


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in one currency; rounding happens here and nowhere else (half to even, two places)."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, amount: float | int | str | Decimal, currency: str) -> Money:
        """From a computed figure, rounded to the cent.

        >>> str(Money.of(2849.4712, "USD"))
        '2849.47 USD'
        """
        exact = (
            amount if isinstance(amount, Decimal) else Decimal(repr(amount) if isinstance(amount, float) else amount)
        )
        rounded = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
        return cls(rounded + Decimal("0.00") if rounded else Decimal("0.00"), currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
