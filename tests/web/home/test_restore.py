"""A restore puts everything back, checks before it replaces anything, and keeps what was there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Workspace
from hoursback.web.capture.models import Entry
from hoursback.web.home.keeping import archive, backup, doctor, locks, restore
from hoursback.web.home.keeping.archive import DamagedError
from tests.web.home import stock
from tests.web.home.test_backup import rewritten


def test_what_was_backed_up_comes_back_to_the_last_value(own_folder: Path, tmp_path: Path) -> None:
    stock.business("Olive")
    stock.business("Rex")
    before, file = stock.everything(), tmp_path / "b.zip"
    backup.back_up(file)
    Entry.everywhere.all().delete()
    restored = restore.restore(file)
    assert stock.everything() == before
    assert restored.manifest.rows == {name: len(rows) for name, rows in before.items()}


def test_totals_and_integrity_are_well_afterwards(own_folder: Path, tmp_path: Path) -> None:
    stock.business()
    backup.back_up(tmp_path / "b.zip")
    restore.restore(tmp_path / "b.zip")
    states = {check.name: check.state for check in (doctor.totals(), doctor.integrity(), doctor.pragmas())}
    assert set(states.values()) == {doctor.State.WELL}
    entries, totals = stock.seconds_logged()
    assert entries == totals > 0


def test_the_database_that_was_there_is_kept(own_folder: Path, tmp_path: Path) -> None:
    backup.back_up(tmp_path / "b.zip")
    stock.business()
    kept = restore.restore(tmp_path / "b.zip").kept_as
    assert not Workspace.objects.exists()
    assert kept is not None
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("SELECT count(*) FROM capture_entry").fetchone() == (40,)


def test_new_rows_get_new_numbers_after_a_restore(own_folder: Path, tmp_path: Path) -> None:
    first = stock.business()
    backup.back_up(tmp_path / "b.zip")
    restore.restore(tmp_path / "b.zip")
    assert stock.business("Rex").pk > first.pk


def test_pages_that_a_browser_remembers_are_asked_for_again(own_folder: Path, tmp_path: Path) -> None:
    owner = stock.business()
    backup.back_up(tmp_path / "b.zip")
    Workspace.objects.update(version=5_000)
    restore.restore(tmp_path / "b.zip")
    restored = Workspace.objects.get(pk=owner.workspace_id)
    assert restored.version > 5_000
    assert restored.log_version == owner.workspace.log_version


def test_uploads_of_imports_that_were_going_on_come_back(own_folder: Path, tmp_path: Path) -> None:
    upload = own_folder / "uploads" / "abc123"
    upload.write_bytes(b"\x00log")
    backup.back_up(tmp_path / "b.zip")
    upload.unlink()
    restore.restore(tmp_path / "b.zip")
    assert upload.read_bytes() == b"\x00log"


def test_an_empty_place_takes_a_backup_from_elsewhere(own_folder: Path, tmp_path: Path) -> None:
    stock.business()
    before = stock.everything()
    backup.back_up(tmp_path / "b.zip")
    connection.close()
    for file in own_folder.glob("hoursback.sqlite3*"):
        file.unlink()
    assert restore.restore(tmp_path / "b.zip").kept_as is None
    assert stock.everything() == before


def test_a_damaged_database_is_replaced_all_the_same(own_folder: Path, tmp_path: Path) -> None:
    stock.business()
    before = stock.everything()
    backup.back_up(tmp_path / "b.zip")
    connection.close()
    (own_folder / "hoursback.sqlite3").write_bytes(b"SQLite format 3\x00" + b"rubbish" * 4_000)
    restore.restore(tmp_path / "b.zip")
    assert stock.everything() == before


def test_a_damaged_backup_changes_nothing(own_folder: Path, tmp_path: Path) -> None:
    stock.business()
    backup.back_up(tmp_path / "b.zip")
    before = stock.everything()
    with pytest.raises(DamagedError):
        restore.restore(rewritten(tmp_path / "b.zip", {"rows/capture_entry.jsonl": b"[]\n"}))
    assert stock.everything() == before
    assert sorted(file.name for file in own_folder.glob("*before*")) == []


def test_a_restore_is_refused_while_the_app_is_open(own_folder: Path, tmp_path: Path) -> None:
    backup.back_up(tmp_path / "b.zip")
    with (
        locks.held(own_folder / locks.SERVING, shared=True),
        pytest.raises(HoursbackError, match="Hoursback is open"),
    ):
        restore.restore(tmp_path / "b.zip")


def test_a_backup_of_a_newer_release_is_refused(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.back_up(tmp_path / "b.zip")
    manifest = archive.read(tmp_path / "b.zip")
    manifest.migrations["capture"] = "9999_from_the_future"
    monkeypatch.setattr(archive, "read", lambda file: manifest)
    with pytest.raises(HoursbackError, match="newer Hoursback") as refused:
        restore.restore(tmp_path / "b.zip")
    assert "9999_from_the_future" in refused.value.value


def test_a_fault_on_the_way_leaves_everything_as_it_was(
    own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.business()
    backup.back_up(tmp_path / "b.zip")
    before = stock.everything()
    for name in ("_restore_uploads", "_swap", "_mark_as_changed"):
        with monkeypatch.context() as patch:

            def broken(*arguments: object) -> None:
                raise OSError(5, "Input/output error")

            patch.setattr(restore, name, broken)
            with pytest.raises(OSError, match="Input/output"):
                restore.restore(tmp_path / "b.zip")
        assert stock.everything() == before
    assert [file.name for file in own_folder.iterdir() if ".part" in file.name] == []
    connections.close_all()
