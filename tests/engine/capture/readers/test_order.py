"""Day first or month first: proved by the file, implied, stated, or refused."""

from __future__ import annotations

import pytest

from hoursback.engine.capture import readers
from hoursback.engine.capture.reading import DateOrder, ReadOptions
from hoursback.engine.errors import FileRefusedError
from tests.engine.capture.readers.tables import Log, Pipe, log_of

AMBIGUOUS = "date,hours\n03/04/2026,1\n05/06/2026,2\n"


def days(log: Log) -> list[str]:
    return [entry.day.isoformat() for entry in log.entries]


def with_order(order: DateOrder | None) -> ReadOptions:
    return ReadOptions(timezone="UTC", date_order=order)


def test_ambiguous_dates_are_refused_with_the_two_readings() -> None:
    with pytest.raises(FileRefusedError) as refusal:
        log_of(AMBIGUOUS)
    assert "3 April 2026 or 4 March 2026" in refusal.value.what
    assert refusal.value.value == "03/04/2026"
    assert refusal.value.where == "log.csv, line 2"
    assert "--date-order" in refusal.value.hint


def test_the_stated_order_is_taken() -> None:
    assert days(log_of(AMBIGUOUS, with_order(DateOrder.DMY))) == ["2026-04-03", "2026-06-05"]
    assert days(log_of(AMBIGUOUS, with_order(DateOrder.MDY))) == ["2026-03-04", "2026-05-06"]


def test_one_later_date_that_can_be_read_in_one_way_settles_the_file() -> None:
    log = log_of(AMBIGUOUS + "13/06/2026,1\n")
    assert days(log) == ["2026-04-03", "2026-06-05", "2026-06-13"]
    assert log.notices["date_order"] == "dmy"
    assert not any(notice.is_default for notice in log.tally.notices)


def test_a_pipe_is_settled_by_a_later_date_too() -> None:
    rows = "".join("03/04/2026,1\n" for _ in range(20_000))
    stream = Pipe(f"date,hours\n{rows}12/31/2026,1\n".encode(), 5000)
    reading = readers.read(stream, "pipe", with_order(None))  # type: ignore[arg-type]
    entries = list(reading)
    assert len(entries) == 20_001
    assert entries[0].day.isoformat() == "2026-03-04"


def test_a_clock_with_am_and_pm_implies_month_first_and_that_is_a_named_default() -> None:
    log = log_of("date,start,end\n03/04/2026,9:00 AM,10:00 AM\n")
    assert days(log) == ["2026-03-04"]
    assert [(n.name, n.value, n.is_default) for n in log.tally.notices] == [("date_order", "mdy", True)]


def test_a_date_that_can_be_read_in_one_way_outweighs_the_clock() -> None:
    assert days(
        log_of("date,start,end\n03/04/2026,9:00 AM,10:00 AM\n31/04/2026,9:00 AM,9:30 AM\n30/04/2026,9:00 AM,9:30 AM\n")
    ) == [
        "2026-04-03",
        "2026-04-30",
    ]


def test_dates_with_dots_are_day_first_and_that_is_a_named_default() -> None:
    log = log_of("Datum;Stunden\n03.04.2026;1,5\n")
    assert (days(log), log.seconds) == (["2026-04-03"], [5400])
    assert [notice.is_default for notice in log.tally.notices if notice.name == "date_order"] == [True]


def test_dates_that_read_the_same_both_ways_need_no_order() -> None:
    assert days(log_of("date,hours\n04/04/2026,1\n")) == ["2026-04-04"]


def test_in_a_file_of_mixed_orders_every_date_against_the_first_proof_is_a_problem() -> None:
    log = log_of("date,hours\n13/06/2026,1\n06/14/2026,1\n15/06/2026,1\n")
    assert days(log) == ["2026-06-13", "2026-06-15"]
    assert (log.only_problem.line, log.only_problem.value) == (3, "06/14/2026")


def test_a_date_that_is_ambiguous_only_far_down_is_a_problem_of_its_row() -> None:
    log = log_of("date,hours\n" + "2026-01-05,1\n" * 1500 + "03/04/2026,1\n")
    assert len(log.entries) == 1500
    assert "3 April 2026 or 4 March 2026" in log.only_problem.message


def test_a_stated_order_is_not_bent_for_a_date_that_does_not_fit() -> None:
    assert log_of("date,hours\n10/15/2026,1\n", with_order(DateOrder.DMY)).only_problem.value == "10/15/2026"


def test_dates_inside_a_cell_with_a_time_are_settled_too() -> None:
    log = log_of("start,end\n03/04/2026 09:00,03/04/2026 10:00\n25/04/2026 09:00,25/04/2026 10:00\n")
    assert days(log) == ["2026-04-03", "2026-04-25"]
