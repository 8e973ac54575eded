"""The outlook of a whole business: every activity, every person, and when which of them runs out of room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hoursback.engine.capture.functions import BusinessFunction
from hoursback.engine.figures import Figure
from hoursback.engine.outlook.backtest import Backtest, backtest
from hoursback.engine.outlook.capacity import (
    CAUTION,
    FARTHEST,
    THETA,
    Full,
    Kind,
    Path,
    as_figure,
    capacity_weeks,
    lead_weeks,
    path,
    runs_out,
    together,
)
from hoursback.engine.outlook.drivers import Driven, PerUnit, driven, hours_per_unit, monthly_hours, whole_months
from hoursback.engine.outlook.forecast import forecast
from hoursback.engine.outlook.growth import Growth, growth_of_weeks, weighed
from hoursback.engine.outlook.triggers import HOURLY_FROM
from hoursback.engine.outlook.weeks import DAYS, Series, complete_weeks, monday_of, series_of

HALF_A_YEAR = 26
RECENT = 104
"""Weeks of log that are looked at."""
HEART = (BusinessFunction.DELIVERY.value, BusinessFunction.LEADERSHIP.value, BusinessFunction.SALES.value)
"""Functions that a business lives on."""
type Weekly = Mapping[int, float]
"""Hours by the ordinal of the week's Monday."""
type Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A driver: its name and its units by the first of each month."""

    name: str
    counts: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Work:
    """An activity as the log has it.

    Attributes:
        key: of the shell. all_hours: of everybody. own: of the owner alone.
        cap: hours a week that agreements allow for it; None: none is agreed on.
        handable: whether somebody else could do it.
    """

    key: int
    name: str
    function: str
    all_hours: Weekly
    own: Weekly
    driver: Counted | None = None
    cap: float | None = None
    handable: bool = True


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person and the hours they have.

    Attributes:
        capacity: hours a week; None: not stated. off: days off. function: of most of their work.
    """

    key: int
    name: str
    hours: Weekly
    capacity: float | None
    off: Spans = ()
    is_owner: bool = False
    is_employee: bool = False
    function: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Where one activity is heading.

    Attributes:
        now, later: hours a week of everybody, this week and in half a year, with likely ranges. own: of the owner now.
        per_unit: hours for each unit of its driver. full: of what is agreed on; None: nothing is. lead: weeks.
    """

    key: int
    name: str
    function: str
    now: Figure
    later: Figure
    own: float
    growth: Growth
    weeks: int
    driver: str
    per_unit: PerUnit | None
    cap: float | None
    full: Full | None
    lead: int
    handable: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """Where one person's week is heading.

    Attributes:
        demand: hours a week ahead; None: nothing is logged yet. room: hours in each week, days off taken away.
        worked: hours in the last weeks, oldest first, as whole weeks would have been.
        recent: the same as logged against the room of that week, for alarms; None: a week away.
    """

    key: int
    name: str
    is_owner: bool
    capacity: float | None
    demand: Path | None
    room: tuple[float, ...]
    worked: Series
    recent: tuple[float | None, ...]
    full: Full | None
    lead: int
    kind: Kind
    function: str

    @property
    def load(self) -> float | None:
        """Demand now over capacity."""
        if self.demand is None or not self.capacity:
            return None
        return float(self.demand.level[0]) / self.capacity


@dataclass(frozen=True, slots=True)
class Ahead:
    """All of it.

    Attributes:
        monday: ordinal of the Monday of this week; week 0 of every path.
        lines: largest first. hands: the owner first.
        help: business function that the owner's next help would take over; "": nothing could go.
    """

    monday: int
    lines: tuple[Line, ...]
    hands: tuple[Hand, ...]
    backtest: Backtest | None
    help: str

    @property
    def owner(self) -> Hand | None:
        """The owner's own week."""
        return next((hand for hand in self.hands if hand.is_owner), None)


@dataclass(frozen=True, slots=True)
class _Frame:
    today: date
    mondays: tuple[int, ...]
    present: frozenset[int]
    work_days: int
    prior: Growth


def look_ahead(
    works: Sequence[Work],
    people: Sequence[Somebody],
    *,
    first_day: int,
    today: date,
    prior: Growth,
    work_days: int = 5,
    theta: float = THETA,
    caution: float = CAUTION,
) -> Ahead:
    """Where a business is heading.

    Args:
        first_day: ordinal of the log's first day.
        prior: growth of the work as far as it is known without the log.
        work_days: a week, of everybody.
    """
    mondays = tuple(complete_weeks(first_day, today.toordinal()))[-RECENT:]
    present = frozenset(monday for work in works for monday, hours in work.all_hours.items() if hours > 0)
    frame = _Frame(today, mondays, present, work_days, prior)
    owner_off = next((one.off for one in people if one.is_owner), ())
    lines = [_line(work, frame, theta, caution) for work in works if any(work.all_hours.values())]
    function = _help(lines)
    hands = [
        _hand(one, works, frame, function if one.is_owner else one.function, theta, caution)
        for one in sorted(people, key=lambda one: (not one.is_owner, one.name))
    ]
    own = _series(_sum([work.own for work in works]), frame, owner_off)
    return Ahead(
        monday_of(today.toordinal()),
        tuple(sorted(lines, key=lambda line: (-line.now.value, line.name))),
        tuple(hands),
        backtest(own.hours),
        function,
    )


def _series(hours: Weekly, frame: _Frame, off: Spans = ()) -> Series:
    """Weeks from the first one with any hours on: before it, the work (or the person) was not there yet."""
    begun = min((monday for monday, spent in hours.items() if spent > 0), default=0)
    mondays = [monday for monday in frame.mondays if monday >= begun]
    return series_of(hours, mondays, off=off, work_days=frame.work_days, present=frame.present)


def _line(work: Work, frame: _Frame, theta: float, caution: float) -> Line:
    series = _series(work.all_hours, frame)
    per_unit, by_driver = _by_driver(work, work.all_hours, frame)
    ahead = _path(series, by_driver, frame)
    own = forecast(_series(work.own, frame).hours, 1).level
    lead = lead_weeks(Kind.HOURLY, work.function)
    return Line(
        work.key,
        work.name,
        work.function,
        as_figure(ahead, 0),
        as_figure(ahead, HALF_A_YEAR),
        own,
        ahead.growth,
        len(series.hours),
        work.driver.name if work.driver is not None and by_driver is not None else "",
        per_unit,
        work.cap,
        # What is agreed on may be used up to the last hour: it is a cap, not somebody's week.
        runs_out(ahead, work.cap, theta=1.0, caution=caution) if work.cap else None,
        lead,
        work.handable,
    )


def _by_driver(work: Work, hours: Weekly, frame: _Frame) -> tuple[PerUnit | None, Driven | None]:
    if work.driver is None:
        return None, None
    # Only weeks that are over, and all of them: what was not logged was not done.
    known = monthly_hours({monday: hours.get(monday, 0.0) for monday in frame.mondays})
    whole = {month: known[month] for month in whole_months(frame.mondays) if month in known}
    per_unit = hours_per_unit(whole, work.driver.counts)
    if per_unit is None:
        return None, None
    return per_unit, driven(per_unit, work.driver.counts, frame.today, frame.prior)


def _path(series: Series, by_driver: Driven | None, frame: _Frame) -> Path:
    seen = forecast(series.hours, 1)
    if by_driver is None:
        return path(seen, weighed(frame.prior, growth_of_weeks(series.hours)))
    return path(seen, by_driver.growth, planned=by_driver.level, spread=by_driver.log_spread)


def _hand(one: Somebody, works: Sequence[Work], frame: _Frame, function: str, theta: float, caution: float) -> Hand:
    kind = Kind.EMPLOYEE if one.is_employee else Kind.HOURLY
    monday = monday_of(frame.today.toordinal())
    series = _series(one.hours, frame, one.off)
    room: tuple[float, ...] = ()
    demand = _demand(one, works, series, frame)
    full = None
    if one.capacity:
        room = tuple(capacity_weeks(one.capacity, monday, FARTHEST, off=one.off, work_days=frame.work_days).tolist())
        full = runs_out(demand, one.capacity, theta=theta, caution=caution) if demand is not None else None
    return Hand(
        one.key,
        one.name,
        one.is_owner,
        one.capacity,
        demand,
        room,
        series,
        _recent(one, frame),
        full,
        lead_weeks(kind, function),
        kind,
        function,
    )


def _demand(one: Somebody, works: Sequence[Work], series: Series, frame: _Frame) -> Path | None:
    """A person's hours ahead; the owner's driven activities go with their drivers, the rest with the log."""
    if not any(series.hours):
        return None
    parts, left = [], dict(one.hours)
    for work in works if one.is_owner else ():
        _per_unit, by_driver = _by_driver(work, work.own, frame)
        if by_driver is None:
            continue
        parts.append(_path(_series(work.own, frame, one.off), by_driver, frame))
        left = {monday: hours - work.own.get(monday, 0.0) for monday, hours in left.items()}
    if not parts:
        return _path(series, None, frame)
    rest = _series({monday: max(hours, 0.0) for monday, hours in left.items()}, frame, one.off)
    return together([*parts, _path(rest, None, frame)])


def _recent(one: Somebody, frame: _Frame) -> tuple[float | None, ...]:
    if not one.capacity:
        return ()
    last = list(frame.mondays)[-2:]
    found: list[float | None] = []
    for monday in last:
        room = float(capacity_weeks(one.capacity, monday, 1, off=one.off, work_days=frame.work_days)[0])
        found.append(one.hours.get(monday, 0.0) / room if room > 0 else None)
    return tuple(found)


def _help(lines: Sequence[Line]) -> str:
    """The function with most of the owner's hours that somebody else could do.

    What a business lives on goes last: help with what keeps it running is found sooner and can do less harm.
    """
    sums: dict[str, float] = {}
    for line in lines:
        if line.handable and line.own > 0:
            sums[line.function] = sums.get(line.function, 0.0) + line.own
    around = {name: hours for name, hours in sums.items() if name not in HEART and hours >= HOURLY_FROM}
    chosen = around or sums
    return max(sorted(chosen), key=lambda name: chosen[name]) if chosen else ""


def _sum(parts: Sequence[Weekly]) -> dict[int, float]:
    found: dict[int, float] = {}
    for part in parts:
        for monday, hours in part.items():
            found[monday] = found.get(monday, 0.0) + hours
    return found


def day_of_week(ahead: Ahead, week: int | None) -> date | None:
    """The Monday of a week of the paths."""
    return None if week is None else date.fromordinal(ahead.monday + DAYS * week)


def bundle_of(lines: Sequence[Line], functions: Sequence[str], factor: float = 1.0) -> Path | None:
    """The hours of a bundle of the owner's activities ahead, each times a factor (helper hours per owner hour)."""
    chosen = [line for line in lines if line.function in functions and line.handable and line.own > 0]
    paths = []
    for line in chosen:
        own = line.own * factor
        width = np.log(max(line.now.high, 1e-6) / max(line.now.low, 1e-6)) / 2.5631 if line.now.value > 0 else 0.0
        ahead = np.arange(FARTHEST, dtype=float) / 52
        level = own * np.exp(line.growth.log_per_year * ahead)
        spread = np.sqrt(width**2 + (line.growth.spread * ahead) ** 2)
        paths.append(Path(level, spread, np.zeros(FARTHEST), float(max(1, line.weeks - 1)), line.growth))
    return together(paths)
