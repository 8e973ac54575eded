"""What waits for somebody in the work that is handed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from hoursback.engine.handoff.stages import DOING, HELD, OVER
from hoursback.engine.handoff.waiting import Step
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import Agreement, Brief, Handoff, Reading, Run, TrainingStep
from hoursback.web.handoff.selectors.standing import standings
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import own_person

State = Handoff.State
_MOST = 100
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NEWS = timedelta(days=14)
"""How long a judged run counts as news."""


@dataclass(frozen=True, slots=True)
class Doing:
    """A hand-off whose work somebody may do now: go on with the open run, or start one, once the brief is read.

    Attributes:
        is_next: the hand-off waits for their next supervised run.
    """

    handoff: Handoff
    open: Run | None
    is_read: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for somebody, in the order in which it should be answered, and all that they work on."""

    person: Person
    agreements: list[Agreement]
    briefs: list[Brief]
    training: list[TrainingStep]
    runs: list[Doing]
    judged: list[Run]
    handoffs: list[Handoff]

    @property
    def waiting(self) -> int:
        """How many answers are asked of them: agreements, briefs, steps to learn, runs to do or to finish."""
        under_way = sum(doing.open is not None or doing.is_next for doing in self.runs)
        return len(self.agreements) + len(self.briefs) + len(self.training) + under_way


def mine(actor: Member) -> Mine:
    """What waits for a member in what is handed to them; the number of queries does not depend on how much there is."""
    person = own_person(actor)
    handoffs = _held(actor, person.pk)
    by_pk = {row.pk: row for row in handoffs}
    briefs = _newest_briefs(actor, person, by_pk)
    read = set(_read(person.pk))
    return Mine(
        person=person,
        agreements=_offers(actor, person.pk),
        briefs=[brief for brief in briefs.values() if brief.pk not in read],
        training=[step for step in _steps(actor, person.pk) if step.handoff_id in by_pk],
        runs=_doing(actor, person, [row for row in handoffs if row.state in DOING], briefs, read),
        judged=_judged(actor, person.pk, timezone.now() - NEWS),
        handoffs=handoffs,
    )


@written
def _held(actor: Member, person: int) -> QuerySet[Handoff]:
    rows = visible(actor, Handoff).filter(person=person, state__in=HELD).select_related("person")
    return rows.order_by("-pk")[:_MOST]


@written
def _offers(actor: Member, person: int) -> QuerySet[Agreement]:
    rows = visible(actor, Agreement).filter(
        person=person, person_confirmed_at=None, declined_at=None, withdrawn_at=None, lead_confirmed_at__isnull=False
    )
    under_way = rows.exclude(handoff__state__in=OVER)
    return under_way.select_related("handoff").order_by("pk")[:_MOST]


@written
def _read(person: int) -> QuerySet[Reading, int]:
    return Reading.objects.filter(person=person).values_list("brief_id", flat=True)


@written
def _versions(actor: Member, person: int) -> QuerySet[Brief]:
    rows = visible(actor, Brief).filter(handoff__person=person, handoff__state__in=HELD, number__gt=0)
    return rows.only("pk", "handoff", "number", "changed_because", "published_at", "workspace").order_by("number")


def _newest_briefs(actor: Member, person: Person, handoffs: dict[int, Handoff]) -> dict[int, Brief]:
    """By hand-off, the published version that counts now; what was published first comes first."""
    newest = {brief.handoff_id: brief for brief in _versions(actor, person.pk) if brief.handoff_id in handoffs}
    briefs = sorted(newest.values(), key=lambda brief: (brief.published_at or _NEVER, brief.pk))
    for brief in briefs:
        brief.handoff = handoffs[brief.handoff_id]
    return {brief.handoff_id: brief for brief in briefs}


@written
def _steps(actor: Member, person: int) -> QuerySet[TrainingStep]:
    rows = visible(actor, TrainingStep).filter(handoff__person=person, handoff__state=State.TRAINING)
    todo = rows.filter(done_at=None, dropped_at=None).select_related("handoff")
    return todo.order_by("handoff", "position", "pk")[:_MOST]


@written
def _under_way(actor: Member, person: int) -> QuerySet[Run]:
    theirs = Q(person__member=actor) | Q(person=None)
    return visible(actor, Run).filter(theirs, handoff__person=person, finished_at=None).order_by("-number")


def _doing(
    actor: Member, person: Person, handoffs: list[Handoff], briefs: dict[int, Brief], read: set[int]
) -> list[Doing]:
    under_way = {run.handoff_id: run for run in _under_way(actor, person.pk)} if handoffs else {}
    waiting = _waiting_for_a_run(actor, handoffs)
    found = []
    for row in handoffs:
        brief = briefs.get(row.pk)
        is_read = brief is None or brief.pk in read
        found.append(Doing(row, under_way.get(row.pk), is_read, is_next=row.pk in waiting))
    return sorted(found, key=lambda doing: (doing.open is None, not doing.is_next))


def _waiting_for_a_run(actor: Member, handoffs: list[Handoff]) -> set[int]:
    """Of those under supervision, the ones whose next step is a run."""
    supervised = [row.pk for row in handoffs if row.state == State.SUPERVISED]
    if not supervised:
        return set()
    found = standings(visible(actor, Handoff).filter(pk__in=supervised))
    return {pk for pk, _state, _name, step in found if step.step is Step.RUN}


@written
def _judged(actor: Member, person: int, since: datetime) -> QuerySet[Run]:
    theirs = Q(person__member=actor) | Q(person=None)
    rows = visible(actor, Run).filter(theirs, handoff__person=person, handoff__state__in=HELD, judged_at__gte=since)
    return rows.select_related("handoff").order_by("-judged_at")[:5]
