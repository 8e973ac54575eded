"""Locks between processes on one machine. The system lets go of them when a process dies, however it dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SERVING = "serving.lock"
"""Held (shared) by everything that serves or works on a data folder; a restore wants it for itself."""
UPGRADING = "upgrading.lock"


@contextmanager
def held(file: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Hold a lock file; yields False where somebody else has it and we do not wait."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _take(handle, shared=shared, wait=wait)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, shared: bool, wait: bool) -> bool:
        # There is no shared lock here: each holder locks a byte of its own, an exclusive one all of them.
        size = 1 if shared else 1 << 20
        with suppress(OSError):
            os.lseek(handle, os.getpid() % (1 << 20) if shared else 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, size)
            return True
        return False

else:
    import fcntl

    def _take(handle: int, *, shared: bool, wait: bool) -> bool:
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        with suppress(BlockingIOError):
            fcntl.flock(handle, how)
            return True
        return False
