"""The front door: formats by content, streams of every kind, and nothing loaded that is not needed."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from hoursback.engine.capture import readers
from hoursback.engine.capture.readers import toggl
from hoursback.engine.capture.readers.ics import READER as ICS
from hoursback.engine.capture.reading import ReadOptions, Tally
from hoursback.engine.errors import FileRefusedError, HoursbackError
from tests.engine.capture.readers.tables import BERLIN, Pipe, log_of, rows_of

TABLE = "date,hours,note\n2026-03-02,1,work\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20260301T000000Z\r\n"
    "DTSTART:20260302T080000Z\r\nDTEND:20260302T090000Z\r\nSUMMARY:Call\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_the_list_of_formats_says_what_each_reader_says_of_itself() -> None:
    known = {info.name: info for info in readers.formats()}
    assert set(known) == {"toggl_csv", "clockify_csv", "harvest_csv", "generic_csv", "ics"}
    for reader in (toggl.READER, ICS):
        assert known[reader.name] == readers.FormatInfo(reader.name, reader.extensions, reader.title)


def test_the_content_decides_and_a_wrong_extension_does_not_matter() -> None:
    assert log_of(CALENDAR, filename="log.csv").format == "ics"
    assert log_of(TABLE, filename="calendar.ics").format == "generic_csv"
    assert log_of("\ufeff\n" + CALENDAR, filename="x").seconds == [3600]


def test_a_note_that_quotes_a_calendar_does_not_make_a_table_one() -> None:
    assert log_of('date,hours,note\n2026-03-02,1,"see\nBEGIN:VCALENDAR\n"\n').format == "generic_csv"


def test_a_stated_format_is_taken() -> None:
    toggl_table = "Description,Start date,Start time,End date,End time,Duration\n"
    row = "x,2026-03-02,08:00:00,2026-03-02,09:00:00,01:00:00\n"
    assert log_of(toggl_table + row).format == "toggl_csv"
    assert log_of(toggl_table + row, ReadOptions(format="generic_csv")).format == "generic_csv"


def test_a_stream_that_cannot_seek_is_read_as_any_other() -> None:
    for text in (TABLE, CALENDAR):
        reading = readers.read(Pipe(text.encode()), "-", BERLIN)  # type: ignore[arg-type]
        assert [entry.seconds for entry in reading] == [3600]


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"junk" + TABLE.encode())
    stream.seek(4)
    assert [entry.seconds for entry in readers.read(stream, "log.csv", BERLIN)] == [3600]


def test_an_unknown_zone_is_refused_before_anything_is_read() -> None:
    for text in (TABLE, CALENDAR):
        with pytest.raises(HoursbackError, match="time zone"):
            readers.read(io.BytesIO(text.encode()), "log.csv", ReadOptions(timezone="Mars/Olympus"))


def test_what_fits_nothing_is_refused_with_what_was_looked_for() -> None:
    for name in ("notes.txt", "calendar.ics"):
        with pytest.raises(FileRefusedError):
            log_of("Dear Olive,\nsee you on Monday.\n", filename=name)


def test_a_reader_can_be_used_without_the_front_door() -> None:
    tally = Tally()
    table = b"Start date,Start time,End date,End time,Duration\n2026-03-02,08:00,2026-03-02,09:00,1:00\n"
    assert [entry.seconds for entry in toggl.READER.read(io.BytesIO(table), "x", BERLIN, tally)] == [3600]


def test_plain_rows_of_a_calendar_are_what_counts_in_it() -> None:
    all_day = CALENDAR.replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:2@example.org\r\nDTSTART;VALUE=DATE:20260303\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    assert len(log_of(all_day).entries) == 2
    ((_, seconds, start, end, note, *_),) = rows_of(all_day)[0]
    assert (seconds, end, note) == (3600, (start or 0) + 3600, "Call")


def test_reading_a_table_loads_neither_calendars_nor_numbers() -> None:
    script = (
        "import io, sys\n"
        "from hoursback.engine.capture import readers\n"
        "from hoursback.engine.capture.reading import ReadOptions\n"
        f"readers.formats(), list(readers.read(io.BytesIO({TABLE.encode()!r}), 'x', ReadOptions()))\n"
        "print(sorted({'icalendar', 'numpy', 'hoursback.engine.capture.readers.ics'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
