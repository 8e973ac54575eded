"""Who gives up least by doing a piece of work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.plan.advantage import (
    cheapest_hand,
    comparatively_best,
    labour_saved,
    opportunity_cost,
    replacement_cost,
    should_hand_over,
)

labour = st.floats(0.1, 100)


@pytest.mark.parametrize(
    ("price", "efficiency", "worth", "hands_over"),
    [
        (30, 1.1, 60, True),
        (30, 1.8, 60, True),  # Slower than the owner, and still it pays.
        (30, 2.0, 60, False),  # Equal is not below.
        (70, 0.8, 60, True),  # Dearer by the hour, and still it pays.
        (70, 1.0, 60, False),
    ],
)
def test_work_goes_over_when_the_helper_gives_up_less(price: float, efficiency: float, worth: float, hands_over: bool):
    assert should_hand_over(price, efficiency, worth) is hands_over


def test_a_fee_is_part_of_what_the_helper_costs():
    assert replacement_cost(40, 1.0, fee=0.05) == pytest.approx(42)


@given(labour, labour, labour, labour)
def test_whoever_is_best_at_one_good_is_not_best_at_the_other(a: float, b: float, c: float, d: float):
    makers = {"Olive": {"cloth": a, "wine": b}, "Sam": {"cloth": c, "wine": d}}
    cloth, wine = comparatively_best(makers, "cloth", "wine"), comparatively_best(makers, "wine", "cloth")
    differ = opportunity_cost(makers["Olive"], "cloth", "wine") != opportunity_cost(makers["Sam"], "cloth", "wine")
    assert cloth != wine or not differ or a / b == pytest.approx(c / d)


def test_trade_at_ones_own_cost_saves_nothing():
    maker = {"cloth": 100.0, "wine": 120.0}
    assert labour_saved(maker, made="cloth", traded_for="wine", terms=1.2) == pytest.approx(0)
    assert labour_saved(maker, made="cloth", traded_for="wine", terms=1.3) < 0


def test_the_cheapest_hand_takes_over_and_the_owner_keeps_what_nobody_does_for_less():
    assert cheapest_hand({"Sam": 44.0, "Kim": 33.0}, worth=56) == "Kim"
    assert cheapest_hand({"Sam": 64.0}, worth=56) is None
    assert cheapest_hand({}, worth=56) is None
