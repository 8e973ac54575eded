"""From which price and which worth of the hour one hand-off would go into the plan, all else equal.

Both come from the same draws as the verdict and ask for the same: a mean gain, and the chance of one that the caution
wants. So they cannot contradict the verdict or each other: what does not clear the bar has a price below today's and
a worth above it (decisions/0014).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.lines import Line

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a hand-off begins to clear the bar.

    Attributes:
        price: per helper hour, at most; None: at none, or it is paid by another measure. worth: of an hour that it
            frees, at least; None: at none. Both currency.
        price_now, worth_now: what they are today.
        is_met: whether it clears the bar today.
    """

    price: float | None
    worth: float | None
    price_now: float
    worth_now: float
    is_met: bool


def thresholds(joint: Joint, option: int, line: Line | None = None) -> Thresholds:
    """The thresholds of one offer: as a line of the plan, or beside all that the plan frees."""
    offer = joint.offers.offers[option]
    total = max(0.0, joint.freed)
    if line is not None:
        start, already, among, bears, as_sought = line.start, 0.0, total, line.bears, True
    else:
        start, already, among, as_sought = joint.earliest(option), total, 0.0, False
        bears = 0.0 if offer.option.engagement in joint.engaged else 1.0
    parts = joint.luck.parts(
        offer, joint.problem, start=start, already=already, among=among, bears=bears, as_sought=as_sought
    )
    terms = offer.option.terms
    caution = joint.settings.assumptions.caution.value
    hour_now = joint.worth.time.freed(already, max(float(terms.hours * terms.handable), among, 0.1))
    price_now = float(terms.price)
    by_price = (
        -math.inf if offer.option.fixed_per_week is not None else _most(parts.rest + parts.worth, parts.pay, caution)
    )
    value = parts.rest + parts.worth - parts.pay
    is_met = bool(value.mean() > 0 and (value > 0).mean() >= caution)
    by_worth = _least(parts.pay - parts.rest, parts.worth, caution, is_met=is_met)
    return Thresholds(
        price=by_price * price_now if 0 < by_price * price_now < math.inf else None,
        worth=by_worth * hour_now if math.isfinite(by_worth) else None,
        price_now=price_now,
        worth_now=hour_now,
        is_met=is_met,
    )


def _most(gain: Array, pay: Array, caution: float) -> float:
    """The factor on what is paid up to which the mean and enough of the draws gain."""
    if pay.mean() <= 0:
        return math.inf if gain.mean() > 0 else -math.inf
    factors = np.where(pay > 0, gain / np.where(pay > 0, pay, 1.0), np.where(gain > 0, math.inf, -math.inf))
    return min(float(gain.mean() / pay.mean()), _reached_by(-factors, caution, -1.0))


def _least(lost: Array, worth: Array, caution: float, *, is_met: bool) -> float:
    """The factor on the worth of the hours from which the mean and enough of the draws gain.

    A draw in which the hand-off costs more hours than it wins gains the less the more an hour is worth. Where the bar
    is met today, the factor is 1 or less, and such a draw counts if it gains today; else the factor is above 1, and
    none of them is counted on.
    """
    never = np.where(worth > lost, 0.0, math.inf) if is_met else math.inf
    factors = np.where(worth > 0, lost / np.where(worth > 0, worth, 1.0), never)
    in_the_mean = float(lost.mean() / worth.mean()) if worth.mean() > 0 else (0.0 if is_met else math.inf)
    return max(in_the_mean, _reached_by(factors, caution, 1.0), 0.0)


def _reached_by(factors: Array, share: float, sign: float) -> float:
    """The factor that this share of draws does not exceed."""
    place = min(max(math.ceil(share * len(factors)) - 1, 0), len(factors) - 1)
    return sign * float(np.partition(factors, place)[place])
