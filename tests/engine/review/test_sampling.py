"""Random prompts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.review.sampling import prompts_needed


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.2))
def test_so_many_prompts_reach_the_error_and_one_fewer_does_not(share: float, error: float):
    needed = prompts_needed(share, error)
    reached = 2 * (share * (1 - share) / needed) ** 0.5
    assert reached <= error * 1.000001
    if needed > 1:
        assert 2 * (share * (1 - share) / (needed - 1)) ** 0.5 > error * 0.999999


def test_half_the_error_takes_four_times_the_prompts():
    assert prompts_needed(0.5, 0.05) == 400
    assert prompts_needed(0.5, 0.025) == 1600
