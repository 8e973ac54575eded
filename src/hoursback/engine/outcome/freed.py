"""Net hours freed: what handed-over work took before, less what the owner still spends on it, week by week.

"In this week" carries the range of what that one week would have taken; "on average" the range of the mean. Both say
"since the hand-off": other things changed too, and somebody who starts from an overloaded time finds calmer weeks by
themselves. Source: methods, section 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.outcome.baseline import Baseline, Source, baseline, ordinary
from hoursback.engine.outcome.handed import Handed, Kind, added
from hoursback.engine.outcome.weeks import WEEK, Attendance, Range, monday_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_MOST_VALUES = 20_000_000
_FEWEST_DRAWS = 200
_RECENT_DAYS = 56
_ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one hand-off, or of all.

    Attributes:
        before: hours it would have taken without the hand-off; freed: these less what was spent, with the range for
            this one week. spent: hours of the owner by kind. share: how much of a working week was logged.
    """

    monday: int
    before: float
    freed: Range
    spent: Mapping[Kind, float]
    share: float

    @property
    def hours_spent(self) -> float:
        """Hours of the owner in all."""
        return sum(self.spent.values())


@dataclass(frozen=True, slots=True)
class Result:
    """What one hand-off freed.

    Attributes:
        weeks: those that count, oldest first: over, and with anything logged in them.
        average: freed a week over these weeks; None: no week counts yet.
        before, now, difference: hours of an ordinary week before and in the last eight weeks since, and what lies
            between (difference of the posteriors); None where the log is too short.
        source: of the hours before. days_before: logged work days they rest on.
        tells_apart: whether anything says what the hours still spent were for.
    """

    handed: Handed
    weeks: tuple[Week, ...]
    average: Range | None
    before: Range | None
    now: Range | None
    difference: Range | None
    source: Source
    days_before: int
    tells_apart: bool

    @property
    def spent(self) -> dict[Kind, float]:
        """Hours by kind over all weeks that count."""
        return added(week.spent for week in self.weeks)

    @property
    def freed(self) -> float:
        """Hours in all."""
        return sum(week.freed.value for week in self.weeks)

    @property
    def set_up(self) -> float:
        """Hours of setting up that are on record."""
        return self.spent.get(Kind.SETTING_UP, 0.0)


@dataclass(frozen=True, slots=True)
class Freed:
    """What all hand-offs together freed.

    Attributes:
        weeks: those that count. left_out: Mondays of weeks in which nothing was logged.
        average: freed a week over the weeks that count; None: none does.
    """

    results: tuple[Result, ...]
    weeks: tuple[Week, ...]
    average: Range | None
    left_out: tuple[int, ...]

    @property
    def total(self) -> float:
        """Hours in all."""
        return sum(week.freed.value for week in self.weeks)


def freed_hours(
    handed: Sequence[Handed],
    logged: Mapping[int, float],
    today: int,
    *,
    work_days: int = 5,
    growth: float = 0.0,
    seed: int = 0,
    draws: int = 2000,
    assumptions: Assumptions = _ASSUMED,
) -> Freed:
    """Net hours freed by each hand-off and by all, in every week that is over.

    Weeks in which the owner logged nothing are left out; one that was logged in part counts for its logged days.

    Args:
        logged: hours of all of the owner's work by day.
        growth: stated growth of the work a year, which the weeks without a hand-off would have had too.
    Source: methods, section 7.
    """
    import numpy as np

    attendance = Attendance.of(logged, work_days)
    known = [one for one in handed if one.since <= today]
    first = min((one.first_day for one in known), default=today)
    mondays = list(range(monday_of(first), monday_of(today), WEEK))
    counted = [monday for monday in mondays if attendance.share(monday) > 0]
    left_out = tuple(monday for monday in mondays if attendance.share(monday) == 0)
    if not counted:
        return Freed(tuple(_without_weeks(one) for one in known), (), None, left_out)
    size = int(min(draws, max(_FEWEST_DRAWS, _MOST_VALUES // max(len(known) * len(counted), 1))))
    shared = np.random.default_rng([seed, 0])
    common, before = shared.standard_normal((size, len(counted))), shared.standard_normal(size)
    made = _Made(attendance, counted, common, before, growth, assumptions)
    total = np.zeros((size, len(counted)))
    results = []
    for one in known:
        rng = np.random.default_rng([seed, 1, one.key])
        result, freed = made.result(rng, one)
        results.append(result)
        total += freed
    return Freed(tuple(results), _together(results, counted, attendance, total), _range(total.mean(axis=1)), left_out)


@dataclass(frozen=True, slots=True)
class _Made:
    """What all hand-offs share: the log's days and the weeks that count."""

    attendance: Attendance
    mondays: Sequence[int]
    common: Array
    shared: Array
    growth: float
    assumptions: Assumptions

    def result(self, rng: np.random.Generator, one: Handed) -> tuple[Result, Array]:
        """A hand-off's result, and draws of what it freed in every week that counts, shape (draws, weeks)."""
        import numpy as np

        size = self.common.shape[0]
        before = baseline(
            rng,
            one.without_told(),
            self.attendance,
            one.since,
            with_somebody=one.with_somebody,
            stated=one.stated,
            size=size,
            shared=self.shared,
            assumptions=self.assumptions,
        )
        own = [place for place, monday in enumerate(self.mondays) if one.touches(monday)]
        freed = np.zeros((size, len(self.mondays)))
        if before.source is Source.NOTHING or not own:
            return _bare(one, before), freed
        counted = [self.mondays[place] for place in own]
        spent = [one.spent_in(monday) for monday in counted]
        without = self._without(rng, one, before, counted, own)
        freed[:, own] = without - np.array([sum(each.values()) for each in spent])[None, :]
        columns = zip(counted, without.mean(axis=0).tolist(), _ranges(freed[:, own]), spent, strict=True)
        weeks = tuple(Week(day, alone, left, each, self.attendance.share(day)) for day, alone, left, each in columns)
        average = _range(freed[:, own].mean(axis=1))
        now = self._now(rng, one, size)
        return (
            Result(
                one,
                weeks,
                average,
                _range(before.level),
                None if now is None else _range(now),
                None if now is None else _range(before.level - now),
                before.source,
                before.days,
                one.tells_apart,
            ),
            freed,
        )

    def _without(
        self, rng: np.random.Generator, one: Handed, before: Baseline, counted: Sequence[int], own: Sequence[int]
    ) -> Array:
        import numpy as np

        last = one.until if one.until is not None else max(counted) + WEEK
        days = [[day for day in range(monday, monday + WEEK) if one.since <= day <= last] for monday in counted]
        work = np.array([len(self.attendance.worked(each)) for each in days], dtype=float)
        rest = np.array([len(self.attendance.rests(each)) for each in days], dtype=float)
        middays = np.array([monday + WEEK // 2 for monday in counted], dtype=float)
        return before.weeks(
            rng,
            work,
            rest,
            middays,
            self.common[:, own],
            work_days=self.attendance.work_days,
            growth=self.growth,
            sw=self.assumptions.sw.value,
        )

    def _now(self, rng: np.random.Generator, one: Handed, size: int) -> Array | None:
        """An ordinary week of the last eight since the start, everything the owner still does for it included."""
        end = min(self.mondays[-1] + WEEK, (one.until or self.mondays[-1] + WEEK) + 1)
        days = range(max(one.since, end - _RECENT_DAYS), end)
        hours = dict(one.by_day)
        for day in days:
            missing = one.checked.get(day, 0.0) - hours.get(day, 0.0)
            if missing > 0:
                hours[day] = hours.get(day, 0.0) + missing
        return ordinary(rng, hours, self.attendance, list(days), size=size, assumptions=self.assumptions)


def _together(
    results: Sequence[Result], counted: Sequence[int], attendance: Attendance, total: Array
) -> tuple[Week, ...]:
    by_week: dict[int, list[Week]] = {}
    for result in results:
        for week in result.weeks:
            by_week.setdefault(week.monday, []).append(week)
    return tuple(
        Week(
            monday,
            sum(week.before for week in by_week.get(monday, ())),
            freed,
            added(week.spent for week in by_week.get(monday, ())),
            attendance.share(monday),
        )
        for monday, freed in zip(counted, _ranges(total), strict=True)
    )


def _bare(one: Handed, before: Baseline) -> Result:
    level = None if before.source is Source.NOTHING else _range(before.level)
    return Result(one, (), None, level, None, None, before.source, before.days, tells_apart=False)


def _without_weeks(one: Handed) -> Result:
    return Result(one, (), None, None, None, None, Source.NOTHING, 0, tells_apart=False)


def _range(draws: Array) -> Range:
    """The mean, P10 and P90 of draws, shape (draws,)."""
    return _ranges(draws[:, None])[0]


def _ranges(draws: Array) -> list[Range]:
    """The same for each column of draws, shape (draws, columns)."""
    import numpy as np

    low, high = np.quantile(draws, (0.1, 0.9), axis=0)
    return [Range(*each) for each in zip(draws.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True)]
