"""Weekly hours of every activity, with likely ranges, from a log, from what the owner states, or from both.

Source: methods, section 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity
from hoursback.engine.capture.functions import function_of
from hoursback.engine.errors import TooLittleLogError
from hoursback.engine.review.days import ENOUGH_WORK_DAYS, DroppedDay, UsedDays, used_days
from hoursback.engine.review.draws import ActivityDraws, Drawing, Estimate, UnaccountedTime
from hoursback.engine.review.log import ACTIVITIES_KEPT, DayLog
from hoursback.engine.review.strata import activity_days, stated_hours, typical_hours
from hoursback.engine.review.trend import Trend, trends

Array = npt.NDArray[np.float64]

_MOST_VALUES = 20_000_000
"""Draws of all activities together; beyond it each gets fewer, but never less than _FEWEST_DRAWS."""
_FEWEST_DRAWS = 1000
_WORTH_SAYING = 0.05
"""Hours a week below which nothing is said about them."""
_DEFAULTS = Assumptions()


@dataclass(frozen=True, slots=True, eq=False)
class ActivityHours:
    """What one activity takes in an ordinary week.

    Attributes:
        mean, p10, p50, p90: hours a week.
        share: of the hours of all activities.
        draws: hours a week, shape (draws,); their mean is `mean`.
        active_days: used days on which it happened.
        source: "log", "log and stated", "stated", or "nothing" for a stated activity without any hours.
        function_from: "stated", "name" (a word in its name) or "default".
        trend: None where the log is too short for one.
        position: stated activities in stated order, then the others by when they were first done.
    """

    name: str
    function: str
    mean: float
    p10: float
    p50: float
    p90: float
    share: float
    draws: Array
    active_days: int
    source: str
    function_from: str = "stated"
    trend: Trend | None = None
    position: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class WeeklyHours:
    """An ordinary week of the owner.

    Attributes:
        activities: most hours first.
        unaccounted: time between entries (or up to the stated hours) that no entry covers.
        shared_out: hours of it that were shared out over the activities, where that was asked for.
        span: hours of the whole week, activities and unaccounted together.
        days_used: used days of both kinds; work_days_used: the work days among them.
        weeks: work days used over work days a week (W).
        first_day, last_day: of the whole log; None without one.
        persons: names that occur in the log.
    """

    activities: tuple[ActivityHours, ...]
    unaccounted: Estimate
    span: float
    days_used: int
    work_days_used: int
    weeks: float
    shared_out: float = 0.0
    dropped: tuple[DroppedDay, ...] = ()
    rest_weekdays: frozenset[int] = frozenset()
    persons: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    warnings: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> ActivityHours:
        """The activity of that name."""
        return next(activity for activity in self.activities if activity.name == name)


def weekly_hours(
    log: DayLog,
    *,
    activities: Sequence[Activity] = (),
    assumptions: Assumptions = _DEFAULTS,
    stated_hours_per_week: float | None = None,
    work_days: int = 5,
    seed: int = 0,
    draws: int = 10_000,
    widen: float = 1.0,
    share_unaccounted: bool = False,
    atypical: bool = False,
) -> WeeklyHours:
    """Hours a week of every activity in the log or stated.

    Args:
        log: an empty one where there is none.
        activities: what is stated; stated hours are used where the log says nothing and refine it otherwise.
        assumptions: sw and c2pool are used.
        stated_hours_per_week: the owner's working hours; None: each day's first to last entry.
        work_days: work days a week, 1-7; the other weekdays are rest days.
        draws: fewer are made of a log with thousands of activities; all activities have equally many.
        widen: factor on the spread of what the log says, 1.15 where most durations are round.
        share_unaccounted: share the time that no entry covers out over the activities.
        atypical: the owner says that the logged weeks were not ordinary ones; they then count half.
    Returns: hours a week; activities and unaccounted add up to the week.
    Source: methods, section 1.
    """
    used = used_days(log, work_days=work_days, stated_hours_per_week=stated_hours_per_week)
    rows = activity_days(log, activities, used)
    drawing = Drawing(
        seed=seed,
        size=min(draws, max(_FEWEST_DRAWS, _MOST_VALUES // max(len(rows), 1))),
        sw=assumptions.sw.value,
        c2pool=assumptions.c2pool.value,
        weeks=(used.weeks or 1.0) * (0.5 if atypical else 1.0),
        typical=typical_hours(rows),
        widen=widen,
        has_log=bool(log.logged_days),
    )
    drawn = [drawing.activity(row) for row in rows]
    free = drawing.unaccounted(log, used, drawn, stated_hours_per_week)
    shared_out = 0.0
    if share_unaccounted and free.estimate.mean > 0:
        shared_out, drawn = free.estimate.mean, drawing.shared_out(drawn, free)
    answers = _answers(drawn, trends(log))
    unaccounted = free.estimate if shared_out == 0 else Estimate()
    return WeeklyHours(
        activities=answers,
        unaccounted=unaccounted,
        span=sum(answer.mean for answer in answers) + unaccounted.mean,
        days_used=len(used.work) + len(used.rest),
        work_days_used=len(used.work),
        weeks=used.weeks,
        shared_out=shared_out,
        dropped=used.dropped,
        rest_weekdays=used.rest_weekdays,
        persons=log.persons,
        first_day=log.first_day,
        last_day=log.last_day,
        warnings=_warnings(log, used, free),
    )


def too_little(log: DayLog, activities: Sequence[Activity] = ()) -> TooLittleLogError | None:
    """The refusal for a log without any working time and without stated hours; None where there is something to say.

    A log of a few days is not refused: its ranges are wide and it comes with a warning.
    """
    stated = (stated_hours(activity, 0.0) for activity in activities)
    if log.logged_days or any(figure is not None and figure.high > 0 for figure in stated):
        return None
    value = f"{log.entries} entries with time" if log.entries == 0 else f"{log.entries} entries of no length"
    if log.left_out:
        value += f", {log.left_out} left out (running, all-day, cancelled, or somebody else's)"
    return TooLittleLogError(
        "The log holds no working time.",
        where="log",
        value=value,
        hint=f"Log all you do for at least {ENOUGH_WORK_DAYS} work days, or state hours_per_week of your activities.",
    )


def _answers(drawn: Sequence[ActivityDraws], trend_of: Mapping[str, Trend]) -> tuple[ActivityHours, ...]:
    """Most hours first; among equals by position, never by name."""
    total = sum(one.mean for one in drawn)
    answers = []
    for one in drawn:
        estimate = Estimate.of(one.mean, one.draws)
        stated = one.days.stated
        function, function_from = function_of(stated.function if stated else "", one.days.name)
        answers.append(
            ActivityHours(
                name=one.days.name,
                function=function,
                mean=one.mean,
                p10=estimate.p10,
                p50=estimate.p50,
                p90=estimate.p90,
                share=one.mean / total if total > 0 else 0.0,
                draws=one.draws,
                active_days=one.days.active_days,
                source=one.source,
                function_from=function_from,
                trend=trend_of.get(one.days.name),
                position=one.days.position,
                warnings=one.warnings,
            )
        )
    return tuple(sorted(answers, key=lambda answer: (-answer.mean, answer.position)))


def _warnings(log: DayLog, used: UsedDays, free: UnaccountedTime) -> tuple[str, ...]:
    warnings = list(used.warnings) if log.logged_days else []
    if len(log.persons) > 1 and not log.person:
        warnings.append(f"The log names {len(log.persons)} persons; all of it was taken as the owner's own time.")
    if log.is_folded:
        warnings.append(f"The log has more than {ACTIVITIES_KEPT} kinds of work; the rest is under one name.")
    if free.beyond > _WORTH_SAYING:
        warnings.append(
            f"The activities take {free.beyond:.1f} hours a week more than the week had; it was lengthened."
        )
    return tuple(warnings)
