"""When a row was: starts, ends, lengths, and the nights on which the clock is changed."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.reading import ReadOptions
from tests.engine.capture.readers.tables import TIMES, log_of


def row(start: str, end: str, duration: str = "", day: str = "2025-03-04", end_day: str = "") -> str:
    return f"{TIMES}{day},{start},{end_day or day},{end},{duration},work\n"


def test_end_minus_start_is_the_length_in_utc() -> None:
    log = log_of(row("09:00", "10:30:15"))
    (entry,) = log.entries
    assert (entry.seconds, entry.day.isoformat(), entry.zone) == (5415, "2025-03-04", "Europe/Berlin")
    assert entry.starts_at is not None
    assert entry.starts_at.isoformat() == "2025-03-04T08:00:00+00:00"


def test_without_a_zone_clock_times_are_utc_and_that_is_a_named_default() -> None:
    log = log_of(row("09:00", "10:00"), ReadOptions())
    assert log.entries[0].start == 1_741_078_800
    assert [(notice.name, notice.value, notice.is_default) for notice in log.tally.notices] == [
        ("timezone", "UTC", True)
    ]


def test_a_clear_clock_wins_over_the_duration_column_and_the_row_is_counted() -> None:
    log = log_of(
        TIMES + "2025-03-04,09:00:00,2025-03-04,10:00:00,0:30:00,a\n2025-03-04,11:00:00,2025-03-04,12:00:00,1:00:00,b\n"
    )
    assert log.seconds == [3600, 3600]
    assert log.notices["durations"] == "1"


@pytest.mark.parametrize(
    ("start", "end", "duration"), [("09:00:00", "10:00:00", "1:00:01"), ("09:00", "10:00", "1:00:59")]
)
def test_rounding_of_the_duration_column_is_no_difference(start: str, end: str, duration: str) -> None:
    log = log_of(row(start, end, duration))
    assert log.seconds == [3600]
    assert "durations" not in log.notices


def test_an_entry_of_no_length_is_kept_and_said() -> None:
    log = log_of(row("09:00", "09:00", "0:00"))
    assert log.seconds == [0]
    assert log.notices["zero_length"] == "1"
    assert log.tally.problems_total == 0


def test_work_over_midnight_stands_on_the_day_it_starts() -> None:
    log = log_of(row("23:00", "01:30", end_day="2025-03-05"))
    assert (log.seconds, log.entries[0].day.isoformat()) == ([9000], "2025-03-04")


def test_midnight_may_be_written_as_24() -> None:
    assert log_of(row("23:00", "24:00")).seconds == [3600]
    assert log_of(row("24:00", "01:00", end_day="2025-03-05")).entries[0].day.isoformat() == "2025-03-05"


def test_an_end_without_a_date_is_on_the_next_day_only_where_the_duration_says_so() -> None:
    table = "date,start,end,duration\n2025-03-04,23:00,01:00,{}\n"
    assert log_of(table.format("2:00")).seconds == [7200]
    problem = log_of(table.format("")).only_problem
    assert (problem.field, problem.value) == ("end", "01:00")
    assert "before it starts" in problem.message


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        (row("10:00", "09:00"), "end time", "before it starts"),
        (row("09:00", "10:00", end_day="2025-03-05"), "end time", "24 hours"),
        (row("09:00", "10:00", "-1:00"), "duration", "negative"),
        (row("09:00", "10:00", "NaN"), "duration", "not a length"),
        (row("09:00", "10:00", "inf"), "duration", "not a length"),
        (row("09:00", "10:00", "1e3"), "duration", "not a length"),
        (row("25:00", "10:00"), "start time", "No clock shows"),
        (row("nine", "10:00"), "start time", "not a time of day"),
        (row("09:00", "later"), "end time", "no time of day"),
        (row("09:00", "10:00", day="1969-12-31"), "date", "1970"),
        (row("09:00", "10:00", day="2101-01-01"), "date", "2100"),
        (row("09:00", "10:00", day="2025-02-29"), "date", "no such day"),
        (row("09:00", "10:00", end_day="soon"), "end date", "not a date"),
        (row("", "10:00", "", day=""), "date", "no date"),
    ],
)
def test_a_row_that_cannot_be_meant_is_a_problem_on_its_line(text: str, field: str, says: str) -> None:
    log = log_of(text)
    problem = log.only_problem
    assert log.entries == []
    assert problem.line == 2
    assert problem.field == field
    assert says in problem.message
    assert problem.hint


def test_the_good_rows_around_a_bad_one_are_read() -> None:
    log = log_of(row("09:00", "10:00") + "2025-03-04,12:00,2025-03-04,11:00,,x\n2025-03-04,13:00,2025-03-04,14:00,,y\n")
    assert log.seconds == [3600, 3600]
    assert [entry.line for entry in log.entries] == [2, 4]
    assert log.only_problem.line == 3


def test_a_day_of_twenty_five_hours_is_still_no_entry_of_twenty_five_hours() -> None:
    log = log_of(row("00:00", "24:00", day="2025-10-26"))
    assert log.entries == []
    assert "24 hours" in log.only_problem.message


@pytest.mark.parametrize(
    ("start", "end", "duration", "seconds"),
    [
        ("01:30", "02:30", "1:00", 3600),
        ("01:30", "02:30", "2:00", 7200),
        ("02:15", "03:30", "1:15", 4500),
        ("02:15", "03:30", "2:15", 8100),
        ("00:30", "05:00", "5:30", 19_800),
    ],
)
def test_the_duration_decides_an_hour_that_the_clock_showed_twice(
    start: str, end: str, duration: str, seconds: int
) -> None:
    log = log_of(row(start, end, duration, day="2025-10-26"))
    assert log.seconds == [seconds]
    entry = log.entries[0]
    assert entry.end is not None
    assert entry.start is not None
    assert entry.end - entry.start == seconds


@pytest.mark.parametrize("duration", ["", "3:00", "0:10"])
def test_an_hour_shown_twice_that_nothing_decides_is_a_problem_with_both_readings(duration: str) -> None:
    problem = log_of(row("01:30", "02:30", duration, day="2025-10-26")).only_problem
    assert problem.field == "end time"
    assert "2025-10-26T00:30:00Z or 2025-10-26T01:30:00Z" in problem.message


def test_work_wholly_inside_the_hour_shown_twice_is_not_decided_by_its_duration() -> None:
    problem = log_of(row("02:10", "02:40", "0:30", day="2025-10-26")).only_problem
    assert problem.field == "start time"
    assert "twice" in problem.message


def test_a_time_shown_twice_with_one_possible_meaning_needs_no_duration() -> None:
    assert log_of(row("02:50", "02:10", day="2025-10-26")).seconds == [1200]


def test_the_duration_decides_a_time_that_the_clock_skipped() -> None:
    assert log_of(row("01:30", "02:30", "1:00", day="2025-03-30")).seconds == [3600]


def test_a_skipped_time_without_a_duration_is_a_problem_with_both_readings() -> None:
    problem = log_of(row("01:30", "02:30", day="2025-03-30")).only_problem
    assert "never showed" in problem.message
    assert "2025-03-30T00:30:00Z or 2025-03-30T01:30:00Z" in problem.message


def test_a_skipped_time_is_not_settled_by_what_would_be_possible() -> None:
    assert "never showed" in log_of(row("01:45", "02:30", day="2025-03-30")).only_problem.message


def test_the_wall_clock_is_not_subtracted_through_a_clock_change() -> None:
    assert log_of(row("23:00", "03:30", "3:30", day="2025-03-29", end_day="2025-03-30")).seconds == [12_600]
    assert log_of(row("23:00", "03:30", "5:30", day="2025-10-25", end_day="2025-10-26")).seconds == [19_800]
    overnight = "date,start,end,duration\n2025-10-25,23:00,03:30,5:30\n"
    assert log_of(overnight).seconds == [19_800]


def test_an_offset_in_the_cell_needs_no_zone_and_settles_every_clock_change() -> None:
    log = log_of("start,end\n2025-10-26T02:30:00+02:00,2025-10-26T02:30:00+01:00\n")
    assert log.seconds == [3600]


def test_a_moment_with_an_offset_stands_on_the_local_day() -> None:
    log = log_of("start,end\n2025-03-04T23:30:00Z,2025-03-05T00:30:00Z\n")
    assert log.entries[0].day.isoformat() == "2025-03-05"


@pytest.mark.parametrize("end", ["", "running", "-"])
def test_an_entry_without_an_end_and_without_a_length_is_still_running(end: str) -> None:
    log = log_of(f"start,end,note\n2025-03-04 09:00,{end},work\n")
    (entry,) = log.entries
    assert entry.is_open
    assert (entry.end, entry.seconds) == (None, 0)
    assert log.tally.notices == []


def test_a_start_with_a_length_ends_when_the_length_is_over() -> None:
    log = log_of("start,duration\n2025-03-04 09:00,1:30\n")
    assert (log.seconds, log.entries[0].is_open) == ([5400], False)


def test_a_length_on_a_date_has_no_clock_times() -> None:
    (entry,) = log_of("date,hours,note\n2025-03-04,1.5,work\n").entries
    assert (entry.seconds, entry.start, entry.end, entry.is_open) == (5400, None, None, False)


@pytest.mark.parametrize(
    ("hours", "says"), [("25", "24 hours"), ("1,234.5", "24 hours"), ("", "neither"), ("-2", "negative")]
)
def test_a_length_on_a_date_has_the_same_limits(hours: str, says: str) -> None:
    assert says in log_of(f'date,hours\n2025-03-04,"{hours}"\n').only_problem.message


def test_bare_numbers_without_a_unit_are_hours_and_that_is_a_named_default() -> None:
    log = log_of("date,duration\n2025-03-04,1.5\n")
    assert log.seconds == [5400]
    assert log.notices == {"duration_unit": "hours"}
    assert log_of("date,duration (min)\n2025-03-04,90\n").notices == {}
