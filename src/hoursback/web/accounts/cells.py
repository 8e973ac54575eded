"""The one way cells go into a CSV: nothing that a spreadsheet would run as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")


def safe_cell(value: object) -> object:
    """A cell as it may stand in a spreadsheet; plain numbers stay what they are.

    >>> safe_cell("=1+1"), safe_cell("-3.5"), safe_cell("-cmd"), safe_cell(7)
    ("'=1+1", '-3.5', "'-cmd", 7)
    """
    if not isinstance(value, str) or not value.startswith(_STARTS) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def safe_row(values: Iterable[object]) -> list[object]:
    """A row of safe cells."""
    return [safe_cell(value) for value in values]
