"""A made-up log to try everything with: two weeks of Olive, who runs a design and print studio with a helper, Sam.

The same seed gives the same log on every machine. `SAMPLE_SETTINGS` is what Olive states about her business.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from hoursback.engine.capture.clock import readings, zone_of
from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.sample_settings import SAMPLE_SETTINGS

__all__ = ["SAMPLE_PERSON", "SAMPLE_SETTINGS", "SAMPLE_ZONE", "sample_csv", "sample_log"]

SAMPLE_ZONE: Final = "Europe/Berlin"
SAMPLE_PERSON: Final = "Olive"

_HEADER: Final = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,"
    "Amount (EUR)"
)
_CLIENTS: Final = ("Alder Bakery", "Kite & Sons", "Harbour School", "Dr. Voss", "Blue Door Café", "Stadtlauf e.V.")


class _Work(NamedTuple):
    """One kind of work: what it is called, how often a week, for how many minutes, about when, and its notes."""

    project: str
    task: str
    times: int
    low: int
    high: int
    hour: float
    notes: str
    has_client: bool = False


_WORKS: Final = (
    _Work(
        "Delivery", "Design work", 10, 50, 98, 10.0,
        "logo drafts; menu layout; poster, second round; brochure spreads; business cards; signage mock-up; "
        "changes after feedback; colour variants; packaging dieline",
        has_client=True,
    ),
    _Work(
        "Delivery", "Print preparation", 4, 38, 72, 14.5,
        "proof check; imposition and bleed; files to the printer; paper samples compared; test print and trimming",
        has_client=True,
    ),
    _Work(
        "Sales", "Sales talks", 5, 32, 68, 11.2,
        "first meeting; call about the autumn campaign; presented two concepts; follow-up call; coffee with a prospect",
        has_client=True,
    ),
    _Work(
        "Sales", "Quotes", 5, 26, 50, 14.0,
        "quote for a flyer run; quote with three options; reworked quote; price list for reprints; quote reminder",
        has_client=True,
    ),
    _Work(
        "Admin", "E-mail", 15, 13, 27, 8.3,
        "inbox; replied to clients; e-mail; spam and subscriptions; inbox again; sorted attachments",
    ),
    _Work(
        "Finance", "Bookkeeping", 4, 36, 66, 15.5,
        "receipts sorted; bank statement matched; bookkeeping; receipts scanned; expenses of the month",
    ),
    _Work(
        "Finance", "Invoices and reminders", 3, 22, 42, 15.8,
        "invoices written; payment reminder; invoices; reminder, second letter; checked what is unpaid",
    ),
    _Work(
        "Finance", "Tax and signatures", 1, 26, 48, 16.2,
        "VAT return signed; letter to the tax office; contract read and signed",
    ),
    _Work(
        "Marketing", "Social media", 5, 26, 46, 13.3,
        "posts for the week; photos of the new signage; answered comments; short film cut; story about the workshop",
    ),
    _Work("Marketing", "Newsletter", 1, 48, 76, 13.6, "newsletter written; newsletter: reader's question and an offer"),
    _Work("Web", "Website", 2, 30, 54, 16.0, "new references online; shop page mended; updates; opening hours"),
    _Work(
        "IT", "IT trouble", 2, 18, 40, 9.3,
        "printer offline; font licence; slow laptop; calendar does not sync; router restarted",
    ),
    _Work(
        "Admin", "Scheduling", 7, 8, 19, 9.0,
        "appointments moved; found a date for the meeting; reminder calls; booked the photo studio",
    ),
    _Work("Operations", "Ordering supplies", 3, 17, 33, 10.8, "paper and ink; compared prices; courier booked"),
    _Work("Operations", "Deliveries and errands", 2, 26, 50, 17.0, "posters delivered; post office; parcels"),
    _Work(
        "Customer support", "Customer questions", 8, 11, 23, 12.0,
        "where is my order; file format explained; reprint request; complaint about a colour; opening times",
    ),
    _Work("Leadership", "Planning", 1, 44, 68, 17.2, "week planned; prices for next year; which clients to grow"),
    _Work("HR", "Sam's week", 2, 20, 36, 9.0, "tasks handed to Sam; went through Sam's drafts; Sam's hours"),
)  # fmt: skip
_INTERRUPTIONS: Final = ("Customer questions", "IT trouble", "E-mail", "Sam's week")
_ON_SATURDAY: Final = ("Bookkeeping", "Bookkeeping", "Quotes", "Social media", "Planning")


class _Session(NamedTuple):
    """A stretch of one kind of work, and the hour it is wanted at."""

    work: _Work
    minutes: int
    hour: float
    note: str
    client: str


def sample_log(seed: int, start: date, weeks: int = 2) -> tuple[Entry, ...]:
    """Olive's log in local time of Europe/Berlin, in order, from `start` on.

    About 45 to 52 hours and 95 entries a week. The first week, and every second one after it, has half a Saturday; the
    second has a long Wednesday. Some mid-afternoons are left unlogged, and now and then a task is not filled in.
    """
    dice = _Dice(seed)
    return tuple(
        entry
        for week in range(weeks)
        for day, sessions in _week(dice, start + timedelta(weeks=week), week)
        for entry in _day(dice, day, sessions)
    )


def sample_csv(seed: int, start: date, weeks: int = 2) -> str:
    """The same log as the text of a Toggl detailed report; its clock times are those of Europe/Berlin."""
    text = io.StringIO(_HEADER + "\r\n", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_row(entry) for entry in sample_log(seed, start, weeks))
    return text.getvalue()


class _Dice:
    """Chance that falls alike on every machine: only `random()` is promised to stay as it is."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def share(self) -> float:
        return self._random.random()

    def minutes(self, low: int, high: int) -> int:
        """Mostly near the middle: the mean of two throws."""
        return low + int((self.share() + self.share()) / 2 * (high - low + 1))

    def pick(self, options: Sequence[str]) -> str:
        return options[int(self.share() * len(options))]

    def around(self, middle: float, reach: float) -> float:
        return middle + (2 * self.share() - 1) * reach


def _week(dice: _Dice, start: date, number: int) -> Iterator[tuple[date, list[_Session]]]:
    """The sessions of each day: every kind of work as often as it comes, always on the day with least of it so far."""
    days = [start + timedelta(days=n) for n in range(7)]
    by_weekday = {day.weekday(): day for day in days}
    plan: dict[date, list[_Session]] = {day: [] for day in days}
    pace = {by_weekday[weekday]: dice.around(1.0, 0.12) for weekday in range(5)}
    sessions = [_session(dice, work) for work in _WORKS for _ in range(work.times)]
    if number % 2 == 0:
        plan[by_weekday[5]] = [_taken(sessions, task) for task in _ON_SATURDAY]
    else:
        rush = [_taken(sessions, "Print preparation") for _ in range(2)]
        plan[by_weekday[2]] = [session._replace(minutes=dice.minutes(80, 100), hour=20.0) for session in rush]
        pace[by_weekday[2]] = 0.92
    for session in sorted(sessions, key=lambda found: -found.minutes):
        plan[min(pace, key=lambda day: _crowding(plan[day], session.work, pace[day]))].append(session)
    for day in days:
        yield day, sorted(plan[day], key=lambda found: found.hour)


def _taken(sessions: list[_Session], task: str) -> _Session:
    """The first session of a task, which is taken out of the list."""
    return sessions.pop(next(place for place, session in enumerate(sessions) if session.work.task == task))


def _crowding(sessions: Sequence[_Session], work: _Work, pace: float) -> tuple[int, float]:
    """How ill a day can do with one more session: how many of the kind it has, then its load for its pace."""
    regular = [session for session in sessions if session.hour < 20]
    alike = sum(session.work is work for session in regular)
    return alike, sum(session.minutes for session in regular) / pace


def _session(dice: _Dice, work: _Work, minutes: int = 0) -> _Session:
    # The inbox is opened all day long, the rest has its hour, more or less.
    hour = dice.around(12.8, 4.8) if work.task == "E-mail" else dice.around(work.hour, 2.2)
    note = dice.pick(work.notes.split("; "))
    client = dice.pick(_CLIENTS) if work.has_client else ""
    return _Session(work, minutes or dice.minutes(work.low, work.high), hour, note, client)


def _day(dice: _Dice, day: date, sessions: Sequence[_Session]) -> Iterator[Entry]:
    """A day's sessions one after the other, with short pauses, lunch, and at times an afternoon hour left out."""
    now = 60 * 8 + dice.minutes(-8, 35)
    gap_after = 60 * 15 if dice.share() < 0.25 and day.weekday() < 5 else None
    had_lunch = day.weekday() == 5
    for planned in sessions:
        if not had_lunch and now >= 60 * 12 + 15:
            now += dice.minutes(28, 43)
            had_lunch = True
        if gap_after is not None and now >= gap_after:
            now += dice.minutes(55, 95)
            gap_after = None
        for session in _interrupted(dice, planned):
            yield _entry(dice, day, session, now)
            now += session.minutes
        now += dice.minutes(1, 9) if dice.share() < 0.4 else 0


def _interrupted(dice: _Dice, session: _Session) -> Iterator[_Session]:
    """A session as it went: longer design work is often broken into by something small."""
    if session.work.task != "Design work" or session.minutes < 60 or dice.share() > 0.55:
        yield session
        return
    first = dice.minutes(20, session.minutes - 20)
    task = dice.pick(_INTERRUPTIONS)
    yield session._replace(minutes=first)
    yield _session(dice, next(work for work in _WORKS if work.task == task), dice.minutes(4, 11))
    yield session._replace(minutes=session.minutes - first)


def _entry(dice: _Dice, day: date, session: _Session, minute: int) -> Entry:
    """From a minute of the day on. One bookkeeping row in three has no task: a pattern finds it by its note."""
    work = session.work
    start = readings(datetime.combine(day, time()) + timedelta(minutes=minute), zone_of(SAMPLE_ZONE))[0]
    has_task = work.task != "Bookkeeping" or dice.share() < 0.67
    return Entry(
        day=day,
        seconds=60 * session.minutes,
        start=start,
        end=start + 60 * session.minutes,
        zone=SAMPLE_ZONE,
        note=session.note,
        project=work.project,
        task=work.task if has_task else "",
        client=session.client,
        person=SAMPLE_PERSON,
        tags=("draining",) if work.project in ("Finance", "IT") and dice.share() < 0.5 else (),
    )


def _row(entry: Entry) -> tuple[str, ...]:
    zone = zone_of(SAMPLE_ZONE)
    start, end = (datetime.fromtimestamp(at or 0, zone) for at in (entry.start, entry.end))
    length = f"{entry.seconds // 3600:02d}:{entry.seconds // 60 % 60:02d}:{entry.seconds % 60:02d}"
    day = f"{start:%Y-%m-%d},{start:%H:%M:%S},{end:%Y-%m-%d},{end:%H:%M:%S}".split(",")
    billable = "Yes" if entry.project == "Delivery" else "No"
    labels = (entry.client, entry.project, entry.task, entry.note)
    return (SAMPLE_PERSON, "olive@example.com", *labels, billable, *day, length, ", ".join(entry.tags), "")
