"""Day first or month first: what a whole file proves, implies, or leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from hoursback.engine.capture.readers.dates import ORDER_HINT, has_dots, orders_of, two_readings
from hoursback.engine.capture.readers.layout import Columns
from hoursback.engine.capture.readers.moments import is_twelve_hour, split_moment
from hoursback.engine.capture.reading import DateOrder, Tally
from hoursback.engine.errors import FileRefusedError

ROWS_ASKED = 1_000
"""A file none of whose first rows has an ambiguous date is not searched further."""


def settle_order(
    columns: Columns, rows: Iterator[tuple[int, list[str]]], filename: str, tally: Tally
) -> DateOrder | None:
    """The order of a file's dates, from its rows with their lines; None where nothing depends on it.

    The first date that can be read in one way only settles it; a clock with AM and PM implies month first and dots
    imply day first, which is noted as a default.

    Raises: FileRefusedError, where dates can be read both ways and nothing tells which.
    """
    doubtful: tuple[int, str] | None = None
    has_twelve_hours = False
    for number, (line, row) in enumerate(rows):
        if doubtful is None and number >= ROWS_ASKED:
            break
        for date_text, clock_text in _moments(columns, row):
            has_twelve_hours = has_twelve_hours or is_twelve_hour(clock_text)
            fits = orders_of(date_text)
            if len(fits) == 1:
                tally.notice(
                    "date_order", fits[0], f"Line {line} has {date_text}, which can be read in no other order."
                )
                return fits[0]
            if fits and doubtful is None:
                doubtful = line, date_text
    if doubtful is None:
        return None
    return _implied(*doubtful, has_twelve_hours, filename, tally)


def _implied(line: int, text: str, has_twelve_hours: bool, filename: str, tally: Tally) -> DateOrder:
    if has_twelve_hours:
        why = "The clock says AM and PM, so dates were read month first."
        tally.notice("date_order", DateOrder.MDY, why, is_default=True)
        return DateOrder.MDY
    if has_dots(text):
        why = "The dates are written with dots, so they were read day first."
        tally.notice("date_order", DateOrder.DMY, why, is_default=True)
        return DateOrder.DMY
    raise FileRefusedError(
        f"The dates can be read in two ways: {text} is {two_readings(text)}.",
        where=f"{filename}, line {line}",
        value=text,
        hint=ORDER_HINT,
    )


def _moments(columns: Columns, row: list[str]) -> Iterator[tuple[str, str]]:
    """Date and clock texts of a row."""
    for name in ("date", "start", "end_date", "end"):
        at = columns.at[name]
        if at < len(row) and at < columns.width:
            cell = row[at].strip()
            yield split_moment(cell)
