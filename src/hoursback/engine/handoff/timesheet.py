"""The lines of a week of work: what was done, at which price, what is owed besides, and what the cap allows.

Seconds are whole, prices are whole hundredths of the currency an hour (a fixed price: a month), days are ordinals and
weeks start on Monday. An amount is rounded in `amount_of` and `_share`, half up to the hundredth, and nowhere else:
every total is a sum of lines. `most_agreed` alone is a planning figure.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.handoff.money import cents
from hoursback.engine.units import SECONDS_PER_HOUR

WEEK = 7
_NOTHING = Decimal("0.00")


class Paid(StrEnum):
    """How a hand-off is paid."""

    HOURLY = "hourly"
    FIXED = "fixed"
    RETAINER = "retainer"
    EMPLOYED = "employed"


class LineKind(StrEnum):
    """What a line is for."""

    WORK = "work"
    MINIMUM = "minimum"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Logged:
    """What one person logged for one activity on one day at one price; None: without a price."""

    day: int
    activity: int
    name: str
    rate: int | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Job:
    """A hand-off of the person: work on its activity counts from `first` to `last`, None: without a bound."""

    handoff: int
    activity: int | None
    name: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed about a hand-off from a day on; the highest number that has begun counts, also once it is over.

    Attributes:
        price: an hour, or a month for a fixed price; None: none was agreed. minimum: seconds paid each week even if
            unused. cap: most seconds a week; None: no cap.
    """

    handoff: int
    number: int
    paid: Paid
    first: int
    last: int | None = None
    price: int | None = None
    minimum: int = 0
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Money of one day; `rate` is None where no price was stated, 0 where a fixed price pays for the time."""

    kind: LineKind
    day: int
    handoff: int | None
    activity: int | None
    name: str
    seconds: int
    rate: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Over:
    """More work than the cap of a week allows; `handoff` None: than the cap stated for the whole week."""

    handoff: int | None
    name: str
    seconds: int
    cap: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week: its lines by day, and what was logged besides and is not paid for."""

    lines: tuple[SheetLine, ...] = ()
    apart: tuple[Logged, ...] = ()
    over: tuple[Over, ...] = field(default=())

    @property
    def seconds(self) -> int:
        """Seconds worked; a minimum is money, not work."""
        return sum(line.seconds for line in self.lines if line.kind is LineKind.WORK)

    @property
    def unpriced(self) -> int:
        """Seconds of work for which no price was stated."""
        return sum(line.seconds for line in self.lines if line.kind is LineKind.WORK and line.rate is None)

    @property
    def amount(self) -> Decimal:
        """The sum of the lines."""
        return total(self.lines)


def monday_of(day: int) -> int:
    """Ordinal of the Monday of a day's week."""
    return day - (day + 6) % WEEK


def amount_of(seconds: int, hundredths: int) -> Decimal:
    """What time costs at a price an hour, half up to the hundredth.

    >>> amount_of(5400, 4001), amount_of(1, 1800), amount_of(1, 1799)
    (Decimal('60.02'), Decimal('0.01'), Decimal('0.00'))
    """
    return _share(hundredths, seconds, SECONDS_PER_HOUR)


def total(lines: Iterable[SheetLine]) -> Decimal:
    """The sum of lines; exact, for each is a whole number of hundredths."""
    return sum((line.amount for line in lines), _NOTHING)


def still_to_pay(amount: Decimal, paid: Decimal | None) -> Decimal | None:
    """What a week costs more than was paid for it before it was opened again; None: nothing was paid.

    Below zero so much was paid too much.

    >>> still_to_pay(Decimal("43.33"), Decimal("40.00")), still_to_pay(Decimal("40.00"), None)
    (Decimal('3.33'), None)
    """
    return None if paid is None else amount - paid


def sheet(
    monday: int,
    logged: Iterable[Logged],
    jobs: Sequence[Job],
    terms: Sequence[Terms],
    prices: Sequence[Price],
    *,
    cap: int | None = None,
) -> Sheet:
    """The timesheet of one person and week.

    Work on a handed-over activity counts; what lies outside every hand-off counts where a price for any activity is
    in force on that day, and stands apart without money where none is. Time under a fixed price costs nothing besides.
    Once a hand-off is over, nothing more is owed for it, whatever its terms say.

    Args:
        logged: of this week. prices: the person's, in the order of stating. cap: seconds, stated for this week alone;
            it takes the place of the agreed caps.
    """
    agreed = _by_handoff(terms, jobs)
    any_price = [price for price in prices if price.activity is None]
    lines, apart = [], []
    for each in _together(logged):
        job = job_on(jobs, each.activity, each.day)
        if job is None and (each.rate is None or price_on(any_price, each.activity, each.day) is None):
            apart.append(each)
        else:
            lines.append(_work(each, job, agreed))
    lines += [line for job in jobs for line in _owed(monday, job, agreed, lines, prices)]
    names = {job.handoff: job.name for job in jobs}
    return Sheet(
        tuple(sorted(lines, key=lambda line: (line.day, line.kind is not LineKind.WORK, line.name, line.rate or 0))),
        tuple(sorted(apart, key=lambda each: (each.day, each.name))),
        tuple(_over(monday, lines, agreed, names, cap)),
    )


def job_on(jobs: Iterable[Job], activity: int, day: int) -> Job | None:
    """The hand-off that work on an activity belongs to on a day; of several the newest."""
    fitting = (
        job
        for job in jobs
        if job.activity == activity
        and (job.first is None or job.first <= day)
        and (job.last is None or day <= job.last)
    )
    return max(fitting, key=lambda job: job.handoff, default=None)


def in_force(terms: Iterable[Terms], day: int) -> Terms | None:
    """What holds on a day, of the terms of one hand-off.

    Newer terms take the place of the older ones for good: when they end, nothing holds until something new is agreed.
    """
    begun = (each for each in terms if each.first <= day and (each.last is None or each.first <= each.last))
    newest = max(begun, key=lambda each: each.number, default=None)
    return None if newest is None or (newest.last is not None and newest.last < day) else newest


def cap_of_week(terms: Sequence[Terms], monday: int) -> int | None:
    """Most seconds that may be worked for one hand-off in a week: the widest of what holds in it; None: no cap."""
    holding = [found for day in range(monday, monday + WEEK) if (found := in_force(terms, day)) is not None]
    caps = [each.cap for each in holding]
    return None if not caps or None in caps else max(cap for cap in caps if cap is not None)


def fixed_share(terms: Sequence[Terms], one: Terms, day: int) -> Decimal | None:
    """What a fixed price puts on a day: its month's price on the last day of the month on which it holds, else None.

    A month in which it holds only on some days counts by those days. Not on the first day, whose week is handed in
    long before it is known whether the terms change or end within the month.
    """
    first, length = _month(day)
    days = [each for each in range(first, first + length) if in_force(terms, each) is one]
    if one.price is None or not days or days[-1] != day:
        return None
    return _share(one.price, len(days), length)


def most_agreed(terms: Sequence[Terms], first: int, last: int) -> Decimal | None:
    """The most that the terms of one hand-off allow from one day to another; None: without a bound.

    A planning figure, not a sum of lines: fixed prices and caps count by days.
    """
    found = _NOTHING
    for day in range(first, last + 1):
        one = in_force(terms, day)
        if one is None:
            continue
        if one.paid is Paid.FIXED:
            found += Decimal(one.price or 0) / _month(day)[1] / 100
        elif one.price is None or one.cap is None:
            return None
        else:
            found += Decimal(one.price * max(one.cap, one.minimum)) / (SECONDS_PER_HOUR * WEEK * 100)
    return cents(found)


def _together(logged: Iterable[Logged]) -> Iterator[Logged]:
    """One for each day, activity and price."""
    sums: dict[tuple[int, int, int | None], int] = {}
    names: dict[int, str] = {}
    for each in logged:
        names[each.activity] = each.name
        key = (each.day, each.activity, each.rate)
        sums[key] = sums.get(key, 0) + each.seconds
    for (day, activity, rate), seconds in sums.items():
        if seconds:
            yield Logged(day, activity, names[activity], rate, seconds)


def _work(each: Logged, job: Job | None, agreed: Mapping[int, Sequence[Terms]]) -> SheetLine:
    holds = None if job is None else in_force(agreed.get(job.handoff, ()), each.day)
    rate = 0 if holds is not None and holds.paid is Paid.FIXED else each.rate
    amount = _NOTHING if rate is None else amount_of(each.seconds, rate)
    handoff = None if job is None else job.handoff
    return SheetLine(LineKind.WORK, each.day, handoff, each.activity, each.name, each.seconds, rate, amount)


def _owed(
    monday: int,
    job: Job,
    agreed: Mapping[int, Sequence[Terms]],
    lines: Sequence[SheetLine],
    prices: Sequence[Price],
) -> Iterator[SheetLine]:
    """What a hand-off costs in a week besides the time: fixed prices, and the rest of an agreed minimum."""
    terms = agreed.get(job.handoff, ())
    minimum, holding = 0, None
    for day in range(monday, monday + WEEK):
        one = in_force(terms, day)
        if one is None:
            continue
        if one.paid is not Paid.FIXED:
            minimum, holding = minimum + one.minimum, (day, one)
        elif (share := fixed_share(terms, one, day)) is not None:
            yield SheetLine(LineKind.FIXED, day, job.handoff, job.activity, job.name, 0, None, share)
    if holding is None:
        return
    day, one = holding
    # A week in which it holds on some days only owes the minimum by those days.
    worked = sum(line.seconds for line in lines if line.handoff == job.handoff and line.kind is LineKind.WORK)
    missing = minimum // WEEK - worked
    stated = price_on(prices, -1 if job.activity is None else job.activity, day)
    price = one.price if stated is None else stated
    if missing > 0 and price is not None:
        amount = amount_of(missing, price)
        yield SheetLine(LineKind.MINIMUM, day, job.handoff, job.activity, job.name, missing, price, amount)


_MINUTE = 60


def _over(
    monday: int,
    lines: Sequence[SheetLine],
    agreed: Mapping[int, Sequence[Terms]],
    names: Mapping[int, str],
    cap: int | None,
) -> Iterator[Over]:
    worked: dict[int | None, int] = {}
    for line in lines:
        if line.kind is LineKind.WORK:
            worked[line.handoff] = worked.get(line.handoff, 0) + line.seconds
    if cap is not None:
        if _is_over(sum(worked.values()), cap):
            yield Over(None, "", sum(worked.values()), cap)
        return
    for handoff, seconds in worked.items():
        allowed = None if handoff is None else cap_of_week(agreed.get(handoff, ()), monday)
        if allowed is not None and _is_over(seconds, allowed):
            yield Over(handoff, names.get(handoff, "") if handoff is not None else "", seconds, allowed)


def _is_over(seconds: int, cap: int) -> bool:
    """More than the cap by a minute or more: what the page shows as 8:00 of 8:00 is within it."""
    return seconds - cap >= _MINUTE


def _by_handoff(terms: Iterable[Terms], jobs: Iterable[Job]) -> dict[int, list[Terms]]:
    """Terms by hand-off, none of them beyond the last day of it."""
    over = {job.handoff: job.last for job in jobs if job.last is not None}
    found: dict[int, list[Terms]] = {}
    for each in terms:
        last = over.get(each.handoff)
        ends = each if last is None or (each.last is not None and each.last <= last) else replace(each, last=last)
        found.setdefault(each.handoff, []).append(ends)
    return found


def _month(day: int) -> tuple[int, int]:
    """Ordinal of the first day of a day's month, and how many days it has."""
    at = date.fromordinal(day)
    return day - at.day + 1, monthrange(at.year, at.month)[1]


def _share(hundredths: int, part: int, whole: int) -> Decimal:
    """A part of an amount, half up to the hundredth; in whole numbers, so that no binary fraction comes between."""
    return Decimal((2 * hundredths * part + whole) // (2 * whole)).scaleb(-2)
