"""The look of every chart: one theme in the words of tokens.css, and SVG that a strict page may carry.

Colours are CSS variables, so that one drawing serves light, dark and print; the font is the page's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, QUIET, LINE, EDGE = "var(--ink)", "var(--ink-quiet)", "var(--line)", "var(--line-strong)"
RAISED, TINT = "var(--paper-raised)", "var(--accent-paper)"
SERIES = tuple(f"var(--c{number})" for number in range(1, 9))
"""Colours that can be told apart from the paper and, in this order, from their neighbours."""


@dataclass(frozen=True, slots=True)
class Size:
    """A width that charts are drawn at: text keeps its size, so a phone gets a drawing of its own.

    Attributes: name: also the class of the drawing. width, label_limit: pixels. ticks, legend_columns: how many.
    """

    name: str
    width: int
    label_limit: int
    ticks: int
    legend_columns: int


SIZES = (Size("wide", 720, 220, 8, 3), Size("phone", 350, 120, 4, 2))


def theme(size: Size) -> dict[str, Any]:
    """Vega-Lite's config for one width."""
    text = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": QUIET, "titleColor": QUIET}
    return {
        "font": "sans-serif",
        "view": {"stroke": None},
        "range": {"category": list(SERIES)},
        "axis": {
            **text,
            "titleFontWeight": "normal",
            "titlePadding": 8,
            "gridColor": LINE,
            "domainColor": EDGE,
            "tickColor": EDGE,
            "labelLimit": size.label_limit,
            "labelPadding": 6,
            "labelOverlap": "greedy",
            "labelSeparation": 10,
        },
        "axisX": {"tickCount": size.ticks},
        "axisBand": {"grid": False, "ticks": False, "domain": False, "labelColor": INK},
        "axisDiscrete": {"grid": False, "ticks": False, "domain": False, "labelColor": INK},
        "legend": {
            **text,
            "orient": "bottom",
            "titleFontWeight": "normal",
            "columns": size.legend_columns,
            "labelColor": INK,
            "labelLimit": size.label_limit,
            "columnPadding": 24,
            "symbolType": "square",
        },
        "bar": {"color": SERIES[0]},
        "area": {"color": SERIES[0]},
        "line": {"color": SERIES[0], "strokeWidth": 2.5},
        "point": {"color": SERIES[0], "filled": True, "size": 60},
        "rule": {"color": INK, "strokeWidth": 1.5},
        "tick": {"color": INK},
        "text": {"color": INK, "fontSize": 13},
    }


_TAG = re.compile(r"<(/?)([A-Za-z]+)((?:\s+[A-Za-z][\w:-]*=\"[^\"<>]*\")*)\s*(/?)>")
_PART = re.compile(r"\s+([A-Za-z][\w:-]*)=\"([^\"<>]*)\"")
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_ELEMENT_WORDS = "svg g path line rect circle text tspan defs clipPath linearGradient stop"
_ATTRIBUTE_WORDS = (
    "viewBox transform d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points offset fill stroke opacity display "
    "fill-opacity stroke-opacity stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit "
    "font-size font-weight font-style text-anchor clip-path id stop-color stop-opacity gradientUnits"
)
_ELEMENTS, _ATTRIBUTES = frozenset(_ELEMENT_WORDS.split()), frozenset(_ATTRIBUTE_WORDS.split())
_GROUND = re.compile(r'\sclass="(?:back|fore)ground"')
_IDENTIFIERS = re.compile(r"url\(#([^)]*)\)")


class UnexpectedDrawingError(ValueError):
    """The drawing has a piece that no chart of ours needs; it is not shown."""


def clean(svg: str, prefix: str) -> tuple[SafeString, str]:
    """The inside of a drawing, and its viewBox: known elements and attributes only, numbers short, ids prefixed.

    Every text and value is read and escaped anew, so that what comes out is safe whatever the renderer did.
    Raises: UnexpectedDrawingError, for anything that is not on the list.
    """
    out: list[SafeString] = []
    at, box = 0, ""
    for tag in _TAG.finditer(svg):
        out.append(_text(svg[at : tag.start()]))
        at = tag.end()
        closing, name, attributes, alone = tag.groups()
        if name not in _ELEMENTS:
            raise UnexpectedDrawingError(name)
        kept = _kept(attributes, prefix)
        if name == "svg":
            box = kept.get("viewBox", box)
        elif not _draws_nothing(attributes, kept):
            written = format_html_join("", ' {}="{}"', kept.items())
            out.append(format_html("<{}{}{}{}>", closing, name, written, alone))
    out.append(_text(svg[at:]))
    return format_html_join("", "{}", ((piece,) for piece in out)), box


def _text(between: str) -> SafeString:
    if "<" in between or ">" in between:
        raise UnexpectedDrawingError(between[:40])
    return format_html("{}", unescape(between))


def _kept(attributes: str, prefix: str) -> Mapping[str, str]:
    kept = {key: unescape(value) for key, value in _PART.findall(attributes) if key in _ATTRIBUTES}
    if kept.get("opacity") == "1":
        del kept["opacity"]
    if "id" in kept:
        kept["id"] = f"{prefix}-{kept['id']}"
    return {key: _short(_IDENTIFIERS.sub(rf"url(#{prefix}-\1)", value)) for key, value in kept.items()}


def _short(value: str) -> str:
    return _LONG.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), value)


def _draws_nothing(attributes: str, kept: Mapping[str, str]) -> bool:
    """Vega leaves grounds without paint behind and before every group; each is closed in itself."""
    return bool(_GROUND.search(attributes)) and not (kept.get("d") and kept.keys() & {"fill", "stroke"})
