"""When help by the hour becomes a retainer, and a retainer a post: by the hours a bundle of work really takes.

A bundle is all work of one business function, or all clerical work together, as in plan/fulltime.py, whose break-even
hours decide about a post.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.economics import FULL_TIME_WEEK
from hoursback.engine.outlook.capacity import Full, Kind, Path, lead_weeks, runs_out

HOURLY_FROM = 2.0
"""Hours a week from which somebody by the hour is worth the search (own)."""
RETAINER_FROM = 8.0
"""Hours a week, reached even in a lean week, from which a fixed number of hours can be promised (own)."""
UTILISATION = 0.85
LEAN = 0.2
"""A lean week: one in five is leaner."""


class Step(StrEnum):
    """Ways to engage help, in order of commitment."""

    NONE = "none"
    HOURLY = "hourly"
    RETAINER = "retainer"
    FULL_TIME = "full time"


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work that a role would take, helper hours a week."""

    name: str
    hours: float


@dataclass(frozen=True, slots=True)
class Reached:
    """When a bundle is ready for a step.

    Attributes:
        hours: lean helper hours a week that it asks for; None: no number of hours justifies it.
        full: when the lean hours get there. lead: weeks to find somebody and bring them in.
    """

    step: Step
    hours: float | None
    full: Full
    lead: int

    @property
    def start_looking(self) -> int | None:
        """Weeks from now; None: not in sight."""
        return self.full.start_looking(self.lead)


@dataclass(frozen=True, slots=True)
class Triggers:
    """One bundle with its steps.

    Attributes:
        now: the step it is ready for today. lean, middle: helper hours a week now.
        tasks: what a role would take, largest first.
    """

    bundle: str
    functions: tuple[str, ...]
    now: Step
    lean: float
    middle: float
    steps: tuple[Reached, ...]
    tasks: tuple[Task, ...]


def triggers(
    bundle: str,
    functions: Sequence[str],
    demand: Path,
    tasks: Sequence[Task],
    *,
    break_even: float | None,
    caution: float,
) -> Triggers:
    """When each step is due for a bundle of work.

    Args:
        demand: helper hours a week ahead. break_even: hours a week from which a post costs no more than the hours; None
            where no wage or price is known.
        caution: the date to plan by is that at which the chance is so high, as for capacity.
    Source: methods, section 4 ("above 40*.85 = 34 means never").
    """
    most = FULL_TIME_WEEK * UTILISATION
    needed = break_even if break_even is not None and break_even <= most else None
    function = functions[0] if functions else ""
    marks = (
        (Step.HOURLY, HOURLY_FROM, Kind.HOURLY),
        (Step.RETAINER, RETAINER_FROM, Kind.HOURLY),
        (Step.FULL_TIME, needed, Kind.EMPLOYEE),
    )
    steps = tuple(
        Reached(step, hours, _reached(demand, hours, caution), lead_weeks(kind, function))
        for step, hours, kind in marks
    )
    lean = float(demand.level_quantile(LEAN)[0])
    ready = [one.step for one in steps if one.hours is not None and lean >= one.hours]
    ordered = tuple(sorted(tasks, key=lambda task: (-task.hours, task.name)))
    now = ready[-1] if ready else Step.NONE
    return Triggers(bundle, tuple(functions), now, lean, float(demand.level[0]), steps, ordered)


def _reached(demand: Path, hours: float | None, caution: float) -> Full:
    """When so many hours are there. Unlike an overload, too little work is the danger: the chance wanted is high."""
    if hours is None or math.isnan(hours):
        return Full(None, None, None, None)
    seen = runs_out(demand, hours, theta=1.0, caution=1 - caution)
    return Full(seen.middle, seen.early, seen.late, seen.cautious)
