"""What freed hours bring: the best opportunities first, then rest; a concave curve with a slope for every hour.

Source: methods, section 3; the planner's V_k is U here (planner, section 3.1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hoursback.engine.figures import Figure

Array = npt.NDArray[np.float64]


class Basis(StrEnum):
    """What an opportunity's rate rests on, and so what moves it besides its own range."""

    STATED = "stated"
    MARGIN = "margin"  # eps R / h: moves with eps.
    AVERAGE = "average"  # v_avg where nothing better is known: moves with the income.


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A use of the owner's time that earns.

    Attributes:
        rate: currency per more hour. cap: hours a week that would still earn it.
        basis: what the rate rests on; AVERAGE is of low confidence.
        rate_spread, cap_spread: how well they are known, around 1.
        undone: work that should have happened and did not.
    """

    name: str
    rate: float
    cap: float
    basis: Basis = Basis.STATED
    rate_spread: Figure = Figure.exact(1.0)
    cap_spread: Figure = Figure.exact(1.0)
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ValueOfTime:
    """The value of freed hours a week.

    V(F) is what F freed hours would bring if all went to the best use; U(F) = rho V(F) + (1 - rho) l F is what they
    bring when only the share rho really does, and the rest is rest. Opportunities worth less than rest are not taken.

    Attributes:
        opportunities: in any order; they are used best first.
        leisure: l, currency per hour of rest.
        rho: share of freed time that goes to what earns most.
        constant: a stated worth of a freed hour, which replaces V and U by one slope; None: derived.
    """

    opportunities: tuple[Opportunity, ...]
    leisure: float
    rho: float = 0.6
    constant: float | None = None

    @property
    def ranked(self) -> tuple[Opportunity, ...]:
        """The opportunities that are worth more than rest, best first."""
        taken = [o for o in self.opportunities if o.rate > self.leisure and o.cap > 0]
        return tuple(sorted(taken, key=lambda o: -o.rate))

    def full_slopes(self) -> tuple[tuple[float, float], ...]:
        """(slope, width) of V, descending; the last width is without end."""
        if self.constant is not None:
            return ((self.constant, math.inf),)
        pieces: list[tuple[float, float]] = []
        for opportunity in self.ranked:
            if pieces and pieces[-1][0] == opportunity.rate:
                pieces[-1] = (opportunity.rate, pieces[-1][1] + opportunity.cap)
            else:
                pieces.append((opportunity.rate, opportunity.cap))
        if pieces and math.isinf(pieces[-1][1]):
            return tuple(pieces)
        return (*pieces, (self.leisure, math.inf))

    def slopes(self) -> tuple[tuple[float, float], ...]:
        """(slope, width) of U in currency and hours a week, descending; the last width is without end.

        The first piece also counts for negative hours, such as weeks of training.
        """
        if self.constant is not None:
            return self.full_slopes()
        kept = self.rho
        return tuple((kept * slope + (1 - kept) * self.leisure, width) for slope, width in self.full_slopes())

    def full_value(self, hours: float | Array) -> Array:
        """V, currency a week, of hours freed a week; shape as given."""
        return _concave(self.full_slopes(), np.asarray(hours, dtype=float))

    def value(self, hours: float | Array) -> Array:
        """U, currency a week, of hours freed a week; shape as given."""
        return _concave(self.slopes(), np.asarray(hours, dtype=float))

    def freed(self, already: float, more: float) -> float:
        """w_freed(F, x): average worth of x more freed hours after F, currency per hour; at x = 0 the slope there."""
        if more == 0:
            return self.slope_at(already)
        return float(self.value(already + more) - self.value(already)) / more

    def slope_at(self, hours: float) -> float:
        """Worth of the next freed hour (slope of U) after this many, currency per hour."""
        end = 0.0
        for slope, width in self.slopes():
            end += width
            if hours < end:
                return slope
        return self.leisure  # Hours without end.

    def next_hour(self, hours: float = 0.0) -> float:
        """What one more hour would bring at its best use, V(F + 1) - V(F)."""
        return float(self.full_value(hours + 1.0) - self.full_value(hours))

    def with_booked(self, booked: Mapping[str, float]) -> ValueOfTime:
        """The same with each opportunity's cap reduced by the hours already booked for it, by name."""
        left = tuple(replace(o, cap=max(0.0, o.cap - booked.get(o.name, 0.0))) for o in self.opportunities)
        return replace(self, opportunities=left)


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """The worth of an hour, currency per hour: one more today, one more next week, and a freed one in the plan."""

    now: float
    next_week: float
    freed: float


@dataclass(frozen=True, slots=True)
class VerdictWorths:
    """The worths of an hour at which a verdict is always shown, currency per hour."""

    leisure: float
    average: float
    freed: float


def three_numbers(
    time: ValueOfTime, *, booked: Mapping[str, float] | None = None, freed_hours: float = 1.0, already: float = 0.0
) -> ThreeNumbers:
    """The three numbers of methods, section 3.

    Args:
        booked: hours already booked for next week, by opportunity.
        freed_hours: hours a week the plan frees. already: hours freed before it.
    """
    return ThreeNumbers(
        now=time.next_hour(already),
        next_week=time.with_booked(booked or {}).next_hour(already),
        freed=time.freed(already, freed_hours),
    )


def _concave(pieces: tuple[tuple[float, float], ...], hours: Array) -> Array:
    """Value of a concave piecewise-linear curve through 0, whose first piece goes on below 0.

    Each piece but the last is worth its slope above the next one, up to where it ends.
    """
    total = pieces[-1][0] * hours
    end = 0.0
    for (slope, width), (after, _) in pairwise(pieces):
        end += width
        total = total + (slope - after) * np.minimum(hours, end)
    return np.asarray(total)
