"""When work no longer fits, and when to begin looking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.outlook.capacity import (
    Kind,
    Path,
    capacity_weeks,
    lead_weeks,
    path,
    runs_out,
    stretch,
    together,
    weeks_to_full,
)
from hoursback.engine.outlook.forecast import forecast
from hoursback.engine.outlook.growth import UNKNOWN, Growth, growth_of_weeks, stated_growth, weighed
from hoursback.engine.outlook.trial import try_out

MONDAY = 7 * 105_000 + 1


def _path(level: float = 30.0, growth: float = 0.3, spread: float = 0.1) -> Path:
    return path(forecast([level] * 20, 1), Growth(float(np.log1p(growth)), spread))


def test_the_middle_date_is_that_of_the_formula() -> None:
    by_hand = weeks_to_full(30, 45, growth_per_year=0.3, theta=0.85)
    assert by_hand is not None
    assert runs_out(_path(), 45.0).middle == pytest.approx(by_hand, abs=1.0)


def test_the_cautious_date_comes_before_the_middle_one_and_the_range_is_around_it() -> None:
    full = runs_out(_path(), 45.0)
    assert full.early < full.cautious < full.middle < full.late  # type: ignore[operator]


def test_looking_begins_search_and_ramp_before_the_cautious_date_but_never_in_the_past() -> None:
    full = runs_out(_path(), 45.0)
    assert full.start_looking(4) == full.cautious - 4  # type: ignore[operator]
    assert full.start_looking(500) == 0


def test_work_that_does_not_grow_is_never_in_sight_of_a_far_limit() -> None:
    full = runs_out(_path(10.0, 0.0, 0.01), 60.0)
    assert (full.middle, full.start_looking(10)) == (None, None)


def test_what_is_full_already_is_full_now() -> None:
    assert runs_out(_path(50.0), 45.0).middle == 0
    assert weeks_to_full(50, 45, growth_per_year=0.0) == 0


@pytest.mark.parametrize(
    ("kind", "function", "weeks"),
    [
        (Kind.HOURLY, "finance", 10),
        (Kind.EMPLOYEE, "admin", 14),
        (Kind.HOURLY, "web", 22),
        (Kind.EMPLOYEE, "leadership", 32),
    ],
)
def test_search_and_ramp_depend_on_the_post(kind: Kind, function: str, weeks: int) -> None:
    assert lead_weeks(kind, function) == weeks


def test_a_full_desk_never_gets_done() -> None:
    assert stretch(1.0) is None


def test_days_off_take_capacity_away_and_no_demand() -> None:
    assert capacity_weeks(40, MONDAY, 3, off=[(MONDAY + 7, MONDAY + 11)]).tolist() == [40.0, 0.0, 40.0]


def test_paths_add_up_and_their_errors_partly_cancel() -> None:
    both = together([_path(10.0), _path(10.0)])
    assert both is not None
    assert both.level[0] == pytest.approx(20.0)
    assert both.log_spread[10] < _path(10.0).log_spread[10]
    assert together([]) is None


def test_a_short_log_says_little_of_growth_and_a_long_one_most() -> None:
    weeks = [10 * 1.5 ** (week / 52) for week in range(104)]
    short, long = growth_of_weeks(weeks[:10]), growth_of_weeks(weeks)
    assert growth_of_weeks(weeks[:5]) is None
    assert long is not None
    assert short is not None
    assert short.spread > 3 * long.spread
    assert weighed(UNKNOWN, long).per_year == pytest.approx(0.5, abs=0.1)
    assert weighed(UNKNOWN, long).source == "log"


def test_stated_growth_counts_until_the_log_knows_better() -> None:
    assert weighed(stated_growth(0.2), None).per_year == pytest.approx(0.2)
    assert weighed() == UNKNOWN


@settings(max_examples=30, deadline=None)
@given(st.floats(5, 60), st.floats(0, 0.8), st.floats(1, 20))
def test_more_room_is_never_full_sooner(capacity: float, growth: float, more: float) -> None:
    demand = _path(20.0, growth)
    tight, roomy = runs_out(demand, capacity), runs_out(demand, capacity + more)
    for one, other in zip(
        (tight.early, tight.middle, tight.late), (roomy.early, roomy.middle, roomy.late), strict=True
    ):
        assert other is None or (one is not None and one <= other)


def test_help_is_in_place_before_the_overload_in_four_of_five_made_up_businesses() -> None:
    tried = try_out(60, seed=3)
    assert tried.in_time >= 0.8
    assert try_out(60, seed=3) == tried


def test_more_caution_is_more_often_in_time_and_earlier() -> None:
    bold, careful = try_out(25, seed=1, caution=0.5), try_out(25, seed=1, caution=0.1)
    assert careful.in_time > bold.in_time
    assert careful.early > bold.early
