"""What a price stated for days that lie back would change, before it is applied."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.handoff.timesheet import amount_of, monday_of

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Priced:
    """Logged time of one activity on one day at the price that it has now; None: none. `entries` says how many."""

    day: int
    activity: Hashable
    rate: int | None
    seconds: int
    entries: int
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class WeekChange:
    """One week: what changes in it, what stays because the week was handed in."""

    week: int
    entries: int
    seconds: int
    before: Decimal
    after: Decimal
    closed_entries: int

    @property
    def difference(self) -> Decimal:
        """Money that the week costs more; below zero: less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """What a new price changes, week by week."""

    weeks: tuple[WeekChange, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries get another price."""
        return sum(week.entries for week in self.weeks)

    @property
    def seconds(self) -> int:
        """How much time they hold."""
        return sum(week.seconds for week in self.weeks)

    @property
    def before(self) -> Decimal:
        """What that time costs now."""
        return sum((week.before for week in self.weeks), _NOTHING)

    @property
    def after(self) -> Decimal:
        """What it would cost."""
        return sum((week.after for week in self.weeks), _NOTHING)

    @property
    def difference(self) -> Decimal:
        """Money that it costs more; below zero: less."""
        return self.after - self.before

    @property
    def closed_entries(self) -> int:
        """How many entries would change, were their week not handed in."""
        return sum(week.closed_entries for week in self.weeks)


def effect_of(rows: Iterable[Priced], prices: Sequence[Price], new: Price) -> Effect:
    """What changes when a price is added to those of a person, in the order of stating.

    Money is compared as timesheets have it: rounded for each day, activity and price. Rows whose price stays are left
    out, and rows of closed weeks only counted.
    """
    stated = (*prices, new)
    weeks: dict[int, list[tuple[Priced, int | None]]] = {}
    for row in rows:
        after = price_on(stated, row.activity, row.day)
        if after != row.rate:
            weeks.setdefault(monday_of(row.day), []).append((row, after))
    return Effect(tuple(_week(week, found) for week, found in sorted(weeks.items())))


def _week(week: int, found: Iterable[tuple[Priced, int | None]]) -> WeekChange:
    found = list(found)
    changing = [(row, after) for row, after in found if not row.is_closed]
    return WeekChange(
        week,
        sum(row.entries for row, _after in changing),
        sum(row.seconds for row, _after in changing),
        sum((_amount(row.seconds, row.rate) for row, _after in changing), _NOTHING),
        sum((_amount(row.seconds, after) for row, after in changing), _NOTHING),
        sum(row.entries for row, _after in found if row.is_closed),
    )


def _amount(seconds: int, rate: int | None) -> Decimal:
    return _NOTHING if rate is None else amount_of(seconds, rate)
