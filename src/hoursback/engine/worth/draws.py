"""The value of freed hours under uncertainty: one curve per draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.figures import Figure, Shape
from hoursback.engine.worth.value import Basis, Opportunity

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WorthFigures:
    """What moves the worth of an hour: the figures behind a `ValueOfTime`.

    Attributes:
        average: v_avg, currency per hour. leisure: its share that an hour of rest is worth. tax_rate: off that.
        rho, eps: shares. constant: a stated worth of a freed hour, which replaces the curve; None: derived.
        average_is_constant: no income is stated, so the stated worth also stands for v_avg and moves with it.
    """

    average: Figure
    leisure: Figure
    rho: Figure
    eps: Figure
    tax_rate: float = 0.0
    constant: Figure | None = None
    average_is_constant: bool = False


@dataclass(frozen=True, slots=True)
class DrawnValue:
    """Draws of the value of freed hours; each draw's curve is concave, through 0, its first slope goes on below 0.

    Attributes:
        slopes: of U, currency per hour, descending along the last axis, shape (draws, pieces).
        widths: hours a week of each piece, the last without end, same shape.
        average, leisure: v_avg and l, currency per hour. rho: share. All of shape (draws,).
    """

    slopes: Array
    widths: Array
    average: Array
    leisure: Array
    rho: Array

    def value(self, hours: float | Array) -> Array:
        """U, currency a week, one curve per draw.

        Args:
            hours: freed hours a week, a number or shape (draws,) or (draws, ...).
        Returns: shape (draws,) or that of hours.
        """
        freed = np.asarray(hours, dtype=float)
        if freed.ndim == 0:
            freed = np.broadcast_to(freed, self.rho.shape)
        tail = (1,) * (freed.ndim - 1)
        ends = np.cumsum(self.widths[:, :-1], axis=1)
        total = self.slopes[:, -1].reshape(-1, *tail) * freed
        for piece in range(ends.shape[1]):
            above = (self.slopes[:, piece] - self.slopes[:, piece + 1]).reshape(-1, *tail)
            total = total + above * np.minimum(freed, ends[:, piece].reshape(-1, *tail))
        return np.asarray(total)

    def freed(self, already: float | Array, more: float | Array) -> Array:
        """w_freed of each draw: average worth of some more freed hours, currency per hour; more must not be 0."""
        start = np.asarray(already, dtype=float)
        return (self.value(start + more) - self.value(start)) / more


def draw_value(
    rng: np.random.Generator, size: int, figures: WorthFigures, opportunities: Sequence[Opportunity]
) -> DrawnValue:
    """One curve of the value of freed hours per draw.

    The average hour moves everything that rests on it together: leisure and assumed rates; eps moves all rates that
    come from margins. Draws are taken in a fixed order, so that stating one figure leaves the others' draws alone.
    """
    average = figures.average.draws(rng, size)
    leisure_share = figures.leisure.draws(rng, size, Shape.SHARE)
    rho = figures.rho.draws(rng, size, Shape.SHARE)
    eps = figures.eps.draws(rng, size, Shape.SHARE)
    constant = figures.constant.draws(rng, size) if figures.constant is not None else None
    if constant is not None and figures.average_is_constant:
        average = constant
    leisure = leisure_share * average * (1.0 - figures.tax_rate)
    if constant is not None:
        endless = np.full((size, 1), np.inf)
        return DrawnValue(constant[:, None], endless, average, leisure, rho)
    common = {
        Basis.STATED: np.ones(size),
        Basis.MARGIN: _relative(eps, figures.eps.value),
        Basis.AVERAGE: _relative(average, figures.average.value),
    }
    rates = np.empty((size, len(opportunities)))
    caps = np.empty((size, len(opportunities)))
    for column, opportunity in enumerate(opportunities):
        rates[:, column] = opportunity.rate * opportunity.rate_spread.draws(rng, size) * common[opportunity.basis]
        caps[:, column] = opportunity.cap * opportunity.cap_spread.draws(rng, size)
    return _ranked(rates, caps, average, leisure, rho)


def _ranked(rates: Array, caps: Array, average: Array, leisure: Array, rho: Array) -> DrawnValue:
    """Each draw's opportunities best first, those worth less than rest left out (a piece of no width), then rest."""
    rest = leisure[:, None]
    taken = rates > rest
    rates = np.where(taken, rates, rest)
    order = np.argsort(-rates, axis=1, kind="stable")
    widths = np.take_along_axis(np.where(taken, caps, 0.0), order, axis=1)
    full = np.concatenate((np.take_along_axis(rates, order, axis=1), rest), axis=1)
    slopes = rho[:, None] * full + (1 - rho)[:, None] * rest
    return DrawnValue(slopes, np.concatenate((widths, np.full_like(rest, np.inf)), axis=1), average, leisure, rho)


def _relative(draws: Array, middle: float) -> Array:
    """Draws around 1; a figure of nothing moves nothing."""
    return draws / middle if middle > 0 else np.ones_like(draws)
