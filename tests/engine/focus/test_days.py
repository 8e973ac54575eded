"""Working days that start when the owner says so, and days on which the clocks change."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.focus.days import at_clock, day_bounds, working_day

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"])


def test_one_in_the_morning_still_belongs_to_the_day_before_where_days_start_at_four() -> None:
    one = at_clock(date(2026, 3, 3), time(1), BERLIN)
    assert working_day(one, BERLIN, 4) == date(2026, 3, 2)
    assert working_day(one, BERLIN) == date(2026, 3, 3)
    assert working_day(at_clock(date(2026, 3, 3), time(4), BERLIN), BERLIN, 4) == date(2026, 3, 3)


def test_the_last_night_of_a_year_belongs_to_the_old_one() -> None:
    assert working_day(at_clock(date(2027, 1, 1), time(0, 30), BERLIN), BERLIN, 3) == date(2026, 12, 31)


def test_days_are_as_long_as_their_clocks_made_them() -> None:
    lengths = {day: day_bounds(day, BERLIN) for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 2))}
    assert [(after - first) // 3600 for first, after in lengths.values()] == [23, 25, 24]


def test_a_time_that_came_twice_is_the_first_and_a_skipped_one_lies_after_the_change() -> None:
    twice = at_clock(date(2026, 10, 25), time(2, 30), BERLIN)
    assert at_clock(date(2026, 10, 25), time(1, 30), BERLIN) + 3600 == twice
    skipped = at_clock(date(2026, 3, 29), time(2, 30), BERLIN)
    assert skipped == at_clock(date(2026, 3, 29), time(3, 30), BERLIN)


@given(ZONES, st.integers(0, 12), st.dates(date(2011, 1, 1), date(2027, 12, 1)))
def test_days_follow_one_another_without_a_gap_and_without_sharing_a_second(name: str, hour: int, first: date) -> None:
    zone = ZoneInfo(name)
    bounds = [day_bounds(first + timedelta(days=n), zone, hour) for n in range(4)]
    assert all(one[1] == other[0] for one, other in pairwise(bounds))


@given(ZONES, st.integers(0, 12), st.integers(1_300_000_000, 1_800_000_000))
def test_every_second_lies_in_the_day_that_it_is_said_to(name: str, hour: int, epoch: int) -> None:
    zone = ZoneInfo(name)
    first, after = day_bounds(working_day(epoch, zone, hour), zone, hour)
    assert first <= epoch < after
