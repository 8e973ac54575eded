"""What comes next in a round, and whose turn it is."""

from __future__ import annotations

import pytest

from hoursback.engine.cycle.guides import FIRST_THINGS, GUIDES
from hoursback.engine.cycle.leading import AREAS
from hoursback.engine.cycle.phases import CYCLE
from hoursback.engine.cycle.steps import Standing, Step, Turn, next_step

S, T, G, P = "skill_assessment", "gap_training", "goal_setting", "performance_assessment"


@pytest.mark.parametrize(
    ("now", "step", "turn"),
    [
        (Standing(S), Step.RATE_SELF, Turn.PERSON),
        (Standing(S, self_ratings=2), Step.RATE, Turn.LEAD),
        (Standing(S, other_ratings=1), Step.LEAVE_SKILLS, Turn.LEAD),
        (Standing(T, open_training=1), Step.TRAIN, Turn.PERSON),
        (Standing(T), Step.SET_GOALS, Turn.LEAD),
        (Standing(G), Step.WRITE_GOALS, Turn.LEAD),
        (Standing(G, goals=3, lead_agrees=2, person_agrees=3), Step.AGREE, Turn.LEAD),
        (Standing(G, goals=3, lead_agrees=3, person_agrees=2), Step.AGREE, Turn.PERSON),
        (Standing(G, goals=3, lead_agrees=3, person_agrees=3), Step.START_WORK, Turn.LEAD),
        (Standing(P), Step.WORK, Turn.NOBODY),
        (Standing(P, due_reviews=1), Step.REVIEW, Turn.PERSON),
        (Standing(P, is_due=True), Step.OWN_VIEW, Turn.PERSON),
        (Standing(P, has_own_view=True), Step.FEEDBACK, Turn.LEAD),
        (Standing(P, has_own_view=True, has_feedback=True), Step.VERDICT, Turn.LEAD),
        (Standing(P, has_own_view=True, has_feedback=True, has_verdict=True), Step.CONFIRM, Turn.LEAD),
        (Standing("repeat"), Step.OVER, Turn.NOBODY),
        (Standing("stopped"), Step.OVER, Turn.NOBODY),
    ],
)
def test_each_standing_has_one_next_step_and_one_whose_turn_it_is(now: Standing, step: Step, turn: Turn) -> None:
    assert next_step(now) == (step, turn)


def test_every_phase_but_the_stop_has_its_guide_and_every_side_of_leading_a_first_thing() -> None:
    assert {guide.key for guide in GUIDES} == {*CYCLE.states, "leading"} - {"stopped"}
    assert FIRST_THINGS.keys() == set(AREAS)
    assert all(guide.do and guide.beware and guide.sources for guide in GUIDES)
