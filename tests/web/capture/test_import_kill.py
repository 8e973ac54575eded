"""kill -9 in the middle of an import: the file is absent or complete, and bringing it in again adds the rest."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT, SOAK
from tests.web.capture.importcast import HEAD

ROWS = 24_000
ROUNDS = 50 if SOAK else 8
STEPS = 8
"""More than an import of so many rows has."""
THROUGH = "through"
_DRIVER = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import Member
from hoursback.web.capture import rollups
from hoursback.web.capture.importing import actions
from hoursback.web.capture.importing.choices import Choices

if sys.argv[1] == "prepare":
    call_command("migrate", verbosity=0)
    create_workspace(owner=create_owner(email="olive@example.com", password=None, name="Olive"), name="Studio")
    sys.exit()

def tell(share):
    print(share, flush=True)
    sys.stdin.readline()

member = Member.objects.select_related("workspace", "user").get()
watch = tell if sys.argv[1] == "slowly" else None
choices = Choices(timezone="UTC")
batch = actions.import_file(member=member, path=Path(sys.argv[2]), filename="log.csv", choices=choices, watch=watch)
if watch:
    tell("through")
else:
    print(batch.result["added"], batch.result["known"], rollups.is_right(member.workspace_id))
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", _DRIVER, *arguments]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOURSBACK_", "DATABASE_"))}
    kept |= {"HOURSBACK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hoursback.web.settings"}
    kept["PYTHONPATH"] = str(ROOT / "src")
    subprocess.run(command("prepare"), env=kept, check=True, timeout=300)
    return kept


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    rows = (
        f"Olive,,Project {n % 20},Task,note {n},{day},{n % 24:02d}:{n % 50:02d}:00,{day},{n % 24:02d}:55:00,,\n"
        for n in range(ROWS)
        for day in [f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}"]
    )
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def stored(folder: Path) -> tuple[int, int, int]:
    """Entries, what the day totals count, and imports on record."""
    with closing(sqlite3.connect(folder / "hoursback.sqlite3")) as database:
        count = lambda sql: database.execute(sql).fetchone()[0]  # noqa: E731
        assert count("PRAGMA integrity_check") == "ok"
        return (
            count("SELECT COUNT(*) FROM capture_entry"),
            count("SELECT COALESCE(SUM(entries), 0) FROM capture_daytotal"),
            count("SELECT COUNT(*) FROM capture_batch"),
        )


def kill_after(told: int, surroundings: dict[str, str], log: Path) -> bool:
    """Let an import go on until it has said something so many times, and end it there; whether it was through."""
    said = ""
    with subprocess.Popen(
        command("slowly", str(log)), env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for step in range(told):
            said = process.stdout.readline().strip()
            assert said
            if said == THROUGH:
                break
            if step < told - 1:
                process.stdin.write("\n")
                process.stdin.flush()
        process.kill()
    return said == THROUGH


def test_an_import_that_is_killed_is_absent_or_complete(
    surroundings: dict[str, str], log: Path, tmp_path: Path
) -> None:
    dice = random.Random(11)
    rounds_through = 0
    for round_ in range(ROUNDS):
        told = round_ if round_ < STEPS else dice.randrange(STEPS)
        before = stored(tmp_path)
        # The last thing it tells is that the whole file is there.
        is_through = kill_after(told, surroundings, log)
        after = stored(tmp_path)
        rounds_through += is_through
        assert after == ((ROWS, ROWS, before[2] + 1) if is_through else before), f"killed after {told} steps"
    assert 0 < rounds_through < ROUNDS - 3
    done = subprocess.run(
        command("again", str(log)), env=surroundings, check=True, capture_output=True, text=True, timeout=300
    )
    added, known, is_right = done.stdout.split()
    assert int(added) + int(known) == ROWS
    assert int(known) == stored(tmp_path)[0] - int(added)
    assert is_right == "True"
    again = subprocess.run(
        command("again", str(log)), env=surroundings, check=True, capture_output=True, text=True, timeout=300
    )
    assert again.stdout.split() == ["0", str(ROWS), "True"]
