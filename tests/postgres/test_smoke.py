"""PostgreSQL with two web processes and one worker: the way from logging in to a plan, and backup across databases."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv
from tests import servers

PASSWORD = "correct horse battery"
FOUND = f"""
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.actions import ensure_person
from hoursback.web.plan.actions import adopt_settings
user = create_owner(email="olive@example.com", password="{PASSWORD}", name="Olive")
owner = create_workspace(owner=user, name="Studio", currency="EUR", timezone="Europe/Berlin", locale="en_GB")
ensure_person(member=owner)
with acting_in(owner.workspace):
    adopt_settings(member=owner, settings=parse_settings({SAMPLE_SETTINGS!r}))
print(owner.workspace.public_id)
"""
QUEUE_IMPORT = """
from pathlib import Path
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.importing import actions, jobs
owner = Member.objects.select_related("workspace", "user").get()
with acting_in(owner.workspace):
    batch = actions.upload(member=owner, chunks=[Path({file!r}).read_bytes()], filename="olive.csv",
                           timezone_name="Europe/Berlin")
    jobs.start(member=owner, pk=batch.pk)
"""
QUEUE_PLAN = """
from datetime import date
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import jobs
owner = Member.objects.select_related("workspace", "user").get()
with acting_in(owner.workspace):
    jobs.request_plan(member=owner, levers={}, today=date(2026, 1, 19))
"""
STATE = """
import json
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Batch, DayTotal, Entry
from hoursback.web.accounts.models import Workspace
from hoursback.web.plan.models import MadePlan
workspace = Workspace.objects.get().pk
kept = set(DayTotal.everywhere.values_list("person_id", "activity_id", "day", "seconds", "entries"))
print(json.dumps({
    "entries": Entry.everywhere.count(),
    "imports": list(Batch.everywhere.values_list("state", flat=True)),
    "plans": list(MadePlan.everywhere.values_list("state", flat=True)),
    "is_exact": kept == {tuple(delta) for delta in rollups.counted(workspace)},
}))
"""


def state(env: dict[str, str]) -> dict[str, object]:
    found = json.loads(servers.script(STATE, env))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def workspace(fresh: dict[str, str]) -> str:
    """The address of a business on the fresh database."""
    assert servers.run("worker", "--batch", env=fresh).returncode == 0
    return servers.script(FOUND, fresh).strip()


def test_two_web_processes_and_a_worker_share_one_database(
    fresh: dict[str, str], workspace: str, tmp_path: Path
) -> None:
    log = tmp_path / "olive.csv"
    log.write_text(sample_csv(7, __import__("datetime").date(2026, 1, 5)), encoding="utf-8", newline="")
    env = {**fresh, "HOURSBACK_PROCESSES": "2"}
    with servers.serving("--port", "0", env=env) as served:
        browser = servers.Browser(served.url)
        assert browser.log_in("olive@example.com", PASSWORD).url.endswith(f"/w/{workspace}/")
        day = browser.get(f"/w/{workspace}/log/")
        assert browser.send(f"/w/{workspace}/log/", day, {"line": "10m E-mail"}).status == 200
        assert servers.until(lambda: state(fresh)["entries"] == 1, 20)
        servers.script(QUEUE_IMPORT.format(file=str(log)), env)
        assert servers.until(lambda: state(fresh)["imports"] == ["done"])
        servers.script(QUEUE_PLAN, env)
        assert servers.until(lambda: state(fresh)["plans"] == ["ready"])
        for page in ("", "log/", "review/", "worth/", "plan/"):
            assert browser.get(f"/w/{workspace}/{page}").status == 200, page
        end = state(fresh)
        assert end["is_exact"]
        assert int(str(end["entries"])) > 150
        doctor = json.loads(servers.run("doctor", "--json", env=env).stdout)
        assert [check for check in doctor["checks"] if check["state"] == "unwell"] == []
        assert served.stop() == 0


def test_a_restart_of_the_database_needs_no_restart_of_the_app(fresh: dict[str, str], workspace: str) -> None:
    import psycopg

    with servers.serving("--port", "0", env=fresh) as served:
        browser = servers.Browser(served.url)
        assert browser.get("/health").status == 200
        with psycopg.connect(fresh["DATABASE_URL"], autocommit=True) as link:
            link.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert servers.until(lambda: browser.get("/health").status == 200, 5)
        assert served.stop() == 0


def rows(file: Path) -> dict[str, bytes]:
    """The lines of a backup by table, without versions and times that a restore raises or the app moves on."""
    import zipfile

    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith("rows/")]
        left_out = ("rows/home_timedrun.jsonl", "rows/accounts_workspace.jsonl")
        return {name: archive.read(name) for name in names if name not in left_out}


def test_a_backup_moves_from_postgresql_to_sqlite_and_back(
    fresh: dict[str, str], workspace: str, tmp_path: Path
) -> None:
    sqlite = servers.environment(tmp_path / "sqlite")
    first, second, third = (tmp_path / f"{name}.zip" for name in ("first", "second", "third"))
    for command in (
        ("backup", str(first), fresh),
        ("restore", str(first), sqlite),
        ("backup", str(second), sqlite),
        ("restore", str(second), fresh),
        ("backup", str(third), fresh),
    ):
        ended = servers.run(command[0], command[1], env=command[2])
        assert ended.returncode == 0, ended.stderr
    assert rows(first) == rows(second) == rows(third)
    assert re.search(
        workspace,
        servers.script(
            "from hoursback.web.accounts.models import Workspace\nprint(Workspace.objects.get().public_id)", fresh
        ),
    )
    # New rows go on where the numbers were.
    servers.script("from tests.web.home import stock\nstock.business('Rex')", fresh)


def test_a_restore_while_somebody_is_connected_is_refused(
    fresh: dict[str, str], workspace: str, tmp_path: Path
) -> None:
    import psycopg

    file = tmp_path / "b.zip"
    assert servers.run("backup", str(file), env=fresh).returncode == 0
    with psycopg.connect(fresh["DATABASE_URL"]):
        began = time.monotonic()
        ended = servers.run("restore", str(file), env=fresh)
        assert time.monotonic() > began
    assert ended.returncode == 1
    assert "is open" in ended.stderr
