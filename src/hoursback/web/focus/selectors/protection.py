"""What is protected: the owner's settings, their top three, and how days stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure, Origin
from hoursback.engine.focus.blocks import Hours
from hoursback.engine.focus.protect import Floors, Share, Standing, share_of, stand
from hoursback.engine.worth.ladder import TOP, Rung
from hoursback.web.accounts.models import Member, Workspace
from hoursback.web.accounts.owndata import person_of
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role
from hoursback.web.capture.models import Activity, Batch, Habit, Timer
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import BadDay, Protection
from hoursback.web.focus.selectors.spent import Spent, spent_by_day, with_timer
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.review import selectors as review
from hoursback.web.shared.places import RELEASE
from hoursback.web.worth import selectors as worth

if TYPE_CHECKING:
    from hoursback.engine.worth.summary import Worth

_KEPT = 24 * 3600
_DRAWS, _SEED = 2_000, 0
LOOKED_BACK = 14
"""Calendar days among which the last five finished working days are found."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What one more hour of the owner is worth today, currency per hour, and the ladder it comes from.

    Attributes:
        now: with P10 and P90. top: names of the ladder's top three, best first.
        is_assumed: nothing was stated about money, so an assumption stands behind it.
    """

    now: Figure
    currency: str
    rungs: tuple[Rung, ...]
    top: tuple[str, ...]
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One of the top three: `rate` is what one more hour of it brings, None where nobody knows."""

    pk: int
    name: str
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class TopThree:
    """The activities that are protected, best first; none where nothing says what earns.

    Attributes:
        is_chosen: by the owner instead of by the ranking. share: of value and hours; None without a ladder.
    """

    kept: tuple[Kept, ...] = ()
    is_chosen: bool = False
    share: Share | None = None
    currency: str = ""

    @property
    def keys(self) -> tuple[int, ...]:
        """Their ids."""
        return tuple(each.pk for each in self.kept)

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(each.name for each in self.kept)


def protection_of(person: Person) -> Protection:
    """What a person protects; unsaved defaults until they change something."""
    row = Protection.everywhere.filter(person=person).select_related("first", "second", "third").first()
    return row or Protection(workspace_id=person.workspace_id, person=person)


def floors_of(protection: Protection) -> Floors:
    """The minimum of a usual and of a bad day."""
    return Floors(protection.floor_minutes, protection.bad_day_minutes)


def hour_now(workspace: Workspace, today: date) -> Hour | None:
    """What the owner's next hour is worth; None without hours, or where nothing says what an hour is worth.

    Made once a day and again when anything stated or imported changes: an entry more does not turn a ladder over, and
    the first page of every day must not read the whole log for it.
    """
    key = _key(workspace, today)
    found: Hour | None = cache.get(key)
    if found is None:
        found = _hour(workspace, today)
        if found is not None:
            cache.set(key, found, _KEPT)
    return found


def _key(workspace: Workspace, today: date) -> str:
    batch = Batch.objects.filter(workspace_id=workspace.pk).order_by("-pk").values_list("pk", "state").first()
    stated = (worth.finances(workspace.pk), worth.stated_activities(workspace.pk), worth.undone(workspace.pk), batch)
    digest = hashlib.blake2b(repr((RELEASE, today, stated)).encode(), digest_size=16).hexdigest()
    return f"focus-hour:{workspace.public_id}:{digest}"


def _hour(workspace: Workspace, today: date) -> Hour | None:
    try:
        found = worth.worth(workspace, review.owner_person(workspace.pk), today)
    except HoursbackError:
        return None
    return None if found is None else _as_hour(found)


def _as_hour(found: Worth) -> Hour:
    import numpy as np

    now = found.three_numbers(1.0).now
    drawn = found.draw(np.random.default_rng(_SEED), _DRAWS).freed(0.0, 1.0)
    low, middle, high = (float(each) for each in np.quantile(drawn, (0.1, 0.5, 0.9)))
    # The draws are of an average freed hour; how wide they are around their middle holds for the next hour as well.
    spread = (low / middle, high / middle) if middle > 0 else (1.0, 1.0)
    figure = Figure(now, min(now, now * spread[0]), max(now, now * spread[1]), Origin.LOG)
    ladder = found.ladder
    names = tuple(rung.name for rung in ladder.top)
    return Hour(figure, found.currency, ladder.rungs, names, found.average_is_assumed)


def top_three(workspace: Workspace, protection: Protection, hour: Hour | None) -> TopThree:
    """The owner's own choice, else the activities that earn most with one more hour."""
    chosen = [row for row in (protection.first, protection.second, protection.third) if row is not None]
    rungs = {} if hour is None else {rung.name: rung for rung in hour.rungs}
    own = [(row.pk, row.name) for row in chosen if not row.is_archived]
    rows = own or _ranked(workspace, hour)
    kept = tuple(Kept(pk, name, rungs[name].rate if name in rungs else None) for pk, name in rows)
    share = None if hour is None or not kept else share_of(hour.rungs, {each.name for each in kept})
    return TopThree(kept, bool(own), share, "" if hour is None else hour.currency)


def _ranked(workspace: Workspace, hour: Hour | None) -> list[tuple[int, str]]:
    names = () if hour is None else hour.top[:TOP]
    rows = Activity.objects.filter(workspace_id=workspace.pk, name__in=names, is_archived=False)
    by_name = dict(rows.values_list("name", "pk"))
    return [(by_name[name], name) for name in names if name in by_name]


def hours_of(person: Person, protection: Protection) -> tuple[Hours, frozenset[int]]:
    """When a person works, and on which weekdays; the usual hours where they state none."""
    habit = Habit.everywhere.filter(person=person).first()
    best = protection.usual_from
    days = frozenset((habit and habit.work_days) or Habit.DEFAULT_DAYS)
    if habit is None or habit.day_from is None or habit.day_to is None:
        return Hours(best=best), days
    return Hours(habit.day_from, habit.day_to, best), days


def free_days(person: Person, first: date, last: date) -> frozenset[int]:
    """Ordinals of the days that a person takes off."""
    rows = TimeOff.everywhere.filter(person=person, last__gte=first, first__lte=last).values_list("first", "last")
    return frozenset(
        day for begins, ends in rows for day in range(max(begins, first).toordinal(), min(ends, last).toordinal() + 1)
    )


def bad_days(person: Person, first: date, last: date) -> frozenset[int]:
    """Ordinals of the days that a person declared bad."""
    rows = BadDay.everywhere.filter(person=person, day__range=(first.toordinal(), last.toordinal()))
    return frozenset(rows.values_list("day", flat=True))


@dataclass(frozen=True, slots=True)
class Protected:
    """All that Today and the pages of focus know about a person's protected time; made once a request.

    Attributes:
        days: how each day of the last two weeks and today stands, by ordinal.
        work_days: weekdays on which they work, between `hours`. off: days off of these weeks.
    """

    person: Person
    clock: Clock
    protection: Protection
    hour: Hour | None
    top: TopThree
    timer: Timer | None
    days: dict[int, Standing]
    work_days: frozenset[int]
    off: frozenset[int]
    hours: Hours

    @property
    def today(self) -> Standing:
        """How today stands."""
        return self.days[self.clock.today.toordinal()]

    @property
    def finished(self) -> list[Standing]:
        """Finished working days with a log, the latest last."""
        today = self.clock.today.toordinal()
        return [each for day, each in sorted(self.days.items()) if day < today and self.counts(day) and each.logged]

    @property
    def week(self) -> list[Standing]:
        """The days of this week so far."""
        monday = self.clock.monday.toordinal()
        return [each for day, each in sorted(self.days.items()) if day >= monday]

    def counts(self, day: int) -> bool:
        """Whether a day is a working day: a weekday on which they work, and none off."""
        return date.fromordinal(day).weekday() in self.work_days and day not in self.off


@dataclass(frozen=True, slots=True)
class Grounds:
    """What protected time rests on, without the clock and the running timer: it changes only when somebody acts.

    Attributes:
        first: the first of the days that are looked at. spent: seconds by day and activity. bad: bad days.
    """

    person: Person
    protection: Protection
    hour: Hour | None
    top: TopThree
    first: date
    spent: Spent
    bad: frozenset[int]
    hours: Hours
    work_days: frozenset[int]
    off: frozenset[int]


def grounds_of(actor: Member, clock: Clock) -> Grounds | None:
    """What an owner's protected time rests on; None for somebody who is no person here. A fixed number of queries."""
    person = person_of(actor)
    if person is None:
        return None
    today = clock.today
    first = min(today - timedelta(days=LOOKED_BACK), clock.monday)
    protection = protection_of(person)
    hour = hour_now(actor.workspace, today)
    hours, work_days = hours_of(person, protection)
    return Grounds(
        person,
        protection,
        # A ladder may have thousands of rungs, and from here on only what was found on it counts.
        hour and replace(hour, rungs=()),
        top_three(actor.workspace, protection, hour),
        first,
        spent_by_day(person, first, today, clock),
        bad_days(person, first, today),
        hours,
        work_days,
        free_days(person, first, today),
    )


def timer_of(actor: Member) -> Timer | None:
    """What the member is doing now."""
    return visible(actor, Timer).filter(person__member=actor).select_related("activity", "zone").first()


def protected(actor: Member, clock: Clock) -> Protected | None:
    """Where an owner's protected time stands; None for somebody who is no person here. A fixed number of queries."""
    grounds = grounds_of(actor, clock)
    return None if grounds is None else standing_on(grounds, clock, timer_of(actor))


def standing_on(grounds: Grounds, clock: Clock, timer: Timer | None) -> Protected:
    """Where protected time stands at a moment, with what the running timer adds."""
    top, floors = grounds.top, floors_of(grounds.protection)
    days = range(grounds.first.toordinal(), clock.today.toordinal() + 1)
    spent = with_timer(grounds.spent, timer, clock, days)
    return Protected(
        grounds.person,
        clock,
        grounds.protection,
        grounds.hour,
        top,
        timer,
        {day: stand(top.keys, spent.get(day, {}), floors, is_bad_day=day in grounds.bad) for day in days},
        grounds.work_days,
        grounds.off,
        grounds.hours,
    )


def wanting_proposals(workspace: Workspace) -> list[Member]:
    """Owners who asked for tomorrow's block every evening and are still here."""
    rows = Member.objects.filter(
        workspace=workspace, role=Role.OWNER, is_active=True, person__protection__proposes_tomorrow=True
    )
    return list(rows.select_related("user", "workspace", "person").order_by("pk"))


def next_work_day(actor: Member, after: date) -> date | None:
    """The next day on which an owner works, within a fortnight; None where none is."""
    person = person_of(actor)
    if person is None:
        return None
    days = [after + timedelta(days=n) for n in range(1, LOOKED_BACK + 1)]
    _hours, work_days = hours_of(person, protection_of(person))
    off = free_days(person, days[0], days[-1])
    return next((day for day in days if day.weekday() in work_days and day.toordinal() not in off), None)
