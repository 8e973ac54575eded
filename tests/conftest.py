"""What every test can ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SOAK = bool(os.environ.get("HOURSBACK_SOAK"))
"""Whether properties are tried at length (`make soak`)."""

settings.register_profile("gate", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("soak" if SOAK else "gate")


def shared_folder() -> Path | None:
    """The folder of real sample files: HOURSBACK_SHARED, else `shared` beside the checkout, if it is there."""
    stated = os.environ.get("HOURSBACK_SHARED")
    folder = Path(stated) if stated else ROOT.parent / "shared"
    return folder if (folder / "samples").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("no sample files beside the project (set HOURSBACK_SHARED)")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of the sample files."""
    missing = [r for r in terminalreporter.stats.get("skipped", []) if "no sample files" in str(r.longrepr)]
    terminalreporter.write_line(f"{len(missing)} tests skipped for want of the sample files")
