"""The three questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.activity import Answers
from hoursback.engine.review.questions import ReviewList, combined, lists, weight_of_answer, weights

SHARES = st.floats(0, 1)


def test_answers_from_the_middle_up_weigh_nothing():
    assert [weight_of_answer((10 - answer) / 10) for answer in (10, 7, 5)] == [0, 0, 0]
    assert weight_of_answer(1.0) == 1


def test_a_missing_answer_is_not_an_answer():
    assert weights(Answers(liking=0)) == {
        ReviewList.NO_TIME: None,
        ReviewList.DONT_LIKE: 1.0,
        ReviewList.NOT_GOOD: None,
    }
    assert lists(Answers()) == ()


@pytest.mark.parametrize(("answer", "listed"), [(0, True), (4, True), (4.1, False), (5, False), (10, False)])
def test_an_answer_of_four_or_less_puts_an_activity_on_its_list(answer: float, listed: bool):
    assert (ReviewList.NO_TIME in lists(Answers(time=answer))) is listed
    assert (ReviewList.DONT_LIKE in lists(Answers(liking=answer))) is listed
    assert (ReviewList.NOT_GOOD in lists(Answers(skill=answer))) is listed


def test_what_the_owner_loves_and_excels_at_is_yours_even_without_time_for_it():
    assert lists(Answers(time=2, liking=7, skill=7)) == (ReviewList.NO_TIME, ReviewList.YOURS)
    assert lists(Answers(time=8, liking=7, skill=6.9)) == ()
    assert lists(Answers(liking=9)) == ()


@given(st.lists(SHARES, min_size=3, max_size=3), st.integers(0, 2), SHARES)
def test_a_stronger_reason_never_lowers_the_score_and_any_one_is_enough(ts: list[float], which: int, more: float):
    stronger = [max(t, more) if place == which else t for place, t in enumerate(ts)]
    assert combined(stronger) >= combined(ts) - 1e-12
    assert 0.7 * max(ts) - 1e-12 <= combined(ts) <= 1 - 0.3**3 + 1e-12
