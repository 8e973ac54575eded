"""Results as rows of a page: no arithmetic is left to a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hoursback.engine.outcome.handed import Kind
from hoursback.engine.outcome.money import Money
from hoursback.engine.units import per_month
from hoursback.web.outcome.selectors.shapes import HandoffResult, Results

SHOWN = 50
"""Hand-offs in the table of a page, those that freed most first."""
CHANGES = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-off in the table; hours a week and money a month."""

    row: HandoffResult
    spent: float
    paid: Decimal | None
    realised: Decimal | None
    planned: Decimal | None


@dataclass(frozen=True, slots=True)
class Monthly:
    """Money a month, with what it is in all."""

    benefit: Decimal
    paid: Decimal
    set_up: Decimal
    realised: Decimal
    low: Decimal
    high: Decimal
    planned: Decimal | None
    all: Money


def lines(found: Results) -> list[Line]:
    """Hand-offs, those that freed most first."""
    ordered = sorted(found.rows, key=lambda row: (-row.result.freed, row.pk))
    return [_line(row) for row in ordered[:SHOWN]]


def money(sums: Money | None) -> Monthly | None:
    """Sums over the weeks as amounts a month."""
    if sums is None or not sums.weeks:
        return None
    weeks = sums.weeks
    return Monthly(
        benefit=_month(sums.benefit, weeks),
        paid=_month(sums.paid, weeks),
        set_up=_month(sums.set_up, weeks),
        realised=_month(sums.realised, weeks),
        low=_month(sums.low, weeks),
        high=_month(sums.high, weeks),
        planned=None if sums.planned is None else _month(sums.planned, weeks),
        all=sums,
    )


def spent(kinds: Mapping[Kind, float], weeks: int) -> list[tuple[Kind, float, float]]:
    """Kind, hours in all and hours a week, in the order of kinds."""
    return [(kind, kinds[kind], kinds[kind] / weeks) for kind in Kind if kind in kinds and weeks]


def _line(row: HandoffResult) -> Line:
    hours = sum(week.hours_spent for week in row.result.weeks) / row.weeks if row.weeks else 0.0
    each = money(row.money)
    if each is None:
        return Line(row, hours, None, None, None)
    return Line(row, hours, each.paid, each.realised, each.planned)


def _month(amount: Decimal, weeks: int) -> Decimal:
    return Decimal(repr(per_month(float(amount) / weeks))).quantize(Decimal("0.01"))
