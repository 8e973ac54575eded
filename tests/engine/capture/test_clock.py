"""Local clocks, and the two nights a year on which they lie."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.clock import either_side, local_day, readings, steady_midnight, zone_of
from hoursback.engine.errors import HoursbackError

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Africa/Monrovia",
    ]
).map(ZoneInfo)
EPOCHS = st.integers(0, 4_133_980_799)


def at(epoch: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=epoch)


def test_a_zone_is_known_by_its_iana_name() -> None:
    assert zone_of("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "America", "../etc/passwd", "/etc/localtime", "localtime", "a\0b", "\ud800", "x" * 4000],
)
def test_what_is_no_zone_is_refused_with_its_value(name: str) -> None:
    with pytest.raises(HoursbackError) as refusal:
        zone_of(name)
    assert refusal.value.value == name
    assert "IANA" in refusal.value.hint


@pytest.mark.parametrize(
    ("meant", "zone"),
    [("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("new york", "America/New_York")],
)
def test_the_refusal_of_a_zone_names_the_nearest_one(meant: str, zone: str) -> None:
    with pytest.raises(HoursbackError) as refusal:
        zone_of(meant)
    assert zone in refusal.value.hint


def test_a_time_that_the_clock_skipped_has_no_reading() -> None:
    assert readings(datetime.combine(date(2025, 3, 30), time(2, 30)), BERLIN) == ()


def test_a_time_that_the_clock_showed_twice_has_two_readings_an_hour_apart() -> None:
    first, second = readings(datetime.combine(date(2025, 10, 26), time(2, 30)), BERLIN)
    assert second - first == 3600
    assert at(first) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_half_an_hour_is_shown_twice_where_the_clock_changes_by_half_an_hour() -> None:
    first, second = readings(datetime.combine(date(2025, 4, 6), time(1, 45)), ZoneInfo("Australia/Lord_Howe"))
    assert second - first == 1800


def test_a_skipped_time_lies_between_its_two_possible_meanings() -> None:
    earlier, later = either_side(datetime.combine(date(2025, 3, 30), time(2, 30)), BERLIN)
    assert at(earlier) == datetime(2025, 3, 30, 0, 30, tzinfo=UTC)
    assert at(later) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


@given(EPOCHS, ZONES)
def test_a_clock_that_shows_an_instant_can_be_read_back_to_it(epoch: int, zone: ZoneInfo) -> None:
    shown = at(epoch).astimezone(zone).replace(tzinfo=None)
    assert epoch in readings(shown, zone)


@given(EPOCHS, ZONES)
def test_the_local_day_is_the_day_on_the_local_calendar(epoch: int, zone: ZoneInfo) -> None:
    assert local_day(epoch, zone) == at(epoch).astimezone(zone).date()


@pytest.mark.parametrize("zone", ["Africa/Monrovia", "Europe/Berlin", "Pacific/Apia"])
def test_the_local_day_is_right_to_the_second_around_a_change(zone: str) -> None:
    changes = {"Africa/Monrovia": 63_593_070, "Europe/Berlin": 1_743_296_400, "Pacific/Apia": 1_325_239_200}
    for epoch in range(changes[zone] - 4000, changes[zone] + 4000, 7):
        assert local_day(epoch, ZoneInfo(zone)) == at(epoch).astimezone(ZoneInfo(zone)).date()


@given(st.dates(date(1970, 1, 2), date(2100, 12, 30)), ZONES, st.integers(0, 86_399))
def test_on_a_steady_day_every_time_is_midnight_plus_its_seconds(day: date, zone: ZoneInfo, seconds: int) -> None:
    midnight = steady_midnight(day, zone)
    local = datetime.combine(day, time()) + timedelta(seconds=seconds)
    if midnight is not None:
        assert readings(local, zone) == (midnight + seconds,)


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)])
def test_a_day_with_a_clock_change_is_not_steady(day: date) -> None:
    assert steady_midnight(day, BERLIN) is None
    assert steady_midnight(day + timedelta(days=1), BERLIN) is not None
