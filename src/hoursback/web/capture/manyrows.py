"""Many rows at once: one statement takes hundreds of them, which costs a third of one statement a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched, chain

from django.db import connection

type Value = int | str | None
_SIZES = (100, 10, 1)
"""Rows in a statement. Few sizes, so that each is parsed once and then found among the prepared ones."""


def insert(into: str, columns: int, rows: Iterable[Sequence[Value]], *, constants: str = "", after: str = "") -> None:
    """Insert rows with a plain statement, inside the caller's transaction.

    Args:
        into: "INSERT INTO table (first, second)". columns: how many values a row has.
        constants: values that every row begins with, as SQL; never anything that came from outside.
        after: the end of the statement, such as ON CONFLICT.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Many rows go in together or not at all: open a transaction first.")
    is_sqlite = connection.vendor == "sqlite"
    mark = "?" if is_sqlite else "%s"
    row = f"({', '.join(([constants] if constants else []) + [mark] * columns)})"
    with connection.cursor() as cursor:
        # The driver itself: Django would look through thousands of marks for each statement.
        run = cursor.connection.execute if is_sqlite else cursor.execute
        for some in batched(rows, _SIZES[0]):
            for part in _parts(some):
                values = ", ".join([row] * len(part))
                run(f"{into} VALUES {values} {after}", tuple(chain.from_iterable(part)))


def _parts(rows: Sequence[Sequence[Value]]) -> Iterable[Sequence[Sequence[Value]]]:
    at = 0
    for size in _SIZES:
        while len(rows) - at >= size:
            yield rows[at : at + size]
            at += size
