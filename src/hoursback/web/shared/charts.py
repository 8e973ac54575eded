"""Pictures drawn on the server from one shared theme, each with a sentence and a table that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture ready for a page; shown by {% include "shared/chart.html" with chart=… %}.

    Attributes:
        svg: inline SVG in the theme's colours, light and dark. summary: one sentence with the figures that matter.
        columns, rows: the data as text, for the table below the picture.
    """

    svg: SafeString
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw(
    spec: Mapping[str, Any], *, title: str, summary: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Chart:
    """A Vega-Lite spec (without colours, fonts or size of text: the theme's) as a chart; cached by its data."""
    return Chart(SafeString(""), title, summary, tuple(columns), tuple(tuple(row) for row in rows))
