"""How days are cut up."""

from __future__ import annotations

from hoursback.engine.review.pieces import DAYS_KEPT, Pieces
from tests.engine.review.build import MONDAY, on


def pieces(*rows: tuple[int, int, str]) -> Pieces:
    collected = Pieces()
    for start, end, activity in rows:
        collected.add(MONDAY, start, end, activity)
    return collected


def test_a_switch_is_a_change_of_activity_in_order_of_time():
    assert pieces((200, 300, "b"), (0, 100, "a"), (100, 200, "a"), (300, 400, "a")).switches_per_day() == 2


def test_splitting_an_entry_makes_no_new_piece_and_a_long_pause_does():
    assert pieces((0, 1000, "a")).per_active_day()["a"] == 1
    assert pieces((0, 400, "a"), (410, 1000, "a")).per_active_day()["a"] == 1
    assert pieces((0, 400, "a"), (800, 1000, "a")).per_active_day()["a"] == 2


def test_each_interruption_makes_a_piece_more():
    found = pieces((0, 10, "a"), (10, 20, "b"), (20, 30, "a"), (30, 40, "b"), (40, 50, "a")).per_active_day()
    assert found == {"a": 3, "b": 2}


def test_nothing_is_said_without_clock_times():
    assert Pieces().switches_per_day() is None
    assert Pieces().per_active_day() == {}


def test_only_the_latest_days_are_kept_whichever_way_the_file_runs():
    forwards, backwards = Pieces(), Pieces()
    offsets = range(DAYS_KEPT + 30)
    for offset in offsets:
        # The thirty oldest days are full of switches; they are forgotten.
        for part in range(10 if offset < 30 else 2):
            forwards.add(on(offset), part, part + 1, "ab"[part % 2])
    for offset in reversed(offsets):
        for part in range(10 if offset < 30 else 2):
            backwards.add(on(offset), part, part + 1, "ab"[part % 2])
    assert forwards.switches_per_day() == backwards.switches_per_day() == 1
