"""Which days stand for an ordinary week."""

from __future__ import annotations

import pytest

from hoursback.engine.review.days import complete_weeks, used_days
from tests.engine.review.build import full_day, lasting, log_of, on, timed, work_weeks


def test_the_weekdays_with_least_logged_are_rest_days():
    tuesday_off = [lasting(on(offset), 1 if offset % 7 in (1, 6) else 5) for offset in range(14)]
    assert used_days(log_of(tuesday_off)).rest_weekdays == {1, 6}


def test_among_equally_empty_weekdays_rest_is_taken_from_sunday_back():
    assert used_days(log_of([lasting(on(0), 5), lasting(on(1), 5)])).rest_weekdays == {5, 6}
    assert used_days(log_of([lasting(on(0), 5)]), work_days=4).rest_weekdays == {4, 5, 6}


@pytest.mark.parametrize("work_days", range(1, 8))
def test_every_number_of_work_days_leaves_the_others_as_rest_days(work_days: int):
    used = used_days(log_of([lasting(on(offset), 7 - offset) for offset in range(7)]), work_days=work_days)
    assert len(used.rest_weekdays) == 7 - work_days
    assert len(used.work) == work_days
    assert used.weeks == 1


def test_rest_days_without_entries_are_used_and_empty_work_days_dropped():
    log = log_of([lasting(on(offset), 8) for offset in (0, 1, 3, 4, 7, 8, 9, 10, 11)])
    used = used_days(log)
    assert used.rest == (on(5), on(6))
    assert len(used.work) == 9
    assert [(day.day, day.reason) for day in used.dropped] == [(on(2), "nothing logged")]


def test_a_day_of_which_less_than_sixty_percent_is_logged_is_dropped_with_its_reason():
    good = work_weeks(1, ("Work", 8))
    thin = [timed(on(7), "9:00", 2), timed(on(7), "17:00", 2)]
    edge = [timed(on(8), "9:00", 3), timed(on(8), "16:00", 3)]
    used = used_days(log_of([*good, *thin, *edge]))
    assert on(8) in used.work
    assert on(7) not in used.work
    (dropped,) = [day for day in used.dropped if day.day == on(7)]
    assert dropped.coverage == pytest.approx(0.4)
    assert dropped.reason == "only 40% of its 10.0 hours are logged"


def test_stated_working_hours_are_the_span_of_work_days_and_rest_days_have_no_gap():
    entries = [
        *work_weeks(1, ("Work", 6)),
        timed(on(5), "9:00", 0.5),
        timed(on(5), "20:00", 0.5),
        *full_day(on(7), ("Work", 4)),
    ]
    used = used_days(log_of(entries), stated_hours_per_week=50)
    assert used.work == tuple(on(offset) for offset in range(5))
    assert used.spans[on(0)] == 10
    assert used.spans[on(5)] == 1
    assert [day.day for day in used.dropped] == [on(7)]


def test_durations_without_clock_times_are_fully_covered_and_their_gaps_unknown():
    used = used_days(log_of([lasting(on(offset), 2) for offset in range(5)]))
    assert len(used.work) == 5
    assert not used.spans_known
    assert used_days(log_of([lasting(on(0), 2)]), stated_hours_per_week=10).spans_known


def test_where_no_work_day_is_covered_the_thin_ones_are_used_and_that_is_said():
    meetings = [timed(on(offset), clock, 1) for offset in range(5) for clock in ("9:00", "16:00")]
    used = used_days(log_of(meetings))
    assert len(used.work) == 5
    assert "60%" in used.warnings[0]


def test_a_log_of_up_to_fifteen_logged_days_is_used_whole():
    used = used_days(log_of(work_weeks(3, ("Work", 8))))
    assert len(used.work) == 15
    assert used.weeks == 3


def test_a_longer_log_is_used_for_its_last_eight_complete_weeks():
    used = used_days(log_of([*work_weeks(12, ("Work", 8)), *full_day(on(84), ("Work", 8))]))
    assert used.work[0] == on(4 * 7)
    assert used.work[-1] == on(11 * 7 + 4)
    assert (len(used.work), len(used.rest), used.weeks) == (40, 16, 8)


def test_a_week_in_the_log_that_has_not_ended_is_not_complete():
    friday_ends = log_of(work_weeks(4, ("Work", 8)))
    assert used_days(friday_ends).work[-1] == on(2 * 7 + 4)
    sunday_ends = log_of([*work_weeks(4, ("Work", 8)), lasting(on(27), 1)])
    assert used_days(sunday_ends).work[-1] == on(3 * 7 + 4)


def test_a_log_just_too_long_that_holds_one_whole_week_is_used_whole():
    every_day = log_of([lasting(on(offset), 8) for offset in range(2, 18)])
    assert len(used_days(every_day).work) + len(used_days(every_day).rest) == 16


def test_after_a_long_gap_the_last_weeks_with_entries_are_used_and_that_is_said():
    used = used_days(log_of([*work_weeks(10, ("Work", 8)), *full_day(on(303), ("Work", 8))]))
    assert len(used.work) == 40
    assert "gaps" in used.warnings[0]


def test_fewer_than_five_work_days_are_an_answer_with_a_warning():
    assert "only 1 work day of log" in used_days(log_of([lasting(on(0), 8)])).warnings[0]
    assert used_days(log_of(work_weeks(1, ("Work", 8)))).warnings == ()


def test_an_empty_log_uses_nothing():
    used = used_days(log_of([]))
    assert (used.work, used.rest, used.weeks, used.spans_known) == ((), (), 0, False)


def test_an_entry_of_no_length_shows_that_the_log_was_kept_and_is_no_work():
    used = used_days(log_of([*work_weeks(1, ("Work", 8)), lasting(on(6), 0), lasting(on(8), 0)]))
    assert used.rest == (on(5), on(6))
    assert [day.day for day in used.dropped] == [on(7), on(8)]


def test_weeks_without_entries_are_not_complete_weeks_of_log():
    log = log_of([lasting(on(0), 1), lasting(on(13), 1), lasting(on(27), 1)])
    assert complete_weeks(log) == [on(0), on(7), on(21)]
