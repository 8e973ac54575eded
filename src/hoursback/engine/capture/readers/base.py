"""What every reader offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.reading import ReadOptions, Tally


class Reader(Protocol):
    """One format: how to know it, and how to read it.

    Attributes:
        name: as in `--format` and `formats`, such as "toggl_csv".
        title: for people, such as "Toggl Track, detailed report (CSV)".
        extensions: without dot, such as ("csv",).
    """

    name: str
    title: str
    extensions: tuple[str, ...]

    def recognises(self, head: str) -> bool:
        """Whether the decoded beginning of a file (up to 64 KiB) is of this format."""
        ...

    def read(self, stream: BinaryIO, filename: str, options: ReadOptions, tally: Tally) -> Iterator[Entry]:
        """Stream the entries of a file in flat memory; doubts and bad rows go to the tally.

        Raises: FileRefusedError, for a file that cannot be read at all.
        """
        ...
