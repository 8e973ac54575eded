"""Worked example 5: work sampling."""

from __future__ import annotations

from hoursback.engine.review.sampling import prompts_needed


def test_example_5_work_sampling_prompts():
    assert prompts_needed(0.3, 0.04, z=2) == 525
