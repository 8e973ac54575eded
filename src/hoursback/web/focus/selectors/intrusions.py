"""What displaced the top three inside protected blocks: today, this week and the weeks before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max, Min, Q, Sum

from hoursback.engine.capture.overlap import covered_seconds
from hoursback.engine.figures import Figure
from hoursback.engine.focus.intrusions import BrokenDay, Done, Intrusion, Loss, by_activity, cost, intrusions
from hoursback.engine.focus.intrusions import measured_loss as loss_of
from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.focus.clock import monday_of
from hoursback.web.focus.models import Block
from hoursback.web.focus.selectors.blocks import blocks_between
from hoursback.web.focus.selectors.protection import Protected
from hoursback.web.people.models import Person

WEEKS = 5
"""This week and four before it."""
MEASURED_DAYS = 56
"""Days of the log from which the owner's own loss is measured."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week: protected time that has passed, and what of it went to something else; `cost` None: nobody knows."""

    monday: date
    protected: int
    seconds: int
    times: int
    cost: Figure | None


@dataclass(frozen=True, slots=True)
class Displacing:
    """One activity that displaced the top three."""

    pk: int
    name: str
    seconds: int
    times: int
    cost: Figure | None


@dataclass(frozen=True, slots=True)
class Intruded:
    """What displaced the top three over several weeks, the oldest first.

    Attributes:
        this_week, earlier: by activity, most first; `earlier` without this week.
        loss: minutes that an interruption costs beside its own time.
    """

    weeks: tuple[Week, ...]
    this_week: tuple[Displacing, ...]
    earlier: tuple[Displacing, ...]
    loss: Loss

    @property
    def now(self) -> Week:
        """This week."""
        return self.weeks[-1]


def intruded(actor: Member, known: Protected, weeks: int = WEEKS) -> Intruded:
    """What displaced the top three this week and before; the top three are those of today."""
    monday = known.clock.monday
    first = monday - timedelta(weeks=weeks - 1)
    blocks = blocks_between(actor, first, known.clock.today)
    found = found_in(blocks, known)
    loss = measured_loss(known.person, known.clock.today)
    names = dict(Activity.objects.filter(workspace_id=actor.workspace_id).values_list("pk", "name")) if found else {}
    worth = None if known.hour is None else known.hour.now

    def costs(some: Sequence[Intrusion]) -> Figure | None:
        return None if worth is None else cost(sum(one.seconds for one in some), len(some), worth, loss.minutes)

    def displacing(some: Sequence[Intrusion]) -> tuple[Displacing, ...]:
        return tuple(
            Displacing(
                one.activity,
                names.get(one.activity, ""),
                one.seconds,
                one.times,
                None if worth is None else cost(one.seconds, one.times, worth, loss.minutes),
            )
            for one in by_activity(some)
        )

    by_week: dict[date, list[Intrusion]] = {monday - timedelta(weeks=back): [] for back in reversed(range(weeks))}
    for one in found:
        by_week.setdefault(monday_of(known.clock.day_of(one.start)), []).append(one)
    passed = {week: _passed(blocks, week, known) for week in by_week}
    return Intruded(
        tuple(
            Week(week, passed[week], sum(one.seconds for one in some), len(some), costs(some))
            for week, some in sorted(by_week.items())
        ),
        displacing(by_week[monday]),
        displacing([one for week, some in by_week.items() if week != monday for one in some]),
        loss,
    )


def found_in(blocks: Sequence[Block], known: Protected) -> list[Intrusion]:
    """What was logged inside these blocks on anything outside the top three; one query, none without blocks."""
    if not blocks or not known.top.kept:
        return []
    inside = Q()
    for block in blocks:
        inside |= Q(
            day__range=(block.day - 1, block.day + 2), start__lt=block.end, start__gt=block.start - F("seconds")
        )
    rows = Entry.everywhere.filter(inside, workspace_id=known.person.workspace_id, person=known.person)
    pieces = rows.values_list("start", "seconds", "activity")
    done = [Done(start, start + seconds, pk) for start, seconds, pk in pieces if start is not None]
    timer = known.timer
    if timer is not None and timer.activity_id is not None:
        done.append(Done(timer.start, max(known.clock.now, timer.start), timer.activity_id))
    return intrusions([(block.start, block.end) for block in blocks], done, known.top.keys, known.clock.now)


def _passed(blocks: Sequence[Block], monday: date, known: Protected) -> int:
    days = range(monday.toordinal(), monday.toordinal() + 7)
    now = known.clock.now
    return covered_seconds((block.start, min(block.end, now)) for block in blocks if block.day in days)


def measured_loss(person: Person, today: date) -> Loss:
    """Minutes an interruption costs by the person's own days of the last eight weeks; one query."""
    rows = Entry.everywhere.filter(
        workspace_id=person.workspace_id,
        person=person,
        day__range=(today.toordinal() - MEASURED_DAYS, today.toordinal() - 1),
        start__isnull=False,
    )
    days = (
        rows.order_by()
        .values("day")
        .annotate(pieces=Count("pk"), first=Min("start"), last=Max(F("start") + F("seconds")), logged=Sum("seconds"))
        .values_list("pieces", "first", "last", "logged")
    )
    return loss_of([BrokenDay(pieces, max(0, last - first - logged)) for pieces, first, last, logged in days])
