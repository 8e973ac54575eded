"""Who clears an activity's floor, how well they fit, and what they do not want."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.errors import HoursbackError
from hoursback.engine.people import (
    Experience,
    Person,
    Requirement,
    declines,
    fit,
    onet_to_percent,
    qualify,
)

BOOKKEEPING = Requirement("bookkeeping", 3)
TACT = Requirement("tact", 3, essential=False)


@pytest.mark.parametrize(
    ("level", "experience"),
    [(5, Experience.SPECIALIST), (4, Experience.SPECIALIST), (3, Experience.GENERALIST)],
)
def test_levels_against_an_essential_requirement_set_the_experience(level: int, experience: Experience):
    assert qualify([BOOKKEEPING], {"bookkeeping": level}).experience is experience


@pytest.mark.parametrize("skills", [{"bookkeeping": 2}, {"bookkeeping": 0}, {"tact": 5}, {}])
def test_below_an_essential_requirement_excludes(skills: dict[str, int]):
    answer = qualify([BOOKKEEPING], skills)
    assert not answer.qualified
    assert answer.experience is None
    assert answer.shortfalls == (("bookkeeping", skills.get("bookkeeping", 0), 3),)


def test_one_level_short_of_a_non_essential_requirement_makes_a_novice():
    answer = qualify([BOOKKEEPING, TACT], {"bookkeeping": 5, "tact": 2})
    assert answer.qualified
    assert answer.experience is Experience.NOVICE
    assert answer.shortfalls == (("tact", 2, 3),)


def test_two_levels_short_of_a_non_essential_requirement_excludes():
    assert not qualify([TACT], {"tact": 1}).qualified


def test_a_requirement_is_essential_unless_marked_otherwise():
    assert Requirement("tact", 3).essential


def test_every_requirement_must_be_exceeded_to_be_a_specialist():
    assert qualify([BOOKKEEPING, TACT], {"bookkeeping": 5, "tact": 3}).experience is Experience.GENERALIST
    assert qualify([BOOKKEEPING, TACT], {"bookkeeping": 4, "tact": 4}).experience is Experience.SPECIALIST


def test_skills_that_are_not_stated_meet_what_is_required():
    answer = qualify([Requirement("law", 5)], None)
    assert (answer.qualified, answer.experience, answer.fit) == (True, Experience.GENERALIST, 1.0)


def test_where_nothing_is_required_everybody_is_a_generalist():
    assert qualify([], {}).experience is Experience.GENERALIST


def test_stated_experience_wins_over_levels():
    assert qualify([BOOKKEEPING], {"bookkeeping": 3}, Experience.SPECIALIST).experience is Experience.SPECIALIST


def test_stated_experience_lifts_nobody_over_the_floor():
    answer = qualify([BOOKKEEPING], {"bookkeeping": 2}, Experience.SPECIALIST)
    assert (answer.qualified, answer.experience) == (False, None)


def test_the_case_of_a_skill_does_not_matter():
    assert qualify([BOOKKEEPING], {"Bookkeeping ": 3}).qualified


def test_fit_weighs_each_requirement():
    weighted = [Requirement("law", 4, weight=3.0), Requirement("tact", 1, weight=1.0)]
    # (3 * (3 + 1) / (4 + 1) + 1 * 1) / 4
    assert fit(weighted, {"law": 3, "tact": 5}) == pytest.approx(0.85)


def test_fit_is_whole_where_nothing_is_asked_or_nothing_weighs():
    assert fit([], {}) == 1.0
    assert fit([Requirement("law", 5, weight=0.0)], {}) == 1.0


@given(level=st.integers(1, 5), held=st.integers(0, 4))
def test_one_more_level_never_hurts(level: int, held: int):
    before, after = (qualify([Requirement("law", level)], {"law": h}) for h in (held, held + 1))
    assert after.fit >= before.fit
    assert after.qualified >= before.qualified


def test_an_onet_scale_must_have_a_top():
    with pytest.raises(HoursbackError, match="top of a rating scale") as refusal:
        onet_to_percent(3, 5, 5)
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("unwanted", "refuses"),
    [
        (("Cold calls",), True),
        (("COLD  CALLS",), True),
        (("sales",), True),
        (("Sales",), True),
        (("calls",), False),
        (("",), False),
        ((), False),
    ],
)
def test_a_person_declines_an_activity_by_its_name_or_its_function(unwanted: tuple[str, ...], refuses: bool):
    assert declines(Person("Sam", declines=unwanted), "cold calls", "sales") is refuses


def test_an_activity_without_a_function_is_declined_by_name_only():
    assert not declines(Person("Sam", declines=("",)), "cold calls")
