"""The app as a process: it opens, stops cleanly, restarts what died, and refuses what is not safe."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from hoursback.web.home.keeping.places import network_kind
from tests import servers
from tests.cli.cast import Shell

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was served before."""
    found = tmp_path_factory.mktemp("serve") / "data"
    assert servers.run("worker", "--batch", env=servers.environment(found)).returncode == 0
    return found


@needs_proc
def test_it_opens_at_the_first_run_and_leaves_no_process_behind_at_the_end(tmp_path: Path) -> None:
    env = servers.environment(tmp_path / "data")
    with servers.serving("--port", "0", env=env) as served:
        first = servers.Browser(served.url).get("/")
        assert first.status == 200
        assert first.url.endswith("/setup")
        children = servers.children_of(served.process.pid)
        assert len(children) >= 2
        assert served.stop(signal.SIGINT) == 0
        assert servers.until(lambda: not servers.living(children), 15)
    with closing(sqlite3.connect(tmp_path / "data" / "hoursback.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "hoursback.sqlite3").stat().st_mode & 0o077 == 0


@needs_proc
def test_a_worker_that_is_killed_is_started_again(folder: Path) -> None:
    env = servers.environment(folder)
    with servers.serving("--port", "0", env=env) as served:

        def workers() -> set[int]:
            mine = servers.children_of(served.process.pid)
            return {pid for pid in mine if "cli.worker" in servers.command_of(pid)}

        assert servers.until(workers)
        (old,) = workers()
        os.kill(old, signal.SIGKILL)
        assert servers.until(lambda: workers() - {old})
        assert served.stop(signal.SIGTERM) == 0


@needs_proc
def test_what_a_killed_server_started_ends_with_it(folder: Path) -> None:
    with servers.serving("--port", "0", env=servers.environment(folder)) as served:
        children = servers.children_of(served.process.pid)
        served.process.kill()
        served.process.wait()
        assert servers.until(lambda: not servers.living(children), 30)


@needs_proc
def test_without_a_worker_there_is_none(folder: Path) -> None:
    with servers.serving("--port", "0", "--no-worker", env=servers.environment(folder)) as served:
        commands = [servers.command_of(pid) for pid in servers.children_of(served.process.pid)]
        assert [command for command in commands if "cli.worker" in command] == []


def test_two_first_starts_at_once_set_the_database_up_once(tmp_path: Path) -> None:
    env = servers.environment(tmp_path / "data")
    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(lambda number: servers.run("worker", "--batch", env=env), range(3)))
    assert [(end.returncode, end.stderr) for end in ends] == [(0, "")] * 3
    with closing(sqlite3.connect(tmp_path / "data" / "hoursback.sqlite3")) as database:
        rows = database.execute("SELECT app, name, count(*) FROM django_migrations GROUP BY 1, 2").fetchall()
    assert rows
    assert {number for _, _, number in rows} == {1}


def test_a_public_server_tells_its_terminal_the_code_of_the_set_up_page(folder: Path) -> None:
    env = servers.environment(folder, HOURSBACK_URL="https://studio.example.com")
    with servers.serving("--port", "0", "--no-worker", env=env) as served:
        assert served.url == "https://studio.example.com/"
        code = (folder / "setup-code").read_text()
        assert any(code in line for line in served.said)


def test_an_upgrade_keeps_what_the_database_was_before(folder: Path) -> None:
    env = servers.environment(folder)
    servers.script(
        "from django.core.management import call_command\n"
        "call_command('migrate', 'home', 'zero', verbosity=0, interactive=False)",
        env,
    )
    assert servers.run("worker", "--batch", env=env).returncode == 0
    (kept,) = (folder / "before-upgrades").iterdir()
    with closing(sqlite3.connect(kept)) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    assert "capture_entry" in names
    assert "home_worker" not in names


def test_a_database_of_a_newer_release_is_left_alone(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "hoursback.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('capture', '9999_x', '2026-01-01')"
        )
    try:
        ended = servers.run("worker", "--batch", env=servers.environment(folder))
        assert ended.returncode == 1
        assert "newer Hoursback" in ended.stderr
    finally:
        with closing(sqlite3.connect(folder / "hoursback.sqlite3")) as database, database:
            database.execute("DELETE FROM django_migrations WHERE name = '9999_x'")


# Refusals


def test_a_port_that_is_taken_is_refused_before_anything_is_touched(shell: Shell, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = shell("serve", "--port", taken.getsockname()[1], "--no-browser")
    assert ran.code == 1
    assert "--port 0" in ran.err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
def test_a_local_app_does_not_listen_to_others(shell: Shell, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("HOURSBACK_URL", "http://localhost:8765")
    ran = shell("serve", "--host", host, "--port", "0")
    assert ran.code == 1
    assert "this machine alone" in ran.err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "postgres://nobody:x@127.0.0.1:1/none", "does not answer"),
        ("DATABASE_URL", "nonsense://x", "cannot be understood"),
        ("HOURSBACK_DATA", "/proc/nowhere", "system refused"),
    ],
)
def test_a_setting_that_does_not_work_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    env = {**servers.environment(tmp_path / "data"), name: value}
    ended = servers.run("serve", "--port", "0", "--no-browser", env=env)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


MOUNTS = """disk / ext4 rw 0 0
nas:/home /home nfs4 rw 0 0
disk2 /home/olive/local ext4 rw 0 0
//nas/x /mnt/with\\040space cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/hoursback", ""),
        ("/home/olive/hoursback", "nfs4"),
        ("/home/olive/local/hoursback", ""),
        ("/homestead", ""),
        ("/mnt/with space/hoursback", "cifs"),
    ],
)
def test_a_network_drive_is_told_from_a_disk(folder: str, kind: str) -> None:
    assert network_kind(Path(folder), MOUNTS) == kind
