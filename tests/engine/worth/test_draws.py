"""The value of freed hours under uncertainty."""

import numpy as np
import pytest

from hoursback.engine.figures import Figure
from hoursback.engine.worth.draws import WorthFigures, draw_value
from hoursback.engine.worth.value import Basis, Opportunity, ValueOfTime

EXACT = WorthFigures(Figure.exact(50), Figure.exact(0.5), Figure.exact(0.6), Figure.exact(0.5))
CHANCES = (Opportunity("videos", 150, 3), Opportunity("calls", 50, 4, Basis.AVERAGE), Opportunity("chores", 10, 4))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_without_uncertainty_every_draw_is_the_curve_itself():
    drawn = draw_value(rng(), 5, EXACT, CHANCES)
    curve = ValueOfTime(CHANCES, 25, 0.6)
    for hours in (-3.0, 0.0, 2.0, 5.0, 40.0):
        assert drawn.value(hours) == pytest.approx([float(curve.value(hours))] * 5)


def test_each_draw_values_its_own_hours_week_by_week():
    drawn = draw_value(rng(), 3, EXACT, CHANCES)
    hours = np.arange(6.0).reshape(3, 2)
    curve = ValueOfTime(CHANCES, 25, 0.6)
    assert drawn.value(hours) == pytest.approx(curve.value(hours))


def test_slopes_fall_in_every_draw_even_when_opportunities_change_places():
    close = (
        Opportunity("a", 60, 2, rate_spread=Figure.stated_range(0.5, 2.0)),
        Opportunity("b", 61, 2, Basis.MARGIN),
        Opportunity("c", 27, 2, rate_spread=Figure.stated_range(0.5, 2.0)),
    )
    figures = WorthFigures(
        Figure.stated_range(40, 60),
        Figure.default(0.5, 0.35, 0.6),
        Figure.default(0.6, 0.3, 0.9),
        Figure.default(0.5, 0.2, 1.0),
    )
    drawn = draw_value(rng(), 2000, figures, close)
    assert (np.diff(drawn.slopes, axis=1) <= 1e-9).all()
    assert np.isinf(drawn.widths[:, -1]).all()
    assert len(np.unique(np.round(drawn.slopes[:, 0], 6))) == 2000


def test_the_average_hour_moves_only_when_the_income_is_a_range():
    fixed = draw_value(rng(), 500, EXACT, CHANCES)
    moved = draw_value(
        rng(), 500, WorthFigures(Figure.stated_range(40, 60), EXACT.leisure, EXACT.rho, EXACT.eps), CHANCES
    )
    assert np.ptp(fixed.average) == 0
    assert np.ptp(moved.average) > 10


def test_rest_and_assumed_rates_move_together_with_the_average_hour():
    figures = WorthFigures(Figure.stated_range(40, 60), EXACT.leisure, Figure.exact(1.0), EXACT.eps)
    drawn = draw_value(rng(), 500, figures, (Opportunity("calls", figures.average.value, 4, Basis.AVERAGE),))
    assert drawn.leisure == pytest.approx(drawn.average / 2)
    assert drawn.slopes[:, 0] == pytest.approx(drawn.average)


def test_stating_the_leisure_share_leaves_the_draws_of_rho_alone():
    uncertain = WorthFigures(EXACT.average, Figure.default(0.5, 0.35, 0.6), Figure.default(0.6, 0.3, 0.9), EXACT.eps)
    stated = WorthFigures(EXACT.average, Figure.exact(0.4), Figure.default(0.6, 0.3, 0.9), EXACT.eps)
    drawn = [draw_value(rng(), 100, figures, CHANCES).rho for figures in (uncertain, stated)]
    assert drawn[0].tolist() == drawn[1].tolist()


def test_a_stated_worth_is_one_slope_in_every_draw():
    figures = WorthFigures(EXACT.average, EXACT.leisure, EXACT.rho, EXACT.eps, 0.0, Figure.exact(60))
    drawn = draw_value(rng(), 4, figures, CHANCES)
    assert drawn.slopes.tolist() == [[60.0]] * 4
    assert drawn.value(-2.0).tolist() == [-120.0] * 4
    assert drawn.leisure.tolist() == [25.0] * 4


def test_a_stated_worth_without_income_is_the_average_hour_too():
    worth = Figure.stated_range(50, 70)
    figures = WorthFigures(worth, EXACT.leisure, EXACT.rho, EXACT.eps, 0.0, worth, average_is_constant=True)
    drawn = draw_value(rng(), 50, figures, ())
    assert drawn.average.tolist() == drawn.slopes[:, 0].tolist()


def test_the_average_worth_of_freed_hours_is_taken_per_draw():
    drawn = draw_value(rng(), 3, EXACT, CHANCES)
    assert drawn.freed(0.0, 5.0) == pytest.approx([ValueOfTime(CHANCES, 25, 0.6).freed(0, 5)] * 3)


def test_the_same_seed_gives_the_same_draws():
    uncertain = WorthFigures(Figure.stated_range(40, 60), EXACT.leisure, Figure.default(0.6, 0.3, 0.9), EXACT.eps)
    first, second = (draw_value(rng(), 20, uncertain, CHANCES).value(5.0) for _ in range(2))
    assert first.tolist() == second.tolist()
