"""Gaps between what work asks for and what somebody can, and the training that closes them.

Source: methods, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoursback.engine.people import NO_LEVEL, Requirement

HOURS_PER_LEVEL = 10.0
LEAST_HOURS, MOST_HOURS = 4.0, 40.0
"""Hours of training for a gap (own)."""
REVIEW_GAPS = ((7, 2), (30, 6), (90, 12), (365, 27))
"""To remember something for so many days, look at it again after so many (Cepeda et al. 2008)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that falls short of what the work asks for.

    Attributes:
        priority: weight times gap: what to train first. hours: of the person. lead_hours: of who trains them.
    """

    skill: str
    held: float
    required: int
    weight: float
    hours: float
    lead_hours: float

    @property
    def size(self) -> float:
        """Levels short."""
        return self.required - self.held

    @property
    def priority(self) -> float:
        """Weight times gap."""
        return self.weight * self.size


def gaps(requirements: Iterable[Requirement], levels: Mapping[str, float], supervision: float = 0.25) -> list[Gap]:
    """Every skill below its requirement, what matters most first; of one skill asked for twice, the higher level.

    Args:
        levels: level by skill, in any case; a skill left out is not held at all (0).
        supervision: hours of the trainer for each hour of training; the plan's s0 (methods, section 10).
    """
    held = {name.casefold(): level for name, level in levels.items()}
    asked: dict[str, Requirement] = {}
    for each in requirements:
        known = asked.get(each.skill.casefold())
        if known is None or each.level > known.level:
            asked[each.skill.casefold()] = each
    found = []
    for key, each in asked.items():
        size = each.level - held.get(key, NO_LEVEL)
        if size > 0:
            hours = training_hours(size)
            found.append(
                Gap(each.skill, held.get(key, NO_LEVEL), each.level, each.weight, hours, round(hours * supervision, 1))
            )
    return sorted(found, key=lambda gap: (-gap.priority, gap.skill.casefold()))


def training_hours(gap: float) -> float:
    """Hours of training for a gap in levels; none for none.

    >>> training_hours(1), training_hours(0.2), training_hours(5), training_hours(0)
    (10.0, 4.0, 40.0, 0.0)
    """
    return min(MOST_HOURS, max(LEAST_HOURS, gap * HOURS_PER_LEVEL)) if gap > 0 else 0.0


def review_days(done_on: date, remember_days: int = 90) -> Sequence[date]:
    """On which days to look at something again so that it is remembered for so long.

    Each gap of the table whose span is not longer than the one wanted, and the first that is.

    >>> [day.isoformat() for day in review_days(date(2026, 3, 2), 30)]
    ['2026-03-04', '2026-03-08']
    """
    days = []
    for span, gap in REVIEW_GAPS:
        days.append(done_on + timedelta(days=gap))
        if span >= remember_days:
            break
    return days
