"""Draws of every activity's weekly hours, and of the time that no entry covers (methods, section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np
import numpy.typing as npt

from hoursback.engine.review.days import UsedDays
from hoursback.engine.review.hurdle import StatedHours, Stratum, refined, scaled_to, weekly_draws, widened
from hoursback.engine.review.log import DayLog
from hoursback.engine.review.strata import ActivityDays, stated_hours
from hoursback.engine.units import SECONDS_PER_HOUR

Array = npt.NDArray[np.float64]

SHARED_OUT_WEIGHT = 10.0
"""How closely unaccounted time follows the activities' shares where it is shared out (Dirichlet)."""
_ACTIVITY, _UNACCOUNTED, _SHARING = 1, 2, 3
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hours a week with their likely range; `known` is False where the log cannot tell, and all figures are 0."""

    mean: float = 0.0
    p10: float = 0.0
    p50: float = 0.0
    p90: float = 0.0
    known: bool = True

    @classmethod
    def of(cls, mean: float, draws: Array) -> Estimate:
        """From draws, shape (size,)."""
        p10, p50, p90 = (float(q) for q in np.quantile(draws, (0.1, 0.5, 0.9)))
        return cls(mean, p10, p50, p90)


@dataclass(frozen=True, slots=True, eq=False)
class ActivityDraws:
    """One activity's hours a week, shape (draws,), and how they came about."""

    days: ActivityDays
    mean: float
    draws: Array
    source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class UnaccountedTime:
    """Time that no entry covers, hours a week; `beyond` hours that the activities take and the week does not have."""

    estimate: Estimate
    draws: Array
    beyond: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the draws of all activities have in common.

    Every activity has its own stream of chance, by its position: neither its name nor another one's hours move it.

    Attributes:
        weeks: W, how many weeks the log counts for.
        typical: m0 where none is stated, hours.
        widen: factor on the spread of what the log says.
        has_log: without one, nothing can be missing from it.
    """

    seed: int
    size: int
    sw: float
    c2pool: float
    weeks: float
    typical: float
    widen: float = 1.0
    has_log: bool = True

    def _rng(self, purpose: int, position: int) -> np.random.Generator:
        return np.random.default_rng((abs(self.seed), purpose, position))

    def _hurdle(self, rng: np.random.Generator, strata: Sequence[Stratum], m0: float) -> Array:
        return weekly_draws(rng, strata, weeks=self.weeks, m0=m0, sw=self.sw, c2pool=self.c2pool, size=self.size)

    def activity(self, days: ActivityDays) -> ActivityDraws:
        """One activity, from the log, from what is stated, or from both."""
        rng = self._rng(_ACTIVITY, days.position)
        figure = stated_hours(days.stated, self.typical)
        if days.active_days == 0:
            if figure is None:
                return ActivityDraws(days, 0.0, np.zeros(self.size), "nothing", (_NOWHERE,))
            stated = StatedHours.of(figure)
            return ActivityDraws(days, stated.mean, stated.draws(rng, self.size), "stated", self._said(days))
        m0, warnings = _typical_of(days, self.typical)
        draws = widened(scaled_to(self._hurdle(rng, days.strata, m0), days.point), self.widen)
        if figure is None or figure.high <= 0:
            return ActivityDraws(days, days.point, draws, "log", warnings)
        both = refined(draws, StatedHours.of(figure))
        return ActivityDraws(days, float(both.mean()), both, "log and stated", warnings)

    def _said(self, days: ActivityDays) -> tuple[str, ...]:
        """What to know about hours that are stated and not logged."""
        said = (_NOT_OBSERVED,) if self.has_log else ()
        stated = days.stated
        if stated is None or stated.hours_per_week is not None or stated.hours_each is not None:
            return said
        return (*said, f"How long it takes is not stated (hours_each); about {self.typical:.1f} hours are assumed.")

    def unaccounted(
        self, log: DayLog, used: UsedDays, drawn: Sequence[ActivityDraws], stated_hours_per_week: float | None
    ) -> UnaccountedTime:
        """Time that no entry covers; what is stated and does not show in the log lies in it."""
        if not used.work:
            return self._left_of_stated(drawn, stated_hours_per_week)
        if not used.spans_known:
            return UnaccountedTime(Estimate(known=False), np.zeros(self.size))
        uncovered = _uncovered(log, used)
        measured = sum(n * sum(uncovered[day] for day in days) / len(days) for days, n in used.strata if days)
        left = measured - sum(one.mean - one.days.point for one in drawn)
        strata = tuple(
            Stratum(len(days), tuple(uncovered[day] for day in days if uncovered[day] > _NOTHING), days_per_week)
            for days, days_per_week in used.strata
        )
        hours = [x for stratum in strata for x in stratum.hours]
        if left <= _NOTHING or not hours:
            return UnaccountedTime(Estimate(), np.zeros(self.size), max(-left, 0.0))
        draws = scaled_to(self._hurdle(self._rng(_UNACCOUNTED, 0), strata, median(hours)), left)
        return UnaccountedTime(Estimate.of(left, draws), draws)

    def _left_of_stated(self, drawn: Sequence[ActivityDraws], hours_per_week: float | None) -> UnaccountedTime:
        """What the activities leave of stated working hours, without a log."""
        if hours_per_week is None:
            return UnaccountedTime(Estimate(known=False), np.zeros(self.size))
        left = hours_per_week - sum(one.mean for one in drawn)
        rest = hours_per_week - sum((one.draws for one in drawn), np.zeros(self.size))
        draws = scaled_to(np.maximum(rest, 0.0), max(left, 0.0))
        return UnaccountedTime(Estimate.of(max(left, 0.0), draws), draws, max(-left, 0.0))

    def shared_out(self, drawn: Sequence[ActivityDraws], free: UnaccountedTime) -> list[ActivityDraws]:
        """The activities with the unaccounted time shared out over them by their shares (Dirichlet)."""
        total = sum(one.mean for one in drawn)
        if total <= 0:
            return list(drawn)
        shares = [one.mean / total for one in drawn]
        # Gammas over their sum are Dirichlet; one stream each keeps the activities apart.
        gammas = [
            self._rng(_SHARING, one.days.position).gamma(SHARED_OUT_WEIGHT * share, 1.0, self.size)
            for one, share in zip(drawn, shares, strict=True)
        ]
        whole = sum(gammas, np.zeros(self.size))
        more = []
        for one, share, gamma in zip(drawn, shares, gammas, strict=True):
            mean = one.mean + free.estimate.mean * share
            draws = scaled_to(one.draws + free.draws * gamma / whole, mean)
            more.append(ActivityDraws(one.days, mean, draws, one.source, one.warnings))
        return more


_NOWHERE = "It is not in the log (see its match patterns) and no hours are stated."
_NOT_OBSERVED = "Not observed in the log; the stated value is used."


def _typical_of(days: ActivityDays, typical: float) -> tuple[float, tuple[str, ...]]:
    """m0, hours on a day it happens, and a warning where what is stated and what is logged are far apart."""
    each = days.stated.hours_each if days.stated else None
    if each is None or each.value <= 0:
        return typical, ()
    logged = sum(sum(stratum.hours) for stratum in days.strata) / days.active_days
    if 0.5 <= logged / each.value <= 2:
        return each.value, ()
    return each.value, (f"You state {each.value:.1f} hours each time; the log has {logged:.1f} on a day it happens.",)


def _uncovered(log: DayLog, used: UsedDays) -> dict[date, float]:
    """Span less logged hours of each used day; below 0 where more was logged than the stated hours."""
    logged = {day: total.logged / SECONDS_PER_HOUR for day, total in log.days.items()}
    return {day: span - logged.get(day, 0.0) for day, span in used.spans.items()}
