"""An export has everything of a workspace, in forms that others read, and nothing that opens anything."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from hoursback.engine.capture.readers import read
from hoursback.engine.capture.reading import ReadOptions
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import Entry
from hoursback.web.home.keeping import export
from tests.web.home import stock


@pytest.fixture
def olive(own_folder: Path) -> Member:
    return stock.business()


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_workspace_has_a_folder_with_its_own_rows(olive: Member, tmp_path: Path) -> None:
    rex = stock.business("Rex", entries=7)
    rows = export.export(tmp_path / "out")
    assert rows[rex.workspace.public_id]["entries"] == 7
    theirs = (tmp_path / "out" / rex.workspace.public_id / "members.csv").read_text()
    assert "rex@example.com" in theirs
    assert "olive@example.com" not in theirs


def test_one_workspace_alone_can_be_asked_for(olive: Member, tmp_path: Path) -> None:
    stock.business("Rex")
    assert list(export.export(tmp_path / "out", olive.workspace.public_id)) == [olive.workspace.public_id]
    with pytest.raises(HoursbackError, match="no such workspace"):
        export.export(tmp_path / "more", "zzzzzzzzzz")


def test_csv_and_json_have_the_same_rows(olive: Member, tmp_path: Path) -> None:
    counted = export.export(tmp_path / "out")[olive.workspace.public_id]
    folder = tmp_path / "out" / olive.workspace.public_id
    for name, rows in counted.items():
        assert len(table(folder / f"{name}.csv")) == rows
        assert len(json.loads((folder / f"{name}.json").read_text())) == rows
    assert {file.stem for file in folder.iterdir()} == set(counted)


def test_the_entries_can_be_read_again_as_any_time_tracker_s_export(olive: Member, tmp_path: Path) -> None:
    export.export(tmp_path / "out")
    text = (tmp_path / "out" / olive.workspace.public_id / "entries.csv").read_bytes()
    reading = read(io.BytesIO(text), "entries.csv", ReadOptions(timezone="Europe/Berlin"))
    entries = list(reading)
    assert reading.tally.problems == []
    assert sum(entry.seconds for entry in entries) == stock.seconds_logged()[0]
    assert len(entries) == Entry.everywhere.count()


def test_a_note_that_a_spreadsheet_would_run_is_a_text(olive: Member, tmp_path: Path) -> None:
    export.export(tmp_path / "out")
    notes = [row["Description"] for row in table(tmp_path / "out" / olive.workspace.public_id / "entries.csv")]
    assert [note for note in notes if note.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'" + stock.NOTE in notes


def test_no_secret_leaves(olive: Member, tmp_path: Path) -> None:
    export.export(tmp_path / "out")
    text = "\n".join(file.read_text() for file in (tmp_path / "out").rglob("*.*"))
    assert olive.user.password not in text
    assert f"{olive.pk:064}" not in text
    heads = [file.read_text().partition("\r\n")[0] for file in (tmp_path / "out").rglob("*.csv")]
    columns = {name.strip('"') for head in heads for name in head.split(",")}
    assert "email" in columns
    assert [name for name in columns if re.search(r"hash|password|secret|\bdigest", name)] == []


def test_a_folder_with_something_in_it_is_left_alone(olive: Member, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(HoursbackError, match="not empty"):
        export.export(tmp_path / "out")


def test_an_export_that_fails_leaves_nothing_half(
    olive: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_entries", full)
    with pytest.raises(OSError, match="No space"):
        export.export(tmp_path / "out")
    assert [file.name for file in tmp_path.iterdir()] == ["data"]
