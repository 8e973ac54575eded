"""A week as its page shows it: by day and by hand-off, with what the cap leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hoursback.engine.handoff.timesheet import WEEK, LineKind, Over, Sheet, SheetLine, cap_of_week
from hoursback.web.handoff.selectors.books import seconds_of
from hoursback.web.handoff.selectors.timesheets import Week
from hoursback.web.shared import formats

_NOTHING = Decimal("0.00")
_FULL = 100


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week; only work, money that is owed besides stands apart."""

    ordinal: int
    lines: tuple[SheetLine, ...]

    @property
    def seconds(self) -> int:
        """Seconds worked."""
        return sum(line.seconds for line in self.lines)

    @property
    def amount(self) -> Decimal:
        """Money of them."""
        return sum((line.amount for line in self.lines), _NOTHING)


@dataclass(frozen=True, slots=True)
class Share:
    """What one hand-off has of the week; `cap` None: no cap. `handoff` None: other paid work."""

    handoff: int | None
    name: str
    seconds: int
    amount: Decimal
    cap: int | None
    is_fixed: bool = False

    @property
    def percent(self) -> int:
        """How far the cap is used; above 100 where it is more than the cap."""
        return self.seconds * _FULL // self.cap if self.cap else 0

    @property
    def is_over(self) -> bool:
        """Whether it is more than the cap."""
        return self.cap is not None and self.seconds > self.cap

    @property
    def used(self) -> str:
        """The same in words."""
        return formats.percent(self.percent / _FULL)


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """What stands on the page of a week."""

    days: tuple[Day, ...]
    owed: tuple[SheetLine, ...]
    shares: tuple[Share, ...]
    over: tuple[Over, ...]
    apart_seconds: int
    cap: int | None

    @property
    def has_cap(self) -> bool:
        """Whether the hours of the week have a bound."""
        return self.cap is not None or any(share.cap is not None for share in self.shares)

    @property
    def has_lines(self) -> bool:
        """Whether anything counts."""
        return bool(self.owed) or any(day.lines for day in self.days)


def shown_week(week: Week) -> ShownWeek:
    """A week by day and by hand-off."""
    lines = week.sheet.lines
    work = [line for line in lines if line.kind is LineKind.WORK]
    days = (Day(day, tuple(line for line in work if line.day == day)) for day in range(week.monday, week.monday + WEEK))
    return ShownWeek(
        tuple(days),
        tuple(line for line in lines if line.kind is not LineKind.WORK),
        tuple(_shares(week)),
        week.sheet.over,
        sum(each.seconds for each in week.sheet.apart),
        seconds_of(week.row.cap_hours) if week.row else None,
    )


def _shares(week: Week) -> Iterable[Share]:
    names: dict[int | None, str] = {job.handoff: job.name for job in week.book.jobs.get(week.person.pk, ())}
    terms = week.book.terms.get(week.person.pk, ())
    by_handoff: dict[int | None, list[SheetLine]] = {}
    for line in week.sheet.lines:
        by_handoff.setdefault(line.handoff, []).append(line)
    for handoff, lines in sorted(by_handoff.items(), key=lambda item: (item[0] is None, names.get(item[0], ""))):
        here = [each for each in terms if each.handoff == handoff]
        part = Sheet(tuple(lines))
        yield Share(
            handoff,
            names.get(handoff, ""),
            part.seconds,
            part.amount,
            cap_of_week(here, week.monday) if here else None,
            is_fixed=any(line.rate == 0 for line in lines),
        )


def span(monday: int) -> str:
    """A week by its Monday: 2 Mar – 8 Mar."""
    first, last = date.fromordinal(monday), date.fromordinal(monday + WEEK - 1)
    return f"{formats.day(first, 'd MMM')} – {formats.day(last, 'd MMM')}"
