"""Net hours freed: what the work took before, less what is still spent; ranges that keep their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.outcome.baseline import Source
from hoursback.engine.outcome.freed import Freed, freed_hours
from hoursback.engine.outcome.handed import Handed, Kind, kind_of
from hoursback.engine.outcome.weeks import Attendance, monday_of
from tests.engine.outcome.quarter import Quarter, quarter

MONDAY = date(2026, 1, 5).toordinal()
START = MONDAY + 8 * 7
DAYS = [MONDAY + 7 * week + day for week in range(20) for day in range(5)]


def steady(left: float = 0.25, *, since: int = START, days: list[int] = DAYS, **facts: object) -> Handed:
    """An hour a day before, a share of it since."""
    by_day = {day: 1.0 if day < since else left for day in days if day < since or left > 0}
    return Handed(**{"key": 1, "name": "Invoices", "since": since, "by_day": by_day, **facts})


def freed(*handed: Handed, days: list[int] = DAYS, weeks: int = 20, **more: object) -> Freed:
    return freed_hours(handed, dict.fromkeys(days, 8.0), MONDAY + 7 * weeks, draws=400, **more)


def found_of(made: Quarter, draws: int = 400) -> Freed:
    return freed_hours(made.handed, made.logged, made.today, draws=draws)


def test_an_hour_a_day_of_which_a_quarter_is_left_frees_three_and_three_quarters_a_week() -> None:
    found = freed(steady())
    assert found.average is not None
    assert found.average.value == pytest.approx(3.75, abs=0.25)
    assert found.average.low < 3.75 < found.average.high
    assert len(found.weeks) == 12
    assert all(week.hours_spent == 1.25 for week in found.weeks)


def test_the_range_of_one_week_is_wider_than_that_of_the_average() -> None:
    found = found_of(quarter(1))
    assert found.average is not None
    widths = [week.freed.high - week.freed.low for week in found.weeks]
    assert min(widths) > found.average.high - found.average.low


def test_likely_ranges_hold_the_truth_about_as_often_as_they_say() -> None:
    weeks, averages, each = [], [], []
    for seed in range(40):
        made = quarter(seed)
        found = found_of(made, draws=300)
        truth = made.freed.sum(axis=0)
        weeks += [w.freed.low <= t <= w.freed.high for w, t in zip(found.weeks, truth, strict=True)]
        assert found.average is not None
        averages.append(found.average.low <= truth.mean() <= found.average.high)
        for place, one in enumerate(found.results):
            each += [w.freed.low <= t <= w.freed.high for w, t in zip(one.weeks, made.freed[place], strict=True)]
    assert 0.7 <= np.mean(weeks) <= 0.9
    assert 0.7 <= np.mean(each) <= 0.9
    assert 0.65 <= np.mean(averages) <= 0.95


def test_weeks_of_all_hand_offs_are_the_sums_of_theirs() -> None:
    found = found_of(quarter(3))
    for at, week in enumerate(found.weeks):
        assert week.freed.value == pytest.approx(sum(one.weeks[at].freed.value for one in found.results))
        assert week.hours_spent == pytest.approx(sum(one.weeks[at].hours_spent for one in found.results))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), more=st.floats(0.1, 5.0))
def test_every_hour_more_that_is_spent_is_an_hour_less_freed(seed: int, more: float) -> None:
    made = quarter(seed, since=3)
    one = made.handed[0]
    day = one.since + 1
    longer = replace(one, by_day={**one.by_day, day: one.by_day.get(day, 0.0) + more})
    plain, other = (freed_hours([each], made.logged, made.today, draws=200) for each in (one, longer))
    assert other.total == pytest.approx(plain.total - more)


@settings(max_examples=20, deadline=None)
@given(first=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_neither_a_years_end_nor_a_53rd_week_nor_a_changed_clock_moves_a_total(first: date) -> None:
    shift = monday_of(first.toordinal()) - MONDAY
    here, there = found_of(quarter(5, since=3), draws=200), found_of(quarter(5, since=3, shift=shift), draws=200)
    assert [week.freed for week in here.weeks] == [week.freed for week in there.weeks]
    assert here.average == there.average


def test_names_change_no_figure_and_the_same_log_gives_the_same_answer() -> None:
    made = quarter(4)
    renamed = [replace(one, name=one.name.upper()) for one in made.handed]
    again = freed_hours(renamed, made.logged, made.today, draws=400)
    assert again.weeks == found_of(made).weeks


def test_a_hand_off_in_the_middle_of_a_week_counts_from_its_day_on() -> None:
    since = START + 3
    found = freed(steady(0.0, since=since))
    first = found.weeks[0]
    assert first.monday == START
    assert first.before == pytest.approx(2.0, abs=0.3)
    assert first.hours_spent == 0


def test_a_week_without_a_log_is_left_out_and_half_a_week_counts_half() -> None:
    gone = range(START + 14, START + 21)
    days = [day for day in DAYS if day not in gone and day not in (START + 28, START + 29)]
    found = freed(steady(0.0, days=days), days=days)
    assert found.left_out == (START + 14,)
    by_monday = {week.monday: week for week in found.weeks}
    assert START + 14 not in by_monday
    assert by_monday[START + 28].before == pytest.approx(3.0, abs=0.3)
    assert by_monday[START + 28].share == pytest.approx(0.6)


def test_after_its_end_a_hand_off_frees_nothing_more() -> None:
    found = freed(steady(0.0, until=START + 20))
    assert [week.monday for week in found.results[0].weeks] == [START, START + 7, START + 14]
    assert all(week.freed.value == 0 for week in found.weeks[3:])


def test_the_hours_before_come_from_before_the_first_of_two_hand_offs_of_the_same_work() -> None:
    by_day = {day: 1.0 if day < START else 0.2 for day in DAYS}
    again = Handed(2, "Invoices", START + 42, by_day=by_day, with_somebody=((START, START + 41),))
    assert freed(again).results[0].before is not None
    assert freed(again).results[0].before.value == pytest.approx(5.0)


def test_without_weeks_before_the_stated_hours_stand_in_and_without_these_nothing_is_said() -> None:
    days = [day for day in DAYS if day >= START]
    stated = freed(steady(0.2, days=days, stated=5.0), days=days)
    assert stated.results[0].source is Source.STATED
    assert stated.average is not None
    assert stated.average.low < 4.0 < stated.average.high
    nothing = freed(steady(0.2, days=days), days=days)
    assert nothing.results[0].source is Source.NOTHING
    assert nothing.results[0].weeks == ()


def test_set_up_hours_count_in_the_week_they_were_spent_and_are_no_part_of_the_hours_before() -> None:
    day = START - 10
    one = steady()
    with_brief = replace(one, by_day={**one.by_day, day: 5.0}, told={day: {Kind.SETTING_UP: 4.0}})
    found = freed(with_brief)
    assert found.weeks[0].monday == monday_of(day)
    assert found.weeks[0].freed.value == pytest.approx(-4.0)
    assert found.results[0].before is not None
    assert found.results[0].before.value == pytest.approx(5.0)


def test_minutes_of_judging_are_never_counted_twice() -> None:
    one = replace(steady(), checked={START: 0.5, START + 7: 3.0})
    weeks = freed(one).weeks
    assert weeks[0].spent == {Kind.DOING: 0.75, Kind.CHECKING: 0.5}
    assert weeks[1].spent == {Kind.CHECKING: 3.0}


def test_stated_growth_raises_what_the_weeks_would_have_taken() -> None:
    plain, grown = freed(steady()), freed(steady(), growth=0.5)
    assert grown.weeks[-1].before == pytest.approx(plain.weeks[-1].before * 1.5 ** (15 / 52), rel=0.1)


def test_tags_say_what_the_time_was_for() -> None:
    assert kind_of(["bakery", "Check"]) is Kind.CHECKING
    assert kind_of(["answer", "pay"]) is Kind.ANSWERING
    assert kind_of(["bakery"]) is None


def test_rest_days_are_the_weekdays_with_least_logged() -> None:
    attendance = Attendance.of(dict.fromkeys(DAYS, 8.0) | {MONDAY + 5: 1.0}, work_days=5)
    assert attendance.resting == frozenset({5, 6})
    assert attendance.share(MONDAY) == 1.0
    assert attendance.share(MONDAY + 70 * 7) == 0.0
