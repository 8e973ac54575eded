"""What can be read on paper by everybody, in light and dark, computed from the token file itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hoursback.web import shared

STATIC = Path(shared.__file__).parent / "static" / "shared"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
PAPERS = ("paper", "paper-raised", "paper-sunk")
TEXTS = ("ink", "ink-quiet", "accent", "accent-strong", "good", "warn", "bad")
EDGES = ("line-strong", "focus", *(f"c{number}" for number in range(1, 9)))
ON_COLOUR = (
    *(("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("bad-ink", "bad")),
    *((words, f"{kind}-paper") for kind in ("good", "warn", "bad") for words in ("ink", kind)),
    *(("ink", "accent-paper"), ("ink-quiet", "accent-paper"), ("accent", "accent-paper")),
)


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


def _blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    light, wished, stated = (_tokens(block) for block in TOKENS.split("@media")[:3])
    return light, wished, stated


LIGHT, DARK_WISHED, DARK_STATED = _blocks()
THEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK_WISHED}}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_every_paper(theme: str, paper: str, text: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][paper]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), ON_COLOUR)
def test_text_on_a_colour_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("edge", EDGES)
def test_controls_focus_and_charts_stand_out_from_every_paper(theme: str, paper: str, edge: str) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][paper]) >= 3


def test_dark_by_wish_of_the_device_and_dark_as_stated_are_one() -> None:
    assert DARK_WISHED
    assert DARK_WISHED == DARK_STATED


def test_dark_changes_every_colour_but_the_white_behind_what_cameras_read() -> None:
    assert LIGHT.keys() - DARK_WISHED.keys() == {"white"}


@pytest.mark.parametrize("file", sorted(path.name for path in STATIC.glob("*.css") if path.name != "tokens.css"))
def test_colours_are_written_in_the_token_file_alone(file: str) -> None:
    text = (STATIC / file).read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w-])#[0-9a-fA-F]{3,8}\b(?=[;,\s)])|\brgba?\(|\bhsla?\(", text)


@pytest.mark.parametrize("file", sorted(path.name for path in STATIC.glob("*.css")))
def test_every_token_that_is_used_exists(file: str) -> None:
    text = (STATIC / file).read_text(encoding="utf-8")
    known = set(re.findall(r"(--[\w-]+):", TOKENS))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= known


def test_the_browser_bar_has_the_colour_of_the_header() -> None:
    base = (STATIC.parents[1] / "templates" / "shared" / "base.html").read_text(encoding="utf-8")
    stated = re.findall(r'name="theme-color" content="(#\w{6})"', base)
    assert stated == [LIGHT["paper-raised"], DARK_WISHED["paper-raised"]]
