"""What a kind of work took before it was handed over, and what a later week would have taken without the hand-off.

Source: methods, section 1 (the hurdle model, its week factor and its scaling) and section 7.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.figures import Figure
from hoursback.engine.outcome.weeks import WEEK, Attendance, monday_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hoursback.engine.review.hurdle import Stratum as Seen

    Array = npt.NDArray[np.float64]

WEEKS_USED = 8
"""Weeks before a start that are looked at, as the review does."""
WEEKS_BACK = 26
"""They are looked for no further back than this, where the work was with somebody in between."""
ENOUGH_DAYS = 5
"""Logged work days before a start from which the log goes before what was stated."""
DRIFT = 0.02
"""How much further off the weeks before are with each week that passes, as sd of the logarithm (our own figure)."""
SHARED = 0.7
"""Part of what makes a week busier or calmer that all kinds of work share (our own figure)."""
_ASSUMED = Assumptions()
_TYPICAL = 1.0


class Source(StrEnum):
    """What the hours before rest on."""

    LOG = "log"
    STATED = "stated"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Draws of one kind of day: chance that the work happens on one, hours where it does, shape (draws, 1)."""

    days_per_week: int
    chance: Array
    typical: Array
    precision: float
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """Hours a week before a hand-off.

    Attributes:
        level: draws of an ordinary week, hours, shape (draws,). days: logged work days it rests on.
        middle: the day in the middle of the days it rests on.
    """

    source: Source
    level: Array
    days: int
    middle: int
    strata: tuple[Stratum, ...] = ()
    factor: Array | None = None

    def weeks(
        self,
        rng: np.random.Generator,
        work: Array,
        rest: Array,
        middays: Array,
        common: Array,
        *,
        work_days: int,
        growth: float = 0.0,
        sw: float = _ASSUMED.sw.value,
    ) -> Array:
        """Draws of what weeks would have taken without the hand-off, hours, shape (draws, weeks).

        Args:
            work, rest: work and rest days of each week that count, shape (weeks,).
            middays: a day of each week. common: standard normal draws that all hand-offs share, shape (draws, weeks).
            growth: of the work, a year.
        """
        import numpy as np

        size = len(self.level)
        own = rng.standard_normal((size, len(work)))
        busy = np.exp(sw * (math.sqrt(SHARED) * common + math.sqrt(1 - SHARED) * own) - sw**2 / 2)
        later = np.maximum(middays - self.middle, 0.0) / WEEK
        drift = DRIFT * np.sqrt(later)[None, :]
        # One direction for each draw: work that has grown stays grown.
        grown = np.exp(drift * rng.standard_normal((size, 1)) - drift**2 / 2) * (1 + growth) ** (later / 52.0)
        if self.strata and self.factor is not None:
            hours = sum(
                (_hours(rng, stratum, days) for stratum, days in zip(self.strata, (work, rest), strict=True)),
                np.zeros((size, len(work))),
            )
            return np.asarray(hours * self.factor[:, None] * busy * grown)
        day = np.exp(0.5 * rng.standard_normal((size, len(work))) - 0.125)
        return np.asarray(self.level[:, None] * (work / work_days)[None, :] * day * busy * grown)


def baseline(
    rng: np.random.Generator,
    by_day: Mapping[int, float],
    attendance: Attendance,
    start: int,
    *,
    with_somebody: Collection[tuple[int, int]] = (),
    stated: float | None = None,
    size: int = 2000,
    shared: Array | None = None,
    assumptions: Assumptions = _ASSUMED,
) -> Baseline:
    """The weeks before a start: the last eight of the log in which the work was with nobody else.

    Args:
        by_day: the owner's hours on it by day, without briefing and training. start: the first day of the hand-off.
        with_somebody: first and last days of earlier hand-offs of the same work.
        stated: hours a week as stated, where the log holds fewer than five work days.
        shared: standard normal draws of how busy the weeks before were for all work, shape (draws,).
    """
    import numpy as np

    from hoursback.engine.review.hurdle import StatedHours

    days = _days_before(attendance, start, with_somebody)
    found = _of_days(rng, by_day, attendance, days, size, assumptions, shared)
    if found is not None:
        return found
    if stated:
        return Baseline(Source.STATED, StatedHours.of(Figure.exact(stated)).draws(rng, size), 0, start)
    return Baseline(Source.NOTHING, np.zeros(size), 0, start)


def ordinary(
    rng: np.random.Generator,
    by_day: Mapping[int, float],
    attendance: Attendance,
    days: Sequence[int],
    *,
    size: int = 2000,
    assumptions: Assumptions = _ASSUMED,
) -> Array | None:
    """Draws of an ordinary week's hours by the section 1 model from some days; None: too few work days for it."""
    found = _of_days(rng, by_day, attendance, days, size, assumptions)
    return None if found is None else found.level


def _days_before(attendance: Attendance, start: int, with_somebody: Collection[tuple[int, int]]) -> list[int]:
    """The days before a start that count, at most eight weeks of them."""
    first = min(attendance.logged, default=start)
    days = [
        day
        for day in range(max(first, monday_of(start) - WEEKS_BACK * WEEK), start)
        if not any(begin <= day <= end for begin, end in with_somebody)
    ]
    weeks = sorted({monday_of(day) for day in days})[-(WEEKS_USED + 1) :]
    # The week of the start is a ninth and not whole.
    kept = set(weeks if len(weeks) <= WEEKS_USED else weeks[1:] if monday_of(start) in weeks else weeks[-WEEKS_USED:])
    return [day for day in days if monday_of(day) in kept]


def _of_days(
    rng: np.random.Generator,
    by_day: Mapping[int, float],
    attendance: Attendance,
    days: Sequence[int],
    size: int,
    assumptions: Assumptions,
    shared: Array | None = None,
) -> Baseline | None:
    import numpy as np

    from hoursback.engine.review.hurdle import Stratum as Seen
    from hoursback.engine.review.hurdle import scaled_to

    work, rest = attendance.worked(days), attendance.rests(days)
    if len(work) < ENOUGH_DAYS:
        return None
    seen = [
        Seen(
            days=len(used),
            hours=tuple(by_day[day] for day in used if by_day.get(day, 0.0) > 0),
            days_per_week=per_week,
            is_fixed=_is_fixed(by_day, used),
        )
        for used, per_week in ((work, attendance.work_days), (rest, WEEK - attendance.work_days))
    ]
    active = [hours for one in seen for hours in one.hours]
    typical = median(active) if active else _TYPICAL
    strata = tuple(_drawn(rng, one, typical, assumptions.c2pool.value, size) for one in seen)
    point = sum(one.point for one in seen)
    busy = rng.standard_normal(size)
    if shared is not None:
        busy = math.sqrt(SHARED) * shared + math.sqrt(1 - SHARED) * busy
    weeks = len(work) / attendance.work_days
    # Few weeks tell little about how much weeks differ, too.
    spread = assumptions.sw.value * math.sqrt((1 + 1 / weeks) / weeks)
    factor = np.exp(spread * busy - spread**2 / 2)
    raw = sum((one.days_per_week * (one.chance * one.typical)[:, 0] for one in strata), np.zeros(size)) * factor
    level = scaled_to(raw, point)
    scale = point / float(raw.mean()) if raw.any() else 0.0
    return Baseline(Source.LOG, level, len(work), work[len(work) // 2], strata, factor * scale)


def _drawn(rng: np.random.Generator, seen: Seen, typical: float, c2pool: float, size: int) -> Stratum:
    import numpy as np

    active = len(seen.hours)
    precision = 1.0 / seen.spread(c2pool)
    if not active:
        nothing = np.zeros((size, 1))
        return Stratum(seen.days_per_week, nothing, nothing, precision, is_fixed=False)
    first, second = seen.chance
    share = np.full(size, active / seen.days) if seen.is_fixed else rng.beta(first, second, size)
    hours = precision * (sum(seen.hours) + typical) / rng.gamma(precision * (active + 1) + 1.0, 1.0, size)
    return Stratum(seen.days_per_week, share[:, None], hours[:, None], precision, is_fixed=seen.is_fixed)


def _hours(rng: np.random.Generator, stratum: Stratum, days: Array) -> Array:
    """Hours of weeks with so many such days: on how many it happens, and how long it takes then."""
    import numpy as np

    shape = (len(stratum.chance), len(days))
    if not stratum.typical.any():
        return np.zeros(shape)
    times: Array = np.broadcast_to(stratum.chance * days, shape)
    if not stratum.is_fixed:
        counts = rng.binomial(np.broadcast_to(days, shape).astype(np.int64), np.broadcast_to(stratum.chance, shape))
        times = counts.astype(np.float64)
    drawn = rng.gamma(np.maximum(stratum.precision * times, 1e-9), 1.0)
    return np.asarray(np.where(times > 0, drawn / stratum.precision * stratum.typical, 0.0))


def _is_fixed(by_day: Mapping[int, float], used: Sequence[int]) -> bool:
    """Whether it happens on the same weekdays every week, each seen at least three times and never otherwise."""
    seen: dict[int, list[bool]] = {}
    for day in used:
        seen.setdefault((day - 1) % WEEK, []).append(by_day.get(day, 0.0) > 0)
    happens = [each for each in seen.values() if any(each)]
    return bool(happens) and all(all(each) and len(each) >= 3 for each in happens)
