"""The command line on the stored log: bring in, the year, the week."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.web.capture.importcast import BAD_ROW, HEAD, OLIVE

_SET_UP = """
import django
django.setup()
from django.core.management import call_command
from hoursback.web.accounts.actions import create_owner, create_workspace
call_command("migrate", verbosity=0)
owner = create_owner(email="olive@example.com", password=None, name="Olive")
print(create_workspace(owner=owner, name="Studio", timezone="Europe/Berlin").workspace.public_id)
"""


class Shell:
    """Commands on a data folder of their own."""

    def __init__(self, folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOURSBACK_", "DATABASE_"))}
        kept |= {"HOURSBACK_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "hoursback.web.settings"}
        self.surroundings = kept | {"PYTHONPATH": str(ROOT / "src")}
        self.folder = folder

    def set_up(self) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _SET_UP], env=self.surroundings, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def run(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        program = "from hoursback.cli.main import run; run()"
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments, "--json"], env=self.surroundings, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def written(self, text: str, name: str = "log.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_without_a_workspace_every_command_says_so_plainly(shell: Shell) -> None:
    file = shell.written(OLIVE)
    for command in (("capture", "import", file), ("capture", "year"), ("review", "hours")):
        refused = shell.run(*command, code=1)
        assert refused["error"]["what"] == "There is no workspace yet, so there is no log to use."


def test_a_file_is_stored_once_and_read_back_by_the_year_and_the_week(shell: Shell) -> None:
    workspace = shell.set_up()
    file = shell.written(OLIVE)
    looked = shell.run("capture", "import", file, "--dry-run", "--timezone", "Europe/Berlin")
    first = shell.run("capture", "import", file)
    again = shell.run("capture", "import", file)
    assert (first["added"], first["known"], again["added"], again["known"]) == (3, 0, 0, 3)
    same = set(looked) - {"notices", "defaults"}
    assert {name: first[name] for name in same} == {name: looked[name] for name in same}
    year = shell.run("capture", "year", "--workspace", workspace)
    assert (year["year"], year["total_seconds"]) == (2025, 14_400)
    assert year["activities"][0] == {"name": "Delivery", "total_seconds": 9000, "week_seconds": {"2025-W19": 9000}}
    assert shell.run("capture", "year", "1999")["activities"] == []


def test_the_week_of_the_stored_log_equals_that_of_its_file(shell: Shell) -> None:
    shell.set_up()
    days = [f"2025-05-{day:02d}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23)]
    rows = (
        f"Olive,,{project},T,{project} {n % 3},{day},{hour:02d}:00:00,{day},{hour:02d}:{20 + n:02d}:00,,\n"
        for n, day in enumerate(days)
        for hour, project in ((8, "Invoices"), (9, "Client work"), (13, "Newsletter"))
    )
    file = shell.written(HEAD + "".join(rows))
    shell.run("capture", "import", file)
    from_file = shell.run("review", "hours", file, "--timezone", "Europe/Berlin")
    stored = shell.run("review", "hours")
    for name in ("activities", "unaccounted", "unaccounted_range", "log_score", "first_day", "mirror"):
        assert stored[name] == from_file[name]


def test_a_bad_row_refuses_the_file_unless_it_is_left_out(shell: Shell) -> None:
    shell.set_up()
    file = shell.written(OLIVE + BAD_ROW)
    refused = shell.run("capture", "import", file, code=1)
    assert "nothing was stored" in refused["error"]["what"]
    worse = shell.written(OLIVE + BAD_ROW * 25, "worse.csv")
    answer = shell.run("capture", "import", worse, code=1)
    assert (len(answer["problems"]), answer["problems_total"]) == (20, 25)
    assert "25 rows have problems" in answer["error"]["what"]
    kept = shell.run("capture", "import", file, "--skip-bad")
    assert (kept["added"], kept["problems_total"]) == (3, 1)
