"""One typed line as an entry: `9:15-10:05 replied to client mail #email`, `1h30 bookkeeping yesterday`.

A line is a day (left out: today), a range of clock times or a length, a note, `#tags` and one `@client`. The day word
may stand at either end, and so may the time; a date in digits may also stand on the inner side of the time. What was
understood is said back in a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import dropwhile
from typing import Final
from zoneinfo import ZoneInfo

from hoursback.engine.capture.clock import SECONDS_PER_DAY, either_side, readings
from hoursback.engine.capture.clockrange import RANGE_PATTERN, ClockRange, clock_text, read_range
from hoursback.engine.capture.dayword import name_day, take_date, take_day
from hoursback.engine.capture.duration import DURATION_PATTERN, format_duration, parse_duration
from hoursback.engine.capture.entry import Entry
from hoursback.engine.errors import HoursbackError

LONGEST_LINE: Final = 10_000
"""Characters of a text field (reliability, section 2)."""

_TIME = rf"(?:(?P<range>{RANGE_PATTERN})|(?P<length>{DURATION_PATTERN}))"
_FRONT = re.compile(rf"{_TIME}(?=$|[\s:;,])[:;,]?", re.IGNORECASE)
_BACK = re.compile(rf"(?:^|(?<=\s)){_TIME}$", re.IGNORECASE)
_BARE_HOURS = re.compile(r"(?:from )?[0-9]{1,2}\s?(?:[-–—−]|to|until|till)\s?[0-9]{1,2}", re.IGNORECASE)
_UNIT = re.compile(r"(?:hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|s)(?![\w.])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_SMALL_NUMBER = re.compile(r"[0-9]{1,2}(?=$|\s)")
_TAG = re.compile(r"#((?=\w*[^\W\d])\w[\w/-]*)[,;.:!?]?")
_CLIENT = re.compile(r"@([^\W\d][\w.&/-]*?)[,;.:!?]?")
_HALF = re.compile(r"[ap](?:m\b|\.m\.)", re.IGNORECASE)
_EXAMPLES = "Write the time first, such as 9:15-10:05 client mail, or 45 min invoices yesterday."


class LineError(HoursbackError):
    """A line that holds no entry, or could hold two."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A line as it was understood.

    Attributes:
        entry: with source "typed".
        interpretation: the entry said back, such as "Monday 2 March, 09:15 to 10:05 (50 min): client mail".
        warnings: sentences about what is odd but can be meant.
    """

    entry: Entry
    interpretation: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """What is not time: note, tags, client."""

    note: str
    tags: tuple[str, ...]
    client: str


def parse_line(
    text: str, *, today: date, zone: ZoneInfo, now: datetime | None = None, shown: date | None = None
) -> LineEntry:
    """A typed line as an entry.

    Args:
        today: the day in `zone` that day words count from.
        zone: whose clock the times are read on.
        now: the present moment, aware; with it, a warning for times still to come today.
        shown: the day that is meant where the line names none; left out: today.
    Raises: LineError, DayError, ClockError or DurationError (each a HoursbackError); the hint has the readings.

    >>> parse_line("9:15-10:05 client mail #email", today=date(2026, 3, 2), zone=ZoneInfo("UTC")).interpretation
    'Monday 2 March, 09:15 to 10:05 (50 min): client mail, tagged email'
    """
    unlabelled, tags, client = _without_labels(_words(text))
    named, words = take_day(unlabelled, today)
    when, note = _take_time(" ".join(words))
    if named is None:
        # A date next to the time, on its inner side: 1h 25/12/2026 ambulance.
        named, words = take_date(note.split())
        note = _without_dashes(" ".join(words))
    day = named or shown or today
    about = _Text(note, tags, client)
    if isinstance(when, ClockRange):
        entry = _timed(day, when, zone, about)
        said = _said_range(day, when, entry.seconds, today)
    else:
        entry = _untimed(day, when, zone, about)
        said = f"{name_day(day, today)}, {format_duration(when)}"
    return LineEntry(entry, said + ": " + _said_text(about), tuple(_warnings(entry, today, now)))


def format_line(entry: Entry) -> str:
    """An entry from `parse_line` as a line that parses to the same entry, on any day."""
    words = [entry.day.isoformat(), _written_time(entry)]
    words += ["@" + entry.client] * bool(entry.client)
    words += [entry.note] * bool(entry.note)
    return " ".join(words + ["#" + tag for tag in entry.tags])


def _words(text: str) -> list[str]:
    if len(text) > LONGEST_LINE:
        raise LineError(
            f"A line has at most {LONGEST_LINE} characters.", value=text[:40] + "…", hint="Keep the note short."
        )
    # Lone surrogates and control characters other than white space cannot be stored or shown.
    if any(unicodedata.category(mark) in ("Cc", "Cs") and not mark.isspace() for mark in text):
        raise LineError("There is a control character in this line.", hint="Type the line anew.")
    words = text.split()
    if not words:
        raise LineError("The line is empty.", hint=_EXAMPLES)
    return words


def _without_labels(words: list[str]) -> tuple[list[str], tuple[str, ...], str]:
    """The words without #tags and the first @client, the tags (each once) and the client."""
    kept: list[str] = []
    tags: dict[str, None] = {}
    client = ""
    for word in words:
        tag = _TAG.fullmatch(word)
        named = None if client else _CLIENT.fullmatch(word)
        if tag is not None:
            tags[tag[1]] = None
        elif named is not None:
            client = named[1]
        else:
            kept.append(word)
    return kept, tuple(tags), client


def _take_time(text: str) -> tuple[ClockRange | int, str]:
    """The range or the length in seconds at the beginning of a text, else at its end, and the rest as the note."""
    match = _FRONT.match(text)
    if match is not None:
        rest = text[match.end() :].strip()
        _refuse_two_readings(match, rest)
    else:
        match = _BACK.search(text)
        if match is None:
            raise _no_time(text)
        rest = text[: match.start()].strip()
        _refuse_two_readings(match, "")
    when = read_range(match) if match["range"] else parse_duration(match["length"])
    return when, _without_dashes(rest)


def _refuse_two_readings(match: re.Match[str], rest: str) -> None:
    found = match["range"] or match["length"]
    if match["range"] and _BARE_HOURS.fullmatch(found) and _UNIT.match(rest):
        raise LineError(
            "An entry has one length, not a range of lengths.",
            value=found,
            hint="Write how long it took, such as 1h30, or from when to when, such as 9:00-10:30.",
        )
    if match["ch"] and not match["cs"]:
        raise LineError(
            "This can be a time of day or a length.",
            value=found,
            hint=f"Write {match['ch']}h{match['cm']} for the length, or {found}-… with the time it ended.",
        )
    small = _SMALL_NUMBER.match(rest)
    if match["uh"] and small is not None:
        raise LineError(
            "The number after the hours can be minutes or belong to the note.",
            value=f"{found} {small[0]}",
            hint=f"Write {found}{small[0]} if it is minutes, or begin the note with a word.",
        )


def _no_time(text: str) -> LineError:
    words = text.split() or [""]
    for word in (words[0], words[-1]):
        if _NUMBER.fullmatch(word):
            return LineError(
                "A number alone is not a length: its unit is missing.",
                value=word,
                hint=f"Write {word} min for minutes, {word} h for hours, or a range such as 9:15-10:05.",
            )
    return LineError("There is no time in this line.", value=text[:80], hint=_EXAMPLES)


def _without_dashes(text: str) -> str:
    """The note without the dash or colon that parts it from the time."""
    words = list(dropwhile(_is_dash, text.split()))
    words = list(dropwhile(_is_dash, reversed(words)))
    return " ".join(reversed(words))


def _is_dash(word: str) -> bool:
    return not word.strip("-–—−:;,")


def _timed(day: date, when: ClockRange, zone: ZoneInfo, about: _Text) -> Entry:
    start, end = (_epoch(day, seconds, zone) for seconds in (when.start, when.end))
    return Entry(
        day=day,
        seconds=end - start,
        start=start,
        end=end,
        zone=str(zone),
        note=about.note,
        client=about.client,
        tags=about.tags,
        source="typed",
    )


def _untimed(day: date, seconds: int, zone: ZoneInfo, about: _Text) -> Entry:
    return Entry(
        day=day,
        seconds=seconds,
        zone=str(zone),
        note=about.note,
        client=about.client,
        tags=about.tags,
        source="typed",
    )


def _epoch(day: date, seconds: int, zone: ZoneInfo) -> int:
    """The second that a clock time on a day means, refused where the clocks skipped it or showed it twice."""
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    found = readings(local, zone)
    if len(found) == 1:
        return found[0]
    shown = f"{local:%H:%M} on {local.date()}"
    if not found:
        meant = " or ".join(f"{datetime.fromtimestamp(epoch, zone):%H:%M}" for epoch in either_side(local, zone))
        raise LineError(
            "The clocks went forward: this time does not exist.", value=shown, hint=f"Write {meant}, as you mean it."
        )
    meant = " or ".join(f"{datetime.fromtimestamp(epoch, UTC):%H:%M} UTC" for epoch in found)
    raise LineError(
        "The clocks went back: this time came twice.",
        value=shown,
        hint=f"It can be {meant}; write how long it took instead, such as 45 min.",
    )


def _warnings(entry: Entry, today: date, now: datetime | None) -> Iterable[str]:
    is_later_today = now is not None and entry.end is not None and entry.end > now.timestamp()
    if entry.day > today or is_later_today:
        yield "This is still to come; log it once it is done."
    if entry.seconds == 0:
        yield "This entry has no length; it is kept and counts nothing."


def _said_range(day: date, when: ClockRange, seconds: int, today: date) -> str:
    end = clock_text(when.end % SECONDS_PER_DAY)
    if when.crosses_midnight:
        end += f" on {name_day(day + timedelta(days=1), today)}"
    elif when.end == SECONDS_PER_DAY:
        end = "midnight"
    length = format_duration(seconds)
    if seconds != when.end - when.start:
        length += ", as the clocks change in between"
    return f"{name_day(day, today)}, {clock_text(when.start)} to {end} ({length})"


def _said_text(about: _Text) -> str:
    said = about.note or "no note"
    if about.client:
        said += f", for {about.client}"
    if about.tags:
        said += ", tagged " + ", ".join(about.tags)
    return said


def _written_time(entry: Entry) -> str:
    if entry.start is None or entry.end is None:
        return _written_length(entry)
    zone = ZoneInfo(entry.zone)
    start, end = (datetime.fromtimestamp(epoch, zone) for epoch in (entry.start, entry.end))
    # A range that ends with seconds takes no am or pm, so that a note may begin with either word.
    pattern = "%H:%M:%S" if start.second or end.second or _HALF.match(entry.note) else "%H:%M"
    return f"{start:{pattern}}-{_end_text(entry, end, pattern)}"


def _written_length(entry: Entry) -> str:
    hours, minutes, seconds = entry.seconds // 3600, entry.seconds // 60 % 60, entry.seconds % 60
    # Down to the seconds, so that a note that begins with "30" or "and 30 min" cannot be taken for more minutes.
    if seconds or entry.note[:1].isdigit() or entry.note.lower().startswith("and "):
        return f"{hours}h{minutes}m{seconds}s"
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"


def _end_text(entry: Entry, end: datetime, pattern: str) -> str:
    text = f"{end:{pattern}}"
    ends_at_midnight = not (end.hour or end.minute or end.second) and entry.seconds
    # 22:00-0:00 and 22:00-24:00 mean the same; 0:00-24:00 has to say that it is a day and not nothing.
    return "24" + text[2:] if ends_at_midnight else text
