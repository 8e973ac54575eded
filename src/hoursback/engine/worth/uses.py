"""Where freed hours go: booked in advance to named uses, or they leak away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoursback.engine.figures import Figure
from hoursback.engine.worth.value import Basis, Opportunity

GROWTH_HOURS = 1.0
"""Hours a week booked to each growth use before the next one (own choice; the owner changes it)."""


class UseKind(StrEnum):
    """What a freed hour is for, in the order in which hours are booked."""

    UNDONE = "undone work"
    EARNING = "what earns most"
    STRATEGY = "strategy"
    PROSPECTS = "prospects"
    RELATIONSHIPS = "relationships with customers and staff"
    OWN_SKILLS = "own skills"
    AUTHORITY = "authority in the field"
    CUSTOMERS = "learning about customers"
    REST = "rest"


GROWTH_USES = (
    UseKind.STRATEGY,
    UseKind.PROSPECTS,
    UseKind.RELATIONSHIPS,
    UseKind.OWN_SKILLS,
    UseKind.AUTHORITY,
    UseKind.CUSTOMERS,
)


@dataclass(frozen=True, slots=True)
class Undone:
    """Work that should have happened and did not; a log cannot show it.

    Attributes:
        hours_per_week: what it would take. value_per_hour: currency; None: it matters, but nobody can say how much.
    """

    name: str
    hours_per_week: Figure
    value_per_hour: Figure | None = None

    def as_opportunity(self) -> Opportunity | None:
        """What it would earn, where that is stated."""
        if self.value_per_hour is None:
            return None
        return Opportunity(
            self.name,
            self.value_per_hour.value,
            self.hours_per_week.value,
            Basis.STATED,
            relative(self.value_per_hour),
            relative(self.hours_per_week),
            undone=True,
        )


@dataclass(frozen=True, slots=True)
class Use:
    """Freed hours a week booked to one use; value_per_hour in currency, None where nobody stated one."""

    name: str
    kind: UseKind
    hours: float
    value_per_hour: float | None


def relative(figure: Figure) -> Figure:
    """How well a figure is known, as a figure around 1."""
    return figure.scaled(1.0 / figure.value) if figure.value > 0 else Figure.exact(1.0)


def book_uses(
    hours: float,
    undone: Sequence[Undone],
    earning: Sequence[Opportunity],
    leisure: float,
    growth_hours: float = GROWTH_HOURS,
) -> tuple[Use, ...]:
    """Book freed hours a week to named uses in order: undone work, what earns most, growth, rest.

    Args:
        earning: opportunities besides undone work, best first.
        leisure: currency per hour of rest.
        growth_hours: hours a week for each growth use.
    Returns: uses with hours above 0, in the order of booking; their hours add up to the hours given.
    """
    wishes = [
        Use(u.name, UseKind.UNDONE, u.hours_per_week.value, u.value_per_hour.value if u.value_per_hour else None)
        for u in undone
    ]
    wishes += [Use(o.name, UseKind.EARNING, o.cap, o.rate) for o in earning if not o.undone]
    wishes += [Use(kind.value, kind, growth_hours, None) for kind in GROWTH_USES]
    booked: list[Use] = []
    left = max(hours, 0.0)
    for wish in wishes:
        taken = min(wish.hours, left)
        if taken > 0:
            booked.append(Use(wish.name, wish.kind, taken, wish.value_per_hour))
            left -= taken
    if left > 0:
        booked.append(Use(UseKind.REST.value, UseKind.REST, left, leisure))
    return tuple(booked)
