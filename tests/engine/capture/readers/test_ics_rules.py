"""Recurrence rules: the same days as dateutil where both read RFC 5545 alike, and bounded work where it has none."""

from __future__ import annotations

import datetime as datetime_module
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.readers.ics_rules import Budget, LimitReachedError, expand, parse_rule

dateutil_rrule = pytest.importorskip("dateutil.rrule")

START = datetime.fromisoformat("2024-01-31T09:30:00")
END = START + timedelta(days=1200)


def by_dateutil(text: str, lower: datetime = START) -> list[datetime]:
    """What dateutil gives up to END; it is kept from searching on to the year 9999."""
    clocks = SimpleNamespace(**{**vars(datetime_module), "MAXYEAR": END.year + 1})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateutil_rrule, "datetime", clocks)
        found: list[datetime] = dateutil_rrule.rrulestr(text, dtstart=START).between(lower, END, inc=True)
        return found


def days(text: str, start: datetime = START, lower: datetime = START, upper: datetime = END) -> list[str]:
    rule = parse_rule(text)
    assert rule is not None
    return [f"{at:%y%m%d}" for at in expand(rule, start, lower, upper, Budget(days=10**6, occurrences=0))]


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    listed = st.lists(st.integers(low, high).filter(bool), min_size=1, max_size=4, unique=True)
    return listed.map(lambda found: ",".join(map(str, found)))


WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True)
PLAIN = WEEKDAYS.map(",".join)
COUNTED = st.tuples(st.integers(-4, 4).filter(bool), WEEKDAYS).map(
    lambda found: ",".join(f"{found[0]}{w}" for w in found[1])
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules on which RFC 5545 and dateutil agree; where they do not, see the tests with examples."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU', 'TH']))}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(numbers(1, 12))}")
    by_day = COUNTED if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()) else PLAIN
    if draw(st.booleans()):
        parts.append(f"BYDAY={draw(by_day)}")
    if frequency != "WEEKLY" and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTHDAY={draw(numbers(-31, 31))}")
    if frequency == "YEARLY" and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYYEARDAY={draw(numbers(-366, 366))}")
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(numbers(-5, 5))}")
    if draw(st.booleans()):
        parts.append(f"BYHOUR={draw(st.sampled_from(['0', '9,17', '23']))}")
    return ";".join(parts)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(rule=rules(), later=st.integers(0, 400))
def test_a_rule_gives_the_same_times_as_dateutil(rule, later):
    parsed = parse_rule(rule)
    assert parsed is not None
    lower = START + timedelta(days=later)
    ours = list(expand(parsed, START, lower, END, Budget(days=10**6, occurrences=0)))
    assert ours == by_dateutil(rule, lower)


def week_of(day: datetime, first_weekday: int) -> tuple[int, int]:
    """Number of a day's week and of weeks in that week's year; a week is of the year that its fourth day is in."""
    middle = day - timedelta(days=(day.weekday() - first_weekday) % 7 - 3)
    last = middle.replace(month=12, day=31)
    last_middle = last - timedelta(days=(last.weekday() - first_weekday - 3) % 7)
    return (middle.timetuple().tm_yday + 6) // 7, (last_middle.timetuple().tm_yday + 6) // 7


@settings(max_examples=100, deadline=None, derandomize=True)
@given(week=st.integers(-53, 53).filter(bool), first=st.sampled_from(["MO", "SU", "TH"]))
def test_a_week_has_its_number_even_where_it_crosses_the_year(week, first):
    # Not against dateutil, which misses some of the days that such a week has in the other year.
    wanted = []
    for later in range((END - START).days + 1):
        day = START + timedelta(days=later)
        number, weeks = week_of(day, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(first))
        if week in (number, number - weeks - 1):
            wanted.append(f"{day:%y%m%d}")
    assert days(f"FREQ=YEARLY;BYWEEKNO={week};WKST={first};BYDAY=MO,TU,WE,TH,FR,SA,SU") == wanted


def test_days_that_a_month_does_not_have_are_left_out_not_moved():
    assert days("FREQ=MONTHLY;COUNT=4") == ["240131", "240331", "240531", "240731"]
    leap = datetime.fromisoformat("2024-02-29T09:00:00")
    assert days("FREQ=YEARLY", leap, leap, datetime.fromisoformat("2033-01-01")) == ["240229", "280229", "320229"]


def test_a_weekday_beside_a_counted_one_adds_to_it():
    assert days("FREQ=MONTHLY;BYDAY=1TU,-1FR;COUNT=3") == ["240206", "240223", "240305"]


def test_a_position_counts_in_the_whole_first_week():
    wednesday = datetime.fromisoformat("2025-01-01T09:00:00")
    found = days("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=2", wednesday, wednesday, wednesday + timedelta(days=60))
    assert found == ["250106", "250113"]


def test_a_week_number_without_weekday_keeps_the_weekday_of_the_start():
    assert days("FREQ=YEARLY;BYWEEKNO=20;COUNT=2") == ["240515", "250514"]


def test_the_count_runs_from_the_start_not_from_the_window():
    assert days("FREQ=DAILY;COUNT=10", lower=START + timedelta(days=8)) == ["240208", "240209"]


def test_a_whole_day_has_one_start_whatever_hours_its_rule_names():
    rule = parse_rule("FREQ=DAILY;BYHOUR=9,17;COUNT=2")
    assert rule is not None
    midnight = datetime.fromisoformat("2025-01-01")
    found = list(expand(rule, midnight, midnight, END, Budget(days=10, occurrences=0), whole_days=True))
    assert found == [midnight, midnight + timedelta(days=1)]


def test_parts_that_are_not_of_the_standard_are_passed_over():
    assert parse_rule("RRULE:AnythingRandom;FREQ=WEEKLY;X-MINE=1") == parse_rule("freq = weekly")
    assert parse_rule("FREQ=DAILY;COUNT=-1") == parse_rule("FREQ=DAILY")
    assert parse_rule("") is None


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=FORTNIGHTLY",
        "COUNT=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=many",
        f"FREQ=DAILY;COUNT={'9' * 5000}",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYDAY=1XX",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYSETPOS=0",
        "FREQ=MONTHLY;BYSETPOS=9999",
        "FREQ=WEEKLY;WKST=1",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYHOUR=１",
    ],
)
def test_a_rule_that_says_nothing_that_can_be_followed_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_rule(text)


@pytest.mark.parametrize(
    ("text", "is_fine"), [("FREQ=HOURLY", True), ("FREQ=DAILY", False), ("FREQ=SECONDLY;COUNT=2", True)]
)
def test_hours_and_less_are_too_fine(text, is_fine):
    rule = parse_rule(text)
    assert rule is not None
    assert rule.is_fine == is_fine


def test_a_daily_rule_with_many_times_a_day_is_as_fine_as_an_hourly_one():
    hours = ",".join(map(str, range(24)))
    for text, is_fine in ((f"FREQ=DAILY;BYHOUR={hours}", False), (f"FREQ=DAILY;BYHOUR={hours};BYMINUTE=0,30", True)):
        rule = parse_rule(text)
        assert rule is not None
        assert rule.is_fine == is_fine


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=200",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=DAILY;INTERVAL=1000000000",
        "FREQ=YEARLY;INTERVAL=999999999;BYMONTH=2;BYMONTHDAY=30;COUNT=999999999",
    ],
)
def test_a_rule_that_never_matches_looks_at_the_windows_days_only(text):
    rule = parse_rule(text)
    assert rule is not None
    start = datetime.fromisoformat("1970-01-01T09:00:00")
    budget = Budget(days=10**6, occurrences=0)
    lower, upper = datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2026-01-01")
    assert list(expand(rule, start, lower, upper, budget)) == []
    assert 10**6 - budget.days <= 800


def test_the_budget_of_days_is_kept():
    rule = parse_rule("FREQ=DAILY;COUNT=999999999;BYMONTH=2;BYMONTHDAY=30")
    assert rule is not None
    budget = Budget(days=1000, occurrences=0)
    with pytest.raises(LimitReachedError):
        list(expand(rule, START, START, END, budget))
    assert budget.days == -1
