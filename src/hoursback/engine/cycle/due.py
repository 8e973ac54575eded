"""When a cycle is due: by deliverables and weeks, not by a calendar of meetings (methods, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DELIVERABLES = 5
WEEKS = (2, 6, 13)
"""Weeks of work before the assessment of the first, the second, and every later cycle."""


@dataclass(frozen=True, slots=True)
class Due:
    """When the performance of a cycle is looked at. `is_due`: today or before. `why`: in one sentence."""

    on: date
    is_due: bool
    why: str


def weeks_of(number: int) -> int:
    """Weeks of work in the cycle of this number, from 1."""
    return WEEKS[min(max(number, 1), len(WEEKS)) - 1]


def due(number: int, started: date, deliverables: int, today: date) -> Due:
    """When the cycle's performance assessment is due; the first one after five deliverables if they come earlier.

    Args:
        started: day on which the work of this cycle began. deliverables: finished since.
    """
    on = started + timedelta(weeks=weeks_of(number))
    if number <= 1 and deliverables >= FIRST_DELIVERABLES and today < on:
        return Due(today, True, f"{deliverables} deliverables are done.")
    weeks = weeks_of(number)
    return Due(on, today >= on, f"{weeks} weeks of work since {started.isoformat()}.")
