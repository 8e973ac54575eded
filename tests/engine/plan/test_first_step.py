"""The smallest safe first hand-off."""

from __future__ import annotations

from hoursback.engine.plan.first_step import Candidate, smallest_safe


def candidate(name: str, kind: str = "yes", setup: float = 8, net: float = 4, risk: float = 400) -> Candidate:
    return Candidate(name, "Sam", kind, setup, 0.0, net, risk, "in the week of 2026-01-19")


def test_the_least_at_risk_comes_first_when_it_pays_well_enough():
    step = smallest_safe(
        [candidate("big", setup=20, net=10, risk=900), candidate("small", setup=4, net=2, risk=150)], "USD"
    )
    assert step is not None
    assert step.activity == "small"


def test_what_wins_less_than_half_as_much_per_set_up_hour_does_not_come_first():
    step = smallest_safe(
        [candidate("good", setup=8, net=8, risk=400), candidate("tiny", setup=4, net=1, risk=100)], "USD"
    )
    assert step is not None
    assert step.activity == "good"


def test_a_yes_comes_before_the_plans_other_lines_and_those_before_a_trial():
    three = [candidate("trial", "trial", risk=1), candidate("plan", "plan", risk=5), candidate("yes", "yes", risk=900)]
    assert [smallest_safe(three[: n + 1], "USD").activity for n in range(3)] == ["trial", "plan", "yes"]  # type: ignore[union-attr]


def test_without_anybody_there_is_no_first_step():
    assert smallest_safe([], "USD") is None


def test_the_step_says_what_it_takes():
    step = smallest_safe([candidate("books", setup=6)], "USD")
    assert step is not None
    assert "books" in step.text
    assert "Sam" in step.text
    assert "6 hours of your time" in step.text
