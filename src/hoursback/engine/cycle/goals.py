"""Goals: what makes one complete, how it is graded, and whether it is within reach.

Source: methods, section 6 (Locke & Latham 2002; grading: Google re:Work).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoursback.engine.cycle.chances import chance_to_meet
from hoursback.engine.errors import HoursbackError

FEWEST, MOST = 3, 5
HIGHEST_GRADE = 1.2
TOO_HARD, TOO_EASY = 0.3, 0.95
"""Chances to reach a goal beyond which a warning is due."""
RECORD_FROM = 3
"""Results below which somebody's own record says nothing."""
FURTHEST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Draft:
    """A goal as it is typed; None where nothing is.

    Attributes:
        start, target: levels in the unit of the measure. by: day until which it counts.
    """

    what: str
    measure: str
    start: float | None
    target: float | None
    by: date | None
    evidence: str


def problems(goal: Draft, today: date) -> dict[str, str]:
    """What is missing or impossible in a goal, by field; empty: it is complete."""
    found = {}
    if not goal.what.strip():
        found["what"] = "Say what is to be reached."
    if not goal.measure.strip():
        found["measure"] = "Say how it is measured: a goal that nobody can measure cannot be met."
    if not goal.evidence.strip():
        found["evidence"] = "Say what will show that it is reached."
    if goal.start is None:
        found["start"] = "Say where things stand today."
    if goal.target is None:
        found["target"] = "Say which level is aimed at."
    elif goal.start is not None and goal.start == goal.target:
        found["target"] = "The target is where things stand already."
    if goal.by is None:
        found["by"] = "Say by when."
    elif goal.by <= today:
        found["by"] = f"{goal.by.isoformat()} is not ahead: choose a later day."
    elif (goal.by - today).days > FURTHEST_DAYS:
        found["by"] = "That is more than three years ahead: choose a nearer day."
    return found


def grade(start: float, target: float, actual: float) -> float:
    """How much of the way was gone, 0 to 1.2; targets below the start count alike.

    Raises: HoursbackError, where target and start are the same.

    >>> round(grade(20, 50, 38), 2)
    0.6
    """
    if start == target:
        raise HoursbackError("A goal whose target is its start cannot be graded.", where="goal", value=f"{target:g}")
    return min(HIGHEST_GRADE, max(0.0, (actual - start) / (target - start)))


def chance_from_record(met: int, of: int, target: float) -> float | None:
    """Chance to reach a share of results, from the person's own record; None while that is too short."""
    return chance_to_meet(met, of, target) if of >= RECORD_FROM else None


def chance_from_values(values: Sequence[float], start: float, target: float) -> float | None:
    """Chance that one more result is at the target or beyond it, from the person's own results; None for too few."""
    if len(values) < RECORD_FROM:
        return None
    reached = sum((value >= target) if target >= start else (value <= target) for value in values)
    return (reached + 0.5) / (len(values) + 1)


def reach_warning(chance: float | None) -> str:
    """What to say about the chance to reach a goal; "" where it is neither hopeless nor certain, or not known."""
    if chance is None or TOO_HARD <= chance <= TOO_EASY:
        return ""
    if chance < TOO_HARD:
        return (
            f"Hard to reach: the own record gives it a chance of {chance:.0%}. Make it smaller, or call it a stretch."
        )
    return f"Nearly certain: the own record gives it a chance of {chance:.0%}. A harder goal would move more."


def number_warning(goals: int) -> str:
    """What to say about how many goals there are; "" from three to five."""
    if goals < FEWEST:
        return f"{goals} of {FEWEST} to {MOST} goals: fewer leave most of the work without one."
    return f"{goals} goals are more than {MOST}: nothing is first then." if goals > MOST else ""
