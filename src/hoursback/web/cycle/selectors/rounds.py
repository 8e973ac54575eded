"""Look-ups of rounds, whose they are, where they stand, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from hoursback.engine.cycle.due import Due, due
from hoursback.engine.cycle.phases import CYCLE
from hoursback.engine.cycle.steps import Standing, Step, Turn, next_step
from hoursback.engine.handoff.stages import TAKEN
from hoursback.engine.moves import Move, Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Role, Verb
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.cycle.models import Cycle, Goal, Rating, Reflection, Training
from hoursback.web.cycle.models import Turn as TurnRow
from hoursback.web.handoff.models import Handoff, Run
from hoursback.web.people.models import DOERS, Person
from hoursback.web.people.selectors import doers, parts_of

Kind, Phase = Person.Kind, Cycle.Phase
ENDS = (Phase.REPEAT, Phase.STOPPED)
LEADING = frozenset({Part.OWNER, Part.MANAGER})


@dataclass(frozen=True, slots=True)
class Round:
    """A round as lists show it.

    Attributes:
        step, turn: what is next and whose turn it is. due: of the performance assessment; None before work starts.
        is_mine: the next step is for the member who asks.
    """

    cycle: Cycle
    person: Person
    standing: Standing
    step: Step
    turn: Turn
    due: Due | None
    deliverables: int
    is_mine: bool

    @property
    def is_over(self) -> bool:
        """Whether it ended."""
        return self.cycle.phase in ENDS


def cycle_here(actor: Member, cycle_id: int, verb: Verb = Verb.SEE) -> Cycle:
    """A round the member sees; 404 for any other."""
    return written_or_404(_here, actor, cycle_id, verb)


@written
def _here(actor: Member, cycle: int) -> QuerySet[Cycle]:
    return visible(actor, Cycle).filter(pk=cycle).select_related("person__member")


def cycle_parts(actor: Member, person: Person) -> frozenset[Part]:
    """What a member is to somebody's round: nobody leads their own, whatever their role."""
    parts = parts_of(actor, person)
    return parts - LEADING if person.member_id == actor.pk else parts


def leads(actor: Member, person: Person) -> bool:
    """Whether a member leads this person's rounds."""
    return bool(cycle_parts(actor, person) & LEADING) and sees_rounds(actor, person)


def is_person(actor: Member, person: Person) -> bool:
    """Whether a member is the person, or speaks for somebody without a log-in."""
    return Part.PERSON in cycle_parts(actor, person)


def sees_rounds(actor: Member, person: Person) -> bool:
    """Whether somebody's rounds are open to a member at all: a manager's are the owner's and their own."""
    if actor.role != Role.MANAGER or person.member_id in (None, actor.pk):
        return True
    return person.member is not None and person.member.role not in (Role.OWNER, Role.MANAGER)


def can_have(person: Person) -> bool:
    """Whether somebody can have rounds at all; services, roles to be found and names from imports cannot talk."""
    return person.kind in DOERS


def can_start(actor: Member, person: Person) -> bool:
    """Whether a member may start a first or another round with somebody."""
    return can_have(person) and not person.is_archived and leads(actor, person)


def under_way(actor: Member) -> QuerySet[Cycle]:
    """Rounds that go on, for those a member sees."""
    return visible(actor, Cycle).exclude(phase__in=ENDS).select_related("person__member")


def rounds_of(actor: Member, person: Person, today: date) -> list[Round]:
    """Every round of a person that the member sees, newest first."""
    return as_rounds(actor, _of_person(actor, person.pk), today)


@written
def _of_person(actor: Member, person: int) -> QuerySet[Cycle]:
    return visible(actor, Cycle).filter(person=person).select_related("person__member")


def as_rounds(actor: Member, cycles: Iterable[Cycle], today: date) -> list[Round]:
    """Rounds with where they stand; a constant number of queries for any number of them."""
    rows = list(cycles)
    live = [row for row in rows if row.phase not in ENDS]
    done = _deliverables(live)
    counts = _counts(live, today)
    return [_round(actor, row, counts.get(row.pk, {}), done.get(row.pk, 0), today) for row in rows]


def round_of(actor: Member, cycle: Cycle, today: date) -> Round:
    """One round with where it stands."""
    return as_rounds(actor, [cycle], today)[0]


def after(actor: Member, cycle: Cycle) -> Cycle | None:
    """The round that came out of this one, if the member sees it."""
    return _numbered.first(actor, cycle.person_id, cycle.number + 1)


@written
def _numbered(actor: Member, person: int, number: int) -> QuerySet[Cycle]:
    return visible(actor, Cycle).filter(person=person, number=number)[:1]


def turns_of(cycle: Cycle) -> list[TurnRow]:
    """The moves of a round, newest first; for one that the member was found to see."""
    return _turns(cycle.pk)


@written
def _turns(cycle: int) -> QuerySet[TurnRow]:
    return TurnRow.objects.filter(cycle=cycle).select_related("by__user")


def buttons(actor: Member, cycle: Cycle, met: Collection[str]) -> list[tuple[Move, tuple[str, ...]]]:
    """The moves a member may make from here, each with what is still missing; those with one name are one button."""
    holds = {*met, "reason"}
    found: dict[str, tuple[Move, tuple[str, ...]]] = {}
    for move in CYCLE.open_to(cycle.phase, cycle_parts(actor, cycle.person)):
        missing = CYCLE.missing(move, holds)
        if move.name not in found or not missing:
            found[move.name] = (move, missing)
    # The way back stands after the way on.
    return sorted(found.values(), key=lambda button: button[0].name in ("assess again", "stop"))


def _round(actor: Member, row: Cycle, counts: dict[str, int], deliverables: int, today: date) -> Round:
    when = None
    if row.phase == Phase.PERFORMANCE and row.work_started_on is not None:
        when = due(row.number, row.work_started_on, deliverables, today)
    standing = Standing(
        row.phase,
        is_due=when is not None and when.is_due,
        self_ratings=counts.get("self", 0),
        other_ratings=counts.get("other", 0) + counts.get("sample", 0),
        open_training=counts.get("open", 0),
        due_reviews=counts.get("reviews", 0),
        goals=counts.get("goals", 0),
        lead_agrees=counts.get("lead", 0),
        person_agrees=counts.get("person", 0),
        has_own_view=bool(counts.get("view_person")),
        has_feedback=bool(counts.get("view_lead")),
        has_verdict=bool(row.verdict),
    )
    step, turn = next_step(standing)
    parts = cycle_parts(actor, row.person)
    is_mine = (turn is Turn.LEAD and bool(parts & LEADING)) or (turn is Turn.PERSON and Part.PERSON in parts)
    return Round(row, row.person, standing, step, turn, when, deliverables, is_mine)


def _counts(cycles: list[Cycle], today: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {row.pk: {} for row in cycles}
    if not found:
        return found
    ids = list(found)
    # Most pages are about one round, and then the statements are written already.
    one, some = (ids[0] if len(ids) == 1 else None), Q(cycle__in=ids)
    for pk, source, n in _ratings(one) if one is not None else _rating_rows(some):
        found[pk][source] = n
    for pk, done_on, why_not, reviews in _trainings(one) if one is not None else _training_rows(some):
        if done_on is None and not why_not:
            found[pk]["open"] = found[pk].get("open", 0) + 1
        if any(not each.get("done_on") and each["on"] <= today.isoformat() for each in reviews):
            found[pk]["reviews"] = found[pk].get("reviews", 0) + 1
    for pk, goals, lead, person in _goals(one) if one is not None else _goal_rows(some):
        found[pk] |= {"goals": goals, "lead": lead, "person": person}
    for pk, side in _views(one) if one is not None else _view_rows(some):
        found[pk][f"view_{side}"] = 1
    return found


def _rating_rows(where: Q) -> QuerySet[Rating, tuple[int, str, int]]:
    return Rating.objects.filter(where).values_list("cycle", "source").annotate(n=Count("pk")).order_by()


def _training_rows(where: Q) -> QuerySet[Training, Any]:
    return Training.objects.filter(where).values_list("cycle", "done_on", "put_off_because", "reviews")


def _goal_rows(where: Q) -> QuerySet[Goal, Any]:
    both = Goal.objects.filter(where).exclude(status=Goal.Status.DROPPED).values("cycle").order_by()
    counted = both.annotate(goals=Count("pk"), lead=Count("lead_agreed_at"), person=Count("person_agreed_at"))
    return counted.values_list("cycle", "goals", "lead", "person")


def _view_rows(where: Q) -> QuerySet[Reflection, tuple[int, str]]:
    return Reflection.objects.filter(where).values_list("cycle", "side")


@written
def _ratings(cycle: int) -> QuerySet[Rating, tuple[int, str, int]]:
    return _rating_rows(Q(cycle=cycle))


@written
def _trainings(cycle: int) -> QuerySet[Training, Any]:
    return _training_rows(Q(cycle=cycle))


@written
def _goals(cycle: int) -> QuerySet[Goal, Any]:
    return _goal_rows(Q(cycle=cycle))


@written
def _views(cycle: int) -> QuerySet[Reflection, tuple[int, str]]:
    return _view_rows(Q(cycle=cycle))


def _deliverables(cycles: list[Cycle]) -> dict[int, int]:
    """Finished runs since the work of each round began, by round.

    Of many rounds only the first with somebody is counted, for only its assessment depends on the number.
    """
    working = [row for row in cycles if row.phase == Phase.PERFORMANCE and row.work_started_on is not None]
    wanted = [row for row in working if row.number <= 1 or len(cycles) == 1]
    if not wanted:
        return {}
    done = Run.objects.filter(
        person__in=[row.person_id for row in wanted],
        day__gte=min(row.work_started_on for row in wanted if row.work_started_on is not None),
        finished_at__isnull=False,
    )
    by_day = list(done.values_list("person", "day").annotate(n=Count("pk")).order_by())
    began = {row.person_id: (row.pk, row.work_started_on) for row in wanted}
    found: dict[int, int] = {}
    for person, day, n in by_day:
        pk, start = began[person]
        if start is not None and day >= start:
            found[pk] = found.get(pk, 0) + n
    return found


def people_to_start(actor: Member) -> list[Person]:
    """Those who work on something handed over and have no round under way."""
    if actor.role not in (Role.OWNER, Role.MANAGER):
        return []
    here = doers(actor).select_related("member")
    busy = Cycle.objects.filter(workspace=actor.workspace_id).exclude(phase__in=ENDS).values("person")
    working = Handoff.objects.filter(workspace=actor.workspace_id, state__in=TAKEN).values("person")
    free = here.exclude(pk__in=busy).filter(Q(pk__in=working) | Q(cycles__isnull=False)).distinct()
    return [person for person in free if can_start(actor, person)]
