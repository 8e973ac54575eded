"""A real server over a data folder of its own, that a journey can stop and start again."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

from tests import servers


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class App:
    """The app as its user starts it: migrations, server, worker.

    Args:
        folder: its data folder; what is stored survives `stop` and `start`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.address = f"http://localhost:{self._port}"
        self._running = ExitStack()
        self._served: servers.Served | None = None

    def start(self) -> None:
        """Serve at the same address as before; returns once the app answers."""
        env = servers.environment(self._folder, EMAIL_URL="dummymail://")
        served = servers.serving("--port", str(self._port), env=env)
        self._served = self._running.enter_context(served)
        assert servers.until(lambda: servers.Browser(self.address).get("/health").status == 200)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._served is not None:
            self._served.stop()
            self._served = None
        self._running.close()
