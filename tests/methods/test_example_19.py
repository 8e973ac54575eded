"""Worked example 19 of the methods: how good the best of several candidates is, and what a rating is worth."""

import pytest

from hoursback.engine.cycle.ratings import reliability, shrink
from hoursback.engine.handoff.choosing import VALIDITY, Method, expected_best, gain_of_choosing


@pytest.mark.parametrize(("n", "expected"), [(2, 0.5642), (3, 0.8463), (5, 1.1630)])
def test_example_19_expected_greatest_of_n_normals(n: int, expected: float):
    assert expected_best(n) == pytest.approx(expected, abs=0.00005)


def test_example_19_gain_of_picking_the_best_of_five_by_a_structured_interview():
    assert VALIDITY[Method.STRUCTURED_INTERVIEW] == 0.42
    assert gain_of_choosing(5) == pytest.approx(0.488, abs=0.0005)


def test_example_19_a_rating_is_drawn_towards_the_mean():
    assert shrink(3, 4.5, 0.65) == pytest.approx(3.975)


def test_example_19_two_raters_are_more_reliable_than_one():
    assert reliability(2, 0.65) == pytest.approx(0.7879, abs=0.00005)
