"""Worked example 6: the stated score and its blend with the log."""

from __future__ import annotations

import pytest

from hoursback.engine.review.evidence import blend
from hoursback.engine.review.questions import stated_score


@pytest.mark.parametrize(
    ("qs", "score"),
    [((1, 0, 0), 0.70), ((0.5, 0.5, 0.5), 0.0), ((1, 1, 0.2), 0.91), ((0.8, 0.7, 0.6), 0.6409)],
)
def test_example_6_review_score(qs: tuple[float, float, float], score: float):
    assert stated_score(qs) == pytest.approx(score, abs=5e-5)


def test_example_6_review_blend_of_answer_and_log():
    assert blend(0.2, 0.9, 8) == pytest.approx(0.6308, abs=5e-5)
