"""Tables written in the test, and what was read from them."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

from hoursback.engine.capture import readers
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.rows import Row
from hoursback.engine.capture.reading import ReadOptions, Tally

BERLIN = ReadOptions(timezone="Europe/Berlin")
TIMES = "date,start time,end date,end time,duration,description\n"
"""A header that any of the rules about times can be tried on."""


class Log(NamedTuple):
    format: str
    entries: list[Entry]
    tally: Tally

    @property
    def seconds(self) -> list[int]:
        return [entry.seconds for entry in self.entries]

    @property
    def notices(self) -> dict[str, str]:
        return {notice.name: notice.value for notice in self.tally.notices}

    @property
    def only_problem(self) -> Any:
        (problem,) = self.tally.problems
        return problem


def log_of(text: str | bytes, options: ReadOptions = BERLIN, filename: str = "log.csv") -> Log:
    raw = text.encode() if isinstance(text, str) else text
    reading = readers.read(io.BytesIO(raw), filename, options)
    return Log(reading.format, list(reading), reading.tally)


def rows_of(text: str | bytes, options: ReadOptions = BERLIN) -> tuple[list[Row], Tally]:
    raw = text.encode() if isinstance(text, str) else text
    reading = readers.columns(io.BytesIO(raw), "log.csv", options)
    return [row for batch in reading for row in batch], reading.tally


class Pipe(io.RawIOBase):
    """A stream that gives its bytes once, in small pieces, and cannot seek."""

    def __init__(self, raw: bytes, piece: int = 7) -> None:
        self._raw, self._piece = io.BytesIO(raw), piece

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation("a pipe has no position")

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("a pipe does not go back")

    def readinto(self, buffer: Any) -> int:
        part = self._raw.read(min(len(buffer), self._piece))
        buffer[: len(part)] = part
        return len(part)
