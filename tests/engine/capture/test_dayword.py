"""Days named in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.dayword import WEEKDAYS, DayError, name_day, parse_day, take_day

MONDAY = date(2026, 3, 2)


@given(st.sampled_from(WEEKDAYS), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_a_weekday_is_the_latest_such_day_up_to_today(name, today):
    day = parse_day(name, today)
    assert day is not None
    assert WEEKDAYS[day.weekday()] == name
    assert timedelta(0) <= today - day < timedelta(7)
    assert parse_day(name[:3], today) == day


@given(st.sampled_from(WEEKDAYS), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_after_last_a_weekday_lies_before_today(name, today):
    day = parse_day(f"last {name}", today)
    assert day is not None
    assert WEEKDAYS[day.weekday()] == name
    assert timedelta(1) <= today - day <= timedelta(7)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("Today", MONDAY),
        ("yesterday.", date(2026, 3, 1)),
        ("day before yesterday", date(2026, 2, 28)),
        ("tomorrow", date(2026, 3, 3)),
        ("1 day ago", date(2026, 3, 1)),
        ("10 days ago", date(2026, 2, 20)),
        ("2026-3-4:", date(2026, 3, 4)),
        ("13.3.2026", date(2026, 3, 13)),
        ("3/13/2026", date(2026, 3, 13)),
        ("3/3/2026", date(2026, 3, 3)),
        ("someday", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_phrase_names_its_day_or_none(phrase, day):
    assert parse_day(phrase, MONDAY) == day


def test_a_date_whose_day_and_month_can_change_places_is_refused():
    with pytest.raises(DayError, match="two ways"):
        parse_day("4.3.2026", MONDAY)


def test_the_words_without_the_day_are_handed_back():
    assert take_day(["3", "days", "ago", "tax"], MONDAY) == (date(2026, 2, 27), ("tax",))
    assert take_day(["tax", "last", "friday"], MONDAY) == (date(2026, 2, 27), ("tax",))
    assert take_day(["tax", "for", "friday", "fair"], MONDAY) == (None, ("tax", "for", "friday", "fair"))
    assert take_day([], MONDAY) == (None, ())


def test_a_day_of_another_year_is_named_with_its_year():
    assert name_day(date(2026, 12, 24), MONDAY) == "Thursday 24 December"
    assert name_day(date(2025, 12, 24), MONDAY) == "Wednesday 24 December 2025"
