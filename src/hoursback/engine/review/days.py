"""Which days of a log are used for an ordinary week, and which are left out and why (methods, section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hoursback.engine.review.log import DayLog
from hoursback.engine.units import SECONDS_PER_HOUR

COVERAGE = 0.6
"""Share of a day's span that must be logged for the day to be used."""
SHORT_LOG_DAYS = 15
"""A log with up to this many logged days is used whole."""
WEEKS_USED = 8
"""A longer one is used for its last complete weeks, Monday to Sunday."""
ENOUGH_WORK_DAYS = 5
"""Fewer logged work days than this give an answer, with a wide range and a warning."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DroppedDay:
    """A day that was left out.

    Attributes:
        coverage: share of its span that is logged; None where nothing is.
        reason: for people, such as "nothing logged".
    """

    day: date
    coverage: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class UsedDays:
    """The days that stand for an ordinary week, in two strata.

    Attributes:
        work, rest: used days, in order. Rest days without entries are used: they show that nothing was done.
        rest_weekdays: 0 Monday .. 6 Sunday, the 7 - n weekdays with least logged.
        work_days_per_week: n.
        spans: hours of each used day, from stated working hours or from first to last entry.
        spans_known: whether time without entries can be told at all; not for durations without clock times.
    """

    work: tuple[date, ...] = ()
    rest: tuple[date, ...] = ()
    rest_weekdays: frozenset[int] = frozenset({5, 6})
    work_days_per_week: int = 5
    spans: dict[date, float] = field(default_factory=dict)
    spans_known: bool = False
    dropped: tuple[DroppedDay, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def weeks(self) -> float:
        """W: used work days over work days a week; one figure for both strata."""
        return len(self.work) / self.work_days_per_week

    @property
    def strata(self) -> tuple[tuple[tuple[date, ...], int], ...]:
        """Used days and days a week of work days, then of rest days."""
        return (self.work, self.work_days_per_week), (self.rest, 7 - self.work_days_per_week)


def used_days(log: DayLog, *, work_days: int = 5, stated_hours_per_week: float | None = None) -> UsedDays:
    """The days of a log that count for an ordinary week.

    Args:
        work_days: work days a week, 1-7.
        stated_hours_per_week: the owner's working hours; they then are the span of the work days, and rest days have
            none beyond what is logged.
    """
    period, warnings = _period(log)
    rest_weekdays = _rest_weekdays(log, period, 7 - work_days)
    hours_a_day = None if stated_hours_per_week is None else stated_hours_per_week / work_days
    seen = [_look_at(log, day, day.weekday() in rest_weekdays, hours_a_day) for day in period]
    used = [day for day in seen if not day.why_not]
    dropped = [day for day in seen if day.why_not]
    if all(day.is_rest for day in used) and any(day.logged for day in dropped if not day.is_rest):
        used += [day for day in dropped if day.logged and not day.is_rest]
        dropped = [day for day in dropped if not day.logged or day.is_rest]
        warnings += (f"On no work day are {COVERAGE:.0%} of the hours logged; those days were used all the same.",)
    work = [day for day in used if not day.is_rest]
    return UsedDays(
        work=tuple(day.day for day in work),
        rest=tuple(day.day for day in used if day.is_rest),
        rest_weekdays=rest_weekdays,
        work_days_per_week=work_days,
        spans={day.day: day.span for day in used},
        # Where most days have no clock times, the time between entries would be a guess.
        spans_known=bool(work) and 2 * sum(day.span_known for day in work) >= len(work),
        dropped=tuple(DroppedDay(day.day, day.coverage, day.why_not) for day in dropped),
        warnings=warnings + _few_days(len(work)),
    )


def complete_weeks(log: DayLog) -> list[date]:
    """Mondays of the calendar weeks that lie wholly inside the log and hold any logged time, in order."""
    first, last = log.first_day, log.last_day
    if first is None or last is None:
        return []
    end = monday_of(last + _DAY)
    return [monday for monday in sorted({monday_of(day) for day in log.logged_days}) if first <= monday < end]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class _SeenDay:
    """One calendar day, hours; why_not is "" where it can be used."""

    day: date
    is_rest: bool
    logged: float
    span: float
    span_known: bool
    why_not: str

    @property
    def coverage(self) -> float | None:
        return self.logged / self.span if self.span > 0 else None


def _look_at(log: DayLog, day: date, is_rest: bool, stated_hours: float | None) -> _SeenDay:
    total = log.days.get(day)
    logged = total.logged / SECONDS_PER_HOUR if total else 0.0
    clock = total.span if total else None
    if stated_hours is not None:
        span, known = (logged if is_rest else stated_hours), True
    elif clock is not None:
        span, known = clock / SECONDS_PER_HOUR, True
    else:
        span, known = logged, logged == 0
    if logged == 0:
        why_not = "" if is_rest else "nothing logged"
        return _SeenDay(day, is_rest, 0.0, span if is_rest else 0.0, known, why_not)
    covered = logged / span if span > 0 else 1.0
    why_not = "" if covered >= COVERAGE - 1e-9 else f"only {covered:.0%} of its {span:.1f} hours are logged"
    return _SeenDay(day, is_rest, logged, span, known, why_not)


def _period(log: DayLog) -> tuple[list[date], tuple[str, ...]]:
    """Every calendar day that is looked at, in order."""
    first, last, logged = log.first_day, log.last_day, log.logged_days
    if first is None or last is None or not logged:
        return [], ()
    whole = _days(first, (last - first).days + 1)
    latest = _latest_weeks(first, last)
    # A log that starts and ends in mid-week may hold only one whole week; that is less than it has to say.
    if len(logged) <= SHORT_LOG_DAYS or len(latest) < 2:
        return whole, ()
    if sum(latest[0] <= day < latest[-1] + 7 * _DAY for day in logged) >= ENOUGH_WORK_DAYS:
        return _whole_weeks(latest), ()
    filled = complete_weeks(log)[-WEEKS_USED:]
    if len(filled) < 2:
        return whole, ()
    return _whole_weeks(filled), ("The log has long gaps; its last complete weeks with entries were used.",)


def _latest_weeks(first: date, last: date) -> list[date]:
    """Mondays of the last complete calendar weeks between two days, also of weeks without entries, in order."""
    end = monday_of(last + _DAY)
    mondays = [end - timedelta(weeks=back) for back in range(WEEKS_USED, 0, -1)]
    return [monday for monday in mondays if monday >= first]


def _whole_weeks(mondays: list[date]) -> list[date]:
    return [day for monday in mondays for day in _days(monday, 7)]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]


def _rest_weekdays(log: DayLog, period: list[date], count: int) -> frozenset[int]:
    """The weekdays with least logged; among equals from Sunday back."""
    logged = [0] * 7
    for day in period:
        if day in log.days:
            logged[day.weekday()] += log.days[day].logged
    return frozenset(sorted(range(7), key=lambda weekday: (logged[weekday], -weekday))[:count])


def _few_days(work_days: int) -> tuple[str, ...]:
    if work_days >= ENOUGH_WORK_DAYS:
        return ()
    days = "no work day" if work_days == 0 else f"only {work_days} work day{'s' if work_days > 1 else ''}"
    return (f"The figures rest on {days} of log and are rough: log at least {ENOUGH_WORK_DAYS} work days.",)
