"""Worked example 27: the score of a forecast against the naive one."""

from hoursback.engine.outlook.backtest import owa


def test_the_overall_weighted_average() -> None:
    assert round(owa(12.555, 1.663, 13.564, 1.912), 3) == 0.898
