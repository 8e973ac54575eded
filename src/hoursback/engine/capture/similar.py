"""Names that may mean the same activity: asked about, never merged by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import combinations
from typing import Final

NAMES_COMPARED: Final = 400
"""Only the names with most hours are compared, each with each; a log can hold a different note in every row."""
LIKENESS: Final = 88.0
"""Of 100: "quote" and "quotes" are above it, "printing" and "painting" below (own)."""

_DIGITS = re.compile(r"\d+")


def similar_names(seconds: Mapping[str, int]) -> list[tuple[str, str]]:
    """Pairs of names that look alike, the longer worked on first; those that differ in a number are not alike.

    Args:
        seconds: logged time by name.

    >>> similar_names({"Invoices": 90, "Quotes": 60, "quote": 30, "Phase 1": 20, "Phase 2": 10})
    [('Quotes', 'quote')]
    """
    from rapidfuzz import fuzz

    names = sorted(seconds, key=lambda name: (-seconds[name], name))[:NAMES_COMPARED]
    plain = {name: _plain(name[:200]) for name in names}
    return [
        (one, other)
        for one, other in combinations([name for name in names if plain[name]], 2)
        if fuzz.token_sort_ratio(plain[one], plain[other], score_cutoff=LIKENESS)
        and _DIGITS.findall(plain[one]) == _DIGITS.findall(plain[other])
    ]


def _plain(name: str) -> str:
    """Letters and digits in one case; hyphens and invisible marks vanish, other marks part words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(
        "".join(
            mark if mark.isalnum() else "" if mark in "-‐'’" or unicodedata.category(mark) == "Cf" else " "
            for mark in folded
        ).split()
    )
