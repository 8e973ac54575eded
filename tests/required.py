"""What some tests need of the machine: without it they are skipped, and with HOURSBACK_REQUIRE=all they fail."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from urllib.parse import urlsplit

import pytest

CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
POSTGRESQL = os.environ.get("HOURSBACK_TEST_POSTGRESQL", "postgres://hoursback:hoursback@127.0.0.1:5432/hoursback")


def require(name: str) -> None:
    """Go on only where "chromium" or "postgresql" is there; else skip, or fail where everything is required."""
    problem = _PROBLEMS[name]()
    if not problem:
        return
    if os.environ.get("HOURSBACK_REQUIRE") in ("all", name):
        pytest.fail(f"HOURSBACK_REQUIRE asks for {name}: {problem}")
    pytest.skip(f"no {name}: {problem}")


def main(name: str) -> int:
    """0 where "chromium" or "postgresql" is there, for a Makefile."""
    problem = _PROBLEMS[name]()
    if problem:
        print(f"no {name}: {problem}")
    return 1 if problem else 0


def _no_chromium() -> str:
    return "" if shutil.which(CHROMIUM) else f"there is no {CHROMIUM}"


def _no_postgresql() -> str:
    address = urlsplit(POSTGRESQL)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or 5432), timeout=5).close()
    except OSError as error:
        return f"{address.hostname}:{address.port} does not answer ({error})"
    return ""


_PROBLEMS = {"chromium": _no_chromium, "postgresql": _no_postgresql}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
