"""An ordinary week."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.entry import Entry
from hoursback.engine.figures import Figure
from hoursback.engine.review import hours as hours_module
from hoursback.engine.review.hours import WeeklyHours, too_little, weekly_hours
from hoursback.engine.review.log import DayLog
from tests.engine.review.build import full_day, lasting, log_of, on, timed, work_weeks

TWO_WEEKS = work_weeks(2, ("Delivery", 4), ("Invoices", 1), ("Quotes", 1.5))


def figures(week: WeeklyHours) -> list[tuple[float, ...]]:
    return [(row.mean, row.p10, row.p50, row.p90, row.share) for row in week.activities]


def split(entry: Entry, seconds: int) -> list[Entry]:
    assert entry.start is not None
    middle = entry.start + seconds
    return [
        replace(entry, seconds=seconds, end=middle),
        replace(entry, seconds=entry.seconds - seconds, start=middle),
    ]


def test_each_stratum_is_averaged_for_itself():
    entries = [*work_weeks(2, ("Delivery", 6)), lasting(on(5), 3, "Delivery"), lasting(on(13), 0, "Delivery")]
    week = weekly_hours(log_of(entries))
    assert week["Delivery"].mean == pytest.approx(5 * 6 + 2 * 3 / 4)
    assert (week.work_days_used, week.days_used) == (10, 14)


def test_most_hours_come_first_and_shares_add_up():
    week = weekly_hours(log_of(TWO_WEEKS))
    assert [row.name for row in week.activities] == ["Delivery", "Quotes", "Invoices"]
    assert sum(row.share for row in week.activities) == pytest.approx(1)


def test_the_draws_have_the_mean_that_is_shown_and_the_range_lies_around_it():
    for row in weekly_hours(log_of(TWO_WEEKS)).activities:
        assert row.draws.shape == (10_000,)
        assert row.draws.mean() == pytest.approx(row.mean)
        assert row.p10 < row.p50 < row.p90
        assert row.p10 < row.mean < row.p90


def test_activities_and_unaccounted_time_add_up_to_the_stated_week():
    week = weekly_hours(log_of(TWO_WEEKS), stated_hours_per_week=45)
    assert week.unaccounted.mean == pytest.approx(45 - 5 * 6.5)
    assert week.span == pytest.approx(45)
    assert week.unaccounted.p10 < week.unaccounted.mean < week.unaccounted.p90


def test_without_stated_hours_the_week_is_what_lies_between_first_and_last_entry():
    entries = [entry for day in range(5) for entry in (timed(on(day), "9:00", 5), timed(on(day), "15:00", 2))]
    week = weekly_hours(log_of(entries))
    assert week["Work"].mean == pytest.approx(35)
    assert week.unaccounted.mean == pytest.approx(5)
    assert week.span == pytest.approx(40)


def test_of_durations_without_clock_times_nothing_can_be_said_about_unaccounted_time():
    week = weekly_hours(log_of([lasting(on(day), 7) for day in range(5)]))
    assert not week.unaccounted.known
    assert week.unaccounted.mean == 0
    assert week.span == pytest.approx(35)


def test_more_logged_than_stated_makes_the_week_longer_and_that_is_said():
    week = weekly_hours(log_of(TWO_WEEKS), stated_hours_per_week=30)
    assert week.unaccounted.mean == 0
    assert week.span == pytest.approx(32.5)
    assert any("2.5 hours a week more" in warning for warning in week.warnings)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 13), st.integers(6, 20), st.integers(1, 180), st.sampled_from("abcd")), min_size=1
    ),
    st.one_of(st.none(), st.floats(5, 90)),
)
def test_whatever_is_logged_the_parts_add_up_to_the_week(rows: list[tuple[int, int, int, str]], stated: float | None):
    entries = [timed(on(day), f"{hour}:00", minutes / 60, name) for day, hour, minutes, name in rows]
    week = weekly_hours(log_of(entries), stated_hours_per_week=stated, draws=200)
    assert sum(row.mean for row in week.activities) + week.unaccounted.mean == pytest.approx(week.span)
    assert week.unaccounted.mean >= 0
    for row in week.activities:
        assert 0 <= row.p10 <= row.p50 <= row.p90
        assert np.isfinite(row.draws).all()
    if stated is not None and week.unaccounted.mean > 0:
        rest_days = sum(
            log_of(entries).days[d].logged for d in log_of(entries).days if d.weekday() in week.rest_weekdays
        )
        assert week.span >= stated - 1e-6 or week.days_used == 0
        assert rest_days or week.span == pytest.approx(stated)


def test_splitting_one_entry_in_two_leaves_hours_and_ranges_unchanged():
    whole = weekly_hours(log_of(TWO_WEEKS), seed=3)
    halves = weekly_hours(log_of([*split(TWO_WEEKS[0], 1234), *TWO_WEEKS[1:]]), seed=3)
    assert figures(whole) == figures(halves)
    assert whole.unaccounted == halves.unaccounted


def test_renaming_activities_changes_no_figure_when_order_and_matches_stay():
    def week(*names: str) -> WeeklyHours:
        stated = [
            Activity(names[0], match=("Invoices",), hours_per_week=Figure.stated_range(4, 8)),
            Activity(names[1], match=("Del*",)),
            Activity(names[2], match=("nothing",), times_per_month=1, hours_each=Figure.exact(3)),
        ]
        return weekly_hours(log_of(TWO_WEEKS, stated), activities=stated, seed=3, stated_hours_per_week=45)

    one, other = week("Invoices", "Delivery", "Year-end"), week("Zebra", "Aardvark", "Mole")
    assert figures(one) == figures(other)
    assert one.unaccounted == other.unaccounted


def test_the_order_of_rows_in_the_file_changes_no_figure():
    assert figures(weekly_hours(log_of(TWO_WEEKS))) == figures(weekly_hours(log_of(TWO_WEEKS[::-1])))


def test_the_same_seed_gives_the_same_answer_and_another_seed_other_draws():
    one, same, other = (weekly_hours(log_of(TWO_WEEKS), seed=seed) for seed in (1, 1, 2))
    assert figures(one) == figures(same)
    assert (one["Quotes"].draws == same["Quotes"].draws).all()
    assert figures(one) != figures(other)
    assert [row.mean for row in one.activities] == [row.mean for row in other.activities]


def test_one_activitys_hours_do_not_move_anothers_draws():
    longer = [replace(entry, note="x") for entry in TWO_WEEKS] + [timed(on(0), "16:00", 1, "Quotes")]
    before, after = (weekly_hours(log_of(entries))["Invoices"] for entries in (TWO_WEEKS, longer))
    assert before.draws == pytest.approx(after.draws)


def test_a_single_stated_figure_without_a_log_plans_with_exactly_that_figure():
    week = weekly_hours(DayLog(), activities=[Activity("Bookkeeping", hours_per_week=Figure.exact(6.0))])
    row = week["Bookkeeping"]
    assert (row.mean, row.source, row.warnings) == (6.0, "stated", ())
    assert row.draws.mean() == pytest.approx(6.0)
    assert row.p10 < 5 < 7 < row.p90
    assert not week.unaccounted.known
    assert (week.days_used, week.first_day, week.warnings) == (0, None, ())


def test_without_a_log_stated_working_hours_leave_the_rest_unaccounted():
    books = Activity("Bookkeeping", hours_per_week=Figure.exact(6.0))
    week = weekly_hours(DayLog(), activities=[books], stated_hours_per_week=40)
    assert week.unaccounted.mean == pytest.approx(34)
    assert week.span == pytest.approx(40)


def test_work_that_a_short_log_cannot_show_counts_as_often_as_it_happens():
    quarterly = Activity("Tax", times_per_month=1 / 3, hours_each=Figure.exact(13))
    week = weekly_hours(log_of(TWO_WEEKS), activities=[quarterly], stated_hours_per_week=45)
    assert week["Tax"].mean == pytest.approx(1)
    assert week["Tax"].warnings == ("Not observed in the log; the stated value is used.",)
    assert week.unaccounted.mean == pytest.approx(45 - 32.5 - 1)
    assert week.span == pytest.approx(45)


def test_a_cadence_without_a_length_takes_what_is_usual_and_is_vague():
    week = weekly_hours(log_of(TWO_WEEKS), activities=[Activity("Tax", times_per_month=13 / 3)])
    assert week["Tax"].p10 < 1.5 < week["Tax"].p90
    assert week["Tax"].p90 > 3 * week["Tax"].p10
    assert "hours_each" in week["Tax"].warnings[1]


def test_a_log_refines_what_is_stated():
    stated = Activity("Invoices", hours_per_week=Figure.exact(10.0))
    week = weekly_hours(log_of(TWO_WEEKS, [stated]), activities=[stated], stated_hours_per_week=45)
    alone = weekly_hours(log_of(TWO_WEEKS))["Invoices"]
    both = week["Invoices"]
    assert both.source == "log and stated"
    assert alone.mean == pytest.approx(5)
    assert 5 < both.mean < 10
    assert both.p90 / both.p10 < alone.p90 / alone.p10
    assert week.span == pytest.approx(45)


def test_stated_and_logged_hours_each_time_more_than_a_factor_two_apart_are_named():
    far = Activity("Invoices", times_per_month=20, hours_each=Figure.exact(2.5))
    near = Activity("Invoices", times_per_month=20, hours_each=Figure.exact(1.5))
    (warning,) = weekly_hours(log_of(TWO_WEEKS), activities=[far])["Invoices"].warnings
    assert "2.5" in warning
    assert "1.0" in warning
    assert weekly_hours(log_of(TWO_WEEKS), activities=[near])["Invoices"].warnings == ()


def test_a_stated_activity_without_hours_anywhere_is_listed_with_none():
    row = weekly_hours(log_of(TWO_WEEKS), activities=[Activity("Typo")])["Typo"]
    assert (row.mean, row.p90, row.source) == (0, 0, "nothing")
    assert "match" in row.warnings[0]
    assert not row.draws.any()


def test_work_on_the_same_weekday_every_week_has_a_narrower_range_than_work_on_any_day():
    def ranged(offsets: list[int]) -> float:
        entries = [*work_weeks(3, ("Delivery", 6)), *(lasting(on(offset), 2, "News") for offset in offsets)]
        row = weekly_hours(log_of(entries))["News"]
        assert row.mean == pytest.approx(2)
        return row.p90 / row.p10

    assert ranged([1, 8, 15]) < ranged([1, 9, 17])


def test_a_wider_spread_an_atypical_week_and_fewer_days_widen_the_range():
    def ranged(entries: list[Entry], widen: float = 1.0, atypical: bool = False) -> float:
        row = weekly_hours(log_of(entries), widen=widen, atypical=atypical)["Delivery"]
        return row.p90 / row.p10

    usual = ranged(TWO_WEEKS)
    assert ranged(TWO_WEEKS, widen=1.15) > usual
    assert ranged(TWO_WEEKS, atypical=True) > usual
    assert ranged(work_weeks(1, ("Delivery", 4))) > usual


def test_unaccounted_time_is_shared_out_only_when_asked_and_by_the_shares():
    kept = weekly_hours(log_of(TWO_WEEKS), stated_hours_per_week=45)
    shared = weekly_hours(log_of(TWO_WEEKS), stated_hours_per_week=45, share_unaccounted=True)
    assert shared.shared_out == pytest.approx(kept.unaccounted.mean)
    assert shared.unaccounted.mean == 0
    assert shared.span == pytest.approx(kept.span)
    for before in kept.activities:
        after = shared[before.name]
        assert after.mean == pytest.approx(before.mean * 45 / 32.5)
        assert after.draws.mean() == pytest.approx(after.mean)
        assert after.share == pytest.approx(before.share)


def test_a_log_of_several_persons_is_taken_as_the_owners_and_that_is_said():
    entries = [replace(entry, person=name) for entry, name in zip(TWO_WEEKS[:6], "abcabc", strict=True)]
    assert any("3 persons" in warning for warning in weekly_hours(log_of(entries)).warnings)
    assert not any("persons" in warning for warning in weekly_hours(log_of(entries, person="a")).warnings)


def test_functions_come_from_what_is_stated_else_from_words_else_are_admin():
    week = weekly_hours(
        log_of([*full_day(on(0), ("Alder", 3), ("Sales calls", 3), ("Books", 1))]),
        activities=[Activity("Books", function="Finance")],
    )
    assert {row.name: (row.function, row.function_from) for row in week.activities} == {
        "Alder": ("admin", "default"),
        "Sales calls": ("sales", "name"),
        "Books": ("finance", "stated"),
    }


def test_a_long_log_uses_its_last_weeks_and_shows_a_trend():
    days = [on(7 * number + weekday) for number in range(12) for weekday in (0, 1)]
    entries = [lasting(day, 2 if day < on(28) else 4) for day in days]
    week = weekly_hours(log_of([*entries, lasting(on(84), 1)]), work_days=2)
    assert week.activities[0].mean == pytest.approx(8)
    assert week.activities[0].trend is not None
    assert week.activities[0].trend.weeks == 12


def test_an_activity_last_done_before_the_used_weeks_is_left_out():
    log = log_of([*work_weeks(12, ("Work", 8)), lasting(on(0), 1, "Once")])
    assert [row.name for row in weekly_hours(log).activities] == ["Work"]


def test_thousands_of_activities_get_fewer_draws_each(monkeypatch):
    monkeypatch.setattr(hours_module, "_MOST_VALUES", 60_000)
    entries = [lasting(on(0), 0.1, f"kind {number}") for number in range(30)]
    assert {row.draws.size for row in weekly_hours(log_of(entries)).activities} == {2000}


def test_a_log_without_working_time_and_without_stated_hours_is_too_little():
    refusal = too_little(log_of([Entry(on(0), 0, start=1, is_open=True)]), [Activity("Books")])
    assert refusal is not None
    assert "1 left out" in refusal.value
    assert "5 work days" in refusal.hint
    assert too_little(DayLog()) is not None
    assert too_little(DayLog(), [Activity("Books", hours_per_week=Figure.exact(0))]) is not None
    assert too_little(log_of([lasting(on(0), 0)])) is not None


def test_a_day_of_log_or_a_stated_figure_is_not_too_little():
    assert too_little(log_of([lasting(on(0), 1)])) is None
    assert too_little(DayLog(), [Activity("Books", hours_per_week=Figure.exact(2))]) is None
    assert too_little(DayLog(), [Activity("Books", times_per_month=1, hours_each=Figure.exact(2))]) is None
    assert too_little(DayLog(), [Activity("Books", times_per_month=1)]) is not None


def test_an_empty_log_without_anything_stated_gives_an_empty_week():
    week = weekly_hours(DayLog())
    assert (week.activities, week.span) == ((), 0)
