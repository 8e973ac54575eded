"""The one rounding of money: half up to the hundredth."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


def cents(amount: Decimal | float) -> Decimal:
    """An amount of the currency, half up to the hundredth; a float counts as it is written, not as it is stored.

    >>> cents(Decimal("0.125")), cents(1.005), cents(2.675)
    (Decimal('0.13'), Decimal('1.01'), Decimal('2.68'))
    """
    return as_written(amount).quantize(_HUNDREDTH, ROUND_HALF_UP)


def as_written(amount: Decimal | float) -> Decimal:
    """A number as its shortest decimal text says it, for reckoning on before it is rounded.

    >>> as_written(0.1) * 3
    Decimal('0.3')
    """
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))
