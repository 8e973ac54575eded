"""Damaged calendars: whatever is done to a file, reading it ends, refuses cleanly or gives sound entries."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.entry import Entry
from hoursback.engine.errors import FileRefusedError
from tests.conftest import SOAK
from tests.engine.capture.readers.ics_reading import DATA, calendar, read, window

SEEDS = [(DATA / name).read_bytes() for name in ("client_calls.ics", "four_zones.ics", "broken_calendar.ics")]
SPLINTERS = (
    *(b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"END:VCALENDAR\n", b"BEGIN:VTIMEZONE\n"),
    *(b"\n ", b"\r", b"\0", b"\xff\xfe", b'"', b"\\", b";", b":", b",", b"/", b"=", b"-", b"9" * 30, b"0", b"Z", b"T"),
    *(b"RRULE:FREQ=SECONDLY\n", b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", b"RDATE:22001231T235959Z/P9999D\n"),
    *(b"RECURRENCE-ID;RANGE=THISANDFUTURE:16010101T000000Z\n", b"DTSTART:22001231T235959Z\n", b"EXDATE:\n"),
    *(b"DTSTART:16010101\n", b"DURATION:P36525D\n", b"DTEND;VALUE=DATE:21991231\n", "Ünïcödé\u2028\u0661".encode()),
)


def damaged(chance: random.Random) -> bytes:
    """A seed with some of its bytes dropped, doubled, swapped for others or broken into."""
    raw = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(raw) + 1)
        match chance.randrange(5):
            case 0:
                del raw[place : place + chance.choice([1, 3, 40, 400])]
            case 1:
                raw[place:place] = chance.choice(SPLINTERS)
            case 2:
                raw[place:place] = raw[place : place + chance.choice([10, 80, 600])]
            case 3:
                raw[place : place + 1] = bytes([chance.randrange(256)])
            case _:
                lines = bytes(raw).split(b"\n")
                first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[first], lines[second] = lines[second], lines[first]
                raw = bytearray(b"\n".join(lines))
    return bytes(raw)


def check(entries: list[Entry]) -> None:
    for entry in entries:
        assert entry.seconds >= 0
        assert entry.start is not None
        assert entry.end is not None
        assert entry.end >= entry.start
        assert entry.seconds in (0, entry.end - entry.start)
        assert entry.line >= 1
        assert date(1869, 1, 1) < entry.day < date(2102, 1, 1)


def read_or_refused(raw: bytes, **options: object) -> bool:
    """Whether the bytes were read, soundly; the only other way out is a refusal."""
    try:
        entries, tally = read(raw, **options)
    except FileRefusedError:
        return False
    check(entries)
    assert all(problem.line >= 1 and problem.message and problem.hint for problem in tally.problems)
    return True


@pytest.mark.parametrize("hundred", range(1000 if SOAK else 10))
def test_a_thousand_damaged_calendars_are_read_or_refused(hundred):
    some_years = {"window": window("1990-01-01", "2030-01-01")}
    read_well = [
        read_or_refused(damaged(random.Random(hundred * 100 + seed)), **(some_years if seed % 3 else {}))
        for seed in range(100)
    ]
    assert sum(read_well) > 50


VALUES = st.text(st.sampled_from('0123456789TZPDHMSW+-/,;:="\\ FREQ=DAILYCOUNTBYSETPOSUNTIL'), max_size=40)
NAMES = st.sampled_from(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "SEQUENCE",
        "STATUS",
        "CATEGORIES",
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=8), st.booleans())
def test_any_value_of_any_property_is_read_or_reported(properties, with_start):
    event = "".join(f"{name}{';' if value[:1] == ';' else ':'}{value}\n" for name, value in properties)
    check(read(calendar(("DTSTART:20250701T090000Z\n" if with_start else "") + event))[0])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(raw):
    read_or_refused(raw)
    assert read_or_refused(b"BEGIN:VCALENDAR\nVERSION:2.0\n" + raw.replace(b"\0", b""))
