"""Running the command line as its user does, and the small logs that the tests read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hoursback.cli import main

LOG = """Description,Project,Start date,Start time,End date,End time,Duration,Tags
invoices,Books,2026-01-05,09:00:00,2026-01-05,10:00:00,01:00:00,office
site,Client work,2026-01-05,10:00:00,2026-01-05,13:00:00,03:00:00,
invoices,Books,2026-01-06,09:00:00,2026-01-06,09:30:00,00:30:00,office
site,Client work,2026-01-06,09:30:00,2026-01-06,14:30:00,05:00:00,
mail,,2026-01-07,09:00:00,2026-01-07,11:00:00,02:00:00,
site,Client work,2026-01-07,11:00:00,2026-01-07,16:00:00,05:00:00,
site,Client work,2026-01-08,09:00:00,2026-01-08,15:00:00,06:00:00,
site,Client work,2026-01-09,09:00:00,2026-01-09,15:00:00,06:00:00,
"""
"""A week of Olive's, eight entries of 28 h 30 min; one has no project."""
BAD_ROW = "site,Client work,2026-02-31,09:00:00,2026-02-31,10:00:00,01:00:00,\n"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        answer = json.loads(self.out)
        assert isinstance(answer, dict)
        return answer

    @property
    def error(self) -> dict[str, str]:
        """The refusal in a JSON answer, checked for its parts."""
        assert set(self.json) in ({"error"}, {"error", "problems", "problems_total"})
        error = self.json["error"]
        assert set(error) == {"what", "where", "value", "hint"}
        assert error["what"]
        assert error["hint"]
        assert "Traceback" not in self.err
        return dict(error)


class Shell:
    """Runs commands in this process, as the entry point does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["hoursback", *map(str, arguments)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main.run()
        captured = self._capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ran(end.value.code, captured.out, captured.err)


def in_new_process(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from hoursback.cli.main import run; run()", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def peak_memory(*arguments: str) -> tuple[Ran, int]:
    """Run a command in a process of its own, and the kilobytes of memory it had at most; Linux only.

    Not resource.getrusage: there its figure begins with that of the process that started this one.
    """
    if not Path("/proc/self/status").exists():
        pytest.skip("how much memory a process has had is read from /proc")
    probe = (
        "import sys\nfrom hoursback.cli.main import run\n"
        "try:\n    run()\nfinally:\n    status = open('/proc/self/status').read()\n"
        "    print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, *arguments], capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr), int(done.stderr.split()[-1])
