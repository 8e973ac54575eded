"""A backup holds everything of one moment, is whole or absent, and is what it says it is."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from hoursback.engine.errors import HoursbackError
from hoursback.web.home.keeping import archive, backup
from hoursback.web.home.keeping.archive import DamagedError
from tests.web.home import stock


@pytest.fixture
def saved(own_folder: Path, tmp_path: Path) -> Path:
    stock.business()
    file = tmp_path / "saved.zip"
    backup.back_up(file)
    return file


def test_a_backup_counts_the_rows_of_every_table(own_folder: Path, tmp_path: Path) -> None:
    stock.business(entries=40)
    rows = backup.back_up(tmp_path / "b.zip").rows
    there = stock.everything()
    assert rows == {name: len(found) for name, found in there.items()}
    assert rows["capture_entry"] == 40


def test_only_its_owner_can_read_a_backup(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600


def test_nothing_but_the_backup_is_left_in_its_folder(saved: Path) -> None:
    assert {file.name for file in saved.parent.iterdir()} == {"saved.zip", "data"}


def test_what_a_killed_backup_left_behind_goes_with_the_next(own_folder: Path, tmp_path: Path) -> None:
    for left in (".b.zip.0123abcd.part", ".b.zip.0123abcd.copy", ".b.zip.0123abcd.copy-journal"):
        (tmp_path / left).write_text("half")
    (tmp_path / ".b.zip.mine").write_text("somebody's own")
    backup.back_up(tmp_path / "b.zip")
    assert {file.name for file in tmp_path.iterdir()} == {"b.zip", "data", ".b.zip.mine"}


def test_files_of_imports_that_are_going_on_are_in_it(own_folder: Path, tmp_path: Path) -> None:
    (own_folder / "uploads" / "abc123").write_bytes(b"\x00log")
    (own_folder / "uploads" / "a folder").mkdir()
    manifest = backup.back_up(tmp_path / "b.zip")
    assert list(manifest.uploads) == ["abc123"]


def test_an_earlier_backup_is_replaced_by_a_whole_one(own_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_text("older")
    backup.back_up(file)
    assert archive.read(file).rows


def test_a_folder_is_not_taken_for_a_file(own_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(HoursbackError, match="file in a folder that exists"):
        backup.back_up(tmp_path)
    with pytest.raises(HoursbackError, match="file in a folder that exists"):
        backup.back_up(tmp_path / "gone" / "b.zip")


def test_a_database_with_rows_that_point_nowhere_makes_no_backup(own_folder: Path, tmp_path: Path) -> None:
    stock.business()
    with sqlite3.connect(own_folder / "hoursback.sqlite3") as database:
        database.execute("UPDATE capture_entry SET zone_id = 99")
    database.close()
    with pytest.raises(HoursbackError, match="damaged") as refused:
        backup.back_up(tmp_path / "b.zip")
    assert "capture_zone" in refused.value.value
    assert not (tmp_path / "b.zip").exists()


def test_a_half_written_backup_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        saved.write_bytes(whole[:length])
        with pytest.raises(DamagedError):
            archive.read(saved)


def test_any_changed_byte_is_noticed(saved: Path) -> None:
    whole = saved.read_bytes()
    before = archive.read(saved)
    unnoticed = []
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        with suppress(DamagedError):
            # A byte that means nothing, such as a stored date, may change nothing.
            unnoticed += [place] if archive.read(saved) != before else []
    assert unnoticed == []


def rewritten(file: Path, change: dict[str, bytes | None]) -> Path:
    """The same backup with members replaced, added or (None) left out."""
    target = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "change",
    [
        {"rows/capture_entry.jsonl": b"[]\n"},
        {"rows/capture_entry.jsonl": None},
        {"rows/evil.jsonl": b"[]\n"},
        {"uploads/../../evil": b"x"},
        {"manifest.json": b"{}"},
        {"manifest.sha256": b"0" * 64},
        {"manifest.sha256": None},
    ],
    ids=str,
)
def test_a_backup_with_parts_changed_is_refused(saved: Path, change: dict[str, bytes | None]) -> None:
    with pytest.raises(DamagedError):
        archive.read(rewritten(saved, change))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/b", "", ".", "..", "x" * 300])
def test_a_sealed_manifest_cannot_name_a_file_outside_the_uploads(saved: Path, name: str) -> None:
    import hashlib

    with zipfile.ZipFile(saved) as old:
        facts = json.loads(old.read("manifest.json"))
    facts["uploads"][name] = hashlib.sha256(b"x").hexdigest()
    text = json.dumps(facts).encode()
    seal = hashlib.sha256(text).hexdigest().encode()
    changed = rewritten(saved, {"manifest.json": text, "manifest.sha256": seal, f"uploads/{name}": b"x"})
    with pytest.raises(DamagedError):
        archive.read(changed)


def test_a_backup_of_a_later_form_is_refused_with_its_version(saved: Path) -> None:
    import hashlib

    with zipfile.ZipFile(saved) as old:
        facts = json.loads(old.read("manifest.json"))
    text = json.dumps({**facts, "version": 2}).encode()
    changed = rewritten(saved, {"manifest.json": text, "manifest.sha256": hashlib.sha256(text).hexdigest().encode()})
    with pytest.raises(HoursbackError, match="does not know"):
        archive.read(changed)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06" + bytes(18)])
def test_any_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(DamagedError):
        archive.read(file)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    backup.back_up(file)
    before = file.read_bytes()

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        backup.back_up(file)
    assert file.read_bytes() == before
    assert {found.name for found in tmp_path.iterdir()} == {"b.zip", "data"}
