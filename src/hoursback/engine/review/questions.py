"""The three questions about an activity and what the answers weigh (methods, section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from hoursback.engine.capture.activity import Answers
from hoursback.engine.figures import Figure

ON_LIST = 0.2
"""An activity is on a list from this weight of the answer on."""
ONE_REASON = 0.7
"""How far one full reason alone carries; an own choice, so that any one reason is enough."""
YOURS = 7
"""Liking and skill from which an activity is the owner's own."""
_ROUNDING = 1e-9
"""An answer of 4 weighs .2 exactly, which binary fractions miss by a hair."""


class ReviewList(StrEnum):
    """The lists an activity can stand on: three reasons to hand it off, and one to keep it."""

    NO_TIME = "no time"
    DONT_LIKE = "don't like"
    NOT_GOOD = "not good at"
    YOURS = "yours"


REASONS = (ReviewList.NO_TIME, ReviewList.DONT_LIKE, ReviewList.NOT_GOOD)
"""The three lists in the order of the questions: time, liking, skill."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What should have happened and did not: a log cannot show it, and freed hours go there first.

    Attributes:
        hours_per_week: what it would take. value_per_week: what it would bring, currency; None: not said.
    """

    name: str
    hours_per_week: Figure
    value_per_week: Figure | None = None


def weight_of_answer(q: float) -> float:
    """t, what an answer weighs: max(0, (q - .5) / .5) of q = (10 - answer) / 10.

    >>> weight_of_answer(1.0), weight_of_answer(0.5)
    (1.0, 0.0)
    """
    return max(0.0, (q - 0.5) / 0.5)


def combined(weights: Iterable[float]) -> float:
    """S from the weights of the reasons, 1 - prod(1 - .7 t): any one reason is enough, several add up.

    >>> round(combined([1.0, 1.0, 0.0]), 2)
    0.91
    """
    return 1.0 - prod(1.0 - ONE_REASON * weight for weight in weights)


def stated_score(qs: Iterable[float]) -> float:
    """S straight from the three q (worked example 6)."""
    return combined(weight_of_answer(q) for q in qs)


def weights(answers: Answers) -> dict[ReviewList, float | None]:
    """t of each of the three lists; None where the question was not answered, which is not an answer."""
    given = (answers.time, answers.liking, answers.skill)
    return {
        reason: None if answer is None else weight_of_answer((10.0 - answer) / 10.0)
        for reason, answer in zip(REASONS, given, strict=True)
    }


def is_on_list(weight: float | None) -> bool:
    """Whether an answer of this weight puts an activity on its list."""
    return weight is not None and weight >= ON_LIST - _ROUNDING


def lists(answers: Answers) -> tuple[ReviewList, ...]:
    """The lists an activity stands on, the three reasons first."""
    on = [reason for reason, weight in weights(answers).items() if is_on_list(weight)]
    liking, skill = answers.liking, answers.skill
    if liking is not None and skill is not None and liking >= YOURS and skill >= YOURS:
        on.append(ReviewList.YOURS)
    return tuple(on)
