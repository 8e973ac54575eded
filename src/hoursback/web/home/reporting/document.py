"""A report before it becomes a page, a PDF or a workbook: sections of figures, tables, pictures and sentences.

Every figure is rounded once, here, and each of the three shows that very figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
MOST_SHOWN = 100
"""Rows of one table on a page; a workbook holds all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, day or text.

    Attributes:
        text: as it is read. value: the same for a workbook to reckon with; None: it is text. form: its format there.
    """

    text: str
    value: Decimal | date | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A likely range; two columns in a workbook."""

    low: Cell
    high: Cell

    @property
    def text(self) -> str:
        """As it is read."""
        return _("%(low)s to %(high)s") % {"low": self.low.text, "high": self.high.text}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` against the others on paper."""

    name: str
    width: float = 1.0
    is_number: bool = False
    is_span: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and a sentence about it."""

    cells: tuple[Cell | Span | None, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; `title` also names its sheet in a workbook."""

    kind: ClassVar = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[tuple[list[tuple[Column, str]], str]]:
        """The rows of a page: each text with its column, and the sentence below."""
        return [
            (
                [(c, "–" if cell is None else cell.text) for c, cell in zip(self.columns, row.cells, strict=True)],
                row.note,
            )
            for row in self.rows[:MOST_SHOWN]
        ]

    @property
    def left(self) -> int:
        """Rows that a page leaves out."""
        return max(0, len(self.rows) - MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that matters, with what it is and a few words about it."""

    label: str
    cell: Cell
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    kind: ClassVar = "figures"
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or more; `tone`: "" , "lead", "quiet" or "warn"."""

    kind: ClassVar = "text"
    says: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences one below the other."""

    kind: ClassVar = "items"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; its summary is its alternative text too."""

    kind: ClassVar = "picture"
    chart: Chart


type Block = Table | Figures | Text | Items | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one heading; "" for those right below the answer."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says: its first sentence, the time it is about, and its sections; none: there is nothing yet."""

    answer: str
    period: str = ""
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        name: of the kind of report, for names of files. language, region: of its words. locale: of its figures.
        paper: "a4" or "us-letter".
    """

    name: str
    title: str
    business: str
    made_on: date
    says: Said
    language: str
    region: str
    locale: str
    paper: str


def section(title: str, *blocks: Block | None) -> Section:
    """A section of the blocks that are there."""
    return Section(title, tuple(block for block in blocks if block is not None))


def present(*sections: Section | None) -> tuple[Section, ...]:
    """The sections that have something in them."""
    return tuple(one for one in sections if one is not None and one.blocks)


def text(said: object) -> Cell:
    """A name, or a few words."""
    return Cell(formats.marked(str(said)))


def hours(value: float) -> Cell:
    """Hours, with one place as on every page."""
    found = _exact(value, _TENTH)
    return Cell(formats.number(float(found), 1), found, "0.0")


def money(value: Decimal | float, currency: str) -> Cell:
    """An amount: whole units from a hundred on where it is read, with its cents in a workbook."""
    return Cell(formats.money(value, currency), _exact(value, _HUNDREDTH), "#,##0.00")


def share(value: float) -> Cell:
    """A part of a whole, in whole per cent."""
    return Cell(formats.percent(value), _exact(value, _HUNDREDTH), "0%")


def day(value: date | None) -> Cell | None:
    """A day, on one line; None for none."""
    return None if value is None else Cell(formats.day(value).replace(" ", "\u00a0"), value, "yyyy-mm-dd")


def _exact(value: Decimal | float, places: Decimal) -> Decimal:
    return Decimal(str(value)).quantize(places, ROUND_HALF_EVEN)
