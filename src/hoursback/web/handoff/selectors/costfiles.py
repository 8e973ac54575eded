"""A month of costs as files for accounting: text stays text, figures are figures, nothing is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from hoursback.engine.handoff.costs import Cost, Total
from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.selectors import version_now
from hoursback.web.handoff.selectors.costs import Costs, Detail, month_costs, month_lines
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.shared import formats
from hoursback.web.shared.sheets import text_cell, value_cell

type Cell = str | Decimal | None
_MONEY, _HOURS = "0.00", "0.0000"
_KEPT = 24 * 3600


def head(currency: str) -> list[str]:
    """Names of the columns of a month."""
    money = [_("Handed in"), _("Not handed in yet"), _("Together"), _("Agreed at most"), _("Planned")]
    return [_("Month"), _("Person"), _("Hand-off"), _("Hours"), *(f"{name} ({currency})" for name in money)]


def rows_of(costs: Costs) -> list[list[Cell]]:
    """The rows of a month, the sum last."""
    month = f"{costs.month:%Y-%m}"
    rows = [
        [month, row.person, row.handoff or _("other paid work"), *_figures(row), row.agreed, row.planned]
        for row in costs.rows
    ]
    total: list[Cell] = [month, _("Total"), "", *_figures(costs.total), None, costs.total.planned]
    return [*rows, total]


def as_csv(costs: Costs, currency: str) -> str:
    """A month as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(safe_row(head(currency)))
    for row in rows_of(costs):
        writer.writerow(safe_row("" if cell is None else str(cell) for cell in row))
    return out.getvalue()


def csv_of(member: Member, month: date, today: date) -> str:
    """A month as CSV; kept until anything in the workspace changes."""
    name = f"costs-csv-{month}-{today}-{get_language()}-{formats.LOCALE.get()}"
    return kept(member, name, lambda: as_csv(month_costs(member, month, today), member.workspace.currency), own=True)


def workbook(member: Member, month: date, today: date) -> bytes:
    """A month as a workbook; kept until anything in the workspace changes, for thousands of lines take a while."""
    language = f"{get_language()}:{formats.LOCALE.get()}"
    key = f"costs-xlsx:{member.workspace_id}:{version_now(member.workspace_id)}:{member.pk}:{month}:{today}:{language}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = as_xlsx(month_costs(member, month, today), month_lines(member, month), member.workspace.currency)
        cache.set(key, found, _KEPT)
    return found


def as_xlsx(costs: Costs, lines: Iterable[Detail], currency: str) -> bytes:
    """A month as a workbook: the costs on one sheet, every line that was handed in on another."""
    book = Workbook(write_only=True)
    _sheet(book, _("Costs"), head(currency), rows_of(costs), {3: _HOURS})
    names = [
        _("Day"),
        _("Person"),
        _("Hand-off"),
        _("Activity"),
        _("For"),
        _("Hours"),
        _("Price"),
        _("Amount"),
        _("State"),
    ]
    names[6:8] = [f"{name} ({currency})" for name in names[6:8]]
    _sheet(book, _("Lines"), names, map(_line, lines), {5: _HOURS})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figures(row: Cost | Total) -> list[Cell]:
    return [hours(row.all_seconds), row.handed_in, row.open, row.amount]


def hours(seconds: int) -> Decimal:
    """Seconds as hours with four places, which is a third of a second."""
    return (Decimal(seconds) / 3600).quantize(Decimal("0.0001"))


def _line(line: Detail) -> list[Cell]:
    price = None if line.rate is None else Decimal(line.rate).scaleb(-2)
    texts = [line.day.isoformat(), line.person, line.handoff, line.activity, line.kind]
    return [*texts, hours(line.seconds), price, line.amount, line.state]


def _sheet(book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], places: dict[int, str]) -> None:
    sheet = book.create_sheet(name[:31])
    sheet.append([_cell(sheet, text, "") for text in head])
    for row in rows:
        sheet.append([_cell(sheet, cell, places.get(at, _MONEY)) for at, cell in enumerate(row)])


def _cell(sheet: Any, value: Cell, places: str) -> Any:
    if value is None:
        return None
    return value_cell(sheet, value, places) if isinstance(value, Decimal) else text_cell(sheet, value)
