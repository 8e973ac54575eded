"""The whole review."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.figures import Figure
from hoursback.engine.review.log import DayLog
from hoursback.engine.review.questions import ReviewList
from hoursback.engine.review.summary import review
from tests.engine.review.build import log_of, on, timed, work_weeks

STATED = [
    Activity("Invoices", answers=Answers(time=1, liking=2, skill=8)),
    Activity("Contracts", bound=Bound.SIGNATURE, hours_per_week=Figure.exact(1)),
]
ENTRIES = [*work_weeks(2, ("Delivery", 5), ("Invoices", 2)), timed(on(3), "20:00", 1, "Invoices")]


def test_answers_stand_beside_hours_and_evidence():
    found = review(log_of(ENTRIES, STATED), activities=STATED)
    assert [one.activity.name for one in found.activities] == ["Delivery", "Invoices", "Contracts"]
    invoices = found.activities[1]
    assert invoices.lists == (ReviewList.NO_TIME, ReviewList.DONT_LIKE)
    assert invoices.score == pytest.approx(1 - (1 - 0.7 * 0.8) * (1 - 0.7 * 0.6))
    assert invoices.evidence.out_of_hours == pytest.approx(1 / 21)
    assert invoices.contradictions[0].reason is ReviewList.NO_TIME
    assert invoices.leave.allowed
    assert 0 < invoices.relief < (invoices.score or 0)
    assert found.on_list(ReviewList.DONT_LIKE) == (invoices,)


def test_an_activity_that_only_the_log_names_has_no_answers_and_may_leave():
    delivery = review(log_of(ENTRIES, STATED), activities=STATED).activities[0]
    assert delivery.score is None
    assert delivery.relief == 0
    assert delivery.leave.allowed
    assert delivery.activity.function == delivery.hours.function == "delivery"
    assert delivery.by_weekday == (10, 10, 10, 10, 10, 0, 0)
    assert delivery.pieces_per_day == 1


def test_what_only_the_owner_can_do_is_asked_again_ninety_days_after_today_or_the_log():
    found = review(log_of(ENTRIES, STATED), activities=STATED, today=date(2026, 6, 1)).activities[2]
    assert found.bound is not None
    assert found.bound.review_on == date(2026, 8, 30)
    by_log = review(log_of(ENTRIES, STATED), activities=STATED).activities[2]
    assert by_log.bound is not None
    assert (by_log.bound.review_on - on(11)).days == 90


def test_a_specialists_time_speaks_to_skill():
    slow = review(log_of(ENTRIES, STATED), activities=STATED, times_a_specialist={"Invoices": 1.9}).activities[1]
    assert slow.contradictions[-1].reason is ReviewList.NOT_GOOD
    assert slow.blends[ReviewList.NOT_GOOD] == pytest.approx((5 * 0 + 10 * 0.9) / 15)


def test_answers_alone_give_a_review_without_a_log():
    found = review(DayLog(), activities=STATED)
    assert found.hours.span == 1
    assert found.activities[-1].lists == (ReviewList.NO_TIME, ReviewList.DONT_LIKE)
    assert found.activities[0].bound is None
    assert found.mirror.entries == 0
