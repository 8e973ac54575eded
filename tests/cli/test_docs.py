"""Nothing that can be typed is missing from the how-to pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hoursback.engine.plan.settings import SECTIONS, parse_settings
from tests.cli.cast import Shell

HOW_TO = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to"


def pages() -> str:
    return "\n".join(page.read_text() for page in HOW_TO.glob("*.md"))


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_key_of_a_settings_file_is_explained(section: str) -> None:
    page = (HOW_TO / "settings.md").read_text()
    missing = [key for key in SECTIONS[section] if f"`{key}`" not in page]
    assert missing == []


@pytest.mark.parametrize("command", [("capture", "formats"), ("capture", "import"), ("review", "hours")])
def test_every_option_of_a_command_is_explained(shell: Shell, command: tuple[str, str]) -> None:
    text = pages()
    assert f"hoursback {' '.join(command)}" in text
    options = set(re.findall(r"--[a-z-]+", shell(*command, "--help").out)) - {"--help"}
    assert options
    assert [option for option in sorted(options) if option not in text] == []


def test_the_settings_shown_as_an_example_are_valid() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (HOW_TO / "settings.md").read_text(), re.DOTALL)
    assert parse_settings(example).business.currency == "EUR"
