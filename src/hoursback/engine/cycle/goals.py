"""Goals: what makes one complete, how it is graded, and whether it is within reach.

Source: methods, section 6 (Locke & Latham 2002; grading: Google re:Work).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hoursback.engine.cycle.chances import chance_to_meet
from hoursback.engine.errors import HoursbackError
from hoursback.engine.sentences import sentence as _

FEWEST, MOST = 3, 5
HIGHEST_GRADE = 1.2
TOO_HARD, TOO_EASY = 0.3, 0.95
"""Chances to reach a goal beyond which a warning is due."""
RECORD_FROM = 3
"""Results below which somebody's own record says nothing."""
FURTHEST_DAYS = 3 * 366
PERCENT = frozenset({"%", "per cent", "percent", "pct"})
SHARES = frozenset({"share", "shares", "fraction"})
MINUTES = frozenset({"min", "mins", "minutes", "minute"})
COUNTED = MINUTES | {"h", "hour", "hours", "day", "days", "week", "weeks", "run", "runs", "piece", "pieces"}
"""Units, as `unit_key` writes them, that say which levels can be at all: 0 to 100, 0 to 1, from 0 on."""
LEAD, PERSON = "lead", "person"
"""The two sides of a goal."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A goal as it is typed; None where nothing is.

    Attributes:
        start, target: levels in the unit of the measure. by: day until which it counts. unit: of the levels.
    """

    what: str
    measure: str
    start: float | None
    target: float | None
    by: date | None
    evidence: str
    unit: str = ""


def unit_key(unit: str) -> str:
    """A unit as it is compared, by its first sign where that says it: "% of runs" is a percentage."""
    key = " ".join(unit.split()).casefold()
    return "%" if key.startswith("%") else key


def level_problem(level: float, unit: str) -> str:
    """Why a level cannot be, by its unit; "" for one that can, or a unit that says nothing.

    >>> level_problem(250, "%")
    '250 % cannot be: a whole has 0 to 100 %. For what can grow beyond that, take another unit.'
    """
    key = unit_key(unit)
    if key in PERCENT and not 0 <= level <= 100:
        return _(
            "%(level)s %% cannot be: a whole has 0 to 100 %%. For what can grow beyond that, take another unit.",
            level=f"{level:g}",
        )
    if key in SHARES and not 0 <= level <= 1:
        return _("%(level)s cannot be: a share lies between 0 and 1. Write 0.9 for nine of ten.", level=f"{level:g}")
    if key in COUNTED and level < 0:
        return _("%(level)s cannot be: this is counted from 0 on.", level=f"{level:g}")
    return ""


def writing_side(*, leads: bool) -> str:
    """Whose yes a goal has by being written or changed: whoever leads writes for the lead, anybody else as the person.

    Who leads and also speaks for somebody without a log-in still asks them.
    """
    return LEAD if leads else PERSON


def problems(goal: Draft, today: date) -> dict[str, str]:
    """What is missing or impossible in a goal, by field; empty: it is complete."""
    found: dict[str, str] = {}
    if not goal.what.strip():
        found["what"] = _("Say what is to be reached.")
    if not goal.measure.strip():
        found["measure"] = _("Say how it is measured: a goal that nobody can measure cannot be met.")
    if not goal.evidence.strip():
        found["evidence"] = _("Say what will show that it is reached.")
    found |= _level_problems(goal)
    if goal.by is None:
        found["by"] = _("Say by when.")
    elif goal.by <= today:
        found["by"] = _("%(day)s is not ahead: choose a later day.", day=goal.by.isoformat())
    elif (goal.by - today).days > FURTHEST_DAYS:
        found["by"] = _("That is more than three years ahead: choose a nearer day.")
    return found


def _level_problems(goal: Draft) -> dict[str, str]:
    found = {}
    for name, level in (("start", goal.start), ("target", goal.target)):
        wrong = "" if level is None else level_problem(level, goal.unit)
        if wrong:
            found[name] = wrong
    if goal.start is None:
        found["start"] = _("Say where things stand today.")
    if goal.target is None:
        found["target"] = _("Say which level is aimed at.")
    elif goal.start == goal.target:
        found["target"] = _("The target is where things stand already.")
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
        return _(
            "Hard to reach: the own record gives it a chance of %(chance)s. Make it smaller, or call it a stretch.",
            chance=_per_cent(chance),
        )
    return _(
        "Nearly certain: the own record gives it a chance of %(chance)s. A harder goal would move more.",
        chance=_per_cent(chance),
    )


def number_warning(goals: int) -> str:
    """What to say about how many goals there are; "" from three to five."""
    if goals < FEWEST:
        return _(
            "%(goals)s of %(fewest)s to %(most)s goals: fewer leave most of the work without one.",
            goals=goals,
            fewest=FEWEST,
            most=MOST,
        )
    if goals > MOST:
        return _("%(goals)s goals are more than %(most)s: nothing is first then.", goals=goals, most=MOST)
    return ""


def _per_cent(chance: float) -> str:
    return f"{100 * chance:.0f} %"
