"""Times of day as people and programs write them."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.readers.dates import BadCellError
from hoursback.engine.capture.readers.moments import is_twelve_hour, parse_clock, split_moment


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("09:23:52", 33_832), ("9:23", 33_780), ("9.23", 33_780), ("9h23", 33_780), ("09:23:52.999", 33_832)),
        *(("12:00 AM", 0), ("12:30 pm", 45_000), ("1:05 PM", 47_100), ("11:59:59 p.m.", 86_399), ("9am", 32_400)),
        *(("24:00", 86_400), ("9:15 Uhr", 33_300), ("0915", 33_300), ("091500", 33_300)),
    ],
)
def test_a_time_of_day_is_seconds_since_midnight(text: str, seconds: int) -> None:
    assert parse_clock(text).seconds == seconds


@pytest.mark.parametrize(
    "text", ["", "9", "25:00", "24:01", "12:60", "12:00:60", "13:00 PM", "0:30 AM", "noon", "9:5", "９:15"]
)
def test_what_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(BadCellError):
        parse_clock(text)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        *(("09:23Z", 0), ("09:23:00+01:00", 3600), ("09:23-0530", -19_800), ("09:23 +02", 7200), ("09:23 UTC", 0)),
        ("09:23", None),
    ],
)
def test_an_offset_is_seconds_east_of_utc(text: str, offset: int | None) -> None:
    assert parse_clock(text).offset == offset


def test_a_time_without_seconds_is_known_to_the_minute() -> None:
    assert not parse_clock("9:23").has_seconds
    assert parse_clock("9:23:00").has_seconds


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024-03-04T09:23:00Z", ("2024-03-04", "09:23:00Z")),
        ("2024-03-04 09:23", ("2024-03-04", "09:23")),
        ("20240304T092300Z", ("20240304", "092300Z")),
        ("03/04/2024 10:23 AM", ("03/04/2024", "10:23 AM")),
        ("Jan 20, 2023, 6:25 PM", ("Jan 20, 2023", "6:25 PM")),
        ("4 March 2024 at 9:15", ("4 March 2024", "9:15")),
        ("04.03.2024", ("04.03.2024", "")),
        ("9:15", ("", "9:15")),
        ("0915", ("", "0915")),
        ("", ("", "")),
    ],
)
def test_a_cell_is_split_into_its_date_and_its_time(text: str, parts: tuple[str, str]) -> None:
    assert split_moment(text) == parts


def test_only_am_and_pm_make_a_clock_of_twelve_hours() -> None:
    assert is_twelve_hour("10:23 AM")
    assert is_twelve_hour("9pm")
    assert not is_twelve_hour("10:23")
    assert not is_twelve_hour("10:23 America")
