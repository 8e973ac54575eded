"""The one way cells go into a workbook: text stays text, figures are figures, nothing is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol


class Written(Protocol):
    """What a cell holds: a value with its number format, or text alone."""

    @property
    def text(self) -> str: ...
    @property
    def value(self) -> Decimal | date | None: ...
    @property
    def form(self) -> str: ...


def add_sheet(
    book: Any,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Written | None]],
    *,
    widths: Sequence[float] = (),
) -> None:
    """A sheet of a write-only workbook: names of columns, then rows; the head stays in sight."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if head:
        sheet.freeze_panes = "A2"
        sheet.append([text_cell(sheet, name) for name in head])
    for row in rows:
        sheet.append([None if cell is None else _cell(sheet, cell) for cell in row])


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    # Said outright: a text that begins with "=" would be taken for a formula.
    cell.data_type = "s"
    return cell


def value_cell(sheet: Any, value: Decimal | date, form: str) -> Any:
    """A figure or day with its number format."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = form
    return cell


def _cell(sheet: Any, cell: Written) -> Any:
    return text_cell(sheet, cell.text) if cell.value is None else value_cell(sheet, cell.value, cell.form)
