"""A report as a workbook: what it says on the first sheet, each table on one of its own, with the same figures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from hoursback.web.home.reporting.document import Cell, Column, Figures, Items, Picture, Report, Row, Span, Table, Text
from hoursback.web.shared.sheets import add_sheet

_REFUSED = re.compile(r"[\\/?*\[\]:]")
_LONGEST = 31


def xlsx(report: Report) -> bytes:
    """A report as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    add_sheet(book, _name(_("Summary"), taken), (), _summary(report), widths=(36, 28, 28, 80))
    for section in report.says.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                _table(book, block, taken)
    book.properties.title = report.title
    book.properties.creator = "Hoursback"
    book.properties.language = report.language
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(report: Report) -> Iterator[list[Cell]]:
    yield [Cell(report.title)]
    yield [Cell(_("Business")), Cell(report.business)]
    yield [Cell(_("Made on")), Cell("", report.made_on, "yyyy-mm-dd")]
    if report.says.period:
        yield [Cell(_("Time")), Cell(report.says.period)]
    yield []
    yield [Cell(report.says.answer)]
    for section in report.says.sections:
        lines = [line for block in section.blocks for line in _lines(block)]
        if lines:
            yield []
            if section.title:
                yield [Cell(section.title)]
            yield from lines


def _lines(block: Any) -> Iterator[list[Cell]]:
    match block:
        case Text():
            yield [Cell(block.says)]
        case Items():
            yield from ([Cell(item)] for item in block.items)
        case Figures():
            yield from ([Cell(one.label), one.cell, Cell(one.note)] for one in block.figures)
        case Picture():
            yield [Cell(block.chart.title), Cell(block.chart.summary)]


def _table(book: Any, table: Table, taken: set[str]) -> None:
    has_notes = any(row.note for row in table.rows)
    head = [name for column in table.columns for name in _names(column)]
    widths = [12 if column.is_number else 26 for column in table.columns for _name in _names(column)]
    if has_notes:
        head.append(_("Why"))
        widths.append(80)
    rows = (_cells(row, table, has_notes=has_notes) for row in table.rows)
    add_sheet(book, _name(table.title, taken), head, rows, widths=widths)


def _names(column: Column) -> list[str]:
    if not column.is_span:
        return [column.name]
    return [_("%(name)s, low") % {"name": column.name}, _("%(name)s, high") % {"name": column.name}]


def _cells(row: Row, table: Table, *, has_notes: bool) -> list[Cell | None]:
    found: list[Cell | None] = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.is_span:
            found += [cell.low, cell.high] if isinstance(cell, Span) else [None, None]
        else:
            assert not isinstance(cell, Span), "a range stands in a column of ranges"
            found.append(cell)
    return [*found, Cell(row.note)] if has_notes else found


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name: short, without what spreadsheets refuse, and not there yet."""
    plain = _REFUSED.sub(" ", title)[:_LONGEST]
    name, number = plain, 2
    while name.casefold() in taken:
        name = f"{plain[: _LONGEST - 3]} {number}"
        number += 1
    taken.add(name.casefold())
    return name
