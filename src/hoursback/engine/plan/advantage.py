"""Comparative advantage: who gives up least by doing a piece of work, which need not be who is best at it.

Source: methods, section 5; Ricardo 1817.
"""

from __future__ import annotations

from collections.abc import Mapping


def opportunity_cost(labour: Mapping[str, float], good: str, other: str) -> float:
    """How much of the other good one unit of a good costs somebody.

    Args:
        labour: hours per unit, by good.

    >>> round(opportunity_cost({"cloth": 100, "wine": 120}, "cloth", "wine"), 4)
    0.8333
    """
    return labour[good] / labour[other]


def comparatively_best(labour: Mapping[str, Mapping[str, float]], good: str, other: str) -> str:
    """Who gives up least of the other good by making this one; the first of equals.

    >>> comparatively_best({"England": {"cloth": 100, "wine": 120}, "Portugal": {"cloth": 90, "wine": 80}},
    ...                    "cloth", "wine")
    'England'
    """
    return min(labour, key=lambda maker: opportunity_cost(labour[maker], good, other))


def labour_saved(labour: Mapping[str, float], made: str, traded_for: str, terms: float = 1.0) -> float:
    """Labour saved per unit got in trade instead of made, in units of labour; below 0: better to make it.

    Args:
        terms: units of the good made that one unit of the other costs in trade.
    """
    return labour[traded_for] - terms * labour[made]


def replacement_cost(price: float, efficiency: float, fee: float = 0.0) -> float:
    """What an owner hour of work costs from a helper: price, fee on top, helper hours per owner hour; currency."""
    return price * (1.0 + fee) * efficiency


def should_hand_over(price: float, efficiency: float, worth: float) -> bool:
    """Whether a helper gives up less than the owner, p e < w; it may hold although the helper is slower (e > 1)."""
    return replacement_cost(price, efficiency) < worth


def cheapest_hand(costs: Mapping[str, float], worth: float) -> str | None:
    """The helper who gives up least by taking an activity over; None: the owner does.

    Args:
        costs: cost of an owner hour's work from each helper who clears the floor (`replacement_cost`).
        worth: of the owner's hour, currency.
    """
    best = min(costs, key=lambda name: costs[name], default=None)
    return best if best is not None and costs[best] < worth else None
