"""The how-to page on the engine as a library: its blocks run, in order, and print what the page says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to" / "the-engine-as-a-library.md"
BLOCK = re.compile(r"```python\n(.*?)```(?:\n+```text\n(.*?)```)?", re.DOTALL)


def run_page(page: str) -> list[tuple[str, str]]:
    """What each block printed, and what the page says it prints; a block without output is to print nothing."""
    shared: dict[str, Any] = {}
    outcome = []
    for code, said in BLOCK.findall(page):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, PAGE.name, "exec"), shared)
        outcome.append((printed.getvalue(), said))
    return outcome


def test_the_blocks_of_the_library_page_print_what_stands_under_them() -> None:
    outcome = run_page(PAGE.read_text(encoding="utf-8"))
    assert len(outcome) == PAGE.read_text(encoding="utf-8").count("```python")
    for printed, said in outcome:
        assert printed == said


def test_a_page_that_says_something_else_is_noticed() -> None:
    ((printed, said),) = run_page("```python\nprint(1)\n```\n\n```text\n2\n```\n")
    assert printed != said


def test_a_block_that_does_not_run_is_noticed() -> None:
    with pytest.raises(NameError):
        run_page("```python\nnowhere\n```\n")
