"""Busy times are read from whatever a calendar server sends, within a window and within limits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hoursback.engine.errors import HoursbackError
from hoursback.engine.focus.busy import Placed, placed, read_busy


def at(text: str) -> int:
    """Epoch seconds of a moment in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


WINDOW = (at("2026-03-02"), at("2026-03-16"))


def calendar(*lines: str, uid: str = "a") -> bytes:
    """One event as a server keeps it."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Secret", *lines, "END:VEVENT"]
    return "\r\n".join([*rows, "END:VCALENDAR", ""]).encode()


def busy(*objects: bytes) -> list[tuple[int, int]]:
    return read_busy(objects, WINDOW, "Europe/Berlin").busy


NINE = ("DTSTART;TZID=Europe/Berlin:20260303T090000", "DTEND;TZID=Europe/Berlin:20260303T100000")


def test_an_event_makes_busy_in_its_own_zone_and_one_without_a_zone_in_the_owners() -> None:
    eight_utc = [(at("2026-03-03T08:00"), at("2026-03-03T09:00"))]
    assert busy(calendar(*NINE)) == eight_utc
    assert busy(calendar("DTSTART:20260303T090000", "DURATION:PT1H")) == eight_utc


def test_what_overlaps_is_one_span() -> None:
    later = calendar("DTSTART:20260303T083000Z", "DTEND:20260303T093000Z", uid="b")
    assert busy(calendar(*NINE), later) == [(at("2026-03-03T08:00"), at("2026-03-03T09:30"))]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_is_free_or_cancelled_takes_no_time(line: str) -> None:
    assert busy(calendar(*NINE, line)) == []


def test_a_whole_day_takes_time_only_where_it_says_so() -> None:
    day = ("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260305")
    assert busy(calendar(*day)) == []
    assert busy(calendar(*day, "TRANSP:OPAQUE")) == [(at("2026-03-03T23:00"), at("2026-03-04T23:00"))]


def test_a_series_counts_within_the_window_alone_without_what_was_dropped() -> None:
    rule = ("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20260310T090000")
    assert busy(calendar("DTSTART;TZID=Europe/Berlin:20200107T090000", "DURATION:PT1H", *rule)) == [
        (at("2026-03-03T08:00"), at("2026-03-03T09:00"))
    ]


def test_what_reaches_over_the_windows_edge_is_cut_there() -> None:
    assert busy(calendar("DTSTART:20260301T220000Z", "DTEND:20260302T020000Z")) == [(WINDOW[0], at("2026-03-02T02:00"))]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "freq=minutely;COUNT=3", "INTERVAL=1;FREQ = SECONDLY"])
def test_a_rule_by_the_second_or_minute_is_refused_by_name(rule: str) -> None:
    with pytest.raises(HoursbackError, match="every minute or every second"):
        busy(calendar(*NINE, f"RRULE:{rule}"))


def test_an_event_by_the_hour_is_kept_once() -> None:
    assert busy(calendar(*NINE, "RRULE:FREQ=HOURLY")) == busy(calendar(*NINE))


def test_a_flood_of_series_is_refused() -> None:
    flood = [calendar(*NINE, "RRULE:FREQ=DAILY", uid=str(number)) for number in range(600)]
    with pytest.raises(HoursbackError, match="more than 5,000 times"):
        busy(*flood)


@pytest.mark.parametrize("bad", [b"", b"\0\1\2", b"<html>", b"\xff\xfe\xfd", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n"])
def test_a_broken_object_costs_nobody_elses(bad: bytes) -> None:
    assert busy(bad, calendar(*NINE)) == busy(calendar(*NINE))
    assert placed(bad, "UTC") is None


def test_an_event_of_ours_is_found_where_it_lies() -> None:
    where = (at("2026-03-03T08:00"), at("2026-03-03T09:00"))
    assert placed(calendar(*NINE), "UTC") == Placed("a", *where, is_there=True)
    assert placed(calendar(*NINE, "STATUS:CANCELLED"), "UTC") == Placed("a", *where, is_there=False)


def test_an_event_of_ours_made_a_whole_day_or_a_moment_is_not_there_any_more() -> None:
    for line in ("DTSTART;VALUE=DATE:20260303", "DTSTART:20260303T080000Z"):
        found = placed(calendar(line), "UTC")
        assert found is not None
        assert not found.is_there
