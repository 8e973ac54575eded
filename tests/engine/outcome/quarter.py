"""Logs before and since a hand-off, drawn at random: what results should get right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from hoursback.engine.outcome.handed import Handed

MONDAY = date(2026, 1, 5).toordinal()
KINDS = ((0.9, 1.5, 0.5), (0.6, 1.0, 0.7), (0.4, 2.0, 0.5), (0.2, 3.0, 0.6))
"""Chance on a day, mean hours, coefficient of variation: those of worked example 3."""
DAYS = (1.3, 1.1, 1.0, 0.9, 0.7)


@dataclass(frozen=True)
class Quarter:
    """What was logged, and what was truly freed in each week, by hand-off and in all."""

    handed: list[Handed]
    logged: dict[int, float]
    freed: np.ndarray
    today: int


def quarter(seed: int, *, before: int = 8, since: int = 13, shift: int = 0) -> Quarter:
    """Four kinds of work, handed over together; the owner still spends 15 % of what each would have taken."""
    rng = np.random.default_rng(seed)
    spread = math.sqrt(math.log(1 + 0.25**2))
    busy = np.exp(rng.normal(-(spread**2) / 2, spread, before + since))
    first = MONDAY + shift
    logged = {first + 7 * week + day: 3.0 for week in range(before + since) for day in range(5)}
    freed = np.zeros((len(KINDS), since))
    handed = []
    for place, (chance, mean, cv) in enumerate(KINDS):
        by_day: dict[int, float] = {}
        for week in range(before + since):
            for weekday, factor in enumerate(DAYS):
                if rng.random() >= chance:
                    continue
                hours = rng.gamma(1 / cv**2) * mean * cv**2 * factor * busy[week]
                if week >= before:
                    spent = 0.15 * hours * rng.lognormal(0, 0.3)
                    freed[place, week - before] += hours - spent
                    hours = spent
                by_day[first + 7 * week + weekday] = hours
                logged[first + 7 * week + weekday] += hours
        handed.append(Handed(place + 1, f"work {place}", first + 7 * before, by_day=by_day))
    return Quarter(handed, logged, freed, first + 7 * (before + since))
