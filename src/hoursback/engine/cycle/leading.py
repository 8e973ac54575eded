"""How somebody leads: ratings by those they lead, shown so that nobody is found out (methods, section 6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import fmean

AREAS = ("expectations", "training", "guidance", "follow_up")
"""What leading asks for, and what is rated, 1 to 5 each."""
FEWEST = 3
"""People from which a mean is shown without asking each of them."""


@dataclass(frozen=True, slots=True)
class Upward:
    """What a leader sees of how they are rated.

    Attributes:
        people: who answered. means: by area; none below three people. averaged: people in the means.
    """

    people: int
    means: Mapping[str, float]
    averaged: int = 0


def upward(ratings: Mapping[int, Mapping[str, float]], shown: Collection[int] = ()) -> Upward:
    """Means over people, one rating each: of those who did not let theirs be seen; of all, where everybody did.

    A mean over both would give a hidden one away, once the shown ones are taken out of it.

    Args:
        ratings: by person, the newest rating of each area. shown: people whose own figures are seen beside the means.
    """
    hidden = [rating for person, rating in ratings.items() if person not in shown]
    group = hidden or list(ratings.values())
    if len(group) < FEWEST:
        return Upward(len(ratings), {})
    return Upward(len(ratings), {area: fmean(rating[area] for rating in group) for area in AREAS}, len(group))


def weakest(own: Mapping[str, float], others: Mapping[str, float]) -> str:
    """The area to set a goal in: the lowest by others' means, else by the own view; the first of equals."""
    seen = others or own
    return min(AREAS, key=lambda area: seen.get(area, 5.0))
