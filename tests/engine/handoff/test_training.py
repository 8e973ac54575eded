"""Trainings drafted from a brief and from missing levels; what a sign-off says; texts with passwords."""

from __future__ import annotations

import pytest

from hoursback.engine.handoff.passwords import gives_away_password
from hoursback.engine.handoff.signing import signed_levels
from hoursback.engine.handoff.training import Lesson, draft_training


def test_each_part_of_the_brief_that_says_something_is_learnt():
    drafts = draft_training(["outcome", "steps", "standard"], {}, {})
    assert [draft.lesson for draft in drafts] == [Lesson.READ, Lesson.STANDARD, Lesson.WATCH, Lesson.TOGETHER]


def test_a_missing_level_is_ten_hours_of_practice_and_the_widest_gap_comes_first():
    drafts = draft_training([], {"Excel": 2, "bookkeeping": 4}, {"excel": 1, "Bookkeeping": 2})
    assert [(draft.skill, draft.held, draft.required, draft.hours) for draft in drafts] == [
        ("bookkeeping", 2, 4, 20.0),
        ("Excel", 1, 2, 10.0),
    ]


def test_somebody_whose_skills_are_not_stated_meets_what_is_required():
    assert draft_training([], {"excel": 3}, None) == ()


def test_a_sign_off_never_takes_a_level_away():
    assert signed_levels({"Excel": 3, "post": 2}, {"excel": 5}) == {"Excel": 5, "post": 2}


def test_a_required_level_between_two_counts_as_the_higher_one():
    assert signed_levels({"excel": 2.5}, None) == {"excel": 3}


@pytest.mark.parametrize(
    "text",
    [
        "password: hunter2",
        "Bank (PIN = 4711)",
        "the Passwort ist geheim1",
        "api-key:abc",
        "pwd: x",
        "token = t0ps3cret",
    ],
)
def test_a_password_is_noticed(text: str):
    assert gives_away_password(text)


@pytest.mark.parametrize(
    "text", ["Password manager, folder “Bank”", "Online banking", "password: in the vault", "Pinboard: the office", ""]
)
def test_saying_where_a_password_lies_gives_none_away(text: str):
    assert not gives_away_password(text)
