"""Does "start looking on" come in time? Made-up growing businesses, looked at every week as their owners would.

Each has a demand that grows at its own rate, weeks that scatter around it, and a capacity. Every week the outlook is
made from the weeks seen so far; when it says to start looking, somebody is looked for, and is there after search and
ramp-up. Help is in time if that is before the demand itself (not a single bad week) reaches what can be done.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hoursback.engine.outlook.capacity import CAUTION, THETA, Kind, lead_weeks, path, runs_out
from hoursback.engine.outlook.forecast import forecast
from hoursback.engine.outlook.growth import UNKNOWN, growth_of_weeks, weighed
from hoursback.engine.units import WEEKS_PER_YEAR

BUSINESSES = 200
FIRST_LOOK = 8
"""Weeks of log before anybody looks at the outlook."""
_LONGEST = 260
_FUNCTIONS = ("finance", "marketing", "delivery", "admin", "it")


@dataclass(frozen=True, slots=True)
class Business:
    """One made-up business.

    Attributes:
        full: week in which its demand reaches theta of its capacity. lead: weeks that help takes.
        began: week in which the outlook first said to start looking; None: never before it was full.
    """

    growth_per_year: float
    full: int
    lead: int
    began: int | None

    @property
    def in_time(self) -> bool:
        """Whether help is in place before the overload."""
        return self.began is not None and self.began + self.lead <= self.full

    @property
    def early(self) -> int | None:
        """Weeks that help is there before it is needed; below nought: too late."""
        return None if self.began is None else self.full - self.began - self.lead


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of all of them.

    Attributes:
        in_time: share with help in place before the overload. early: median of the weeks that help was there before.
    """

    in_time: float
    early: float
    businesses: tuple[Business, ...]


def try_out(businesses: int = BUSINESSES, *, seed: int = 0, caution: float = CAUTION) -> Trial:
    """Made-up growing businesses, watched until they are full.

    Args:
        caution: chance of an overload up to which the outlook waits.
    """
    rng = np.random.default_rng(seed)
    found = tuple(_watched(rng, caution) for _ in range(businesses))
    early = [one.early for one in found if one.early is not None]
    return Trial(sum(one.in_time for one in found) / len(found), float(np.median(early)), found)


def _watched(rng: np.random.Generator, caution: float) -> Business:
    """A business that is full some time after the help's lead, so that it can be had in time at all."""
    growth = float(rng.uniform(0.1, 0.6))
    function = str(rng.choice(_FUNCTIONS))
    kind = Kind.EMPLOYEE if rng.random() < 0.3 else Kind.HOURLY
    lead = lead_weeks(kind, function)
    scatter = float(rng.uniform(0.1, 0.3))
    full = FIRST_LOOK + lead + int(rng.integers(4, WEEKS_PER_YEAR))
    capacity = float(rng.uniform(8, 45))
    start = THETA * capacity / (1 + growth) ** (full / WEEKS_PER_YEAR)
    weeks = np.arange(full + 1)
    noise = np.exp(rng.normal(-(scatter**2) / 2, scatter, full + 1))
    seen = start * (1 + growth) ** (weeks / WEEKS_PER_YEAR) * noise
    return Business(growth, full, lead, _began(seen.tolist(), capacity, lead, full, caution))


def _began(seen: list[float], capacity: float, lead: int, full: int, caution: float) -> int | None:
    for now in range(FIRST_LOOK, min(full, _LONGEST)):
        past = seen[:now]
        ahead = path(forecast(past, 1), weighed(UNKNOWN, growth_of_weeks(past)))
        begin = runs_out(ahead, capacity, caution=caution).start_looking(lead)
        if begin is not None and math.isfinite(begin) and begin <= 0:
            return now
    return None
