"""Real exports of Toggl, Clockify and Harvest, and a plain table, read to the figures that were worked out by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hoursback.engine.capture import readers
from hoursback.engine.capture.reading import DateOrder, ReadOptions

FORMATS = ("toggl_csv", "clockify_csv", "harvest_csv", "generic_csv")
FIGURES = ("entries", "total_seconds", "first_start_utc", "last_end_utc", "distinct_projects", "distinct_tags")
FEWEST_FILES = 10


def figures_of(path: Path, expected: dict[str, Any]) -> dict[str, Any]:
    order = DateOrder(expected["date_order"]) if expected["date_order"] else None
    options = ReadOptions(timezone=expected["timezone"], date_order=order)
    with path.open("rb") as stream:
        reading = readers.read(stream, path.name, options)
        entries = list(reading)
    assert reading.tally.problems == []
    assert reading.format == expected["format"]
    starts = [entry.start for entry in entries if entry.start is not None]
    ends = [entry.end for entry in entries if entry.end is not None]
    return {
        "entries": sum(not entry.is_open for entry in entries),
        "total_seconds": sum(entry.seconds for entry in entries),
        "first_start_utc": _utc(min(starts, default=None)),
        "last_end_utc": _utc(max(ends, default=None)),
        "distinct_projects": len({entry.project for entry in entries if entry.project}),
        "distinct_tags": len({tag for entry in entries for tag in entry.tags}),
        "days": [min(entry.day for entry in entries), max(entry.day for entry in entries)],
    }


def _utc(epoch: int | None) -> str | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def differences(found: dict[str, Any], expected: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """What differs among the figures to be judged; a figure of None is not judged."""
    return {
        name: (found[name], expected[name])
        for name in FIGURES
        if name in names and expected.get(name) is not None and found[name] != expected[name]
    }


def is_right(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """An alternative judges only the figures that it names."""
    if not differences(found, expected, set(FIGURES)):
        return True
    return any(not differences(found, other, set(other)) for other in expected.get("alternatives", ()))


def samples(shared: Path) -> list[dict[str, Any]]:
    known = json.loads((shared / "samples" / "expected.json").read_text(encoding="utf-8"))
    return [sample for sample in known if sample["format"] in FORMATS]


def test_every_sample_table_is_read_to_its_figures(shared: Path) -> None:
    wrong = {}
    for sample in samples(shared):
        found = figures_of(shared / "samples" / sample["file"], sample)
        if not is_right(found, sample):
            wrong[sample["file"]] = differences(found, sample, set(FIGURES))
    assert wrong == {}
    assert len(samples(shared)) >= FEWEST_FILES


def test_the_samples_without_clock_times_stand_on_their_days(shared: Path) -> None:
    known = {sample["file"]: sample for sample in samples(shared)}
    for name, days in (
        ("clockify_csv/clockify_summary_report.csv", ["2024-01-03", "2024-01-31"]),
        ("harvest_csv/harvest_decimal_comma.csv", ["2024-03-04", "2024-03-04"]),
    ):
        found = figures_of(shared / "samples" / name, known[name])
        assert [day.isoformat() for day in found["days"]] == days
        assert found["first_start_utc"] is None


def test_a_sample_whose_clock_says_am_is_read_month_first_and_that_is_said(shared: Path) -> None:
    with (shared / "samples" / "clockify_csv" / "clockify_1_us12h.csv").open("rb") as stream:
        reading = readers.read(stream, "clockify.csv", ReadOptions(timezone="Europe/Vienna"))
        days = {entry.day.isoformat() for entry in reading}
    assert days == {"2024-03-04"}
    assert [notice.is_default for notice in reading.tally.notices if notice.name == "date_order"] == [True]
    assert [notice.value for notice in reading.tally.notices if notice.name == "zero_length"] == ["1"]


@pytest.mark.parametrize("wrong", [{"entries": 3}, {"total_seconds": 3602}, {"last_end_utc": "2024-03-04T10:23:02Z"}])
def test_a_wrong_figure_would_be_seen(shared: Path, wrong: dict[str, Any]) -> None:
    sample = next(sample for sample in samples(shared) if sample["file"].endswith("generic_iso.csv"))
    found = figures_of(shared / "samples" / sample["file"], sample)
    assert not is_right({**found, **wrong}, sample)


@pytest.mark.parametrize("kind", ["toggl-csv", "clockify-csv"])
def test_a_made_up_log_is_right_to_the_second_through_both_clock_changes(
    shared: Path, tmp_path: Path, kind: str
) -> None:
    log, truth = tmp_path / "log.csv", tmp_path / "truth.json"
    make = [sys.executable, str(shared / "benchmarks" / "make_log.py"), "--entries", "20000", "--seed", "11"]
    subprocess.run([*make, "--years", "3", "--format", kind, "--out", str(log), "--truth", str(truth)], check=True)
    found: dict[str, dict[str, int]] = {}
    with log.open("rb") as stream:
        reading = readers.read(stream, "log.csv", ReadOptions(timezone="Europe/Berlin"))
        for entry in reading:
            year, week, _ = entry.day.isocalendar()
            of_week = found.setdefault(f"{year}-W{week:02d}", {})
            of_week[entry.task] = of_week.get(entry.task, 0) + entry.seconds
    assert found == json.loads(truth.read_text(encoding="utf-8"))["seconds"]
    assert reading.tally.problems_total == 0
