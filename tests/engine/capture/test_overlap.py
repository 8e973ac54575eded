"""Spans of time: shared, covered, left open, and split at local midnight."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.overlap import by_local_day, collisions, covered_seconds, gaps, merged, overlaps

UTC = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns")

small_spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


def at(text: str, zone: ZoneInfo = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def seconds_of(span: tuple[int, int]) -> set[int]:
    return set(range(*span))


def test_entries_that_only_touch_do_not_overlap():
    assert overlaps([(9, 10), (10, 11)]) == []


def test_an_entry_of_no_length_shares_nothing_even_inside_another():
    assert overlaps([(0, 100), (50, 50), (50, 50)]) == []


def test_three_entries_at_the_same_time_are_three_pairs():
    assert overlaps([(0, 10), (0, 10), (0, 10)]) == [(0, 1, 10), (0, 2, 10), (1, 2, 10)]


def test_an_entry_inside_another_shares_its_whole_length():
    assert overlaps([(30, 40), (0, 100)]) == [(1, 0, 10)]


@given(small_spans)
@settings(deadline=None)
def test_overlaps_are_what_counting_every_second_finds(spans):
    counted = {
        (i, j): len(shared)
        for i in range(len(spans))
        for j in range(i + 1, len(spans))
        if (shared := seconds_of(spans[i]) & seconds_of(spans[j]))
    }
    found = overlaps(spans)
    assert {tuple(sorted(pair[:2])): pair.seconds for pair in found} == counted
    assert len(found) == len(counted)


@given(small_spans)
@settings(deadline=None)
def test_the_earlier_of_a_pair_comes_first(spans):
    for first, second, _ in overlaps(spans):
        assert (spans[first][0], first) < (spans[second][0], second)


@given(small_spans)
@settings(deadline=None)
def test_a_span_collides_when_it_overlaps_an_earlier_one_and_the_longest_share_is_named(spans):
    longest: dict[int, int] = {}
    for pair in overlaps(spans):
        longest[pair.second] = max(pair.seconds, longest.get(pair.second, 0))
    assert {pair.second: pair.seconds for pair in collisions(spans)} == longest


def test_a_thousand_entries_in_the_same_hour_collide_999_times():
    assert len(list(collisions([(0, 3600)] * 1000))) == 999


@given(small_spans)
@settings(deadline=None)
def test_covered_time_counts_every_second_once(spans):
    assert covered_seconds(spans) == len(set().union(*map(seconds_of, spans)))


@given(small_spans, st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None)
def test_gaps_are_the_seconds_nothing_covers(spans, start, end):
    uncovered = seconds_of((start, end)).difference(*map(seconds_of, spans))
    found = gaps(spans, (start, end))
    assert set().union(*map(seconds_of, found)) == uncovered
    assert found == merged(found)


def test_an_evening_that_runs_past_midnight_is_split_there():
    assert by_local_day(at("2026-03-02T22:30"), at("2026-03-03T00:45"), BERLIN) == [
        (date(2026, 3, 2), 5400),
        (date(2026, 3, 3), 2700),
    ]


def test_a_span_that_ends_at_midnight_does_not_touch_the_next_day():
    assert by_local_day(at("2026-03-02T22:00"), at("2026-03-03T00:00"), BERLIN) == [(date(2026, 3, 2), 7200)]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_has_as_many_hours_as_the_clocks_give_it(day, hours):
    start = date.fromisoformat(day)
    after = date.fromordinal(start.toordinal() + 1)
    assert by_local_day(at(f"{start}T00:00"), at(f"{after}T00:00"), BERLIN) == [(start, hours * 3600)]


def test_a_day_that_a_zone_left_out_gets_nothing():
    apia = ZoneInfo("Pacific/Apia")  # crossed the date line: no 30 December 2011
    days = by_local_day(at("2011-12-29T22:00", apia), at("2011-12-31T03:00", apia), apia)
    assert days == [(date(2011, 12, 29), 7200), (date(2011, 12, 31), 10800)]


def test_a_midnight_that_came_twice_counts_on_the_days_it_showed():
    # Newfoundland set its clocks back an hour at 00:01, from Sunday into Saturday.
    zone = ZoneInfo("America/St_Johns")
    start = at("2010-11-06T22:00", zone)
    assert by_local_day(start, start + 4 * 3600, zone) == [
        (date(2010, 11, 6), 3 * 3600 - 60),
        (date(2010, 11, 7), 3600 + 60),
    ]


@given(
    st.sampled_from(ZONES),
    st.one_of(
        st.integers(at("2026-03-27T00:00", UTC), at("2026-03-30T00:00", UTC)),
        st.integers(at("2026-10-23T00:00", UTC), at("2026-11-02T00:00", UTC)),
        st.integers(at("1971-01-01T00:00", UTC), at("2100-01-01T00:00", UTC)),
    ),
    st.integers(0, 60 * 48),
)
@settings(deadline=None)
def test_days_add_up_to_the_span_and_each_minute_lies_on_its_own_day(name, start, minutes):
    zone = ZoneInfo(name)
    start -= start % 60
    days = by_local_day(start, start + 60 * minutes, zone)
    assert sum(seconds for _, seconds in days) == 60 * minutes
    counted = Counter(datetime.fromtimestamp(start + 60 * n, zone).date() for n in range(minutes))
    assert dict(days) == {day: 60 * count for day, count in counted.items()}
