"""Calendars as a whole: what becomes an entry, what is refused, and what is said about the rest."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.readers.ics import READER
from hoursback.engine.errors import FileRefusedError, HoursbackError, SettingsError
from tests.engine.capture.readers.ics_reading import DATA, calendar, notices, problem_lines, read, window

JULY = window("2025-07-01", "2025-08-01")
HOUR = "DTSTART:20250701T090000Z\nDTEND:20250701T100000Z"


def test_a_calendar_is_known_by_its_beginning_in_any_case():
    assert READER.recognises("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert READER.recognises("\ufeffbegin:vcalendar\n") or READER.recognises("begin:vcalendar\n")
    assert READER.recognises("BEGIN:VEVENT\rDTSTART:20250701\r")
    assert not READER.recognises("Date,Project,Note\n2025-07-01,Web,see BEGIN:VCALENDAR\n")
    assert not READER.recognises("")


def test_an_event_becomes_an_entry_with_all_that_the_calendar_says():
    text = calendar(
        f"UID:a1\nSUMMARY:Quote\\, second\nCATEGORIES:Sales\\, new,Web\nCATEGORIES:Web,,Mail\n{HOUR}",
        head="X-WR-CALNAME:Olive\\, at work\n",
    )
    (entry,), tally = read(text, window=JULY, timezone="Europe/Berlin")
    assert (entry.note, entry.tags, entry.project) == ("Quote, second", ("Sales, new", "Web", "Mail"), "Olive, at work")
    assert (entry.seconds, entry.zone, f"{entry.day}") == (3600, "Europe/Berlin", "2025-07-01")
    assert (entry.source, entry.source_id, entry.line) == ("ics", "a1/20250701T090000Z", 3)
    assert entry.counts
    assert not tally.problems


def test_the_day_of_a_utc_time_is_the_owners_day():
    text = calendar("DTSTART:20250701T230000Z\nDURATION:PT1H")
    (entry,), _ = read(text, timezone="Europe/Berlin")
    assert f"{entry.day}" == "2025-07-02"


def test_all_day_and_cancelled_events_are_entries_that_count_no_time():
    text = calendar(
        "UID:a\nDTSTART;VALUE=DATE:20250701\nDTEND;VALUE=DATE:20250703",
        f"UID:b\nSTATUS:Cancelled\n{HOUR}",
        "UID:c\n" + HOUR,
    )
    entries, _ = read(text, window=JULY)
    assert [(e.all_day, e.cancelled, e.seconds, e.counts) for e in entries] == [
        (True, False, 0, False),
        (False, True, 0, False),
        (False, False, 3600, True),
    ]


def test_a_whole_day_lasts_from_local_midnight_to_local_midnight():
    text = calendar("DTSTART;VALUE=DATE:20250330", head="X-WR-TIMEZONE:Europe/Berlin\n")
    (entry,), _ = read(text)
    assert (f"{entry.starts_at:%d %H:%M}", f"{entry.ends_at:%d %H:%M}") == ("29 23:00", "30 22:00")


def test_a_date_without_value_parameter_is_a_whole_day_and_a_time_with_it_is_a_time():
    entries, _ = read(calendar("DTSTART:20250701\nDURATION:P3D", "DTSTART;VALUE=DATE:20250702T090000\nDURATION:PT1H"))
    assert [(e.all_day, e.seconds) for e in entries] == [(True, 0), (False, 3600)]


def test_an_event_without_end_has_no_length_and_that_is_said():
    entries, tally = read(calendar("DTSTART:20250701T090000Z"), timezone="UTC")
    assert [e.seconds for e in entries] == [0]
    assert notices(tally)["zero_length"] == "1"


def test_an_event_longer_than_a_day_is_kept_and_said():
    entries, tally = read(calendar("DTSTART:20250701T090000Z\nDTEND:20250705T170000Z"))
    assert [e.seconds for e in entries] == [374_400]
    assert notices(tally)["long_events"] == "1"


@pytest.mark.parametrize("ends", ["DTEND:20260703T090000Z", "DURATION:P367D", "DURATION:PT99999H"])
def test_an_event_longer_than_a_year_cannot_be_meant_unless_it_is_of_whole_days(ends):
    entries, tally = read(calendar(f"DTSTART:20250701T090000Z\n{ends}", "DTSTART:20250701\nDTEND:20300701"))
    assert [entry.all_day for entry in entries] == [True]
    assert problem_lines(tally) == [4]


def test_each_broken_event_is_reported_with_its_line_and_costs_no_other():
    entries, tally = read((DATA / "broken_calendar.ics").read_bytes(), timezone=None)
    assert [e.note for e in entries] == ["First good one", "Backwards", "Once", "Twice", "Twice", "Last good one"]
    by_line = {problem.line: problem for problem in tally.problems}
    assert sorted(by_line) == [8, 14, 20, 25, 29, 36, 44, 46, 55, 57]
    assert by_line[14].field == "DTSTART"
    assert by_line[14].value == "tomorrow"
    assert "ends before it starts" in by_line[20].message
    assert "Atlantis/Capital" in by_line[29].message
    assert "FORTNIGHTLY" in by_line[36].message
    assert "ends inside VCALENDAR" in by_line[57].message
    assert all(problem.message and problem.hint for problem in tally.problems)


@pytest.mark.parametrize("ends", ["DTEND:20250701T080000Z", "DURATION:-PT1H"])
def test_an_event_that_ends_before_it_starts_is_kept_without_a_length_and_reported(ends):
    entries, tally = read(calendar(f"DTSTART:20250701T090000Z\n{ends}"))
    (entry,) = entries
    assert (entry.seconds, entry.end) == (0, entry.start)
    (problem,) = tally.problems
    assert (problem.line, problem.field) == (4, ends.partition(":")[0])
    assert "kept as 0 seconds" in problem.message


def test_every_occurrence_of_a_series_that_ends_before_it_starts_is_kept_and_one_problem_reported():
    backwards = "DTSTART:20250701T090000Z\nDTEND:20250701T080000Z\nRRULE:FREQ=DAILY;COUNT=3"
    entries, tally = read(calendar(backwards))
    assert [entry.seconds for entry in entries] == [0, 0, 0]
    assert problem_lines(tally) == [4]


def test_whole_days_that_end_before_they_start_are_one_day():
    entries, tally = read(calendar("DTSTART;VALUE=DATE:20250703\nDTEND;VALUE=DATE:20250701"))
    (entry,) = entries
    assert entry.all_day
    assert (entry.end or 0) - (entry.start or 0) == 86_400
    assert "kept as one day" in tally.problems[0].message


def test_a_cut_file_gives_what_is_whole():
    text = calendar(HOUR, HOUR)
    entries, tally = read(text[: text.rindex("END:VEVENT")])
    assert len(entries) == 1
    assert problem_lines(tally) == [6, 8]


def test_events_without_a_calendar_around_them_are_read():
    entries, tally = read(f"BEGIN:VEVENT\n{HOUR}\nEND:VEVENT\n\nBEGIN:VEVENT\n{HOUR}\nEND:VEVENT\n")
    assert len(entries) == 2
    assert not tally.problems


def test_each_calendar_of_a_file_keeps_its_own_zone_and_name():
    first = calendar("DTSTART:20250701T090000", head="X-WR-CALNAME:A\nX-WR-TIMEZONE:Asia/Tokyo\n")
    second = calendar("DTSTART:20250701T090000", head="X-WR-CALNAME:B\nX-WR-TIMEZONE:America/New_York\n")
    entries, _ = read(first + second)
    assert [(e.project, f"{e.starts_at:%H}") for e in entries] == [("A", "00"), ("B", "13")]


@pytest.mark.parametrize(
    "content", ["BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:x\nEND:VTODO\nEND:VCALENDAR"]
)
def test_a_calendar_without_events_has_no_entries_and_no_problem(content):
    entries, tally = read(content)
    assert entries == []
    assert not tally.problems
    assert "no_events" in notices(tally)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t\n",
        b"Date,Note\n2025-07-01,x\n",
        b"\x00\x01\x02BEGIN:VCALENDAR",
        b"SQLite format 3\x00",
        b"PK\x03\x04\x00",
    ],
)
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(FileRefusedError) as refusal:
        read(content)
    assert refusal.value.where.startswith("log.ics")
    assert refusal.value.hint


def test_without_a_window_two_years_from_the_first_event_are_read_and_said():
    text = calendar("UID:a\n" + HOUR + "\nRRULE:FREQ=MONTHLY", "UID:b\nDTSTART:20280101T090000Z")
    entries, tally = read(text)
    assert len(entries) == 24
    (notice,) = [n for n in tally.notices if n.name == "window"]
    assert (notice.value, notice.is_default) == ("2025-07-01T09:00:00Z 2027-07-01T09:00:00Z", True)
    assert notices(tally)["outside_window"] == "1"


def test_a_yearly_birthday_does_not_begin_the_window():
    entries, _ = read(calendar("DTSTART;VALUE=DATE:19800704\nRRULE:FREQ=YEARLY", HOUR))
    assert sorted(f"{e.day}" for e in entries) == ["2025-07-01", "2025-07-04", "2026-07-04"]


def test_the_window_is_half_open():
    text = calendar(
        "DTSTART:20250630T230000Z\nDTEND:20250701T000000Z",
        "DTSTART:20250630T230000Z\nDTEND:20250701T000001Z",
        "DTSTART:20250701T000000Z",
        "DTSTART:20250801T000000Z\nDURATION:PT1H",
        "DTSTART:20250731T235959Z\nDURATION:PT1H",
    )
    entries, _ = read(text, window=JULY)
    assert [e.line for e in entries] == [6, 10, 17]


def test_a_window_is_at_most_fifty_years_and_cannot_run_backwards():
    text = calendar("DTSTART:19700101T090000Z\nRRULE:FREQ=YEARLY")
    entries, tally = read(text, window=window("1970-01-01", "2020-01-01"))
    assert (len(entries), "window" in notices(tally)) == (50, False)
    entries, tally = read(text, window=window("1970-01-01", "2020-01-02"))
    assert (len(entries), "window" in notices(tally)) == (50, True)
    with pytest.raises(SettingsError):
        read(text, window=window("2020-01-02", "2020-01-01"))


def test_a_zone_that_nobody_named_is_utc_and_a_default():
    _, tally = read(calendar("DTSTART:20250701T090000"))
    (notice,) = [n for n in tally.notices if n.name == "timezone"]
    assert (notice.value, notice.is_default) == ("UTC", True)
    _, tally = read(calendar("DTSTART:20250701T090000"), timezone="Europe/Berlin")
    assert "timezone" not in notices(tally)


def test_a_zone_name_that_does_not_exist_is_refused():
    with pytest.raises(HoursbackError):
        read(calendar(HOUR), timezone="Mars/Olympus")


def test_problems_do_not_pile_up_in_memory():
    _, tally = read(calendar(*["DTSTART:never"] * 1000))
    assert (tally.problems_total, len(tally.problems)) == (1000, 20)
