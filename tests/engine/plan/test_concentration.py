"""How much hangs on one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.people import Requirement
from hoursback.engine.plan.concentration import Flag, bus_factor, concentration, effective_people, hhi, people_able

BOOKS = [Requirement("bookkeeping", 3)]
VIDEO = [Requirement("cutting", 4), Requirement("sound", 2)]
TEAM = {
    "Sam": {"bookkeeping": 4, "cutting": 1},
    "Kim": {"bookkeeping": 2},
    "Lou": {"cutting": 5, "sound": 3},
}


@given(st.lists(st.floats(0.1, 40), min_size=1, max_size=8))
def test_effective_people_lie_between_one_and_all(hours: list[float]):
    assert 1 - 1e-9 <= effective_people(hours) <= len(hours) + 1e-9


def test_equal_hours_count_everybody():
    assert effective_people([5, 5, 5, 5]) == pytest.approx(4)


@pytest.mark.parametrize("hours", [[], [0.0, 0.0]])
def test_nothing_handed_off_hangs_on_nobody(hours: list[float]):
    assert (hhi(hours), effective_people(hours)) == (0, 0)


def test_a_backup_may_be_one_level_short_but_not_two():
    assert people_able(BOOKS, TEAM) == ("Sam", "Kim")
    assert people_able([Requirement("bookkeeping", 4)], TEAM) == ("Sam",)


def test_a_backup_needs_every_skill_also_a_non_essential_one():
    cutting_only = {"Rex": {"cutting": 5}}
    assert people_able([Requirement("cutting", 4), Requirement("sound", 2, essential=False)], cutting_only) == ()


def test_levels_that_are_not_stated_count_as_able():
    assert people_able(VIDEO, {"Role to be found": None}) == ("Role to be found",)


def test_the_bus_factor_is_that_of_the_thinnest_critical_activity():
    assert bus_factor({"Books": BOOKS}, TEAM) == 2
    assert bus_factor({"Books": BOOKS, "Video": VIDEO}, TEAM) == 1
    assert bus_factor({"Law": [Requirement("law", 3)]}, TEAM) == 0


def test_without_critical_activities_there_is_no_bus_factor():
    assert bus_factor({}, TEAM) is None


def test_one_person_for_a_critical_activity_is_flagged():
    found = concentration({"Sam": 6, "Lou": 6}, {"Books": BOOKS, "Video": VIDEO}, TEAM)
    assert (found.bus_factor, found.thin, found.flags) == (1, ("Video",), (Flag.NO_BACKUP,))


def test_two_able_people_are_not_flagged():
    assert concentration({"Sam": 6, "Lou": 6}, {"Books": BOOKS}, TEAM).flags == ()


@pytest.mark.parametrize(
    ("hours", "flags"),
    [
        ({"Sam": 18.0, "Lou": 3.0}, (Flag.CONCENTRATED,)),
        ({"Sam": 17.0, "Lou": 3.0}, ()),  # 20 hours a week are not over 20.
        ({"Sam": 15.0, "Lou": 15.0}, ()),  # HHI of .5 is not above .5.
    ],
)
def test_concentration_is_flagged_above_half_and_over_twenty_hours(hours: dict[str, float], flags: tuple[Flag, ...]):
    assert concentration(hours, {}, TEAM).flags == flags
