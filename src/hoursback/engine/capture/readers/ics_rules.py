"""Recurrence rules (RFC 5545, 3.3.10): read, and expanded within a window by a bounded amount of work.

The usual expanders walk a rule that never matches (30 February) to the year 9999; 8 s for one line of a
file. Here days are looked at only between the window's ends, and every one looked at is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import product

from hoursback.engine.capture.readers.ics_values import Stamp, parse_stamp

TIMES_A_DAY = 24
"""More starts a day than this is a rule by the hour or finer, whatever it calls itself."""
WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
WHOLE = re.compile(r"[+-]?[0-9]{1,10}")


class Frequency(StrEnum):
    """How often a rule looks."""

    SECONDLY = "SECONDLY"
    MINUTELY = "MINUTELY"
    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


FINE = frozenset({Frequency.SECONDLY, Frequency.MINUTELY, Frequency.HOURLY})


class LimitReachedError(Exception):
    """The work or the occurrences that one file may ask for are used up."""


@dataclass(slots=True)
class Budget:
    """What expanding one file may still cost.

    Attributes:
        days: calendar days that may be looked at.
        occurrences: occurrences of series that may be given out.
    """

    days: int
    occurrences: int

    def look_at(self, days: int) -> None:
        """Raises: LimitReachedError, when that many days are not left."""
        self.days -= days
        if self.days < 0:
            raise LimitReachedError

    def give_out(self) -> None:
        """Raises: LimitReachedError, when no occurrence is left."""
        if self.occurrences <= 0:
            raise LimitReachedError
        self.occurrences -= 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE; an empty set leaves that part open.

    Attributes:
        weekdays: (which one in its month or year, from the end if below zero, 0 for each; weekday from Monday 0).
        positions: which ones of a period's candidates (BYSETPOS), from the end if below zero.
        week_start: weekday, Monday 0.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: Stamp | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    hours: frozenset[int] = frozenset()
    minutes: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0

    @property
    def is_fine(self) -> bool:
        """Whether it repeats by the hour or faster."""
        starts = max(1, len(self.hours)) * max(1, len(self.minutes)) * max(1, len(self.seconds))
        return self.frequency in FINE or starts > TIMES_A_DAY


def parse_rule(text: str) -> Rule | None:
    """A rule; None for an empty one, which means no recurrence.

    Parts that are not of RFC 5545 are passed over: they stand in real files and change nothing.

    Raises: ValueError, with what is wrong in it.
    """
    parts = _parts(text)
    if not parts:
        return None
    name = parts.get("FREQ", "")
    if name not in Frequency.__members__:
        raise ValueError(f"it has no frequency called “{name[:40]}”" if name else "it has no FREQ")
    count = _number(parts["COUNT"], -(10**9), 10**9) if "COUNT" in parts else None
    return Rule(
        frequency=Frequency(name),
        interval=_number(parts.get("INTERVAL", "1"), 1, 10**9),
        # Outlook writes COUNT=-1 for a series without end.
        count=None if count is None or count < 0 else max(1, count),
        until=parse_stamp(parts["UNTIL"]) if parts.get("UNTIL") else None,
        months=_numbers(parts, "BYMONTH", 1, 12),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31, but=0),
        year_days=_numbers(parts, "BYYEARDAY", -366, 366, but=0),
        weeks=_numbers(parts, "BYWEEKNO", -53, 53, but=0),
        weekdays=_weekdays(parts.get("BYDAY", "")),
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        seconds=_numbers(parts, "BYSECOND", 0, 59),
        positions=_numbers(parts, "BYSETPOS", -366, 366, but=0),
        week_start=_week_start(parts.get("WKST", "MO")),
    )


def _parts(text: str) -> dict[str, str]:
    bare = re.sub(r"\s", "", text).upper().removeprefix("RRULE:")
    pairs = (part.partition("=") for part in bare.split(";"))
    return {key: value for key, equals, value in pairs if equals}


def _number(text: str, low: int, high: int) -> int:
    number = int(text) if WHOLE.fullmatch(text) else None
    if number is None or not low <= number <= high:
        raise ValueError(f"“{text[:40]}” is not a whole number from {low} to {high}")
    return number


def _numbers(parts: dict[str, str], key: str, low: int, high: int, *, but: int | None = None) -> frozenset[int]:
    numbers = frozenset(_number(piece, low, high) for piece in parts.get(key, "").split(",") if piece)
    if but in numbers:
        raise ValueError(f"{key} cannot be {but}")
    return numbers


def _weekdays(text: str) -> frozenset[tuple[int, int]]:
    found = set()
    for piece in filter(None, text.split(",")):
        match = WEEKDAY.fullmatch(piece)
        if match is None or abs(int(match[1] or 0)) > 53:
            raise ValueError(f"“{piece[:40]}” is not a weekday")
        found.add((int(match[1] or 0), WEEKDAYS[match[2]]))
    return frozenset(found)


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise ValueError(f"“{text[:40]}” is not a weekday")
    return WEEKDAYS[text]


def expand(
    rule: Rule, start: datetime, lower: datetime, upper: datetime, budget: Budget, *, whole_days: bool = False
) -> Iterator[datetime]:
    """Clock times of a rule from `start` on, in order, within [lower, upper]; UNTIL is the caller's, who knows zones.

    All times are what the series' own wall clock shows. The start itself comes only if the rule meets it.

    Raises: LimitReachedError, when the file's budget of days is used up.
    """
    rule = _completed(rule, start)
    times = (time(0),) if whole_days else _times(rule, start)
    left = rule.count
    first = lower if left is None else start  # With a count, all before the window must be counted too.
    for days in _periods(rule, start, first.toordinal(), upper.toordinal(), budget):
        for moment in _chosen(rule, days, times):
            if moment < start:
                continue
            if moment > upper or left == 0:
                return
            left = None if left is None else left - 1
            if moment >= lower:
                yield moment


def _completed(rule: Rule, start: datetime) -> Rule:
    """The rule with the parts that it takes from its start (RFC 5545: "information missing from the rule")."""
    if rule.frequency is Frequency.YEARLY and rule.weeks and not rule.weekdays:
        return replace(rule, weekdays=frozenset({(0, start.weekday())}))
    if rule.weeks or rule.year_days or rule.month_days or rule.weekdays:
        return rule
    match rule.frequency:
        case Frequency.YEARLY:
            months = rule.months or frozenset({start.month})
            return replace(rule, months=months, month_days=frozenset({start.day}))
        case Frequency.MONTHLY:
            return replace(rule, month_days=frozenset({start.day}))
        case Frequency.WEEKLY:
            return replace(rule, weekdays=frozenset({(0, start.weekday())}))
        case _:
            return rule


def _times(rule: Rule, start: datetime) -> tuple[time, ...]:
    hours, minutes, seconds = (
        sorted(stated or {own})
        for stated, own in ((rule.hours, start.hour), (rule.minutes, start.minute), (rule.seconds, start.second))
    )
    return tuple(time(*clock) for clock in product(hours, minutes, seconds))


def _chosen(rule: Rule, days: list[int], times: tuple[time, ...]) -> Iterator[datetime]:
    every = (datetime.combine(date.fromordinal(day), clock) for day in days for clock in times)
    if not rule.positions:
        return every
    listed = list(every)
    places = {place - 1 if place > 0 else len(listed) + place for place in rule.positions}
    return (listed[place] for place in sorted(places) if 0 <= place < len(listed))


def _periods(rule: Rule, start: datetime, first: int, last: int, budget: Budget) -> Iterator[list[int]]:
    """The matching days, as ordinals, of each of the rule's periods between two days."""
    origin = start.toordinal()
    if rule.frequency in (Frequency.DAILY, Frequency.WEEKLY):
        length = 1
        if rule.frequency is Frequency.WEEKLY:
            length = 7
            origin -= (start.weekday() - rule.week_start) % 7
        step = rule.interval * length
        for begin in range(origin + max(0, first - origin) // step * step, last + 1, step):
            budget.look_at(length)
            yield _matching(rule, range(begin, begin + length))
        return
    step = rule.interval * (12 if rule.frequency is Frequency.YEARLY else 1)
    beginning = start.year * 12 + (0 if rule.frequency is Frequency.YEARLY else start.month - 1)
    skipped = max(0, _month_number(first) - beginning) // step * step
    for month in range(beginning + skipped, _month_number(last) + 1, step):
        if rule.frequency is Frequency.YEARLY:
            yield _days_of_year(rule, month // 12, budget)
        else:
            yield _days_of_month(rule, month // 12, month % 12 + 1, budget)


def _month_number(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.year * 12 + day.month - 1


def _month_range(year: int, month: int) -> range:
    following = date(year + month // 12, month % 12 + 1, 1)
    return range(date(year, month, 1).toordinal(), following.toordinal())


def _days_of_month(rule: Rule, year: int, month: int, budget: Budget) -> list[int]:
    days = _month_range(year, month)
    budget.look_at(len(days))
    return _matching(rule, days, _on_weekdays(rule, days))


def _days_of_year(rule: Rule, year: int, budget: Budget) -> list[int]:
    """BYDAY=2MO means the month's second Monday where months are named, else the year's."""
    whole = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    if not rule.months:
        budget.look_at(len(whole))
        # With week numbers, an ordinal before a weekday has no meaning.
        return _matching(rule, whole, None if rule.weeks else _on_weekdays(rule, whole))
    found: list[int] = []
    for month in sorted(rule.months):
        found += _days_of_month(rule, year, month, budget)
    return found


def _on_weekdays(rule: Rule, scope: range) -> frozenset[int] | None:
    """Days of a month or year that BYDAY names; None when it names none."""
    if not rule.weekdays:
        return None
    found: set[int] = set()
    for which, weekday in rule.weekdays:
        # date.fromordinal(1) was a Monday, so a day's weekday is (ordinal - 1) % 7.
        these = range(scope.start + (weekday - scope.start + 1) % 7, scope.stop, 7)
        if which == 0:
            found.update(these)
        elif abs(which) <= len(these):
            found.add(these[which - 1 if which > 0 else which])
    return frozenset(found)


def _matching(rule: Rule, days: range, on_weekdays: frozenset[int] | None = None) -> list[int]:
    plain = frozenset(weekday for _, weekday in rule.weekdays) if on_weekdays is None else frozenset()
    return [
        day
        for day in days
        if (on_weekdays is None or day in on_weekdays)
        and (not plain or (day - 1) % 7 in plain)
        and (not rule.months or date.fromordinal(day).month in rule.months)
        and (not rule.month_days or _is_month_day(rule.month_days, day))
        and (not rule.year_days or _is_year_day(rule.year_days, day))
        and (not rule.weeks or _is_week(rule.weeks, day, rule.week_start))
    ]


def _is_month_day(wanted: frozenset[int], ordinal: int) -> bool:
    day = date.fromordinal(ordinal)
    return day.day in wanted or ordinal - _month_range(day.year, day.month).stop in wanted


def _is_year_day(wanted: frozenset[int], ordinal: int) -> bool:
    year = date.fromordinal(ordinal).year
    begin, end = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    return ordinal - begin + 1 in wanted or ordinal - end in wanted


def _is_week(wanted: frozenset[int], ordinal: int, week_start: int) -> bool:
    year = date.fromordinal(ordinal).year
    if ordinal < _first_week(year, week_start):
        year -= 1
    elif ordinal >= _first_week(year + 1, week_start):
        year += 1
    begin, end = _first_week(year, week_start), _first_week(year + 1, week_start)
    return (ordinal - begin) // 7 + 1 in wanted or (ordinal - end) // 7 in wanted


def _first_week(year: int, week_start: int) -> int:
    """First day of the year's first week, the one with at least four of its days."""
    january = date(year, 1, 1)
    into = (january.weekday() - week_start) % 7
    return january.toordinal() - into + (7 if into > 3 else 0)
