"""Pictures drawn on the server from one shared theme, each with a sentence and a table that say the same."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoursback.web.shared import chartlook, formats
from hoursback.web.shared.chartlook import SIZES, Size

_log = logging.getLogger("hoursback.charts")
_DRAWING = "1"
"""Raised when the same spec would be drawn differently; part of every key of the cache."""
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture ready for a page; shown by {% include "shared/chart.html" with chart=… %}.

    Attributes:
        svg: inline SVG in the theme's colours, light and dark; one for wide pages, one for phones; empty: none.
        summary: one sentence with the figures that matter.
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
    """A Vega-Lite spec (without colours, fonts or size of text: the theme's) as a chart; cached by its data.

    The width is the theme's; a height belongs to the spec. Without rows there is nothing to see, and no picture.
    """
    table = tuple(tuple(formats.marked(str(cell)) for cell in row) for row in rows)
    title, summary = formats.marked(title), formats.marked(summary)
    svg = _svg(_named(spec), title, summary) if table else SafeString("")
    return Chart(svg, title, summary, tuple(columns), table)


def _named(part: Any) -> Any:
    """A spec with every name in it as it really is; what is no name is plain text, which stays."""
    if isinstance(part, str):
        return formats.marked(part)
    if isinstance(part, Mapping):
        return {key: _named(value) for key, value in part.items()}
    return [_named(value) for value in part] if isinstance(part, list | tuple) else part


def _svg(spec: Mapping[str, Any], title: str, summary: str) -> SafeString:
    mark = _digest(spec)
    try:
        return format_html_join("", "{}", ((_drawing(spec, mark, size, title, summary),) for size in SIZES))
    except ValueError as error:
        # Sentence and table say the same; a page without its picture is better than no page.
        _log.error("chart %r was not drawn: %s", title, error)
        return SafeString("")


def _drawing(spec: Mapping[str, Any], mark: str, size: Size, title: str, summary: str) -> SafeString:
    inside, box = _inside(spec, mark, size)
    name = f"chart-{_digest(mark, title, summary)}-{size.name}"
    return format_html(
        '<svg class="chart-{}" viewBox="{}" role="img" aria-labelledby="{}-title {}-text">'
        '<title id="{}-title">{}</title><desc id="{}-text">{}</desc>{}</svg>',
        *(size.name, box, name, name, name, title, name, summary, inside),
    )


def _inside(spec: Mapping[str, Any], mark: str, size: Size) -> tuple[SafeString, str]:
    locale = formats.LOCALE.get()
    name = _digest(mark, _look(size), locale, _DRAWING)
    kept: tuple[SafeString, str] | None = cache.get(f"chart:{name}")
    if kept is None:
        kept = chartlook.clean(_rendered(_full(spec, size), locale), f"c{name}")
        cache.set(f"chart:{name}", kept, _KEPT_SECONDS)
    return kept


@functools.cache
def _look(size: Size) -> str:
    """The theme's part of the name under which a drawing is kept."""
    return _digest(_full({}, size))


def _full(spec: Mapping[str, Any], size: Size) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "padding": 4,
        **spec,
        "width": size.width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "config": chartlook.theme(size),
    }


def _rendered(full: Mapping[str, Any], locale: str) -> str:
    import vl_convert  # loads a JavaScript engine: only when something must really be drawn

    svg: str = vl_convert.vegalite_to_svg(
        dict(full),
        allowed_base_urls=[],
        format_locale=formats.d3_numbers(locale),
        time_format_locale=formats.d3_dates(locale),
    )
    return svg


def _digest(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
