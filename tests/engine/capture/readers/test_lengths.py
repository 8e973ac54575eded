"""Lengths of time as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.lengths import parse_length, unit_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("01:30:00", 5400),
        ("1:30", 5400),
        ("1:30:00.9", 5400),
        ("1h 30m", 5400),
        ("1h30", 5400),
        ("1 hr 30 mins", 5400),
        ("90 min", 5400),
        ("45s", 45),
        ("1.5", 5400),
        ("1,5", 5400),
        ("1.5 h", 5400),
        ("2 Std.", 7200),
        (".5", 1800),
        ("0,01", 36),
        ("20,0", 72_000),
        ("2.000,0", 7_200_000),
        ("1,234.5", 4_444_200),
        ("1 234,5", 4_444_200),
        ("PT1H30M", 5400),
        ("0", 0),
        ("0.333", 1199),
        ("25:00:00", 90_000),
    ],
)
def test_a_length_is_read_to_the_second(text: str, seconds: int) -> None:
    assert parse_length(text) == seconds


@pytest.mark.parametrize("text", ["-1", "-0:30", "−1:00", "- 1h"])
def test_a_negative_length_is_refused_as_negative(text: str) -> None:
    with pytest.raises(BadCellError, match="negative"):
        parse_length(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "nan", "NaN", "inf", "-inf", "Infinity", "1e3", "1E-2", "0x10", "1:75", "1:2:3:4", "h", "min", "1.2.3"),
        *("1,23,4.5", "12 34", "١٫٥", "1_000", "+1", "1:30 PM", "one hour", "1" * 50, "9" * 60_000),
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(BadCellError):
        parse_length(text)


def test_a_bare_number_counts_what_its_column_says() -> None:
    assert parse_length("90", unit_of("duration (min)")[0]) == 5400
    assert parse_length("90", unit_of("time spent seconds")[0]) == 90
    assert unit_of("duration") == (3600, False)
    assert unit_of("hours") == (3600, True)


@given(st.integers(0, 86_400))
def test_every_second_of_a_day_is_read_back_from_a_clock(seconds: int) -> None:
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    assert parse_length(text) == seconds
