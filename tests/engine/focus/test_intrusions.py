"""What displaced the top three, and what it cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.overlap import covered_seconds
from hoursback.engine.figures import Figure
from hoursback.engine.focus.intrusions import (
    DEFAULT_LOSS,
    BrokenDay,
    Displaced,
    Done,
    Intrusion,
    by_activity,
    cost,
    intrusions,
    measured_loss,
)

TOP = {1, 2, 3}
MAIL, CALL = 8, 9


def test_work_outside_the_top_three_inside_a_block_is_an_intrusion() -> None:
    found = intrusions([(0, 90)], [Done(0, 30, 1), Done(30, 50, MAIL), Done(50, 120, 2)], TOP, 1000)
    assert found == [Intrusion(30, 50, MAIL)]


def test_work_beside_a_block_and_unlogged_time_inside_it_are_none() -> None:
    assert intrusions([(100, 200)], [Done(0, 100, MAIL), Done(200, 300, MAIL)], TOP, 1000) == []


def test_what_lies_ahead_has_not_happened() -> None:
    assert intrusions([(0, 100)], [Done(0, 100, MAIL)], TOP, 40) == [Intrusion(0, 40, MAIL)]


def test_time_that_was_logged_for_the_top_three_as_well_counts_as_theirs() -> None:
    assert intrusions([(0, 100)], [Done(0, 60, 1), Done(30, 80, MAIL)], TOP, 1000) == [Intrusion(60, 80, MAIL)]


def test_no_second_is_charged_twice() -> None:
    found = intrusions([(0, 100), (50, 120)], [Done(0, 60, MAIL), Done(40, 100, CALL)], TOP, 1000)
    assert [(each.start, each.end, each.activity) for each in found] == [(0, 60, MAIL), (60, 100, CALL)]


def test_the_same_work_going_on_is_one_interruption() -> None:
    found = intrusions([(0, 100)], [Done(0, 20, MAIL), Done(20, 50, MAIL), Done(70, 80, MAIL)], TOP, 1000)
    assert by_activity(found) == [Displaced(MAIL, 60, 2)]


def test_an_interruption_is_charged_three_minutes_and_never_twenty_three() -> None:
    assert cost(0, 1, Figure.exact(60.0)).value == pytest.approx(3.0)
    assert cost(0, 1, Figure.exact(60.0)).high == pytest.approx(10.0)


def test_a_cost_carries_the_range_of_the_hour_and_of_the_loss() -> None:
    found = cost(3600, 2, Figure(60.0, 40.0, 90.0))
    assert (found.value, found.low, found.high) == pytest.approx((66.0, 41.3333, 120.0), abs=1e-3)


def test_without_enough_days_of_ones_own_the_default_holds() -> None:
    assert measured_loss([]).minutes == DEFAULT_LOSS
    assert measured_loss([BrokenDay(9, 3600), BrokenDay(3, 600)] * 4).days == 0
    assert measured_loss([BrokenDay(5, 3600), BrokenDay(4, 600)] * 9).days == 0


def test_fragmented_and_unbroken_days_tell_what_an_interruption_costs() -> None:
    days = [BrokenDay(4, 3600), BrokenDay(12, 3600 + 8 * 5 * 60), BrokenDay(8, 5000)] * 6
    loss = measured_loss(days)
    assert loss.minutes.value == pytest.approx(5.0)
    assert loss.days == 12


def test_a_measured_loss_stays_within_one_and_ten_minutes() -> None:
    lost = [BrokenDay(2, 0), BrokenDay(6, 9 * 3600)] * 6
    gained = [BrokenDay(2, 9 * 3600), BrokenDay(6, 0)] * 6
    assert measured_loss(lost).minutes.value == 10.0
    assert measured_loss(gained).minutes.value == 1.0


PIECES = st.builds(lambda a, b, c: Done(a, a + b, c), st.integers(0, 500), st.integers(0, 90), st.integers(1, 6))
BLOCKS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 120)).map(lambda s: (s[0], s[0] + s[1])), max_size=4)


@given(BLOCKS, st.lists(PIECES, max_size=12), st.integers(0, 600))
def test_displaced_time_is_never_more_than_the_protected_time_that_passed(
    blocks: list[tuple[int, int]], done: list[Done], now: int
) -> None:
    found = intrusions(blocks, done, TOP, now)
    spans = [(each.start, each.end) for each in found]
    assert sum(each.seconds for each in found) == covered_seconds(spans)
    assert covered_seconds(spans) <= covered_seconds((a, min(b, now)) for a, b in blocks)
    assert all(each.activity not in TOP for each in found)
