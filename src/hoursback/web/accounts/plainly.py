"""Columns as a person reads them: days and moments as dates, hundredths as money, whatever the database keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, DecimalField, Field, IntegerField, Model

_DAYS = frozenset({"day", "week", "from_day", "first", "last", "last_week", "proposed_for"})
_MOMENTS = frozenset({"start", "end"})
_HUNDREDTHS = frozenset({"rate", "hundredths"})
_MONEY = frozenset({"price", "amount", "paid_amount", "cost_per_week"})
"""Names of columns that are numbers in the database; a test holds the models against them."""


def readers(model: type[Model], currency: str) -> dict[str, Callable[[Any], Any]]:
    """By column, what makes its value readable; columns that are readable as they are have none."""
    found = ((field.attname, _reader(field, currency)) for field in model._meta.concrete_fields)
    return {name: reader for name, reader in found if reader is not None}


def _reader(field: Field[Any, Any], currency: str) -> Callable[[Any], Any] | None:
    if isinstance(field, DecimalField):
        return (lambda value: f"{value:.2f} {currency}") if field.name in _MONEY else None
    if not isinstance(field, IntegerField):
        return None
    if field.name in _MOMENTS and isinstance(field, BigIntegerField):
        return _moment
    if field.name in _DAYS:
        return lambda value: date.fromordinal(value).isoformat()
    return (lambda value: f"{Decimal(value).scaleb(-2):.2f} {currency}") if field.name in _HUNDREDTHS else None


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
