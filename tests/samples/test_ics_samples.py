"""Real calendars of other products against the figures worked out for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hoursback.engine.capture.clock import local_day, zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.ics import READER
from hoursback.engine.capture.reading import ReadOptions, Tally
from tests.conftest import shared_folder

FIGURES = (
    "entries",
    "timed",
    "all_day",
    "cancelled",
    "total_seconds",
    "first_start_utc",
    "last_end_utc",
    "first_all_day",
    "last_all_day",
)


def samples() -> list[dict[str, Any]]:
    folder = shared_folder()
    if folder is None:
        return []
    listed = json.loads((folder / "samples" / "expected.json").read_text(encoding="utf-8"))
    return [sample for sample in listed if sample["format"] == "ics"]


def read(folder: Path, sample: Mapping[str, Any]) -> tuple[list[Entry], Tally]:
    stated = sample.get("window")
    window = (datetime.fromisoformat(stated[0]), datetime.fromisoformat(stated[1])) if stated else None
    tally = Tally()
    with (folder / "samples" / sample["file"]).open("rb") as stream:
        options = ReadOptions(timezone=sample["timezone"], window=window)
        return list(READER.read(stream, sample["file"], options, tally)), tally


def iso(epoch: int | None) -> str | None:
    return None if epoch is None else f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%dT%H:%M:%SZ}"


def figures(entries: list[Entry]) -> dict[str, object]:
    counted = [entry for entry in entries if entry.counts]
    whole = [entry for entry in entries if entry.all_day]
    last_days = [local_day(entry.end - 1, zone_of(entry.zone)) for entry in whole if entry.end is not None]
    return {
        "entries": len(entries),
        "timed": len(entries) - len(whole),
        "all_day": len(whole),
        "cancelled": sum(entry.cancelled for entry in entries),
        "total_seconds": sum(entry.seconds for entry in counted),
        "first_start_utc": iso(min((entry.start for entry in counted if entry.start is not None), default=None)),
        "last_end_utc": iso(max((entry.end for entry in counted if entry.end is not None), default=None)),
        "first_all_day": min((f"{entry.day}" for entry in whole), default=None),
        "last_all_day": max((f"{day}" for day in last_days), default=None),
    }


def differences(expected: Mapping[str, Any], found: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    stated = {name: expected[name] for name in FIGURES if expected.get(name) is not None}
    return {name: (value, found[name]) for name, value in stated.items() if found[name] != value}


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample["file"])
def test_a_calendar_gives_the_figures_worked_out_for_it(shared, sample):
    entries, tally = read(shared, sample)
    readings = [sample, *sample.get("alternatives", [])]
    found = figures(entries)
    assert any(not differences(reading, found) for reading in readings), differences(sample, found)
    expected = sample.get("expect_error") or sample.get("expect_warning")
    lines = [problem.line for problem in tally.problems]
    if expected:
        assert expected["line"] in lines
    else:
        assert lines == []


def test_every_calendar_of_the_collection_is_here_and_is_known_by_its_content(shared):
    listed = samples()
    assert len(listed) == len(list((shared / "samples" / "ics").glob("*.ics"))) >= 52
    for sample in listed:
        head = (shared / "samples" / sample["file"]).read_bytes()[:65_536].decode("utf-8", errors="replace")
        assert READER.recognises(head), sample["file"]


def test_no_other_file_of_the_collection_is_taken_for_a_calendar(shared):
    others = [path for path in (shared / "samples").glob("*/*") if path.parent.name != "ics"]
    assert others
    for path in others:
        assert not READER.recognises(path.read_bytes()[:65_536].decode("utf-8", errors="replace")), path.name
