"""The tables of Toggl, Clockify and Harvest, and anybody's own, in the variants that are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.capture.readers.tables import Log, log_of

DATA = Path(__file__).resolve().parents[3] / "data"


def data(name: str) -> Log:
    return log_of((DATA / name).read_bytes(), filename=name)


def test_a_toggl_report_gives_people_tasks_and_tags() -> None:
    log = data("toggl_two_people.csv")
    assert log.format == "toggl_csv"
    assert log.seconds == [5400, 12_630, 5400]
    first, second, third = log.entries
    assert (first.person, first.project, first.task, first.tags) == (
        "Olive",
        "Finance",
        "Bookkeeping",
        ("desk", "quarter"),
    )
    assert (second.client, second.note, second.line) == ("Mill & Co", "shelves,\nsecond wall", 3)
    assert (third.note, third.line, third.day.isoformat()) == ('quote "large"', 5, "2026-03-02")
    assert {entry.source for entry in log.entries} == {"import"}
    assert log.tally.problems_total == 0


def test_clockify_breaks_are_no_entries_and_a_running_entry_is_open() -> None:
    log = data("clockify_breaks.csv")
    assert log.format == "clockify_csv"
    assert log.seconds == [9000, 2700, 0]
    assert [entry.is_open for entry in log.entries] == [False, False, True]
    assert log.notices["breaks"] == "1"
    assert log.entries[1].starts_at is not None
    assert log.entries[1].starts_at.isoformat() == "2026-03-16T11:00:00+00:00"


def test_harvest_hours_are_timed_where_the_account_keeps_clock_times() -> None:
    log = data("harvest_clock_times.csv")
    assert log.format == "harvest_csv"
    assert log.seconds == [4500, 1800, 7200]
    assert [entry.start is None for entry in log.entries] == [False, True, False]
    assert [entry.person for entry in log.entries] == ["Olive Owner", "Sam Helper", "Sam Helper"]


def test_a_german_table_is_read_by_its_own_words() -> None:
    log = data("generic_german.csv")
    assert log.format == "generic_csv"
    assert log.seconds == [5400, 1200]
    assert [(entry.task, entry.client) for entry in log.entries] == [("Buchhaltung", ""), ("Angebote", "Mühle GmbH")]
    assert log.notices["totals"] == "1"


@pytest.mark.parametrize(
    "header",
    [
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags",
        "Description,Billable,Duration,Member,Email,Project,Tags,Start date,Start time,Stop date,Stop time",
        '"description","start date","start time","end date","end time","duration"',
        "Description\tStart date\tStart time\tEnd date\tEnd time\tDuration",
    ],
)
def test_older_and_newer_toggl_headers_are_known(header: str) -> None:
    delimiter = "\t" if "\t" in header else ","
    cells = {"Start date": "2026-03-02", "Start time": "08:00:00", "Duration": "01:00:00", "Description": "work"}
    cells |= {"End date": "2026-03-02", "End time": "09:00:00", "Stop date": "2026-03-02", "Stop time": "09:00:00"}
    names = [name.strip('"').capitalize() for name in header.split(delimiter)]
    log = log_of(f"{header}\n{delimiter.join(cells.get(name, '') for name in names)}\n")
    assert (log.format, log.seconds, log.entries[0].note) == ("toggl_csv", [3600], "work")


def test_a_running_toggl_entry_is_open_whatever_its_duration_says() -> None:
    header = "Description,Start date,Start time,End date,End time,Duration\n"
    for duration in ("", "00:00:00", "-1772438400", "02:13:00"):
        (entry,) = log_of(f"{header}work,2026-03-02,08:00:00,,,{duration}\n").entries
        assert (entry.is_open, entry.seconds, entry.end) == (True, 0, None)


def test_a_clockify_summary_takes_the_exact_column_before_the_rounded_one() -> None:
    log = log_of("Date,Project,Time (h),Time (decimal)\n2026-03-02,Shop,00:20:00,0.33\n")
    assert (log.format, log.seconds) == ("clockify_csv", [1200])


@pytest.mark.parametrize("kind", ["Holiday", "Time off"])
def test_absences_in_clockify_are_no_work(kind: str) -> None:
    log = log_of(
        f"Type,Start Date,Start Time,End Date,End Time,Duration (h)\n{kind},2026-03-02,08:00,2026-03-02,16:00,8:00\n"
    )
    assert log.entries == []
    assert log.notices["absences"] == "1"


@pytest.mark.parametrize(
    "total",
    [
        "Total,,3:00,",
        ",,3:00,Total",
        ",,3:00,",
        "TOTAL:,,3:00,",
        "Summe,,3:00,",
        "Grand total,,3:00,",
        "Total (2 entries),,3:00,",
    ],
)
def test_a_row_that_sums_up_the_others_is_no_entry(total: str) -> None:
    log = log_of(f"date,project,duration,note\n2026-03-02,a,1:00,x\n2026-03-02,b,2:00,y\n{total}\n")
    assert log.seconds == [3600, 7200]
    assert log.tally.problems_total == 0
    assert log.notices["totals"] == "1"


def test_work_on_a_total_is_work() -> None:
    assert log_of("date,project,duration,note\n2026-03-02,Total,1:00,Total\n").seconds == [3600]


def test_a_row_with_words_and_no_date_is_a_problem_and_no_total() -> None:
    assert log_of("date,project,duration,note\n,a,1:00,x\n").only_problem.message == "The row has no date."


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("start,end\n2026-03-02T08:00:00Z,2026-03-02T09:00:00Z\n", 3600),
        ("Start Date,End Date\n2026-03-02 08:00,2026-03-02 09:00\n", 3600),
        ("start_time,end_time,user_name\n2026-03-02 08:00,2026-03-02 09:00,Sam\n", 3600),
        ("Date;From;To\n2026-03-02;08:00;09:00\n", 3600),
        ("Fecha\tInicio\tFin\n2026-03-02\t8:00\t9:00\n", 3600),
        ("Date,Début,Fin,Durée\n2026-03-02,8h00,9h00,1:00\n", 3600),
        ("day,minutes\n2026-03-02,60\n", 3600),
        ("date,hours\n20260302,1\n", 3600),
        ("clock in,clock out\n2026-03-02 8:00 AM,2026-03-02 9:00 AM\n", 3600),
        ("sep=;\nDate;Hours\n2026-03-02;1\n", 3600),
        ("\n\ndate,hours\n\n2026-03-02,1\n\n,\n", 3600),
    ],
)
def test_many_ways_to_name_the_columns_are_known(text: str, seconds: int) -> None:
    log = log_of(text)
    assert (log.format, log.seconds, log.tally.problems) == ("generic_csv", [seconds], [])


def test_one_column_serves_one_field() -> None:
    (entry,) = log_of("date,hours,task,activity\n2026-03-02,1,Books,typing\n").entries
    assert (entry.task, entry.note) == ("Books", "typing")


def test_a_first_and_a_last_name_are_one_person_in_a_table_with_clock_times_too() -> None:
    text = "first name,last name,date,start,end,project\n" + "Sam,Helper,2026-03-02,08:00,09:00,\n" * 3
    assert {entry.person for entry in log_of(text).entries} == {"Sam Helper"}


def test_names_lose_the_blanks_around_them_and_tags_their_doubles() -> None:
    (entry,) = log_of('date,hours,project,tags\n2026-03-02,1, Shop ,"a, b;a , "\n').entries
    assert (entry.project, entry.tags) == ("Shop", ("a", "b"))


def test_a_spreadsheets_midnight_behind_a_date_is_no_time_of_day() -> None:
    (entry,) = log_of("date,hours\n2026-03-02 00:00:00,1\n").entries
    assert (entry.start, entry.seconds) == (None, 3600)
    assert log_of("date,start,end\n2026-03-02 00:00:00,08:00,09:00\n").seconds == [3600]


def test_a_time_of_day_in_the_date_column_is_the_start() -> None:
    (entry,) = log_of("date,hours\n2026-03-02 08:00,1\n").entries
    assert entry.starts_at is not None
    assert (entry.starts_at.isoformat(), entry.seconds) == ("2026-03-02T07:00:00+00:00", 3600)


def test_a_dateless_row_about_a_total_is_a_problem_and_no_total() -> None:
    assert log_of("date,duration,note\n,1:00,Total rewrite of the page\n").tally.problems_total == 1
