"""The economics of one hand-off: which way each figure moves the value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hoursback.engine.economics import (
    Terms,
    break_even_worth,
    payback_week,
    profile,
    restart_hours,
    value,
    weekly_net,
)

WEEKS = 52


def npv(terms: Terms, worth: float) -> float:
    return value(terms, worth, weeks=WEEKS, discount_per_year=0.12).npv


def between(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


some_terms = st.builds(
    Terms,
    hours=between(0.2, 20),
    handable=between(0.3, 1),
    unit_hours=between(0.1, 10),
    price=between(1, 150),
    fee=between(0, 0.2),
    first_efficiency=between(0.5, 4),
    practised_efficiency=between(0.5, 2),
    learning_rate=between(0.7, 1),
    supervision_first=between(0.1, 0.5),
    supervision_last=between(0.02, 0.1),
    half_life=between(1, 12),
    rework=between(0, 0.3),
    rework_hours=between(0.2, 1),
    departures=between(0, 1.5),
    brief=between(0, 40),
    search=between(0, 40),
    error_loss=between(0, 50),
    cash=between(0, 5000),
)
worths = between(5, 300)
more = between(0.01, 1)
properties = settings(max_examples=60, deadline=None)


@properties
@given(
    terms=some_terms,
    worth=worths,
    more=more,
    name=st.sampled_from(
        ("price", "fee", "supervision_first", "supervision_last", "rework", "rework_hours", "brief", "departures")
    ),
)
def test_the_value_falls_with_whatever_costs_hours_or_money(terms: Terms, worth: float, more: float, name: str):
    dearer = replace(terms, **{name: getattr(terms, name) + more})
    assert npv(dearer, worth) <= npv(terms, worth) + 1e-9
    # Rework that takes no time and departures that cost no hours change nothing; everything else costs something.
    if name in ("price", "supervision_first", "supervision_last", "brief"):
        assert npv(dearer, worth) < npv(terms, worth)


@properties
@given(terms=some_terms, worth=worths, more=more)
def test_more_departures_cost_more_where_a_restart_takes_hours(terms: Terms, worth: float, more: float):
    assume(restart_hours(terms) > 0.1)
    assert npv(replace(terms, departures=terms.departures + more), worth) < npv(terms, worth)


def hours_won(terms: Terms) -> float:
    """Owner hours of the year, freed less spent on set-up and restarts, discounted."""
    return npv(replace(terms, price=0, error_loss=0, cash=0), 1.0)


@properties
@given(terms=some_terms, worth=worths, more=more)
def test_the_value_rises_with_the_worth_of_the_hour_exactly_where_hours_are_won(
    terms: Terms, worth: float, more: float
):
    rise = npv(terms, worth + more) - npv(terms, worth)
    assert rise == pytest.approx(more * hours_won(terms), rel=1e-6, abs=1e-6)


@properties
@given(terms=some_terms, low=worths, high=worths, share=between(0, 1))
def test_the_value_is_linear_in_the_worth_of_the_hour(terms: Terms, low: float, high: float, share: float):
    middle = npv(terms, low + share * (high - low))
    assert middle == pytest.approx((1 - share) * npv(terms, low) + share * npv(terms, high), rel=1e-9, abs=1e-6)


@properties
@given(terms=some_terms, worth=worths)
def test_doubling_every_amount_of_money_doubles_the_value(terms: Terms, worth: float):
    doubled = replace(terms, price=terms.price * 2, cash=terms.cash * 2, error_loss=terms.error_loss * 2)
    assert npv(doubled, worth * 2) == pytest.approx(2 * npv(terms, worth), rel=1e-9, abs=1e-6)


@properties
@given(terms=some_terms, worth=worths, more=more)
def test_more_hours_are_worth_more_where_a_handed_over_hour_brings_something(terms: Terms, worth: float, more: float):
    handed_over = weekly_net(replace(terms, error_loss=0, departures=0), worth, WEEKS)
    assume((handed_over > 0).all())
    assert npv(replace(terms, hours=terms.hours + more), worth) > npv(terms, worth)


@properties
@given(terms=some_terms)
def test_learning_never_makes_anybody_slower(terms: Terms):
    shape = profile(terms, WEEKS)
    assert (np.diff(shape.efficiency) <= 1e-12).all()
    assert (shape.efficiency >= terms.practised_efficiency).all()
    assert (np.diff(shape.units) >= 0).all()
    assert (shape.units >= 1).all()


@properties
@given(terms=some_terms)
def test_at_the_break_even_worth_a_practised_week_brings_nothing(terms: Terms):
    worth = break_even_worth(terms)
    assume(worth is not None)
    assert worth is not None
    practised = replace(
        terms,
        first_efficiency=terms.practised_efficiency,
        supervision_first=terms.supervision_last,
        departures=0,
        error_loss=0,
    )
    assert weekly_net(practised, worth, 4) == pytest.approx(np.zeros(4), abs=1e-6 * max(worth, 1))


def test_no_worth_breaks_even_where_supervision_eats_what_is_freed():
    assert break_even_worth(Terms(hours=5, price=20, practised_efficiency=4, supervision_last=0.25)) is None
    assert break_even_worth(Terms(hours=5, price=20, practised_efficiency=3.5, supervision_last=0.25)) is not None


def test_drawn_departures_are_not_charged_as_well():
    terms = Terms(hours=6, price=30, departures=0.52, search=6, brief=8)
    charged, drawn = weekly_net(terms, 60, WEEKS), weekly_net(terms, 60, WEEKS, departures=False)
    assert drawn - charged == pytest.approx(np.full(WEEKS, 0.01 * 60 * 10))


def test_many_draws_are_valued_as_each_one_alone():
    hours, price = np.array([2.0, 5.0, 9.0]), np.array([20.0, 35.0, 50.0])
    together = weekly_net(Terms(hours=hours, price=price), np.array([40.0, 60.0, 80.0]), 12)
    alone = [
        weekly_net(Terms(hours=h, price=p), w, 12) for h, p, w in zip(hours, price, (40.0, 60.0, 80.0), strict=True)
    ]
    assert together == pytest.approx(np.array(alone))


def test_payback_is_the_number_of_weeks_until_nothing_is_missing():
    assert payback_week(np.array([-5.0, -1.0, 0.0, 3.0])) == 3
    assert payback_week(np.array([2.0, 3.0])) == 1
    assert payback_week(np.array([-5.0, -1.0])) is None
