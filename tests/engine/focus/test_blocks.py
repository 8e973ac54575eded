"""Where protected time finds its place."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.capture.overlap import Span, gaps, merged
from hoursback.engine.focus.blocks import SHORTEST, Hours, move, place, propose
from hoursback.engine.focus.days import at_clock

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 3)
FLOOR = 90 * 60
MIN = 60


def at(hour: int, minute: int = 0, day: date = DAY) -> int:
    return at_clock(day, time(hour, minute), BERLIN)


def test_the_first_thing_in_the_morning_is_protected() -> None:
    assert propose(FLOOR, DAY, BERLIN, Hours(), [], at(0)) == [(at(9), at(10, 30))]


def test_the_usual_time_goes_before_the_morning() -> None:
    assert propose(FLOOR, DAY, BERLIN, Hours(best=time(14)), [], at(0)) == [(at(14), at(15, 30))]


def test_a_meeting_moves_it_to_the_nearest_free_place() -> None:
    busy = [(at(9), at(9, 50)), (at(13), at(14))]
    assert propose(FLOOR, DAY, BERLIN, Hours(), busy, at(0)) == [(at(9, 50), at(11, 20))]


def test_nothing_is_proposed_in_the_past() -> None:
    assert propose(FLOOR, DAY, BERLIN, Hours(), [], at(10, 2)) == [(at(10, 5), at(11, 35))]
    assert propose(FLOOR, DAY, BERLIN, Hours(), [], at(17)) == []


def test_a_crowded_day_breaks_it_into_as_few_pieces_as_can_be() -> None:
    busy = [(at(10), at(11)), (at(11, 40), at(16, 20))]
    assert propose(FLOOR, DAY, BERLIN, Hours(), busy, at(0)) == [(at(9), at(10)), (at(11), at(11, 30))]


def test_a_day_that_is_too_full_gets_what_fits() -> None:
    found = propose(FLOOR, DAY, BERLIN, Hours(), [(at(9, 45), at(16, 50))], at(0))
    assert found == [(at(9), at(9, 45))]


def test_a_block_stays_where_nothing_is_in_its_way_and_moves_where_something_is() -> None:
    block, window = (at(9), at(10, 30)), (at(9), at(17))
    assert move(block, window, [(at(10, 30), at(12))], at(0)) == block
    assert move(block, window, [(at(10), at(12)), (at(10, 15), at(11))], at(0)) == (at(12), at(13, 30))
    assert move(block, window, [(at(8), at(18))], at(0)) is None


def test_ninety_minutes_are_ninety_minutes_on_days_on_which_the_clocks_change() -> None:
    night = Hours(time(1), time(5))
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        window = night.window(day, BERLIN)
        (block,) = propose(FLOOR, day, BERLIN, night, [], 0)
        assert block == (window[0], window[0] + FLOOR)
    spring, autumn = (night.window(day, BERLIN) for day in (date(2026, 3, 29), date(2026, 10, 25)))
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (3 * 3600, 5 * 3600)


def test_hours_past_midnight_run_into_the_next_day_and_the_next_year() -> None:
    first, last = Hours(time(20), time(2)).window(date(2026, 12, 31), BERLIN)
    assert last - first == 6 * 3600


SPANS = st.tuples(st.integers(0, 600), st.integers(0, 200)).map(lambda s: (s[0] * MIN, (s[0] + s[1]) * MIN))


@given(st.lists(SPANS, max_size=8), st.integers(15, 240), st.integers(0, 600), st.integers(0, 600))
def test_blocks_lie_in_free_time_only_and_never_in_the_past(busy: list[Span], need: int, now: int, wanted: int) -> None:
    window = (0, 480 * MIN)
    found = place(need * MIN, window, busy, wanted=wanted * MIN, now=now * MIN)
    assert found == merged(found) or sum(b - a for a, b in found) == sum(b - a for a, b in merged(found))
    assert sum(b - a for a, b in found) <= need * MIN
    for block in found:
        assert gaps(busy, block) == [block]
        assert block[0] >= now * MIN
        assert block[1] <= window[1]
        assert block[1] - block[0] >= min(SHORTEST, need * MIN)
