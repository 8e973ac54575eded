"""How somebody leads: ratings by those they lead, shown so that nobody is found out (methods, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

AREAS = ("expectations", "training", "guidance", "follow_up")
"""What leading asks for, and what is rated, 1 to 5 each."""
FEWEST = 3
"""People from which a mean is shown without asking each of them."""


@dataclass(frozen=True, slots=True)
class Upward:
    """What a leader sees of how they are rated: means by area, of how many people; no means below three."""

    people: int
    means: Mapping[str, float]


def upward(ratings: Mapping[int, Mapping[str, float]]) -> Upward:
    """Means over people, one rating each.

    Args:
        ratings: by person, the newest rating of each area.
    """
    if len(ratings) < FEWEST:
        return Upward(len(ratings), {})
    return Upward(len(ratings), {area: fmean(rating[area] for rating in ratings.values()) for area in AREAS})


def weakest(own: Mapping[str, float], others: Mapping[str, float]) -> str:
    """The area to set a goal in: the lowest by others' means, else by the own view; the first of equals."""
    seen = others or own
    return min(AREAS, key=lambda area: seen.get(area, 5.0))
