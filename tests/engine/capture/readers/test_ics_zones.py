"""Zones of a calendar: by name, behind a prefix, as the file writes them, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.readers.ics_zones import fixed_zone, zone_in
from tests.engine.capture.readers.ics_reading import DATA, calendar, notices, problem_lines, read, window

SUMMER_TIME = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def test_every_way_of_naming_a_zone_gives_its_own_time():
    entries, tally = read(
        (DATA / "four_zones.ics").read_bytes(), window=window("2025-01-01", "2026-01-01"), timezone="UTC"
    )
    found = {entry.note: (f"{entry.starts_at:%d %H:%M}", entry.zone, entry.day.day) for entry in entries}
    assert not tally.problems
    assert found.pop("Written zone")[::2] == ("01 07:00", 1)
    assert found == {
        "Vendor zone": ("01 13:00", "America/New_York", 1),
        "Windows zone": ("01 00:00", "Asia/Tokyo", 1),
        "Floating": ("01 09:00", "UTC", 1),
        "UTC": ("01 23:00", "UTC", 1),
    }


def test_an_entrys_zone_is_always_a_name_of_the_tz_database():
    entries, _ = read((DATA / "four_zones.ics").read_bytes())
    for entry in entries:
        assert ZoneInfo(entry.zone).key == entry.zone
        assert entry.starts_at is not None
        assert entry.starts_at.astimezone(ZoneInfo(entry.zone)).date() == entry.day


def test_the_calendars_zone_is_for_floating_times_and_moves_no_others():
    text = calendar("DTSTART:20250701T090000", "DTSTART:20250701T090000Z", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    entries, tally = read(text, timezone="Europe/Berlin")
    assert [(f"{e.starts_at:%H}", e.zone) for e in entries] == [("00", "Asia/Tokyo"), ("09", "Europe/Berlin")]
    assert "timezone" not in notices(tally)


def test_a_calendar_zone_that_nobody_knows_is_a_problem_of_its_line():
    entries, tally = read(calendar("DTSTART:20250701T090000", head="X-WR-TIMEZONE:Atlantis\n"))
    assert [f"{e.starts_at:%H}" for e in entries] == ["09"]
    assert problem_lines(tally) == [2]


def test_an_unknown_zone_is_a_problem_unless_the_owner_named_one():
    text = calendar("DTSTART;TZID=Customized Time Zone:20250701T090000")
    entries, tally = read(text)
    assert (entries, problem_lines(tally)) == ([], [3])
    assert "--timezone" in tally.problems[0].hint
    entries, tally = read(text, timezone="Europe/Berlin")
    assert [(f"{e.starts_at:%H}", e.zone) for e in entries] == [("07", "Europe/Berlin")]
    assert notices(tally)["unknown_zones"] == "1"


def test_an_end_without_zone_is_meant_in_the_zone_of_its_start():
    entries, _ = read(calendar("DTSTART;TZID=Asia/Tokyo:20250701T090000\nDTEND:20250701T100000"))
    assert [entry.seconds for entry in entries] == [3600]


def test_a_flight_lasts_as_long_as_its_two_clocks_say():
    text = calendar("DTSTART;TZID=Europe/Berlin:20250701T100000\nDTEND;TZID=America/New_York:20250701T130000")
    entries, _ = read(text)
    assert [entry.seconds for entry in entries] == [9 * 3600]


def test_a_definition_may_come_after_its_events():
    event = "BEGIN:VEVENT\nDTSTART;TZID=Mine:20250701T090000\nEND:VEVENT\n"
    entries, tally = read("BEGIN:VCALENDAR\n" + event + SUMMER_TIME.format(name="Mine") + "END:VCALENDAR\n")
    assert [f"{e.starts_at:%H}" for e in entries] == ["07"]
    assert not tally.problems


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/example.org/Europe/Kiev", "Europe/Kiev"),
        ("Europe", None),
        ("", None),
        ("/", None),
        ("../../../etc/passwd", None),
        ("Europe/Berlin\0", None),
        ("x" * 10_000, None),
    ],
)
def test_a_name_is_looked_up_alone_and_behind_prefixes(name, iana):
    found = zone_in(name)
    assert (found.name if found else None) == iana


@pytest.mark.parametrize(
    ("name", "hours", "label"),
    [
        ("UTC+11", 11, "Etc/GMT-11"),
        ("GMT-0500", -5, "Etc/GMT+5"),
        ("UTC+05:30", 5.5, "Asia/Calcutta"),
        ("+00:00", 0, "UTC"),
    ],
)
def test_a_name_that_is_an_offset_is_one(name, hours, label):
    zone = fixed_zone(name)
    assert zone is not None
    assert zone.epoch(datetime.fromisoformat("1970-01-02")) == 86_400 - hours * 3600
    assert ZoneInfo(zone.name).utcoffset(datetime.fromisoformat("2024-06-01")) == timedelta(hours=hours)
    assert zone.name == label


@pytest.mark.parametrize("name", ["UTC", "UTC+99", "UTC+1:99", "Tomorrow+1"])
def test_other_names_are_no_offsets(name):
    assert fixed_zone(name) is None


@settings(max_examples=100, deadline=None, derandomize=True)
@given(minutes=st.integers(0, 60 * 24 * 365 * 5))
def test_a_written_zone_shows_what_the_tz_database_shows(minutes):
    text = SUMMER_TIME.format(name="Mine")
    local = datetime.fromisoformat("2021-01-01") + timedelta(minutes=minutes)
    moment = f"{local:%Y%m%dT%H%M%S}"
    mine, _ = read(f"BEGIN:VCALENDAR\n{text}BEGIN:VEVENT\nDTSTART;TZID=Mine:{moment}\nEND:VEVENT\nEND:VCALENDAR\n")
    real, _ = read(calendar(f"DTSTART;TZID=Europe/Berlin:{moment}"))
    assert [(e.start, e.day) for e in mine] == [(e.start, e.day) for e in real]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("20250330T013000", "00:30"),
        ("20250330T023000", "01:30"),
        ("20250330T030000", "01:00"),
        ("20251026T023000", "00:30"),
        ("20251026T030000", "02:00"),
    ],
)
@pytest.mark.parametrize("name", ["Europe/Berlin", "Mine"])
def test_a_skipped_time_is_read_by_the_clock_before_and_a_doubled_one_is_the_first(name, local, utc):
    event = f"BEGIN:VEVENT\nDTSTART;TZID={name}:{local}\nEND:VEVENT\n"
    entries, _ = read("BEGIN:VCALENDAR\n" + SUMMER_TIME.format(name="Mine") + event + "END:VCALENDAR\n")
    assert [f"{entry.starts_at:%H:%M}" for entry in entries] == [utc]


@pytest.mark.parametrize("broken", ["TZOFFSETFROM", "TZOFFSETTO", "DTSTART"])
def test_a_definition_that_cannot_be_read_is_no_definition(broken):
    text = SUMMER_TIME.format(name="Mine").replace(broken, "X-GONE")
    _, tally = read(
        f"BEGIN:VCALENDAR\n{text}BEGIN:VEVENT\nDTSTART;TZID=Mine:20250701T090000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert len(tally.problems) == 1
