"""Weekly series: what counts, and that the calendar's oddities do not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.outlook.forecast import forecast
from hoursback.engine.outlook.weeks import at_work, complete_weeks, monday_of, series_of

MONDAY = date(2026, 6, 1).toordinal()


def test_only_weeks_that_lie_wholly_inside_the_log_count() -> None:
    wednesday, friday = MONDAY + 2, MONDAY + 25
    assert list(complete_weeks(wednesday, friday)) == [MONDAY + 7, MONDAY + 14]
    assert list(complete_weeks(MONDAY, MONDAY + 7)) == [MONDAY]


def test_a_week_with_a_day_off_counts_as_a_whole_one_would_have_been() -> None:
    found = series_of({MONDAY: 8.0}, [MONDAY], off=[(MONDAY, MONDAY)])
    assert found.hours == (pytest.approx(10.0),)


def test_a_week_away_is_left_out_and_is_no_lack_of_work() -> None:
    weeks = [MONDAY, MONDAY + 7, MONDAY + 14]
    found = series_of({MONDAY: 9.0, MONDAY + 14: 9.0}, weeks, off=[(MONDAY + 7, MONDAY + 11)])
    assert (found.hours, found.away) == ((9.0, 9.0), 1)


def test_a_week_in_which_nobody_logged_anything_is_left_out_but_one_without_this_work_is_nought() -> None:
    weeks = [MONDAY, MONDAY + 7, MONDAY + 14]
    found = series_of({MONDAY: 3.0}, weeks, present=frozenset({MONDAY, MONDAY + 14}))
    assert (found.hours, found.away) == ((3.0, 0.0), 1)


def test_days_off_that_overlap_are_counted_once() -> None:
    assert at_work(MONDAY, [(MONDAY, MONDAY + 1), (MONDAY + 1, MONDAY + 1)]) == pytest.approx(0.6)


@pytest.mark.parametrize(
    "oddity",
    [
        pytest.param(date(2026, 12, 28), id="a 53rd week and a year's end"),
        pytest.param(date(2026, 3, 29), id="clocks go forward"),
        pytest.param(date(2026, 10, 25), id="clocks go back"),
        pytest.param(date(2028, 2, 29), id="a leap day"),
    ],
)
@settings(max_examples=15, deadline=None)
@given(hours=st.lists(st.floats(0, 50), min_size=4, max_size=20))
def test_where_in_the_calendar_the_weeks_lie_changes_nothing(oddity: date, hours: list[float]) -> None:
    def seen(monday: date) -> list[float]:
        weeks = [monday.toordinal() + 7 * place for place in range(len(hours))]
        series = series_of(dict(zip(weeks, hours, strict=True)), weeks)
        return forecast(series.hours, 5).mean.tolist()

    half = timedelta(weeks=len(hours) // 2)
    there = date.fromordinal(monday_of(oddity.toordinal())) - half
    assert seen(there) == seen(date(2025, 5, 5))
