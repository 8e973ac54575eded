"""Ranges of clock times."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.clockrange import RANGE_PATTERN, ClockError, ClockRange, clock_text, read_range

HOUR = 3600
RANGE = re.compile(RANGE_PATTERN, re.IGNORECASE)


def read(text: str) -> ClockRange:
    match = RANGE.fullmatch(text)
    assert match is not None
    return read_range(match)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9-10:30", 9, 10.5),
        ("9.15 until 10", 9.25, 10),
        ("9am-5", 9, 17),
        ("9-5PM", 9, 17),
        ("9pm-1", 21, 25),
        ("10-2 a.m.", 22, 26),
        ("12pm-1", 12, 13),
        ("12am-12pm", 0, 12),
        ("9am-13:00", 9, 13),
        ("22-24", 22, 24),
        ("0-24", 0, 24),
        ("12-12", 12, 12),
        ("9-9pm", 9, 21),
        ("23:30-0:30", 23.5, 24.5),
    ],
)
def test_a_range_is_read_with_the_halves_of_the_day_that_make_it_shortest(text, start, end):
    found = read(text)
    assert (found.start, found.end) == (start * HOUR, end * HOUR)
    assert found.crosses_midnight == (end > 24)


@given(st.integers(0, 1439), st.integers(0, 1439))
@settings(deadline=None)
def test_24_hour_times_are_taken_as_they_stand_or_refused_where_they_pass_midnight_for_long(start, end):
    text = f"{clock_text(60 * start)}-{clock_text(60 * end)}"
    if (end - start) % 1440 > 720 and end < start:
        with pytest.raises(ClockError) as refused:
            read(text)
        assert "24:00 and, on the next day, 0:00-" in refused.value.hint
    else:
        found = read(text)
        assert found.start == 60 * start
        assert found.end - found.start == 60 * ((end - start) % 1440)


@pytest.mark.parametrize("text", ["9:60-10", "25-26", "24-1", "24:01-25", "0am-1am", "13pm-14", "9:00:61-10"])
def test_times_that_no_clock_shows_are_refused(text):
    with pytest.raises(ClockError) as refused:
        read(text)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["9-", "9", "-9", "9 10", "9:5-10", "900-1000", "9h15-10h05", "9:00:00am-10"])
def test_what_is_no_range_is_not_taken_for_one(text):
    assert RANGE.fullmatch(text) is None
