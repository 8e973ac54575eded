"""The whole review: hours, answers beside evidence, and what may leave the owner's hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Activity, Answers
from hoursback.engine.review.days import used_days
from hoursback.engine.review.evidence import Contradiction, Evidence, blended, contradictions, evidence_of, relief
from hoursback.engine.review.hours import ActivityHours, WeeklyHours, weekly_hours
from hoursback.engine.review.lists import Leave, OwnerBound, may_leave, owner_bound
from hoursback.engine.review.log import ActivityLog, DayLog
from hoursback.engine.review.mirror import Mirror, mirror
from hoursback.engine.review.questions import ReviewList, combined, lists, weights

_DEFAULTS = Assumptions()


@dataclass(frozen=True, slots=True, eq=False)
class ActivityReview:
    """One activity: what the owner says of it beside what the log shows.

    Attributes:
        activity: as stated; for one that only the log names, its name and function alone.
        score: S, the stated reasons to hand it off, 0-1; None: no question answered.
        blends: b by list, answers and log together; None where a question was not answered.
        relief: the lists' b combined, 0-1; each freed hour is worth l * relief / 2 more.
        by_weekday: hours logged on Mondays .. Sundays, whole log.
        pieces_per_day: unbroken pieces on a day it happens; None without clock times.
    """

    activity: Activity
    hours: ActivityHours
    lists: tuple[ReviewList, ...]
    score: float | None
    evidence: Evidence
    blends: Mapping[ReviewList, float | None]
    relief: float
    contradictions: tuple[Contradiction, ...]
    leave: Leave
    bound: OwnerBound | None
    by_weekday: tuple[float, ...]
    pieces_per_day: float | None

    @property
    def answers(self) -> Answers:
        """The owner's answers."""
        return self.activity.answers


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """The owner's week: activities with most hours first, and the mirror."""

    hours: WeeklyHours
    activities: tuple[ActivityReview, ...]
    mirror: Mirror

    def on_list(self, which: ReviewList) -> tuple[ActivityReview, ...]:
        """The activities on one of the lists, most hours first."""
        return tuple(activity for activity in self.activities if which in activity.lists)


def review(
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
    today: date | None = None,
    times_a_specialist: Mapping[str, float] | None = None,
) -> Review:
    """Hours, answers, evidence and what may leave, for every activity in the log or stated.

    Args:
        today: review dates count from it; None: the log's last day, and without a log no date is set.
        times_a_specialist: owner time per unit over a specialist's, by activity name, where it is known.
        The others are those of `weekly_hours`.
    """
    hours = weekly_hours(
        log,
        activities=activities,
        assumptions=assumptions,
        stated_hours_per_week=stated_hours_per_week,
        work_days=work_days,
        seed=seed,
        draws=draws,
        widen=widen,
        share_unaccounted=share_unaccounted,
    )
    used = used_days(log, work_days=work_days, stated_hours_per_week=stated_hours_per_week)
    stated = {activity.name: activity for activity in reversed(activities)}
    logged = {row.name: row for row in log.activities}
    on = today or hours.last_day
    slower = times_a_specialist or {}
    reviews = []
    for one in hours.activities:
        activity = stated.get(one.name) or Activity(one.name, function=one.function)
        row = logged.get(one.name) or ActivityLog(one.name)
        evidence = evidence_of(log, row, used, slower.get(one.name))
        reviews.append(_reviewed(activity, one, row, evidence, on))
    return Review(hours, tuple(reviews), mirror(log))


def _reviewed(
    activity: Activity, hours: ActivityHours, row: ActivityLog, evidence: Evidence, on: date | None
) -> ActivityReview:
    answers = activity.answers
    said = [weight for weight in weights(answers).values() if weight is not None]
    return ActivityReview(
        activity=activity,
        hours=hours,
        lists=lists(answers),
        score=combined(said) if said else None,
        evidence=evidence,
        blends=blended(answers, evidence),
        relief=relief(answers, evidence),
        contradictions=contradictions(activity.name, answers, evidence),
        leave=may_leave(activity),
        bound=owner_bound(activity, on) if on else None,
        by_weekday=row.by_weekday(),
        pieces_per_day=row.pieces_per_day,
    )
