"""Figures carry their uncertainty: ranges come out of the draws as they went in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.assumptions import MEANINGS, Assumptions, names
from hoursback.engine.figures import OVERCONFIDENCE, Figure, Shape


def draws(figure: Figure, shape: Shape = Shape.POSITIVE, *, up_to: float = 1.0) -> np.ndarray:
    return figure.draws(np.random.default_rng(1), 40_000, shape, up_to=up_to)


def test_a_default_keeps_its_median_and_its_relative_spread():
    found = draws(Figure.default(25, 5, 60))
    assert np.median(found) == pytest.approx(25, rel=0.02)
    low, high = np.quantile(found, [0.05, 0.95])
    assert high / low == pytest.approx(60 / 5, rel=0.05)


def test_a_stated_range_is_widened_because_people_are_overconfident():
    found = draws(Figure.stated_range(20, 45))
    low, high = np.quantile(found, [0.1, 0.9])
    assert np.median(found) == pytest.approx(30, rel=0.02)
    assert np.log(high / low) == pytest.approx(OVERCONFIDENCE * np.log(45 / 20), rel=0.03)


@pytest.mark.parametrize("name", [name for name in names() if MEANINGS[name].shape is Shape.SHARE])
def test_a_share_stays_a_share_with_the_default_as_its_median(name: str):
    figure = getattr(Assumptions(), name)
    found = draws(figure, Shape.SHARE)
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.median(found) == pytest.approx(figure.value, abs=0.015)
    low, high = np.quantile(found, [0.05, 0.95])
    assert high - low == pytest.approx(figure.high - figure.low, abs=0.02)


def test_drawing_from_the_lower_half_stays_below_the_median():
    assert draws(Figure.default(25, 5, 60), up_to=0.5).max() <= 25 * 1.001


@given(st.floats(0.01, 1e6), st.sampled_from(list(Shape)))
def test_an_exact_figure_is_drawn_as_itself(value: float, shape: Shape):
    assert (Figure.exact(value).draws(np.random.default_rng(0), 5, shape) == value).all()


def test_stating_one_figure_does_not_shift_the_draws_of_the_next():
    def second(first: Figure) -> np.ndarray:
        rng = np.random.default_rng(5)
        first.draws(rng, 100)
        return Figure.default(8, 2, 40).draws(rng, 100)

    assert (second(Figure.exact(3)) == second(Figure.default(4, 2, 12))).all()


def test_every_assumption_has_a_meaning_and_a_range_around_its_default():
    assert set(names()) == set(MEANINGS)
    for name in names():
        figure = getattr(Assumptions(), name)
        assert figure.is_default
        assert figure.low <= figure.value <= figure.high
        assert MEANINGS[name].why
