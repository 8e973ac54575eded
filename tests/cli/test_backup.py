"""Backup and restore as commands: while others write, when killed, and what they print."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import SOAK

ROUNDS = 50 if SOAK else 5
FILL = """
from tests.web.home import stock
owner = stock.business(entries={entries})
"""
WRITE = """
import time
from django.db import transaction
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Entry
first = Entry.everywhere.order_by("pk").first()
print("writing", flush=True)
while True:
    with transaction.atomic():
        first.pk, first._state.adding, first.mark = None, True, None
        first.save(force_insert=True)
        rollups.add(first.workspace_id, [rollups.delta_of(first)])
    time.sleep(0.002)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a business in it."""
    found = tmp_path_factory.mktemp("backup") / "data"
    env = servers.environment(found)
    assert servers.run("worker", "--batch", env=env).returncode == 0
    servers.script(FILL.format(entries=20_000), env)
    return found


def sums(database: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(database)) as open_one:
        entries, seconds = open_one.execute("SELECT count(*), sum(seconds) FROM capture_entry").fetchone()
        (totals,) = open_one.execute("SELECT sum(seconds) FROM capture_daytotal").fetchone()
        return entries, seconds, totals


def test_backup_restore_and_export_tell_the_rows_of_every_table(folder: Path, tmp_path: Path) -> None:
    file, there = tmp_path / "b.zip", servers.environment(tmp_path / "there")
    made = json.loads(servers.run("backup", str(file), "--json", env=servers.environment(folder)).stdout)
    put = json.loads(servers.run("restore", str(file), "--json", env=there).stdout)
    assert made["rows"] == put["rows"]
    assert made["rows"]["capture_entry"] == 20_000
    assert sums(tmp_path / "there" / "hoursback.sqlite3") == sums(folder / "hoursback.sqlite3")
    out = json.loads(servers.run("export", str(tmp_path / "out"), "--json", env=there).stdout)
    assert out["rows"]["entries"] == 20_000
    checks = json.loads(servers.run("doctor", "--json", env=there).stdout)["checks"]
    assert [check for check in checks if check["state"] == "unwell"] == []


def test_a_backup_while_others_write_has_one_moment(folder: Path, tmp_path: Path) -> None:
    env = servers.environment(folder)
    code = f"from hoursback.cli.database import open_app\nopen_app()\n{WRITE}"
    writer = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        before = sums(folder / "hoursback.sqlite3")[0]
        made = servers.run("backup", str(tmp_path / "b.zip"), "--json", env=env)
        after = sums(folder / "hoursback.sqlite3")[0]
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()  # type: ignore[union-attr]
    assert made.returncode == 0, made.stderr
    there = tmp_path / "there"
    assert servers.run("restore", str(tmp_path / "b.zip"), env=servers.environment(there)).returncode == 0
    entries, seconds, totals = sums(there / "hoursback.sqlite3")
    assert seconds == totals
    assert before <= entries <= after
    assert after > before
    assert json.loads(made.stdout)["rows"]["capture_entry"] == entries


def test_a_backup_that_is_killed_is_absent_or_whole(folder: Path, tmp_path: Path) -> None:
    env = servers.environment(folder)
    whole = servers.run("backup", str(tmp_path / "whole.zip"), env=env)
    assert whole.returncode == 0
    began = time.monotonic()
    servers.run("backup", str(tmp_path / "timed.zip"), env=env)
    length = time.monotonic() - began
    dice = random.Random(7)
    from hoursback.web.home.keeping import archive

    found = []
    for number in range(ROUNDS):
        file = tmp_path / f"{number}.zip"
        process = servers.start("backup", str(file), env=env)
        time.sleep(length * (0.4 + 0.7 * dice.random()))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found.append(file.exists())
        if file.exists():
            assert archive.read(file).rows["capture_entry"] >= 20_000
    # And the next one is made as if nothing had been.
    last = tmp_path / "0.zip"
    assert servers.run("backup", str(last), env=env).returncode == 0
    assert archive.read(last).rows["capture_entry"] >= 20_000
    assert [name for name in os.listdir(tmp_path) if name.startswith(".0.zip")] == []


def test_a_restore_that_is_killed_leaves_the_old_database_or_the_new(folder: Path, tmp_path: Path) -> None:
    file, there = tmp_path / "b.zip", tmp_path / "there"
    assert servers.run("backup", str(file), env=servers.environment(folder)).returncode == 0
    env = servers.environment(there)
    assert servers.run("worker", "--batch", env=env).returncode == 0
    servers.script(FILL.format(entries=10), env)
    began = time.monotonic()
    assert servers.run("restore", str(file), env=servers.environment(tmp_path / "timed")).returncode == 0
    length = time.monotonic() - began
    database = there / "hoursback.sqlite3"
    new, dice = sums(tmp_path / "timed" / "hoursback.sqlite3")[0], random.Random(3)
    for _ in range(max(2, ROUNDS // 2)):
        process = servers.start("restore", str(file), env=env)
        time.sleep(length * (0.5 + 0.6 * dice.random()))
        process.kill()
        process.communicate()
        entries, seconds, totals = sums(database)
        assert entries in (10, new)
        assert seconds == totals
    assert servers.run("restore", str(file), env=env).returncode == 0
    assert sums(database)[0] == new


def test_a_restore_while_the_app_is_open_is_refused(folder: Path, tmp_path: Path) -> None:
    env = servers.environment(folder)
    assert servers.run("backup", str(tmp_path / "b.zip"), env=env).returncode == 0
    with servers.serving("--port", "0", env=env) as served:
        ended = servers.run("restore", str(tmp_path / "b.zip"), "--json", env=env)
        assert ended.returncode == 1
        assert "is open" in json.loads(ended.stdout)["error"]["what"]
        # A backup is made meanwhile, of course.
        assert servers.run("backup", str(tmp_path / "c.zip"), env=env).returncode == 0
        assert served.stop() == 0


def test_a_file_that_is_no_backup_is_refused_in_plain_words(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("rubbish")
    for file in ("x.zip", "gone.zip"):
        ended = servers.run("restore", str(tmp_path / file), env=servers.environment(folder))
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
