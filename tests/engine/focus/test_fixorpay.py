"""Fix or pay: both ways by the same figures, line by line, and how long to try."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import (
    CAUTION,
    LONGEST_BOX,
    NONE,
    SHORTEST_BOX,
    Item,
    Own,
    Paid,
    Verdict,
    alone,
    box_hours,
    break_even_hours,
    break_even_worth,
    decide,
    drawn,
    middle_of,
    most_to_pay,
)

OWN = Own(Figure.exact(8.0), Figure.exact(60.0), switches=0)
PAID = Paid(Figure.exact(80.0), hours=Figure.exact(2.0), brief=Figure.exact(0.5))
positive = st.floats(0.1, 500.0)


def exact(value: float) -> Figure:
    return Figure.exact(value)


def amounts(own: Own, paid: Paid) -> dict[Item, float]:
    found = decide(own, paid)
    return {line.item: line.amount.value for side in (found.own, found.paid) for line in side.lines}


def test_lines_of_nothing_are_left_out() -> None:
    assert amounts(OWN, PAID) == {Item.TIME: 480.0, Item.WORK: 160.0, Item.BRIEF: 30.0}


def test_what_waits_costs_by_the_hour_on_both_sides() -> None:
    own, paid = replace(OWN, loss=exact(10.0)), replace(PAID, response=exact(3.0))
    found = amounts(own, paid)
    assert (found[Item.STANDSTILL], found[Item.RESPONSE]) == (80.0, 30.0)
    assert amounts(replace(own, waiting=exact(20.0)), paid)[Item.STANDSTILL] == 200.0


def test_each_switch_costs_three_minutes() -> None:
    assert amounts(replace(OWN, switches=4), PAID)[Item.SWITCHES] == 12.0


def test_a_fixed_price_does_not_grow_with_the_hours() -> None:
    found = amounts(replace(OWN, hours=exact(50.0)), Paid(fixed=exact(150.0), call_out=exact(20.0), brief=NONE))
    assert found == {Item.TIME: 3000.0, Item.FIXED: 150.0, Item.CALL_OUT: 20.0}


def test_where_their_hours_are_not_stated_they_follow_from_the_owners() -> None:
    assert amounts(OWN, Paid(exact(10.0), pace=exact(1.5), brief=NONE))[Item.WORK] == 120.0


def test_lines_add_up_to_the_cent() -> None:
    own = Own(Figure.stated_range(1.1, 3.7), Figure(61.23, 40.0, 80.0), exact(7.77), switches=3)
    for side in (alone(own), decide(own, Paid(exact(33.33))).paid):
        assert round(sum(line.amount.value for line in side.lines), 2) == side.total.value
        for line in (*side.lines, side):
            figure = line.total if line is side else line.amount  # type: ignore[union-attr]
            assert figure.low <= figure.value <= figure.high


def test_one_worth_is_drawn_for_both_ways() -> None:
    own = Own(exact(0.5), Figure.stated_range(10.0, 100.0), switches=0)
    found = decide(own, Paid(brief=exact(0.5), fixed=exact(1.0)))
    assert found.chance == 0.0
    assert found.saving.low == found.saving.high == -1.0


def test_a_price_that_is_near_is_called_close_and_one_that_is_far_is_not() -> None:
    own = Own(Figure.stated_range(2.0, 6.0), exact(60.0), switches=0)
    by_price = {price: decide(own, Paid(fixed=exact(price), brief=NONE)) for price in (60.0, 215.0, 900.0)}
    assert [found.verdict for found in by_price.values()] == [Verdict.PAY, Verdict.CLOSE, Verdict.FIX]
    assert 1 - CAUTION < by_price[215.0].chance < CAUTION


def test_paying_that_is_likelier_cheaper_but_dearer_on_average_is_no_plain_yes() -> None:
    own = Own(exact(2.0), exact(60.0), switches=0)
    found = decide(own, Paid(fixed=Figure.stated_range(10.0, 600.0), brief=NONE))
    assert found.chance > 0.5
    assert found.verdict is not Verdict.PAY


def test_it_turns_where_both_ways_cost_the_same() -> None:
    hours = break_even_hours(OWN, PAID)
    assert hours is not None
    assert decide(replace(OWN, hours=exact(hours)), PAID).saving.value == pytest.approx(0.0, abs=0.01)
    assert break_even_hours(OWN, Paid(exact(80.0), pace=exact(1.0))) is None
    worth = break_even_worth(OWN, PAID)
    assert worth is not None
    assert decide(replace(OWN, worth=exact(worth)), PAID).saving.value == pytest.approx(0.0, abs=0.05)
    assert break_even_worth(replace(OWN, hours=exact(0.4)), PAID) is None


def test_the_most_to_pay_leaves_nothing() -> None:
    most = most_to_pay(OWN, PAID)
    assert most == 450.0
    assert decide(OWN, replace(PAID, hours=None, price=NONE, fixed=exact(most))).saving.value == 0.0


def test_the_box_ends_when_ones_own_time_has_cost_what_paying_would() -> None:
    assert box_hours(OWN, PAID) == pytest.approx(190 / 60, abs=5 / 60)
    assert box_hours(replace(OWN, hours=exact(1.0)), PAID) == 1.0
    assert box_hours(replace(OWN, hours=exact(90.0))) == LONGEST_BOX
    assert box_hours(replace(OWN, hours=exact(0.05))) == SHORTEST_BOX


def test_whoever_stops_at_the_end_of_the_box_pays_twice_the_cheaper_way_at_most() -> None:
    """However long it would really have taken."""
    paid = middle_of(OWN, PAID)
    box = paid / OWN.worth.value
    for really in (0.5, 1.0, 2.0, 3.0, 3.2, 5.0, 40.0):
        spent = really * OWN.worth.value if really <= box else box * OWN.worth.value + paid
        assert spent <= 2 * min(really * OWN.worth.value, paid) + 0.01


def test_the_same_seed_gives_the_same_answer() -> None:
    own = Own(Figure.stated_range(2.0, 6.0), Figure(60.0, 40.0, 90.0))
    assert decide(own, Paid(exact(60.0)), seed=3) == decide(own, Paid(exact(60.0)), seed=3)
    first, again = (drawn(own, PAID, seed=3)[0][Item.TIME] for _ in range(2))
    assert (first == again).all()


@given(price=positive, worth=positive, hours=st.floats(0.1, 100.0), more=st.floats(1.01, 3.0))
def test_paying_gets_worse_with_the_price_and_better_with_the_worth(
    price: float, worth: float, hours: float, more: float
) -> None:
    own = Own(exact(hours), exact(worth), switches=0)
    paid = Paid(exact(price), hours=exact(1.0), brief=NONE)
    before = decide(own, paid, draws=10).saving.value
    assert decide(own, replace(paid, price=exact(price * more)), draws=10).saving.value <= before
    assert decide(replace(own, worth=exact(worth * more)), paid, draws=10).saving.value >= before
