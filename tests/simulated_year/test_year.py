"""The simulated year itself: the same for a seed, true to its own sums, and with what it says it has."""

from __future__ import annotations

import pytest

from tests.simulated_year.kinds import BACK, RAMP, WEEK, WEEKS, Part
from tests.simulated_year.year import BASELINE, FIRST, OWNER, Year, simulated


@pytest.fixture(scope="module")
def year() -> Year:
    return simulated(1)


def hours(year: Year, person: str, work: str, weeks: range) -> float:
    """Logged hours a week of somebody on a kind of work."""
    inside = [each for week in weeks for each in year.logged_in(week) if (each.person, each.work) == (person, work)]
    return sum(each.minutes for each in inside if each.tags != "brief") / 60 / len(weeks)


def test_a_seed_gives_one_year_and_another_seed_another() -> None:
    assert simulated(3).entries == simulated(3).entries
    assert simulated(3).entries != simulated(4).entries


def test_nothing_is_handed_over_in_the_first_weeks(year: Year) -> None:
    assert all(one.since >= FIRST + WEEK * BASELINE for one in year.handings)
    assert {each.person for week in range(BASELINE) for each in year.logged_in(week)} == {OWNER}


def test_before_a_hand_off_an_owner_logs_what_the_work_takes_and_since_then_a_part(year: Year) -> None:
    quiet = next(one for one in year.handings if one.part is Part.QUIET)
    start = (quiet.since - FIRST) // WEEK
    before = hours(year, OWNER, quiet.kind.name, range(start))
    assert hours(year, OWNER, quiet.kind.name, range(start + 8, start + 12)) < 0.6 * before
    assert hours(year, quiet.helper, quiet.kind.name, range(start + 8, start + 12)) > 0.3 * before


def test_what_fails_is_done_again_by_the_owner_and_frees_nothing(year: Year) -> None:
    failed = next(one for one in year.handings if one.part is Part.FAILS)
    assert failed.changes is not None
    weeks = range(failed.changes, failed.changes + 4)
    assert all(year.truth.freed(failed.number, week) <= 0 for week in weeks)


def test_what_creeps_back_comes_slowly_and_only_in_part(year: Year) -> None:
    crept = next(one for one in year.handings if one.part is Part.CREEPS)
    assert crept.changes is not None
    start = (crept.since - FIRST) // WEEK
    theirs = [
        hours(year, crept.helper, crept.kind.name, weeks)
        for weeks in (range(start + 8, crept.changes), range(crept.changes + RAMP, WEEKS))
    ]
    assert 0 < theirs[1] < (1 - BACK / 2) * theirs[0]


def test_the_owner_logs_nothing_on_holiday_while_helpers_are_paid(year: Year) -> None:
    for week in (year.dates.holiday, year.dates.holiday + 1):
        assert OWNER not in {each.person for each in year.logged_in(week)}
        assert year.truth.paid_in(week) > 0
        assert year.truth.freed_in(week) == 0


def test_every_year_has_each_kind_of_change() -> None:
    for seed in range(1, 11):
        parts = [one.part for one, _week, _within in simulated(seed).planted()]
        assert sorted(parts) == sorted([Part.FAILS, Part.CREEPS, Part.LEFT, Part.LEFT])
