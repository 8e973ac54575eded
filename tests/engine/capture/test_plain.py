"""Entries as plain rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hoursback.engine.capture.entry import Entry
from hoursback.engine.capture.plain import row_of, without_running

MONDAY = date(2026, 3, 2)
HOUR = Entry(
    *(MONDAY, 3600, 1772445600, 1772449200, "Europe/Berlin", "quotes", "Alder", "sales", "Alder Ltd", "Olive"),
    tags=("office",),
    line=7,
)


def test_a_row_says_what_its_entry_says():
    ordinal = MONDAY.toordinal()
    names = ("quotes", "Alder", "sales", "Alder Ltd", "Olive", ("office",), 7)
    assert row_of(HOUR) == (ordinal, 3600, 1772445600, 1772449200, *names)


def test_running_rows_are_taken_out_and_lengths_on_a_day_stay():
    running = row_of(replace(HOUR, seconds=0, end=None, is_open=True))
    length = row_of(replace(HOUR, start=None, end=None))
    rows = [row_of(HOUR), running, length]
    assert without_running(rows) == [row_of(HOUR), length]
    assert without_running([length]) == [length]
    assert without_running([]) == []
