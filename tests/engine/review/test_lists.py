"""What may leave the owner's hands."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.review.lists import Quadrant, may_leave, owner_bound, quadrant

CONTENT = Answers(time=8, liking=6, skill=6)


@pytest.mark.parametrize(
    "answers",
    [
        Answers(time=3, liking=9, skill=9),
        Answers(time=9, liking=4, skill=9),
        Answers(time=9, liking=9, skill=0),
        Answers(time=8, liking=6, skill=6, core=0),
        Answers(),
        Answers(core=1),
    ],
)
def test_any_list_or_no_core_or_no_answers_yet_lets_an_activity_go(answers: Answers):
    leave = may_leave(Activity("Invoices", answers=answers))
    assert leave.allowed
    assert not leave.in_house_only


@pytest.mark.parametrize("core", [None, 1, 2])
def test_what_is_on_no_list_and_not_said_to_be_outside_the_core_stays(core: int | None):
    answers = Answers(time=8, liking=6, skill=6, core=core)
    assert not may_leave(Activity("Invoices", answers=answers)).allowed


@pytest.mark.parametrize("answers", [Answers(core=3), Answers(time=0, liking=0, skill=0, core=3)])
def test_the_core_of_the_business_never_leaves(answers: Answers):
    assert not may_leave(Activity("Invoices", answers=answers)).allowed


@pytest.mark.parametrize("bound", [bound for bound in Bound if bound])
def test_what_only_the_owner_can_do_never_leaves_and_says_why(bound: Bound):
    hated = Answers(time=0, liking=0, skill=0, core=0)
    leave = may_leave(Activity("Invoices", answers=hated, bound=bound))
    assert not leave.allowed
    assert leave.reason.startswith("It stays with you: ")


def test_near_the_core_only_an_employee_who_excels_may_take_over():
    leave = may_leave(Activity("Menus", answers=Answers(liking=1, core=2)))
    assert leave.allowed
    assert leave.in_house_only
    assert "excels" in leave.reason


def test_the_reason_names_the_lists():
    assert may_leave(Activity("A", answers=Answers(time=0))).reason == "It is on your list “no time”."
    both = may_leave(Activity("A", answers=Answers(time=0, skill=1)))
    assert both.reason == "It is on your lists “no time” and “not good at”."


def test_only_i_can_do_this_is_asked_again_after_ninety_days_with_the_part_that_is_not_bound():
    bound = owner_bound(Activity("Contracts", bound=Bound.SIGNATURE), date(2026, 1, 1))
    assert bound is not None
    assert bound.review_on == date(2026, 4, 1)
    assert "drafting, chasing, filing" in bound.question
    assert owner_bound(Activity("Contracts"), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("price", "energy", "found"),
    [
        (20, -1, Quadrant.DELEGATION),
        (25, -1, Quadrant.DELEGATION),
        (60, -1, Quadrant.REPLACEMENT),
        (20, 1, Quadrant.INVESTMENT),
        (60, 2, Quadrant.PRODUCTION),
    ],
)
def test_the_quadrant_follows_price_and_energy(price: float, energy: float, found: Quadrant):
    assert quadrant(price, 25, Answers(energy=energy)) is found


def test_liking_stands_in_for_an_energy_that_was_not_said():
    assert quadrant(20, 25, Answers(liking=8)) is Quadrant.INVESTMENT
    assert quadrant(20, 25, Answers(liking=2)) is Quadrant.DELEGATION
    assert quadrant(20, 25, Answers(time=2)) is None
    assert quadrant(20, 25, Answers(liking=9, energy=-2)) is Quadrant.DELEGATION
