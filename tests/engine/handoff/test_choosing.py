"""Who could take work over: floor first, then fit, then room."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.figures import Figure
from hoursback.engine.handoff.choosing import (
    VALIDITY,
    Able,
    Against,
    Method,
    Work,
    days_off,
    expected_best,
    gain_of_choosing,
    mean_score,
    rank,
    share_outdone,
    stand,
)
from hoursback.engine.people import Person, Requirement

TODAY = date(2026, 3, 4)  # a Wednesday
BOOKS = Work("Bookkeeping", "finance", (Requirement("bookkeeping", 3),), 4.0)


def able(key: int, level: int | None = 3, *, hours: float | None = 10.0, load: float = 0.0, **facts) -> Able:
    skills = None if level is None else {"bookkeeping": level}
    off = facts.pop("off", ())
    figure = None if hours is None else Figure.exact(hours)
    person = Person(facts.pop("name", f"P{key}"), hours_per_week=figure, skills=skills, **facts)
    return Able(key, person, load, off)


def order(*people: Able, work: Work = BOOKS) -> list[int]:
    return [standing.key for standing in rank(work, people, TODAY)]


def test_whoever_is_below_the_floor_comes_after_everybody_above_it():
    assert order(able(1, 2, hours=40.0), able(2, 3, hours=None)) == [2, 1]


def test_below_the_floor_it_is_said_by_how_much():
    found = stand(BOOKS, able(1, 1), TODAY)
    assert (found.is_offered, found.against, found.shortfalls) == (
        False,
        (Against.BELOW_THE_BAR,),
        (("bookkeeping", 1, 3),),
    )


def test_fit_comes_before_room():
    work = Work("Books", "finance", (Requirement("bookkeeping", 3), Requirement("tax", 4, essential=False)), 4.0)
    exact = Able(1, Person("A", hours_per_week=Figure.exact(5.0), skills={"bookkeeping": 3, "tax": 4}))
    short = Able(2, Person("B", hours_per_week=Figure.exact(40.0), skills={"bookkeeping": 3, "tax": 3}))
    assert order(short, exact, work=work) == [1, 2]


def test_of_two_who_fit_alike_the_one_with_room_comes_first():
    assert order(able(1, hours=10.0, load=8.0), able(2, hours=10.0, load=2.0)) == [2, 1]


def test_more_room_than_the_work_takes_makes_nobody_better():
    assert order(able(1, hours=40.0, name="Zoe"), able(2, hours=5.0, name="Amy")) == [2, 1]


def test_hours_that_nobody_stated_come_behind_any_room_and_before_none():
    none_left = able(3, hours=5.0, load=4.0, off=((date(2026, 3, 1), date(2026, 5, 1)),))
    assert order(none_left, able(2, hours=None), able(1, hours=5.0)) == [1, 2, 3]


@pytest.mark.parametrize(("load", "against"), [(8.5, ()), (8.51, (Against.OVERLOADED,))])
def test_above_85_per_cent_load_nobody_is_offered_more(load: float, against: tuple[Against, ...]):
    assert stand(BOOKS, able(1, load=load), TODAY).against == against


def test_without_stated_hours_nobody_is_taken_for_full():
    assert stand(BOOKS, able(1, hours=None, load=30.0), TODAY).against == ()


@pytest.mark.parametrize("kind", ["bookkeeping", "Finance"])
def test_a_declined_kind_of_work_is_not_offered(kind: str):
    assert stand(BOOKS, able(1, declines=(kind,)), TODAY).against == (Against.DECLINES,)


def test_skills_that_were_not_stated_meet_what_is_asked():
    found = stand(BOOKS, able(1, None), TODAY)
    assert (found.is_offered, found.fit) == (True, 1.0)


def test_days_off_take_their_share_of_each_week():
    # Thursday and Friday of this week, all of the next.
    found = stand(BOOKS, able(1, load=2.0, off=((date(2026, 3, 5), date(2026, 3, 15)),)), TODAY)
    assert found.room == pytest.approx((4.0, 0.0, 8.0, 8.0))
    assert (found.days_off, found.room_per_week, found.has_room) == (7, pytest.approx(5.0), True)


def test_a_day_off_twice_counts_once_and_weekends_do_not_count():
    twice = ((date(2026, 3, 6), date(2026, 3, 8)), (date(2026, 3, 6), date(2026, 3, 6)))
    assert days_off(twice, TODAY, 2) == (1, 0)


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 40), st.floats(0, 40)), max_size=8))
def test_everybody_is_ranked_once_and_who_is_offered_it_comes_first(people: list[tuple[int, float, float]]):
    found = rank(BOOKS, [able(i, lv, hours=h, load=w) for i, (lv, h, w) in enumerate(people)], TODAY)
    assert sorted(one.key for one in found) == list(range(len(people)))
    offered = [one.is_offered for one in found]
    assert offered == sorted(offered, reverse=True)


def test_one_candidate_is_no_choice():
    assert expected_best(1) == gain_of_choosing(1) == 0.0
    assert share_outdone(0.0) == 0.5


@given(st.integers(1, 60))
def test_each_further_candidate_adds_and_adds_less(n: int):
    first, second, third = (gain_of_choosing(m) for m in (n, n + 1, n + 2))
    assert 0 < third - second < second - first


def test_a_structured_interview_tells_most():
    assert max(VALIDITY, key=VALIDITY.__getitem__) is Method.STRUCTURED_INTERVIEW


def test_the_mean_is_over_what_was_scored():
    assert mean_score([4, None, 5]) == 4.5
    assert mean_score([None]) is None
