"""A chart of a page as a drawing of its own, in the light look: what paper needs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from hoursback.web import shared
from hoursback.web.shared.charts import Chart

_WIDE = re.compile(r'<svg class="chart-wide" viewBox="([\d. -]+)"[^>]*>(.*?)</svg>', re.DOTALL)
_SPOKEN = re.compile(r"<(title|desc)\b[^>]*>.*?</\1>", re.DOTALL)
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_TOKENS = Path(shared.__path__[0]) / "static" / "shared" / "tokens.css"
_TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{3,8})\b")
_FONT = "Libertinus Serif"


def standalone(chart: Chart) -> str:
    """A chart as SVG by itself; "" where it was not drawn."""
    found = _WIDE.search(str(chart.svg))
    if found is None:
        return ""
    box, inside = found[1], _SPOKEN.sub("", found[2])
    coloured = _VARIABLE.sub(lambda name: _light()[name[1]], inside)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="{_FONT}">{coloured}</svg>'


@cache
def _light() -> dict[str, str]:
    """Colours by name as they stand in the light look, on white paper."""
    light = _TOKENS.read_text(encoding="utf-8").partition("@media")[0]
    white = dict.fromkeys(("--paper", "--paper-raised", "--paper-sunk"), "#ffffff")
    return {**dict(_TOKEN.findall(light)), **white}
