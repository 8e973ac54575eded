"""Real export files, read through the command line, against their expected figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cast import Ran, Shell
from tests.conftest import shared_folder


def cases() -> list[dict[str, Any]]:
    folder = shared_folder()
    if folder is None:
        return []
    expected: list[dict[str, Any]] = json.loads((folder / "samples" / "expected.json").read_text())
    return expected


def known_formats() -> set[str]:
    from hoursback.engine.capture.readers import formats

    return {known.name for known in formats()}


def run(shell: Shell, shared: Path, case: dict[str, Any]) -> Ran:
    options = ["--timezone", case["timezone"]] if case["timezone"] else []
    options += ["--date-order", case["date_order"]] if case["date_order"] else []
    options += ["--window", *case["window"]] if case.get("window") else []
    return shell("capture", "import", shared / "samples" / case["file"], "--dry-run", "--json", *options)


def disagreements(case: dict[str, Any], answer: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Fields whose figure differs from what is expected; an alternative settles the fields it names."""
    pairs = {
        "entries": answer["entries"],
        "open_entries": answer["open_entries"],
        "total_seconds": answer["total_seconds"],
        "first_start_utc": answer["first_start"],
        "last_end_utc": answer["last_end"],
        "distinct_projects": answer["projects"],
        "distinct_tags": answer["tags"],
        "first_date": answer["first_day"],
        "last_date": answer["last_day"],
        "all_day": answer["all_day"],
        "cancelled": answer["cancelled"],
    }
    wanted = {**case, **{key: value for key, value in other.items() if key != "why"}}
    return [
        f"{key}: {pairs[key]} is not {wanted[key]}"
        for key in pairs
        if wanted.get(key) is not None and pairs[key] != wanted[key]
    ]


@pytest.mark.parametrize("case", cases() or [{}], ids=lambda case: case.get("file", "none"))
def test_a_sample_is_read_as_expected(shell: Shell, shared: Path, case: dict[str, Any]) -> None:
    if case["format"] not in known_formats():
        pytest.skip(f"no reader of {case['format']} yet")
    ran = run(shell, shared, case)
    assert "Traceback" not in ran.err
    wrong = case["expect_error"] or case.get("expect_warning")
    if case["expect_error"] and ran.code == 1:
        assert f"line {case['expect_error']['line']}" in ran.error["where"]
        return
    assert ran.code == 0
    if wrong:
        assert wrong["line"] in {problem["line"] for problem in ran.json["problems"]}
    if case["expect_error"]:
        return
    readings = [{}, *case.get("alternatives", [])]
    misses = [disagreements(case, ran.json, other) for other in readings]
    assert [] in misses, misses
