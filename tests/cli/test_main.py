"""The command line as a whole: help, version, exit codes, and refusals in plain words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.cast import LOG, Shell, in_new_process

LOADED_PROBE = """
import sys
sys.argv = ["hoursback", *sys.argv[1:]]
from hoursback.cli.main import run
try:
    run()
except SystemExit:
    pass
heavy = ("numpy", "highspy", "django", "rich", "icalendar", "recurring_ical_events", "rapidfuzz")
print("LOADED", *(name for name in heavy if name in sys.modules))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["capture", "--help"], ["review", "hours", "--help"], ["--version"]])
def test_help_and_version_load_none_of_the_heavy_libraries(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED_PROBE, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]


def test_help_names_every_group_of_commands(shell: Shell) -> None:
    ran = shell("--help")
    assert ran.code == 0
    assert "capture" in ran.out
    assert "review" in ran.out


def test_the_version_is_printed(shell: Shell) -> None:
    ran = shell("--version")
    assert ran.code == 0
    assert ran.out.startswith("hoursback ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("capture", "import"),
        ("capture", "import", "a.csv", "--dry-run", "--date-order", "dym"),
        ("capture", "import", "a.csv", "--dry-run", "--window", "2026-01-01"),
        ("capture", "import", "a.csv", "--dry-run", "--window", "tomorrow", "2026-01-01"),
        ("capture", "import", "a.csv", "--dry-run", "--window", "2026-01-02", "2026-01-01"),
        ("capture", "import", "a.csv", "--dry-run", "--window", "0001-01-01T00:00:00+14:00", "2026-01-01"),
        ("review", "hours", "--by", "colour"),
        ("review", "hours", "--seed", "-1"),
    ],
)
def test_a_command_line_that_is_not_understood_ends_with_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Usage" in ran.err or "Error" in ran.err


def test_a_command_that_is_not_understood_still_prints_one_json_object(shell: Shell) -> None:
    ran = shell("capture", "import", "--json")
    assert ran.code == 2
    assert "FILE" in ran.error["what"]


def test_a_refusal_is_said_on_stderr_with_where_value_and_next_move(shell: Shell, tmp_path: Path) -> None:
    missing = tmp_path / "gone.csv"
    ran = shell("capture", "import", missing, "--dry-run")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "There is no such file.",
        f"  where: {missing}",
        "  next:  Check the name and the folder.",
    ]


def test_a_fault_of_ours_is_said_briefly(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("1/0")

    monkeypatch.setattr("hoursback.engine.capture.readers.formats", broken)
    error = shell("capture", "formats", "--json").error
    assert error["value"] == "ZeroDivisionError: 1/0"


def test_a_full_disk_or_a_lost_permission_is_said_briefly(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr("hoursback.engine.capture.readers.formats", full)
    error = shell("capture", "formats", "--json").error
    assert error["what"] == "The system refused: No space left on device."
    assert error["where"] == "/tmp/x"


def test_a_reader_of_the_output_that_leaves_early_is_not_answered_with_noise() -> None:
    command = f"{sys.executable} -c 'from hoursback.cli.main import run; run()' capture formats | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_terminal_that_knows_few_characters_gets_an_answer_all_the_same() -> None:
    ran = in_new_process(
        "capture", "import", "-", "--dry-run", stdin=LOG.encode(), env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert ran.code == 0
    assert "8 entries" in ran.out
