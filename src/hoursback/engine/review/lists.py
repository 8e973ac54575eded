"""What may leave the owner's hands, what must not, and what to do with the rest (methods, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoursback.engine.capture.activity import Activity, Answers, Bound
from hoursback.engine.review.questions import REASONS, ReviewList, lists

REVIEW_AFTER = timedelta(days=90)
"""After so long, "only I can do this" is asked again."""
HEART = 3
"""Core level of what the business is: it stays."""
NEAR_HEART = 2
"""Core level of what stays, or goes to an employee who excels at it."""
_LIKING_MIDDLE = 5

_BOUND_BY = {
    Bound.LEGAL: "the law wants you",
    Bound.SIGNATURE: "it needs your signature",
    Bound.RELATIONSHIP: "it rests on your relationship",
    Bound.CONFIDENTIAL: "it is confidential",
    Bound.SAFETY: "it is a matter of safety",
}


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether hand-off options exist for an activity.

    Attributes:
        allowed: whether it may leave at all.
        reason: one sentence for people.
        in_house_only: only to an employee who excels at it (core 2); being available never qualifies.
    """

    allowed: bool
    reason: str
    in_house_only: bool = False


@dataclass(frozen=True, slots=True)
class OwnerBound:
    """Why only the owner can do an activity, until when that is believed, and what to ask about it."""

    reason: Bound
    review_on: date
    question: str


class Quadrant(StrEnum):
    """Martell's DRIP quadrants (2023): by what the work brings, and what it does to the owner."""

    DELEGATION = "delegation"
    REPLACEMENT = "replacement"
    INVESTMENT = "investment"
    PRODUCTION = "production"


def may_leave(activity: Activity) -> Leave:
    """Whether an activity may be handed off, and why.

    It may when it is on one of the three lists, or is no core work (core 0), or was not asked about yet; never when
    only the owner can do it, or it is what the business is (core 3).
    """
    answers = activity.answers
    if activity.bound is not Bound.NO:
        return Leave(False, f"It stays with you: {_BOUND_BY[activity.bound]}.")
    if answers.core is not None and answers.core >= HEART:
        return Leave(False, "It stays with you: it is the core of the business.")
    on = [reason for reason in lists(answers) if reason in REASONS]
    if on:
        why = f"It is on your list “{on[0]}”." if len(on) == 1 else "It is on your lists " + _quoted(on) + "."
    elif answers.core == 0:
        why = "It is not part of the core of the business."
    elif not answers.answered:
        why = "You have not answered the three questions about it yet."
    else:
        return Leave(False, "It stays with you: it is on none of your three lists.")
    if answers.core == NEAR_HEART:
        return Leave(True, f"{why} It is close to the core: only to an employee who excels at it.", in_house_only=True)
    return Leave(True, why)


def owner_bound(activity: Activity, today: date) -> OwnerBound | None:
    """The reason why only the owner can do it, when to ask again, and which part to ask about; None if unbound."""
    if activity.bound is Bound.NO:
        return None
    question = (
        f"Which part of “{activity.name}” is not bound ({_BOUND_BY[activity.bound]}): drafting, chasing, filing? "
        "Make that part an activity of its own."
    )
    return OwnerBound(activity.bound, today + REVIEW_AFTER, question)


def quadrant(price_per_hour: float, buyback_rate: float, answers: Answers) -> Quadrant | None:
    """The DRIP quadrant of an activity; None where neither energy nor liking is answered.

    Args:
        price_per_hour: what replacing the owner there costs.
        buyback_rate: the most that Martell's rule would pay for an hour.
    """
    gives = gives_energy(answers)
    if gives is None:
        return None
    if price_per_hour <= buyback_rate:
        return Quadrant.INVESTMENT if gives else Quadrant.DELEGATION
    return Quadrant.PRODUCTION if gives else Quadrant.REPLACEMENT


def gives_energy(answers: Answers) -> bool | None:
    """Whether the work gives energy rather than drains; by liking where the energy was not said or is 0."""
    if answers.energy:
        return answers.energy > 0
    return None if answers.liking is None else answers.liking >= _LIKING_MIDDLE


def _quoted(on: list[ReviewList]) -> str:
    *firsts, last = (f"“{reason}”" for reason in on)
    return ", ".join(firsts) + " and " + last
