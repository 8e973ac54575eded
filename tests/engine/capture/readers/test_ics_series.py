"""Series: exceptions, extra dates, moved occurrences, clock changes and the limits that hold."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from hoursback.engine.capture.readers.ics import OCCURRENCES_LIMIT, READER
from hoursback.engine.capture.reading import ReadOptions, Tally
from tests.engine.capture.readers.ics_reading import DATA, calendar, notices, problem_lines, read, starts, window

YEAR = window("2025-01-01", "2026-01-01")
DAILY = "UID:a\nDTSTART:20250701T090000Z\nDTEND:20250701T100000Z\nRRULE:FREQ=DAILY;COUNT=4\n"


def test_a_weekly_call_keeps_its_clock_time_over_both_changes():
    entries, tally = read((DATA / "client_calls.ics").read_bytes(), window=YEAR)
    calls = [entry for entry in entries if entry.counts]
    assert not tally.problems
    assert all(entry.seconds == 5400 for entry in calls if "moved" not in entry.note)
    found = starts(calls)
    # Winter, summer, winter; Easter Monday moved to Tuesday by EXDATE and RDATE, Whit Monday dropped.
    assert [at for at in found if at[5:7] in ("03", "04")] == [
        "2025-03-03T08:00",
        "2025-03-10T08:00",
        "2025-03-17T08:00",
        "2025-03-24T08:00",
        "2025-04-01T12:00",
        "2025-04-07T07:00",
        "2025-04-14T07:00",
        "2025-04-22T07:00",
        "2025-04-28T07:00",
    ]
    assert "2025-06-09T07:00" not in found
    assert [at for at in found if at > "2025-10-15"] == [
        "2025-10-20T07:00",
        "2025-11-03T08:00",
        "2025-11-10T08:00",
        "2025-11-17T08:00",
        "2025-11-24T08:00",
    ]


def test_moved_and_cancelled_occurrences_speak_for_themselves():
    entries, _ = read((DATA / "client_calls.ics").read_bytes(), window=YEAR)
    (moved,) = [entry for entry in entries if entry.note == "Client call, moved"]
    (cancelled,) = [entry for entry in entries if entry.cancelled]
    (fair,) = [entry for entry in entries if entry.all_day]
    assert (moved.seconds, moved.source_id) == (2700, "calls/20250331T070000Z")
    assert (f"{cancelled.starts_at:%m-%d}", cancelled.counts) == ("10-27", False)
    assert (fair.note, fair.day, fair.seconds) == ("Trade fair", date(2025, 5, 12), 0)


def test_source_ids_are_all_different_and_stable_over_windows():
    whole, _ = read((DATA / "client_calls.ics").read_bytes(), window=YEAR)
    part, _ = read((DATA / "client_calls.ics").read_bytes(), window=window("2025-03-01", "2025-05-01"))
    ids = [entry.source_id for entry in whole]
    assert len(set(ids)) == len(ids)
    assert {entry.source_id for entry in part} < set(ids)


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE:20250702T090000Z",
        "EXDATE;TZID=Asia/Tokyo:20250702T180000",
        "EXDATE;VALUE=DATE:20250702",
        "EXDATE:20250702",
    ],
)
def test_an_exception_counts_in_whatever_way_it_is_written(exdate):
    entries, _ = read(calendar(DAILY + exdate))
    assert [at[8:10] for at in starts(entries)] == ["01", "03", "04"]


@pytest.mark.parametrize("exdate", ["EXDATE;VALUE=DATE:20250702", "EXDATE:20250702T000000Z"])
def test_an_exception_of_a_whole_day_series_is_a_day(exdate):
    text = calendar(
        f"DTSTART;VALUE=DATE:20250701\nRRULE:FREQ=DAILY;COUNT=3\n{exdate}", head="X-WR-TIMEZONE:Europe/Berlin\n"
    )
    entries, _ = read(text)
    assert [entry.day.day for entry in entries] == [1, 3]


def test_extra_dates_count_once_and_may_have_a_length_of_their_own():
    text = calendar(
        "DTSTART:20250701T090000Z\nDURATION:PT1H\nRDATE:20250701T090000Z,20250703T090000Z\n"
        "RDATE;VALUE=PERIOD:20250704T090000Z/PT3H,20250705T090000Z/20250705T110000Z\nRDATE;VALUE=DATE:20250706"
    )
    entries, tally = read(text)
    assert [(e.day.day, e.seconds // 3600) for e in entries] == [(1, 1), (3, 1), (4, 3), (5, 2), (6, 1)]
    assert {f"{e.starts_at:%H}" for e in entries} == {"09"}
    assert not tally.problems


def test_a_bad_extra_date_costs_only_itself():
    text = calendar(DAILY + "RDATE:20250710T090000Z,someday,20250711T090000Z/20250711T080000Z")
    entries, tally = read(text)
    assert len(entries) == 5
    assert problem_lines(tally) == [7, 7]


def test_a_change_of_all_later_ones_moves_and_renames_them():
    change = (
        "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20250703T090000Z\nSUMMARY:later\n"
        "DTSTART:20250703T110000Z\nDTEND:20250703T113000Z"
    )
    entries, _ = read(calendar(DAILY, change))
    assert [(f"{e.starts_at:%d %H}", e.seconds, e.note) for e in sorted(entries, key=lambda e: e.start or 0)] == [
        ("01 09", 3600, ""),
        ("02 09", 3600, ""),
        ("03 11", 1800, "later"),
        ("04 11", 1800, "later"),
    ]


def test_an_occurrence_moved_into_the_window_is_there_and_one_moved_out_is_not():
    moved_in = "UID:a\nRECURRENCE-ID:20250701T090000Z\nDTSTART:20251224T090000Z\nDURATION:PT1H"
    entries, _ = read(calendar(DAILY, moved_in), window=window("2025-12-01", "2026-01-01"))
    assert starts(entries) == ["2025-12-24T09:00"]
    entries, _ = read(calendar(DAILY, moved_in), window=window("2025-07-01", "2025-08-01"))
    assert len(entries) == 3


def test_a_change_without_its_series_is_an_event():
    entries, _ = read(calendar("UID:a\nRECURRENCE-ID:20250701T090000Z\nDTSTART:20250702T090000Z\nDURATION:PT1H"))
    assert starts(entries) == ["2025-07-02T09:00"]


def test_of_two_versions_the_newer_stands_and_that_is_said():
    new = "UID:a\nSEQUENCE:2\nSUMMARY:new\nDTSTART:20250702T090000Z"
    old = "UID:a\nSEQUENCE:1\nSUMMARY:old\nDTSTART:20250701T090000Z"
    for text in (calendar(new, old), calendar(old, new)):
        entries, tally = read(text)
        assert [entry.note for entry in entries] == ["new"]
        assert notices(tally)["repeated"] == "1"


def test_events_that_share_one_uid_by_mistake_are_all_kept():
    entries, _ = read(calendar(*[f"UID:same\nDTSTART:202507{day:02}T090000Z" for day in range(1, 11)]))
    assert len(entries) == 10


def test_an_until_that_is_a_day_includes_that_day():
    text = calendar("DTSTART;TZID=America/New_York:20250701T210000\nRRULE:FREQ=DAILY;UNTIL=20250703")
    entries, _ = read(text)
    assert [entry.day.day for entry in entries] == [1, 2, 3]


def test_a_night_shift_over_a_clock_change_never_has_a_negative_length():
    text = calendar(
        "DTSTART;TZID=Europe/Berlin:20250328T023000\nDTEND;TZID=Europe/Berlin:20250328T030000\nRRULE:FREQ=DAILY;COUNT=4"
    )
    entries, _ = read(text)
    assert [entry.seconds for entry in entries] == [1800, 1800, 1800, 1800]


def test_a_stated_duration_is_real_time_and_a_stated_end_is_clock_time():
    night = "DTSTART;TZID=Europe/Berlin:20250329T230000\n"
    entries, _ = read(
        calendar(night + "DURATION:PT6H\nUID:a", night + "DTEND;TZID=Europe/Berlin:20250330T050000\nUID:b")
    )
    assert [entry.seconds for entry in entries] == [6 * 3600, 5 * 3600]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=30", "FREQ=HOURLY;COUNT=3"])
def test_rules_finer_than_a_day_are_refused_and_their_event_is_kept_once(rule):
    entries, tally = read(calendar(f"DTSTART:20250701T090000Z\nDURATION:PT1H\nRRULE:{rule}"))
    assert len(entries) == 1
    assert notices(tally)["recurrence"] == "1"
    assert not tally.problems


@pytest.mark.parametrize(("asked", "kept"), [(0, 0), (1, 0), (OCCURRENCES_LIMIT * 9, 1)])
def test_a_file_has_at_most_so_many_occurrences_and_says_what_it_left_out(asked, kept):
    hours = ",".join(map(str, range(10)))
    count = OCCURRENCES_LIMIT + asked
    text = calendar(
        f"DTSTART:19900101T000000Z\nRRULE:FREQ=DAILY;BYHOUR={hours};COUNT={count}", "DTSTART:19950101T090000Z"
    )
    entries, tally = read(text, window=window("1990-01-01", "2040-01-01"))
    assert len(entries) == OCCURRENCES_LIMIT + 1
    assert problem_lines(tally) == ([4] if asked else [])


def test_changed_occurrences_are_kept_when_their_series_stops(monkeypatch):
    monkeypatch.setattr("hoursback.engine.capture.readers.ics.OCCURRENCES_LIMIT", 3)
    changed = "UID:a\nRECURRENCE-ID:20250704T090000Z\nSUMMARY:changed\nDTSTART:20250704T110000Z"
    entries, tally = read(calendar(DAILY.replace("COUNT=4", "COUNT=9"), changed))
    assert [entry.note for entry in entries] == ["changed", "", "", ""]
    assert problem_lines(tally) == [6]


def test_a_series_after_the_limit_is_kept_once_and_reported():
    endless = "DTSTART:19700101T090000Z\nRRULE:FREQ=DAILY;BYHOUR=9,10"
    entries, tally = read(calendar(endless, endless, endless), window=window("1970-01-01", "2020-01-01"))
    assert len(entries) == OCCURRENCES_LIMIT + 2
    assert problem_lines(tally) == [4, 8, 12]


def test_single_events_know_no_limit():
    entries, tally = read(calendar(*["DTSTART:20250701T090000Z"] * (OCCURRENCES_LIMIT + 1)))
    assert len(entries) == OCCURRENCES_LIMIT + 1
    assert not tally.problems


def test_rules_that_never_match_use_up_a_budget_and_every_event_is_kept_once(monkeypatch):
    monkeypatch.setattr("hoursback.engine.capture.readers.ics.DAYS_LIMIT", 100_000)
    never = "DTSTART:19700101T090000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    entries, tally = read(calendar(*[never] * 8), window=window("1970-01-01", "2020-01-01"))
    assert len(entries) == 8
    assert problem_lines(tally) == [24, 28, 32]  # 50 years are 18,263 days: five series fit.


def test_entries_come_one_by_one():
    text = calendar("DTSTART:19700101T090000Z\nRRULE:FREQ=DAILY").encode()
    tally = Tally()
    entries = READER.read(io.BytesIO(text), "log.ics", ReadOptions(window=window("1970-01-01", "2020-01-01")), tally)
    assert next(entries).day == date(1970, 1, 1)
    assert not any(notice.name == "zero_length" for notice in tally.notices)


# Against the usual library, on series that it can read.

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "")
BY_PART = {
    "DAILY": ("", ""),
    "WEEKLY": ("", ";BYDAY=MO,WE,FR"),
    "MONTHLY": ("", ";BYDAY=1MO", ";BYDAY=-1FR", ";BYMONTHDAY=-1", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    "YEARLY": ("", ";BYMONTH=3;BYDAY=-1SU", ";BYYEARDAY=100,200", ";BYDAY=20MO"),
}


def dated(name: str, moment: datetime | date, zone: str) -> str:
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}" if zone else f"{name}:{moment:%Y%m%dT%H%M%S}Z"


def random_series(chance: random.Random) -> tuple[str, str]:
    """The opening lines of a series and its zone."""
    zone = chance.choice(ZONES)
    start: datetime | date = datetime(2024, 12, 1, chance.choice([0, 3, 9, 14, 23]), 30, tzinfo=UTC) + timedelta(
        days=chance.randrange(300)
    )
    length = timedelta(minutes=chance.choice([0, 30, 90, 600, 1500]))
    until = f"{start + timedelta(days=chance.randrange(200)):%Y%m%dT%H%M%SZ}"
    if chance.random() < 0.25:
        start, length, until = date(2025, 1, 1) + timedelta(days=chance.randrange(200)), timedelta(days=2), until[:8]
    frequency = chance.choice(sorted(BY_PART))
    rule = f"FREQ={frequency};INTERVAL={chance.randrange(1, 4)}{chance.choice(BY_PART[frequency])}"
    rule += chance.choice(["", f";COUNT={chance.randrange(1, 20)}", f";UNTIL={until}"])
    return f"UID:a\n{dated('DTSTART', start, zone)}\n{dated('DTEND', start + length, zone)}\nRRULE:{rule}", zone


def with_exceptions(series: str, zone: str, chance: random.Random) -> str:
    """The series with some of its own occurrences dropped and moved."""
    plain = [moment for moment, _ in by_library(calendar(series))]
    chosen = chance.sample(plain, min(len(plain), 4))
    dropped = [dated("EXDATE", moment, zone) for moment in chosen[:2]]
    moved = [
        f"UID:a\n{dated('RECURRENCE-ID', moment, zone)}\n{dated('DTSTART', moment + timedelta(days=3), zone)}\n"
        f"{dated('DTEND', moment + timedelta(days=4), zone)}"
        for moment in chosen[2:]
    ]
    return calendar("\n".join([series, *dropped]), *moved)


def by_library(text: str) -> list[tuple[datetime | date, datetime | date]]:
    icalendar = pytest.importorskip("icalendar")
    library = pytest.importorskip("recurring_ical_events")
    found = library.of(icalendar.Calendar.from_ical(text)).between(*YEAR)
    return [(event["DTSTART"].dt, event["DTEND"].dt) for event in found]


def in_utc(moment: datetime | date) -> str:
    return f"{moment.astimezone(UTC)}" if isinstance(moment, datetime) else f"{moment} 00:00:00+00:00"


@pytest.mark.parametrize("seed", range(150))
def test_a_series_takes_place_when_the_usual_library_says(seed):
    chance = random.Random(seed)
    text = with_exceptions(*random_series(chance), chance)
    entries, tally = read(text, window=YEAR, timezone="UTC")
    assert not tally.problems
    assert sorted((f"{e.starts_at}", f"{e.ends_at}") for e in entries) == sorted(
        (in_utc(begin), in_utc(end)) for begin, end in by_library(text)
    )
