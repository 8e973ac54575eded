"""Which column of a table holds what: the header of a product's export, and of anybody's table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hoursback.engine.capture.readers.lengths import unit_of
from hoursback.engine.capture.readers.text import COLUMN_LIMIT, shown
from hoursback.engine.errors import FileRefusedError

FIELDS = (
    "date",
    "start",
    "end_date",
    "end",
    "length",
    "project",
    "task",
    "client",
    "person",
    "tags",
    "kind",
    "note",
    "first_name",
    "last_name",
)
"""What a column can hold. `start` and `end` hold a time of day, or a date and a time of day."""
NAME_PARTS = ("first_name", "last_name")

DELIMITERS = (",", ";", "\t")
_EXCEL_HINT = re.compile(r"sep=(.)", re.IGNORECASE)
_NEEDED = (("start", "end"), ("start", "length"), ("date", "length"))


@dataclass(frozen=True, slots=True)
class Layout:
    """How one product names its columns.

    Attributes:
        columns: for each field the headers that hold it, best first, in any case and spacing.
        known_by: sets of headers; a table that has all of any one set is of this product.
        blank_end_runs: an entry without an end is still running, whatever its length says.
    """

    name: str
    title: str
    columns: Mapping[str, tuple[str, ...]]
    known_by: tuple[tuple[str, ...], ...] = ()
    blank_end_runs: bool = True
    extensions: tuple[str, ...] = ("csv", "tsv", "txt")

    def fits(self, header: Header) -> bool:
        """Whether a header is of this product, or has what an entry needs where nothing tells products apart."""
        if self.known_by:
            return any(set(map(plain, names)) <= header.plain_names for names in self.known_by)
        return _has_needed(place(self, header), len(header.names))


@dataclass(frozen=True, slots=True)
class Header:
    """The first row of a table.

    Attributes:
        skipped: rows up to and with the header.
    """

    delimiter: str
    names: tuple[str, ...]
    skipped: int
    plain_names: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields of a layout stand in one file.

    Attributes:
        at: column of each field, from 0; `width` for a field that the file does not have.
        width: number of columns in the header.
        unit: seconds that a bare number in the length column counts.
        unit_is_said: whether the length column's header says so.
    """

    layout: Layout
    header: Header
    at: Mapping[str, int]
    width: int
    unit: int
    unit_is_said: bool

    def has(self, name: str) -> bool:
        """Whether the file has a column for a field."""
        return self.at[name] < self.width

    def title(self, name: str) -> str:
        """A field's column as the file calls it, "" where it has none."""
        return self.header.names[self.at[name]].strip() if self.has(name) else ""


def plain(name: str) -> str:
    """A header without case, spaces, underscores and dots, so that "Start_Date" is "startdate"."""
    return re.sub(r"[\s_.:*-]+", "", name.casefold())


def read_header(head: str) -> Header | None:
    """The header of a table from the beginning of its text; None where there is no row with two cells."""
    found = [header for delimiter in DELIMITERS if (header := _header_by(head, delimiter))]
    return max(found, key=lambda header: len(header.names), default=None)


def _header_by(head: str, delimiter: str) -> Header | None:
    rows = csv.reader(io.StringIO(head, ""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(rows, 1):
            if not any(cell.strip() for cell in row):
                continue
            # Excel's first line, which says the delimiter and is no header.
            if _EXCEL_HINT.fullmatch(delimiter.join(row).strip()):
                continue
            if len(row) < 2:
                return None
            return Header(delimiter, tuple(row), number, frozenset(map(plain, row)))
    except csv.Error:
        pass
    return None


def place(layout: Layout, header: Header) -> dict[str, int]:
    """Columns of a layout's fields; no column serves two fields."""
    width = len(header.names)
    columns: dict[str, int] = {}
    for index, name in enumerate(header.names):
        columns.setdefault(plain(name), index)
    at = dict.fromkeys(FIELDS, width)
    for name in FIELDS:
        for title in layout.columns.get(name, ()):
            if plain(title) in columns:
                at[name] = columns.pop(plain(title))
                break
    if at["start"] == at["end"] == width and at["date"] < width and at["end_date"] < width:
        # "Start date" and "End date" alone: each holds a whole moment.
        at["start"], at["end"], at["date"], at["end_date"] = at["date"], at["end_date"], width, width
    return at


def find_columns(layout: Layout, header: Header | None, filename: str) -> Columns:
    """Where the fields of a layout stand.

    Raises: FileRefusedError, for a table that lacks what an entry needs, naming what it has and what was looked for.
    """
    if header is None:
        raise unknown_columns(None, layout, filename)
    at, width = place(layout, header), len(header.names)
    if not _has_needed(at, width):
        raise unknown_columns(header, layout, filename)
    if width > COLUMN_LIMIT:
        raise FileRefusedError(
            f"The table has more than {COLUMN_LIMIT} columns.",
            where=f"{filename}, line 1",
            value=f"{width} columns",
            hint="Export the log without the columns that nobody needs.",
        )
    unit, unit_is_said = unit_of(header.names[at["length"]].casefold()) if at["length"] < width else (1, True)
    return Columns(layout, header, at, width, unit, unit_is_said)


def unknown_columns(header: Header | None, layout: Layout, filename: str) -> FileRefusedError:
    """For a table in which no entry can be found."""

    def some(name: str) -> str:
        return " or ".join(f"“{title}”" for title in layout.columns[name][:3])

    seen = ", ".join(shown(name.strip(), 30) for name in header.names[:20]) if header else "no columns"
    return FileRefusedError(
        "The first line does not name the columns of a work log.",
        where=f"{filename}, line 1",
        value=seen,
        hint=(
            f"An entry needs a start ({some('start')}) with an end ({some('end')}) or a length ({some('length')}), "
            f"or a date ({some('date')}) with a length; name the columns so."
        ),
    )


def _has_needed(at: Mapping[str, int], width: int) -> bool:
    return any(all(at[name] < width for name in names) for names in _NEEDED)
