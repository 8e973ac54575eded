"""Alarms that say that work no longer fits, before a customer does.

Source: methods, section 8: load over .85 for two weeks, the oldest item older than twice what was promised, more than
15 % of the hours outside working hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LOAD, WEEKS_IN_A_ROW = 0.85, 2
TIMES_THE_PROMISE = 2.0
OUT_OF_HOURS = 0.15


class Alarm(StrEnum):
    """What is wrong."""

    LOAD = "load"
    OLDEST = "oldest"
    OUT_OF_HOURS = "out of hours"


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm with its figures.

    Attributes:
        value: load, age over promise, or share out of hours. limit: what it should not exceed.
        name: of the person or kind of work; empty: the owner's own week.
    """

    alarm: Alarm
    value: float
    limit: float
    name: str = ""


def load_alarm(loads: Sequence[float | None], name: str = "") -> Raised | None:
    """Whether the last two weeks were both over 85 % full.

    Args:
        loads: demand over capacity by week, oldest first; None: a week away, which ends a run.
    """
    last = list(loads)[-WEEKS_IN_A_ROW:]
    over = [load for load in last if load is not None and load > LOAD]
    return Raised(Alarm.LOAD, min(over), LOAD, name) if len(over) == WEEKS_IN_A_ROW else None


def oldest_alarm(age_days: float, promised_days: float, name: str = "") -> Raised | None:
    """Whether the oldest open item is older than twice what was promised."""
    if promised_days <= 0 or age_days <= TIMES_THE_PROMISE * promised_days:
        return None
    return Raised(Alarm.OLDEST, age_days / promised_days, TIMES_THE_PROMISE, name)


def out_of_hours_alarm(share: float, name: str = "") -> Raised | None:
    """Whether more than 15 % of the hours lie outside working hours."""
    return Raised(Alarm.OUT_OF_HOURS, share, OUT_OF_HOURS, name) if share > OUT_OF_HOURS else None
