"""An entry: something somebody did, for how long, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of logged work, half-open `[start, end)`, or a duration on a day without clock times.

    Attributes:
        day: local calendar date on which it starts.
        seconds: length; for a timed entry end - start, 0 while it is still running.
        start, end: seconds since 1970-01-01T00:00:00Z; None where unknown (a duration on a day, a running entry's end).
        zone: IANA name of the zone that `day` is meant in.
        line: line of the file where it stands, 0 for one that comes from no file.
        is_open: still running; it has a start, no end, and counts 0 seconds.
        all_day, cancelled: of calendar events; neither counts as time.
    """

    day: date
    seconds: int
    start: int | None = None
    end: int | None = None
    zone: str = "UTC"
    note: str = ""
    project: str = ""
    task: str = ""
    client: str = ""
    person: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    source_id: str = ""
    line: int = 0
    is_open: bool = False
    all_day: bool = False
    cancelled: bool = False

    @property
    def starts_at(self) -> datetime | None:
        """The start as an aware UTC time."""
        return None if self.start is None else datetime.fromtimestamp(self.start, UTC)

    @property
    def ends_at(self) -> datetime | None:
        """The end as an aware UTC time."""
        return None if self.end is None else datetime.fromtimestamp(self.end, UTC)

    @property
    def counts(self) -> bool:
        """Whether its seconds are working time: not running, not an all-day or cancelled event."""
        return not (self.is_open or self.all_day or self.cancelled)


@dataclass(frozen=True, slots=True)
class Problem:
    """A row (or event) that could not be read, or was read with a doubt.

    Attributes:
        line: first line of the row in the file, header included, from 1.
        field: the column or property it is about, "" for the row as a whole.
        value: what stood there.
        message: what is wrong, one sentence.
        hint: the next move.
    """

    line: int
    field: str
    value: str
    message: str
    hint: str
