"""Small logs in a line or two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry
from hoursback.engine.review.log import DayLog, day_log

MONDAY = date(2026, 3, 2)
"""First day of most logs here; no clock change is near."""


def on(offset: int) -> date:
    """The day so many days after MONDAY."""
    return MONDAY + timedelta(days=offset)


def timed(day: date, clock: str, hours: float, project: str = "Work", **more: object) -> Entry:
    """An entry with clock times in UTC, such as timed(MONDAY, "09:30", 1.5, "Invoices")."""
    hour, minute = (int(part) for part in clock.split(":"))
    start = int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp())
    seconds = round(hours * 3600)
    return Entry(day=day, seconds=seconds, start=start, end=start + seconds, project=project, **more)  # type: ignore[arg-type]


def lasting(day: date, hours: float, project: str = "Work", **more: object) -> Entry:
    """A duration on a day, without clock times."""
    return Entry(day=day, seconds=round(hours * 3600), project=project, **more)  # type: ignore[arg-type]


def full_day(day: date, *parts: tuple[str, float]) -> list[Entry]:
    """Entries one after the other from 9:00 on, without a gap: (project, hours) each."""
    entries, at = [], 9 * 60
    for project, hours in parts:
        entries.append(timed(day, f"{at // 60}:{at % 60}", hours, project))
        at += round(hours * 60)
    return entries


def log_of(entries: Iterable[Entry], activities: Sequence[Activity] = (), **more: str) -> DayLog:
    """The entries by day, with the stated activities' patterns."""
    return day_log(entries, Assigner(activities), **more)


def work_weeks(weeks: int, *parts: tuple[str, float]) -> list[Entry]:
    """The same full day on every Monday to Friday."""
    return [entry for offset in range(7 * weeks) if on(offset).weekday() < 5 for entry in full_day(on(offset), *parts)]
