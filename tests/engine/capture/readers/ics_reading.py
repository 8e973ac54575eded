"""Reading calendars in tests: text in, entries and what was said about them out."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.readers.ics import READER
from hoursback.engine.capture.reading import ReadOptions, Tally

DATA = Path(__file__).parents[3] / "data"


def window(start: str, end: str) -> tuple[datetime, datetime]:
    """A window between two days, in UTC."""
    return datetime.fromisoformat(start).replace(tzinfo=UTC), datetime.fromisoformat(end).replace(tzinfo=UTC)


def read(content: str | bytes, **options: object) -> tuple[list[Entry], Tally]:
    """All entries of a calendar's content, with the complete tally."""
    raw = content if isinstance(content, bytes) else content.encode()
    tally = Tally()
    return list(READER.read(io.BytesIO(raw), "log.ics", ReadOptions(**options), tally)), tally  # type: ignore[arg-type]


def calendar(*events: str, head: str = "") -> str:
    """A calendar around events, each given as its properties, a line each."""
    blocks = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events]
    return f"BEGIN:VCALENDAR\n{head}{''.join(blocks)}END:VCALENDAR\n"


def starts(entries: list[Entry]) -> list[str]:
    """Starts in order, in UTC, as 2025-03-03T08:00."""
    return [f"{entry.starts_at:%Y-%m-%dT%H:%M}" for entry in sorted(entries, key=lambda e: e.start or 0)]


def notices(tally: Tally) -> dict[str, str]:
    """Name and value of what was said."""
    return {notice.name: notice.value for notice in tally.notices}


def problem_lines(tally: Tally) -> list[int]:
    """The lines that were named, in order."""
    return sorted(problem.line for problem in tally.problems)
