"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.duration import DurationError, format_duration, parse_duration
from hoursback.engine.errors import HoursbackError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h30", 5400),
        ("1h5", 3900),
        ("1h30m", 5400),
        ("1h 30 min", 5400),
        ("1 hour and 30 minutes", 5400),
        ("90m", 5400),
        ("90 min", 5400),
        ("1:30", 5400),
        ("0:05", 300),
        ("1:30:00", 5400),
        ("1:30:07", 5407),
        ("1.5h", 5400),
        ("1,5 h", 5400),
        ("0.25 hours", 900),
        ("0,125 h", 450),
        ("45 seconds", 45),
        ("2 h 10 s", 7210),
        ("75 min 5 s", 4505),
        ("1h 2m 3s", 3723),
        ("  1 H 30  MIN ", 5400),
        ("2\u00a0h", 7200),
        ("0 min", 0),
        ("24h", 86400),
        ("0.333 h", 1199),
    ],
)
def test_a_length_is_read_as_it_is_written(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["90", "1.5", "1,5", "2"])
def test_a_number_alone_is_refused_with_both_readings(text):
    with pytest.raises(DurationError) as refused:
        parse_duration(text)
    assert refused.value.value == text
    assert f"{text} min" in refused.value.hint
    assert f"{text} h" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-1h", "negative"),
        ("−30 min", "negative"),
        ("24h 1s", "24 hours"),
        ("24:00:01", "24 hours"),
        ("25h", "24 hours"),
        ("1441 min", "24 hours"),
        ("1h90", "59"),
        ("1:60", "59"),
        ("1:00:60", "59"),
        ("1,200 min", "thousands"),
        ("1.200 s", "thousands"),
    ],
)
def test_a_length_that_cannot_be_meant_is_refused_and_says_why(text, what):
    with pytest.raises(DurationError) as refused:
        parse_duration(text)
    assert what in refused.value.what
    assert refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "NaN h",
        "inf h",
        "Infinity",
        "1e3 s",
        "h",
        "1:5",
        "1::30",
        "1h30h",
        "30m1h",
        "one hour",
        "１h",
        "1h\x00",
    ],
)
def test_what_is_no_length_is_refused(text):
    with pytest.raises(DurationError, match="not a length"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["9" * 5000 + "h", "1" + " " * 10 + "h" * 5000])
def test_a_text_without_end_is_refused_and_quoted_in_part(text):
    with pytest.raises(DurationError) as refused:
        parse_duration(text)
    assert len(refused.value.value) < 100


@given(st.integers(0, 86400))
@example(0)
@example(86400)
@settings(deadline=None)
def test_what_is_shown_reads_back_as_the_same_length(seconds):
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.text(alphabet="0123456789hms:., -", max_size=12))
@settings(deadline=None)
def test_any_text_is_a_length_of_at_most_a_day_or_refused(text):
    try:
        seconds = parse_duration(text)
    except HoursbackError as refusal:
        refused = refusal
    else:
        assert 0 <= seconds <= 86400
        return
    assert refused.hint


def test_totals_beyond_a_day_are_shown_in_hours():
    assert format_duration(40 * 3600 + 60) == "40 h 1 min"


def test_a_negative_length_cannot_be_shown():
    with pytest.raises(ValueError, match="negative"):
        format_duration(-1)
