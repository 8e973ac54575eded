"""How much hangs on one person: shares of handed-off hours, and departures that would leave nobody able.

Source: methods, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.people import Requirement, qualify

HHI_FLAGGED = 0.5
"""Above this concentration of handed-off hours a backup is priced."""
HOURS_FLAGGED = 20.0
"""Handed-off hours a week from which concentration is flagged; below, one helper is natural."""
BACKUP_SHORTFALL = 1
"""A backup may be one level below what is required."""


class Flag(StrEnum):
    """Why a backup should be priced."""

    CONCENTRATED = "most handed-off hours hang on one or two people"
    NO_BACKUP = "one departure leaves a critical activity with nobody able to do it"


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much hangs on how few.

    Attributes:
        hhi: sum of squared shares of handed-off hours; 0 when nothing is handed off.
        effective_people: 1 / hhi; 0 when nothing is handed off.
        bus_factor: fewest departures that leave a critical activity with nobody able; None: nothing is critical.
        thin: critical activities that hang on one person or nobody.
    """

    hhi: float
    effective_people: float
    bus_factor: int | None
    thin: tuple[str, ...]
    flags: tuple[Flag, ...]


def hhi(hours: Sequence[float]) -> float:
    """Herfindahl-Hirschman index, the sum of squared shares; 0 for no hours.

    >>> round(hhi([0.6, 0.25, 0.15]), 3)
    0.445
    """
    total = sum(hours)
    return sum((h / total) ** 2 for h in hours) if total > 0 else 0.0


def effective_people(hours: Sequence[float]) -> float:
    """How many equally busy people the hours would be as concentrated on, 1 / HHI; 0 for no hours.

    >>> round(effective_people([0.6, 0.25, 0.15]), 3)
    2.247
    """
    index = hhi(hours)
    return 1.0 / index if index > 0 else 0.0


def people_able(requirements: Sequence[Requirement], people: Mapping[str, Mapping[str, int] | None]) -> tuple[str, ...]:
    """Names of those who could keep an activity going: nowhere more than one level below what is required.

    Args:
        people: level by skill, by name; None: levels not stated, meets what is required.
    """
    lowered = [Requirement(r.skill, r.level - BACKUP_SHORTFALL) for r in requirements]
    return tuple(name for name, skills in people.items() if qualify(lowered, skills).qualified)


def bus_factor(
    critical: Mapping[str, Sequence[Requirement]], people: Mapping[str, Mapping[str, int] | None]
) -> int | None:
    """Fewest departures that leave a critical activity with nobody able; None where nothing is critical.

    Args:
        critical: requirements by activity. people: everybody who could do the work, the owner only if they still would.
    """
    return min((len(people_able(requirements, people)) for requirements in critical.values()), default=None)


def concentration(
    hours: Mapping[str, float],
    critical: Mapping[str, Sequence[Requirement]],
    people: Mapping[str, Mapping[str, int] | None],
) -> Concentration:
    """How much hangs on how few, with the flags that call for a backup.

    Args:
        hours: handed-off hours a week by person.
        critical, people: as for `bus_factor`.
    """
    spent = list(hours.values())
    factor = bus_factor(critical, people)
    thin = tuple(name for name, requirements in critical.items() if len(people_able(requirements, people)) <= 1)
    flags = []
    if hhi(spent) > HHI_FLAGGED and sum(spent) > HOURS_FLAGGED:
        flags.append(Flag.CONCENTRATED)
    if thin:
        flags.append(Flag.NO_BACKUP)
    return Concentration(hhi(spent), effective_people(spent), factor, thin, tuple(flags))
