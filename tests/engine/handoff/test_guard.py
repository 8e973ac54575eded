"""The round-trip guard: what the owner may still spend, and when the work came back."""

from __future__ import annotations

from datetime import date

import pytest

from hoursback.engine.handoff.guard import LEAST_SECONDS, Creep, Handed, creeping, expected_hours, weeks_to_judge

MONDAY = date(2026, 3, 2).toordinal()


def handed(**facts: object) -> Handed:
    return Handed(**{"hours": 6.0, "handable": 0.8, "since": MONDAY, **facts})  # type: ignore[arg-type]


def test_a_week_is_judged_once_it_is_over_and_begins_after_the_start():
    assert weeks_to_judge(handed(), MONDAY + 6, 8) == ()
    assert weeks_to_judge(handed(), MONDAY + 7, 8) == (MONDAY,)
    assert weeks_to_judge(handed(since=MONDAY + 1), MONDAY + 14, 8) == (MONDAY + 7,)


def test_only_the_last_weeks_are_judged():
    assert weeks_to_judge(handed(), MONDAY + 70, 2) == (MONDAY + 56, MONDAY + 63)


def test_a_week_in_which_the_owner_stands_in_is_left_out_even_for_one_day():
    away = ((MONDAY + 13, MONDAY + 13),)
    assert weeks_to_judge(handed(away=away), MONDAY + 21, 8) == (MONDAY, MONDAY + 14)


def test_what_stays_and_the_checking_are_expected():
    """Example 9 of the methods in its first week: .2 of 6 h stay; X 6.7313 checked at .25; .05 of 4.8 h at .5."""
    assert expected_hours(handed(), 1)[0] == pytest.approx(0.2 * 6 + 0.25 * 6.7313 + 0.05 * 4.8 * 0.5, abs=1e-3)


def test_less_checking_is_expected_as_weeks_go_by():
    hours = expected_hours(handed(), 20)
    assert hours == sorted(hours, reverse=True)
    assert hours[-1] > 0.2 * 6


def test_spending_what_was_expected_is_no_creep():
    allowed = round(expected_hours(handed(), 1)[0] * 3600)
    assert creeping(handed(), {MONDAY: allowed}, [MONDAY]) == ()


def test_a_quarter_more_than_expected_is_a_creep_and_a_little_less_is_none():
    allowed = round(expected_hours(handed(), 1)[0] * 3600)
    assert creeping(handed(), {MONDAY: round(allowed * 1.26)}, [MONDAY]) == (
        Creep(MONDAY, round(allowed * 1.26), allowed),
    )
    assert creeping(handed(), {MONDAY: round(allowed * 1.24)}, [MONDAY]) == ()


@pytest.mark.parametrize(("seconds", "is_found"), [(LEAST_SECONDS - 1, False), (LEAST_SECONDS, True)])
def test_where_nobody_knows_the_hours_before_half_an_hour_is_a_creep(seconds: int, is_found: bool):
    assert bool(creeping(handed(hours=0.0), {MONDAY: seconds}, [MONDAY])) is is_found


def test_only_the_weeks_that_crept_are_named_with_what_is_over():
    spent = {MONDAY: 3600, MONDAY + 7: 6 * 3600}
    found = creeping(handed(), spent, [MONDAY, MONDAY + 7])
    assert [creep.week for creep in found] == [MONDAY + 7]
    assert found[0].over == 6 * 3600 - found[0].expected


def test_weeks_without_entries_are_quiet():
    assert creeping(handed(), {}, [MONDAY, MONDAY + 7]) == ()
