"""The bench: who has how much room, what they can and do not want to do, and how much hangs on how few."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Sum

from hoursback.engine.handoff.choosing import LOAD_MOST, WEEKS_AHEAD, Able, Against, Standing, Work, stand
from hoursback.engine.handoff.stages import NOT_YET, TAKEN
from hoursback.engine.people import Requirement
from hoursback.engine.plan.concentration import Concentration, Flag, concentration, people_able
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.handoff.selectors.reasons import because, verdict
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.people.models import Person, TimeOff
from hoursback.web.people.selectors import doers, engine_person
from hoursback.web.plan.models import Terms
from hoursback.web.review.models import Answer
from hoursback.web.shared import formats

_CORE = 2
"""From this answer on, work is critical; as in the plan."""
PAGE = 20
MOST_OPEN = 200
THIN_SHOWN = 20

type Load = Mapping[int, tuple[float, int, int]]
"""By person: planned hours a week of their hand-offs under way, how many there are, how many lack planned hours."""
type Span = tuple[date, date]
"""A first and a last day."""
type Busy = tuple[Load, Mapping[int, list[Span]]]
_Weighed = tuple[Concentration, float, list[tuple[int, list[str]]]]


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the bench.

    Attributes:
        skills: with their levels, best first. away: days off in the coming weeks.
        hours: a week, as stated (the middle of a range); None: not stated. load: planned hours of their work under way.
        works: how much of it there is; unplanned: of it, without planned hours.
        reasons: where they stand for the work that was asked about, in plain words.
    """

    person: Person
    standing: Standing
    hours: float | None
    load: float
    works: int
    unplanned: int
    skills: str
    away: str
    verdict: str
    reasons: list[str]

    @property
    def room(self) -> float | None:
        """Hours left in an average week of the coming ones; None: not known."""
        return self.standing.room_per_week

    @property
    def is_full(self) -> bool:
        """Whether they are offered nothing more."""
        return Against.OVERLOADED in self.standing.against

    @property
    def full_from(self) -> float:
        """Hours taken from which they are offered nothing more."""
        return LOAD_MOST * (self.hours or 0.0)

    @property
    def taken(self) -> float:
        """Hours taken, at most what there is: what a meter can show."""
        return min(self.load, self.hours or 0.0)


@dataclass(frozen=True, slots=True)
class Thin:
    """Critical work that hangs on one person or nobody, and who could still do it."""

    handoff: Handoff
    able: list[str]


@dataclass(frozen=True, slots=True)
class Bench:
    """Everybody, and how much hangs on how few.

    Attributes:
        seats: those of the page; number: how many there are. offered: how many nothing stands against.
        open: hand-offs to hold them against. concentration: None while nothing is handed off.
    """

    seats: list[Seat]
    page: Page[int]
    number: int
    offered: int
    asked: Handoff | None
    open: list[tuple[int, str]]
    room: float
    concentration: Concentration | None
    hours: float
    is_concentrated: bool
    thin: list[Thin]


@dataclass(frozen=True, slots=True)
class _Order:
    """Everybody in order, how many could take the work, and the room of all together, hours a week."""

    people: list[int]
    offered: int
    room: float


def work_of(handoff: Handoff) -> Work:
    """A hand-off as the engine ranks people for it."""
    requires = tuple(Requirement(skill, level) for skill, level in (handoff.requires or {}).items())
    function = handoff.activity.function if handoff.activity is not None else ""
    return Work(handoff.name, function, requires, handoff.hours_per_week)


def loads(actor: Member, *, without: Handoff | None = None, of: Collection[int] | None = None) -> Load:
    """What people do already, of some or of everybody."""
    rows = visible(actor, Handoff).filter(state__in=TAKEN, person__isnull=False)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    if of is not None:
        rows = rows.filter(person__in=of)
    sums = (
        rows.order_by()
        .values("person_id")
        .annotate(hours=Sum("hours_per_week"), number=Count("pk"), bare=Count("pk", filter=Q(hours_per_week=None)))
    )
    return {row["person_id"]: (row["hours"] or 0.0, row["number"], row["bare"]) for row in sums}


def time_off(actor: Member, today: date, *, of: Collection[int] | None = None) -> dict[int, list[Span]]:
    """By person, of some or of everybody: first and last days off in the coming weeks."""
    last = today + timedelta(weeks=WEEKS_AHEAD)
    found: dict[int, list[Span]] = {}
    rows = visible(actor, TimeOff).filter(last__gte=today - timedelta(days=today.weekday()), first__lte=last)
    if of is not None:
        rows = rows.filter(person__in=of)
    for person, *span in rows.order_by("first").values_list("person_id", "first", "last"):
        found.setdefault(person, []).append((span[0], span[1]))
    return found


def busy(actor: Member, today: date, without: Handoff | None = None) -> Busy:
    """`loads` and `time_off` of everybody, which change seldom."""
    name = f"busy-{today}-{None if without is None else without.pk}"
    return kept(actor, name, lambda: (loads(actor, without=without), time_off(actor, today)), own=True)


def able(person: Person, load: Load, off: Mapping[int, Collection[Span]]) -> Able:
    """A person as the engine ranks them."""
    return Able(person.pk, engine_person(person), load.get(person.pk, (0.0, 0, 0))[0], tuple(off.get(person.pk, ())))


def open_handoffs(actor: Member) -> list[tuple[int, str]]:
    """Hand-offs that still look for somebody, with the name, newest first."""

    def newest() -> list[tuple[int, str]]:
        rows = visible(actor, Handoff).filter(state__in=NOT_YET).order_by("-pk")
        return list(rows.values_list("pk", "name")[:MOST_OPEN])

    return kept(actor, "bench-open", newest)


def bench(actor: Member, today: date, asked_id: int | None = None, page: str = "") -> Bench:
    """Everybody with their room, held against one hand-off if one is asked about; one page of them.

    Raises: Http404, for a hand-off the member does not see.
    """
    asked = None if asked_id is None else handoff_here(actor, asked_id)
    order = kept(actor, f"bench-{today}-{asked_id}", lambda: _order(actor, today, asked))
    shown = Paginator(order.people, PAGE).get_page(page)
    found = kept(actor, "bench-concentration", lambda: _weigh(actor))
    return Bench(
        seats=_seats(actor, today, asked, list(shown)),
        page=shown,
        number=len(order.people),
        offered=order.offered,
        asked=asked,
        open=open_handoffs(actor),
        room=order.room,
        concentration=None if found is None else found[0],
        hours=0.0 if found is None else found[1],
        is_concentrated=found is not None and Flag.CONCENTRATED in found[0].flags,
        thin=[] if found is None else _thin(actor, found[2]),
    )


def _order(actor: Member, today: date, asked: Handoff | None) -> _Order:
    """Everybody's place; two hundred people against one piece of work take a while."""
    work = Work("") if asked is None else work_of(asked)
    load, off = busy(actor, today, asked)
    found = [stand(work, able(person, load, off), today) for person in doers(actor)]
    if asked is not None:
        found.sort(key=lambda one: (not one.is_offered, -round(one.fit, 2), -(one.room_per_week or 0.0)))
    room = sum(one.room_per_week or 0.0 for one in found)
    return _Order([one.key for one in found], sum(one.is_offered for one in found), room)


def _seats(actor: Member, today: date, asked: Handoff | None, people: list[int]) -> list[Seat]:
    work = Work("") if asked is None else work_of(asked)
    load, off = busy(actor, today, asked)
    rows = visible(actor, Person).in_bulk(people)
    return [_seat(rows[pk], work, load, off, today, is_asked=asked is not None) for pk in people if pk in rows]


def _seat(
    person: Person,
    work: Work,
    load: Load,
    off: Mapping[int, list[Span]],
    today: date,
    *,
    is_asked: bool,
) -> Seat:
    one = able(person, load, off)
    standing = stand(work, one, today)
    hours, works, unplanned = load.get(person.pk, (0.0, 0, 0))
    held = (person.skills or {}).items()
    return Seat(
        person=person,
        standing=standing,
        hours=None if person.hours_per_week is None else person.hours_per_week.value,
        load=hours,
        works=works,
        unplanned=unplanned,
        skills=", ".join(f"{formats.spoken(skill)} {level}" for skill, level in sorted(held, key=_best_first)),
        away=", ".join(map(_days, off.get(person.pk, []))),
        verdict=verdict(work, standing) if is_asked else "",
        reasons=because(work, one, standing) if is_asked else [],
    )


def _best_first(held: tuple[str, int]) -> tuple[int, str]:
    return -held[1], held[0]


def _days(off: Span) -> str:
    days = dict.fromkeys(off)
    return " – ".join(map(formats.day, days))


def _weigh(actor: Member) -> _Weighed | None:
    """How much hangs on how few, the hours handed off, and (hand-off, who could do it) of thin work; None: nothing is.

    Two thousand hand-offs against two hundred people take a while.
    """
    rows = (
        visible(actor, Handoff)
        .filter(state__in=TAKEN, person__isnull=False)
        .order_by("pk")
        .values_list("pk", "person__name", "activity_id", "requires", "hours_per_week")
    )
    people = {person.name: person.skills for person in doers(actor)}
    critical = _critical(actor)
    hours: dict[str, float] = {}
    floors: dict[str, tuple[Requirement, ...]] = {}
    by_floor: dict[str, list[int]] = {}
    for pk, name, activity_id, requires, planned in rows:
        hours[name] = hours.get(name, 0.0) + (planned or 0.0)
        if activity_id in critical:
            # Work with the same floor has the same people: two thousand hand-offs are a few dozen floors.
            floor = repr(sorted((requires or {}).items()))
            floors[floor] = tuple(Requirement(skill, level) for skill, level in (requires or {}).items())
            by_floor.setdefault(floor, []).append(pk)
    if not any(hours.values()):
        return None
    able = {floor: list(people_able(required, people)) for floor, required in floors.items()}
    # Only the scarcest floor and the thin ones can decide; asking about all of them again would double the work.
    scarcest = min(able, key=lambda floor: len(able[floor]), default=None)
    few = {floor: floors[floor] for floor, names in able.items() if len(names) <= 1 or floor == scarcest}
    found = concentration(hours, few, people)
    thin = [(pk, able[floor]) for floor in found.thin for pk in by_floor[floor]]
    return found, sum(hours.values()), thin[:THIN_SHOWN]


def _critical(actor: Member) -> set[int]:
    """Activities whose mistakes have a stated cost, or that are what the business is about; as in the plan.

    The second is the owner's own answer, which nobody else learns.
    """
    costly = visible(actor, Terms).filter(error_loss_per_week__isnull=False).values_list("activity_id", flat=True)
    core = visible(actor, Answer).filter(core__gte=_CORE).values_list("activity_id", flat=True)
    return {*costly, *core}


def _thin(actor: Member, found: list[tuple[int, list[str]]]) -> list[Thin]:
    rows = visible(actor, Handoff).select_related("person").in_bulk([pk for pk, _able in found]) if found else {}
    return [Thin(rows[pk], able) for pk, able in found if pk in rows]
