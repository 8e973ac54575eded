"""A child process that ends when the one that started it is gone, even if that was killed."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable


def end_with(parent: int, *, every: float = 1.0, end: Callable[[], None] | None = None) -> None:
    """Watch the parent in the background; once it is gone, stop as on SIGTERM, and for good a little later."""
    if sys.platform == "win32":
        return  # a process keeps the number of a dead parent there

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        (end or _end)()

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os._exit(1)
