"""Blocks of protected time: of a day, of a week, and what else is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from hoursback.engine.capture.overlap import Span
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.owndata import person_of
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Block, Busy, Calendar
from hoursback.web.focus.selectors import protection
from hoursback.web.people.models import Person

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as pages show it, on the clock of whoever looks."""

    pk: int
    version: int
    day: date
    starts: datetime
    ends: datetime
    activity_id: int | None
    activity: str
    seconds: int
    state: str
    is_over: bool
    is_now: bool
    was_moved: bool


@dataclass(frozen=True, slots=True)
class DayOfBlocks:
    """One day of the week's page."""

    day: date
    blocks: tuple[Shown, ...]
    is_work_day: bool
    is_off: bool
    is_today: bool
    is_past: bool

    @property
    def can_propose(self) -> bool:
        """Whether a block can be proposed for it."""
        return self.is_work_day and not self.is_off and not self.is_past and not self.blocks

    @property
    def seconds(self) -> int:
        """Protected time of the day."""
        return sum(block.seconds for block in self.blocks)


def block_here(actor: Member, pk: int) -> Block:
    """A block that the member may change, taken away or not.

    Raises: Http404.
    """
    return visible_or_404(actor, Block, pk, Verb.CHANGE)


def blocks_between(actor: Member, first: date, last: date) -> list[Block]:
    """Blocks of these days that were not taken away, in order."""
    rows = visible(actor, Block).filter(day__range=(first.toordinal(), last.toordinal()))
    return list(rows.exclude(state=Block.State.GONE).select_related("activity").order_by("start", "pk")[:MOST_SHOWN])


def shown(block: Block, clock: Clock) -> Shown:
    """A block for a page."""
    return Shown(
        block.pk,
        block.version,
        date.fromordinal(block.day),
        clock.local(block.start),
        clock.local(block.end),
        block.activity_id,
        block.activity.name if block.activity else "",
        block.seconds,
        block.state,
        block.end <= clock.now,
        block.start <= clock.now < block.end,
        block.moved_at is not None,
    )


def spans_of(person: Person, first: int, after: int) -> list[Span]:
    """A person's own blocks that reach into a stretch of time."""
    rows = Block.everywhere.filter(person=person, start__lt=after, end__gt=first).exclude(state=Block.State.GONE)
    return list(rows.values_list("start", "end"))


def proposed_days(person: Person, first: date, last: date) -> frozenset[int]:
    """Days that were proposed for already, whatever became of it, or that have a block made by hand."""
    low, high = first.toordinal(), last.toordinal()
    rows = Block.everywhere.filter(person=person)
    proposed = rows.filter(proposed_for__range=(low, high)).values_list("proposed_for", flat=True)
    held = rows.filter(day__range=(low, high)).exclude(state=Block.State.GONE).values_list("day", flat=True)
    return frozenset(day for day in (*proposed, *held) if day is not None)


def week_of_days(monday: date) -> list[date]:
    """Seven days."""
    return [monday + timedelta(days=n) for n in range(7)]


def busy_of(person: Person, first: int, after: int) -> list[Span]:
    """Everything that is taken in a stretch of time: what the calendar says, and the person's own blocks."""
    return [*calendar_busy(person, first, after), *spans_of(person, first, after)]


def calendar_busy(person: Person, first: int, after: int) -> list[Span]:
    """When the calendar says that somebody is busy."""
    rows = Busy.everywhere.filter(person=person, start__lt=after, end__gt=first)
    return list(rows.values_list("start", "end"))


def colliding(person: Person, now: int, after: int) -> list[Block]:
    """Planned blocks ahead that lie where the calendar is busy, in order."""
    ahead = Block.everywhere.filter(person=person, state=Block.State.PLANNED, start__gte=now, start__lt=after)
    taken = Busy.everywhere.filter(person=OuterRef("person"), start__lt=OuterRef("end"), end__gt=OuterRef("start"))
    return list(ahead.filter(Exists(taken)).order_by("start", "pk"))


@dataclass(frozen=True, slots=True)
class WeekOfBlocks:
    """A week of blocks as its page shows it.

    Attributes:
        colliding: blocks ahead that lie where the calendar is busy. has_calendar: one is connected.
    """

    monday: date
    days: tuple[DayOfBlocks, ...]
    colliding: frozenset[int]
    has_calendar: bool

    @property
    def seconds(self) -> int:
        """Protected time of the week."""
        return sum(day.seconds for day in self.days)

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun."""
        return not any(day.is_past or day.is_today for day in self.days)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def can_propose(self) -> bool:
        """Whether a working day ahead has no block yet."""
        return any(day.can_propose for day in self.days)


def week(actor: Member, clock: Clock, monday: date) -> WeekOfBlocks:
    """The blocks of a week; a fixed number of queries."""
    sunday = monday + timedelta(days=6)
    person = person_of(actor)
    by_day: dict[int, list[Shown]] = {}
    for block in blocks_between(actor, monday, sunday):
        by_day.setdefault(block.day, []).append(shown(block, clock))
    if person is None:
        return WeekOfBlocks(monday, (), frozenset(), has_calendar=False)
    _hours, work_days = protection.hours_of(person, protection.protection_of(person))
    off = protection.free_days(person, monday, sunday)
    after = clock.bounds(sunday + timedelta(days=1))[0]
    days = tuple(
        DayOfBlocks(
            day,
            tuple(by_day.get(day.toordinal(), ())),
            is_work_day=day.weekday() in work_days,
            is_off=day.toordinal() in off,
            is_today=day == clock.today,
            is_past=day < clock.today,
        )
        for day in week_of_days(monday)
    )
    busy = frozenset(block.pk for block in colliding(person, clock.now, after))
    return WeekOfBlocks(monday, days, busy, has_calendar(actor))


def has_calendar(actor: Member) -> bool:
    """Whether a calendar is connected that holds the blocks itself."""
    return visible(actor, Calendar).filter(state=Calendar.State.CONNECTED).exists()
