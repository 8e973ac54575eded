"""What comes next in a round, and whose turn it is: read from counts alone, so that a list of hundreds is cheap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """Whose turn it is."""

    LEAD = "lead"
    PERSON = "person"
    NOBODY = ""


class Step(StrEnum):
    """What comes next."""

    RATE_SELF = "rate self"
    RATE = "rate"
    LEAVE_SKILLS = "leave skills"
    TRAIN = "train"
    REVIEW = "review"
    SET_GOALS = "set goals"
    WRITE_GOALS = "write goals"
    AGREE = "agree"
    START_WORK = "start work"
    WORK = "work"
    OWN_VIEW = "own view"
    FEEDBACK = "feedback"
    VERDICT = "verdict"
    CONFIRM = "confirm"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a round holds, as counts.

    Attributes:
        phase: of the table CYCLE. is_due: the day or the number of deliverables for the assessment is reached.
        self_ratings, other_ratings: levels given by the person, and by others or for a work sample.
        open_training: items neither done nor put off. due_reviews: reviews of training whose day has come.
        goals: goals that are not dropped. lead_agrees, person_agrees: how many of them each side agreed to.
        has_own_view, has_feedback, has_verdict: of the performance assessment.
    """

    phase: str
    is_due: bool = False
    self_ratings: int = 0
    other_ratings: int = 0
    open_training: int = 0
    due_reviews: int = 0
    goals: int = 0
    lead_agrees: int = 0
    person_agrees: int = 0
    has_own_view: bool = False
    has_feedback: bool = False
    has_verdict: bool = False


def next_step(now: Standing) -> tuple[Step, Turn]:
    """The next step of a round and whose turn it is.

    >>> next_step(Standing("goal_setting", goals=3, lead_agrees=3, person_agrees=2))
    (<Step.AGREE: 'agree'>, <Turn.PERSON: 'person'>)
    """
    return _BY_PHASE.get(now.phase, _over)(now)


def _over(now: Standing) -> tuple[Step, Turn]:
    return Step.OVER, Turn.NOBODY


def _skills(now: Standing) -> tuple[Step, Turn]:
    # The person's own view first: what others think must not steer it.
    if not now.self_ratings and not now.other_ratings:
        return Step.RATE_SELF, Turn.PERSON
    return (Step.LEAVE_SKILLS if now.other_ratings else Step.RATE), Turn.LEAD


def _training(now: Standing) -> tuple[Step, Turn]:
    return (Step.TRAIN, Turn.PERSON) if now.open_training else (Step.SET_GOALS, Turn.LEAD)


def _goals(now: Standing) -> tuple[Step, Turn]:
    if not now.goals:
        return Step.WRITE_GOALS, Turn.LEAD
    if now.lead_agrees < now.goals:
        return Step.AGREE, Turn.LEAD
    return (Step.AGREE, Turn.PERSON) if now.person_agrees < now.goals else (Step.START_WORK, Turn.LEAD)


def _performance(now: Standing) -> tuple[Step, Turn]:
    if now.has_verdict and now.has_own_view and now.has_feedback:
        return Step.CONFIRM, Turn.LEAD
    if not now.is_due and not now.has_own_view:
        return (Step.REVIEW, Turn.PERSON) if now.due_reviews else (Step.WORK, Turn.NOBODY)
    if not now.has_own_view:
        return Step.OWN_VIEW, Turn.PERSON
    return (Step.VERDICT if now.has_feedback else Step.FEEDBACK), Turn.LEAD


_BY_PHASE = {
    "skill_assessment": _skills,
    "gap_training": _training,
    "goal_setting": _goals,
    "performance_assessment": _performance,
}
