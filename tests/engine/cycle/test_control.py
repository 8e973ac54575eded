"""Charts and shares: what is a signal, and what is the usual up and down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.cycle.chances import chance_to_meet, wilson
from hoursback.engine.cycle.xmr import Kind, Standing, cusum, xmr
from hoursback.engine.errors import HoursbackError

CALM = [10.0, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9]


def kinds(values: list[float]) -> set[Kind]:
    return {signal.kind for signal in xmr(values).signals}


def test_below_six_points_there_are_no_limits_and_no_signals() -> None:
    chart = xmr([1, 100, 1, 100, 1])
    assert (chart.standing, chart.mean, chart.signals) == (Standing.TOO_FEW, None, ())


@pytest.mark.parametrize(
    ("points", "standing"), [(6, Standing.PROVISIONAL), (11, Standing.PROVISIONAL), (12, Standing.FIRM)]
)
def test_limits_are_provisional_from_six_and_firm_from_twelve_points(points: int, standing: Standing) -> None:
    assert xmr(CALM[:points]).standing is standing


def test_a_calm_series_has_no_signal() -> None:
    assert xmr(CALM).signals == ()


def test_a_point_far_outside_is_a_signal_and_so_is_its_jump() -> None:
    assert {Kind.OUTSIDE, Kind.RANGE} <= kinds([*CALM, 30.0])


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_none() -> None:
    low, high = [9.0, 9.2] * 5, [10.9, 11.1, 10.9, 11.1, 10.9, 11.1, 10.9, 11.1]
    assert Kind.RUN in kinds([*low, *high])
    assert Kind.RUN not in kinds([*([9.0, 9.2] * 3), 12.0, *high[:6]])


def test_three_of_four_near_one_limit_are_a_signal() -> None:
    assert Kind.NEAR in kinds([10, 12, 8, 11, 9, 12, 8, 10, 9, 11, 10, 12, 8, 14.5, 14.4, 14.6])


@given(st.lists(st.floats(0, 1000), min_size=6, max_size=40), st.floats(-500, 500), st.floats(0.1, 50))
def test_moving_or_stretching_a_series_moves_and_stretches_its_limits(
    values: list[float], shift: float, scale: float
) -> None:
    plain, moved = xmr(values), xmr([scale * value + shift for value in values])
    assert plain.upper is not None
    assert moved.upper == pytest.approx(scale * plain.upper + shift, abs=1e-6)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_share_lies_inside_its_interval(met: int, missed: int) -> None:
    share = wilson(met, met + missed)
    assert 0 <= share.low <= share.high <= 1
    if share.value is not None:
        assert share.low - 1e-12 <= share.value <= share.high + 1e-12


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.98))
def test_the_chance_falls_as_the_target_rises(met: int, missed: int, target: float) -> None:
    of = met + missed
    assert 0 <= chance_to_meet(met, of, target + 0.01) <= chance_to_meet(met, of, target) + 1e-12 <= 1 + 1e-9


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.05, 0.95))
def test_meeting_and_missing_mirror_each_other(met: int, missed: int, target: float) -> None:
    of = met + missed
    mirrored = 1 - chance_to_meet(missed, of, 1 - target)
    assert chance_to_meet(met, of, target) == pytest.approx(mirrored, abs=1e-9)


def test_a_hundred_thousand_results_are_still_exact() -> None:
    assert chance_to_meet(90_000, 100_000, 0.9) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("met", "of"), [(3, 2), (-1, 4)])
def test_more_met_than_done_is_refused(met: int, of: int) -> None:
    with pytest.raises(HoursbackError):
        wilson(met, of)


def test_a_decision_value_of_nothing_is_refused() -> None:
    with pytest.raises(HoursbackError):
        cusum([1.0], target=1, allowance=0, decision=0)
