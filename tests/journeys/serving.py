"""A real server over a data folder of its own, that a journey can stop and start again."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ANSWERS_WITHIN = 120.0
HOURSBACK = str(Path(sys.executable).parent / "hoursback")


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str, until: float) -> bool:
    """Whether an app answers before this moment of the monotonic clock."""
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{address}/health", timeout=2).close()
            return True
        time.sleep(0.1)
    return False


class App:
    """The app as its user starts it: migrations, server, worker.

    Args:
        folder: its data folder; what is stored survives `stop` and `start`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """What every process of this app runs with."""
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HOURSBACK_TEST_DATA")
        }
        return {
            **kept,
            "HOURSBACK_DATA": str(self.folder),
            "HOURSBACK_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "hoursback.web.settings",
            "EMAIL_URL": "dummymail://",
        }

    def start(self) -> None:
        """Serve; returns once the app answers."""
        command = [HOURSBACK, "serve", "--no-browser", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        if not answers(self.address, time.monotonic() + ANSWERS_WITHIN):
            self.stop()
            raise RuntimeError(f"The app did not answer: {self.said()}")

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def run(self, *words: str) -> str:
        """A command of ours on this app's data; its output."""
        command = [HOURSBACK, *words]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Python inside the app, its database open; what it prints."""
        setup = "import django\ndjango.setup()\n"
        command = [sys.executable, "-c", setup + code]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def said(self) -> str:
        """The end of what the server wrote."""
        return (self.folder / "server.log").read_text(errors="replace")[-3000:]
