"""Evidence beside answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.activity import Answers
from hoursback.engine.capture.entry import Entry
from hoursback.engine.review.days import used_days
from hoursback.engine.review.evidence import (
    Evidence,
    blend,
    blended,
    contradictions,
    dislike,
    evidence_of,
    lack_of_skill,
    lack_of_time,
    relief,
)
from hoursback.engine.review.questions import ReviewList
from tests.engine.review.build import lasting, log_of, on, timed, work_weeks

SHARES = st.floats(0, 1)


def evidence_from(entries: list[Entry], name: str = "Work") -> Evidence:
    log = log_of(entries)
    (row,) = (row for row in log.activities if row.name == name)
    return evidence_of(log, row, used_days(log))


def test_half_of_the_hours_out_of_hours_or_postponed_says_all():
    assert lack_of_time(0.5, 0.0) == lack_of_time(0.0, 0.5) == lack_of_time(1.0, 1.0) == 1
    assert lack_of_time(0.25, 0.25) == pytest.approx(0.75)
    assert lack_of_time(None, None) is None


def test_dislike_shows_half_in_what_is_postponed_and_half_in_what_drains():
    assert dislike(0.25, 0.4) == pytest.approx(0.25 + 0.2)
    assert dislike(None, 1.0) == 0.5
    assert dislike(None, None) is None


@pytest.mark.parametrize(("times", "weight"), [(0.5, 0), (1, 0), (1.6, 0.6), (2, 1), (5, 1)])
def test_lack_of_skill_shows_in_the_time_against_a_specialists(times: float, weight: float):
    assert lack_of_skill(times) == pytest.approx(weight)


@given(SHARES, SHARES, st.integers(0, 500))
def test_a_blend_lies_between_answer_and_log_and_moves_to_the_log_with_its_days(t: float, e: float, days: int):
    b = blend(t, e, days)
    assert min(t, e) - 1e-12 <= b <= max(t, e) + 1e-12
    assert abs(blend(t, e, days + 10) - e) <= abs(b - e) + 1e-12
    assert blend(t, e, 0) == pytest.approx(t)


def test_the_answer_stands_alone_where_the_log_cannot_say():
    assert blend(0.6, None, 100) == 0.6
    assert blended(Answers(skill=0), Evidence(active_days=20)) == {
        ReviewList.NO_TIME: None,
        ReviewList.DONT_LIKE: None,
        ReviewList.NOT_GOOD: 1.0,
    }


def test_relief_combines_the_blends_as_the_score_combines_answers():
    evidence = Evidence(active_days=5, out_of_hours=0.0, draining=1.0)
    # b: time (5 * 1 + 5 * 0) / 10, liking (5 * 0 + 5 * .5) / 10.
    assert relief(Answers(time=0, liking=5), evidence) == pytest.approx(1 - (1 - 0.7 * 0.5) * (1 - 0.7 * 0.25))
    assert relief(Answers(), evidence) == 0


def test_work_in_the_evening_and_on_rest_days_is_out_of_hours():
    entries = [*work_weeks(1, ("Work", 8)), timed(on(0), "19:00", 2), *[timed(on(5), "10:00", 6)]]
    evidence = evidence_from(entries)
    assert evidence.out_of_hours == pytest.approx(8 / 48)
    assert (evidence.active_days, evidence.hours) == (6, 48)


def test_tags_that_are_never_used_say_nothing_and_used_ones_say_something_by_their_absence():
    plain = [*work_weeks(1, ("Work", 8))]
    assert (evidence_from(plain).draining, evidence_from(plain).postponed) == (None, None)
    tagged = [*plain, lasting(on(0), 1, "Other", tags=("boring",))]
    assert (evidence_from(tagged).draining, evidence_from(tagged).postponed) == (0, None)
    assert evidence_from(tagged, "Other").draining == 1


def test_without_clock_times_nothing_is_known_about_the_time_of_day():
    assert evidence_from([lasting(on(0), 8)]).out_of_hours is None


def test_an_activity_without_hours_has_no_evidence():
    assert evidence_from([lasting(on(0), 8), lasting(on(0), 0, "None")], "None") == Evidence()


def test_splitting_an_entry_leaves_the_evidence_unchanged():
    whole = [*work_weeks(1, ("Work", 8)), timed(on(0), "19:00", 2)]
    split = [*work_weeks(1, ("Work", 8)), timed(on(0), "19:00", 0.5), timed(on(0), "19:30", 1.5)]
    assert evidence_from(whole) == evidence_from(split)


def test_an_answer_that_the_log_does_not_bear_out_is_named_with_its_numbers():
    evidence = Evidence(active_days=8, hours=20.0, out_of_hours=0.05)
    (found,) = contradictions("Invoices", Answers(time=1), evidence)
    assert found.reason is ReviewList.NO_TIME
    assert not found.log_says_more
    assert (found.stated, found.logged) == (pytest.approx(0.8), pytest.approx(0.1))
    assert found.text == (
        "You answered 1 of 10 for time for “Invoices”; of 20.0 hours on 8 days, "
        "5% were before 7:00, after 19:00 or on rest days."
    )


def test_the_log_may_name_a_reason_that_the_owner_does_not():
    evidence = Evidence(active_days=5, hours=5.0, draining=0.9, postponed=0.5)
    (found,) = contradictions("Calls", Answers(liking=8), evidence)
    assert found.log_says_more
    assert "90% were tagged draining and 50% were tagged postponed" in found.text
    (slow,) = contradictions("Site", Answers(skill=9), Evidence(active_days=5, hours=5.0, times_a_specialist=1.8))
    assert "1.8 times" in slow.text


def test_few_days_or_a_small_distance_contradict_nobody():
    far = Evidence(active_days=4, out_of_hours=0.5)
    assert contradictions("Calls", Answers(time=9), far) == ()
    assert contradictions("Calls", Answers(time=3), Evidence(active_days=9, out_of_hours=0.01)) == ()
    assert len(contradictions("Calls", Answers(time=3), Evidence(active_days=9, out_of_hours=0.0))) == 1
    assert contradictions("Calls", Answers(), Evidence(active_days=9, out_of_hours=0.5)) == ()
