"""Many rows at once: one statement takes hundreds of them, which costs a third of one statement a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

type Value = int | str | None
_SIZES = (100, 10, 1)
"""Rows in a statement. Few sizes, so that each is parsed once and then found among the prepared ones."""


def insert(into: str, columns: Sequence[Sequence[Value]], *, constants: str = "", after: str = "") -> None:
    """Insert rows with a plain statement, inside the caller's transaction.

    Args:
        into: "INSERT INTO table (first, second)". columns: of equal length, in the order of `into`.
        constants: values that every row begins with, as SQL; never anything that came from outside.
        after: the end of the statement, such as ON CONFLICT.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Many rows go in together or not at all: open a transaction first.")
    is_sqlite = connection.vendor == "sqlite"
    width, many = len(columns), len(columns[0])
    row = f"({', '.join(([constants] if constants else []) + ['?' if is_sqlite else '%s'] * width)})"
    statements = {size: f"{into} VALUES {', '.join([row] * size)} {after}" for size in _SIZES}
    # Row after row in one list, without making a single row.
    values: list[Value] = [None] * (width * many)
    for place, column in enumerate(columns):
        values[place::width] = column
    with connection.cursor() as cursor:
        # The driver itself: Django would look through thousands of marks for each statement.
        run = cursor.connection.execute if is_sqlite else cursor.execute
        for at, size in _parts(many):
            run(statements[size], values[at * width : (at + size) * width])


def _parts(many: int) -> Iterator[tuple[int, int]]:
    """From which row, and how many, each statement takes."""
    at = 0
    for size in _SIZES:
        while many - at >= size:
            yield at, size
            at += size
