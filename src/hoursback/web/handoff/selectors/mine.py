"""What waits for somebody in the work that is handed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from hoursback.engine.handoff.stages import DOING, HELD, OVER
from hoursback.engine.handoff.waiting import Step
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.handoff.models import Agreement, Brief, Handoff, Reading, Run, TrainingStep
from hoursback.web.handoff.selectors.standing import standings
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import own_person

State = Handoff.State
_MOST = 100
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
    handoffs = list(
        visible(actor, Handoff).filter(person=person, state__in=HELD).select_related("person").order_by("-pk")[:_MOST]
    )
    by_pk = {row.pk: row for row in handoffs}
    briefs = _newest_briefs(actor, by_pk)
    read = set(Reading.objects.filter(person=person, brief__in=briefs.values()).values_list("brief_id", flat=True))
    return Mine(
        person=person,
        agreements=_offers(actor, person),
        briefs=[brief for brief in briefs.values() if brief.pk not in read],
        training=_steps(actor, by_pk),
        runs=_doing(actor, [row for row in handoffs if row.state in DOING], briefs, read),
        judged=_judged(actor, by_pk),
        handoffs=handoffs,
    )


def _offers(actor: Member, person: Person) -> list[Agreement]:
    rows = visible(actor, Agreement).filter(
        person=person, person_confirmed_at=None, declined_at=None, withdrawn_at=None, lead_confirmed_at__isnull=False
    )
    under_way = rows.exclude(handoff__state__in=OVER)
    return list(under_way.select_related("handoff").order_by("pk")[:_MOST])


def _newest_briefs(actor: Member, handoffs: dict[int, Handoff]) -> dict[int, Brief]:
    """By hand-off, the published version that counts now."""
    rows = visible(actor, Brief).filter(handoff__in=handoffs, number__gt=0)
    newest = rows.order_by().values("handoff").annotate(last=Max("number")).values_list("handoff", "last")
    wanted = Q(pk__in=())
    for handoff, number in newest:
        wanted |= Q(handoff=handoff, number=number)
    found = rows.filter(wanted).only("pk", "handoff", "number", "changed_because", "published_at", "workspace")
    briefs = {brief.handoff_id: brief for brief in found.order_by("published_at")}
    for brief in briefs.values():
        brief.handoff = handoffs[brief.handoff_id]
    return briefs


def _steps(actor: Member, handoffs: dict[int, Handoff]) -> list[TrainingStep]:
    learning = [pk for pk, row in handoffs.items() if row.state == State.TRAINING]
    rows = visible(actor, TrainingStep).filter(handoff__in=learning, done_at=None, dropped_at=None)
    return list(rows.select_related("handoff").order_by("handoff", "position", "pk")[:_MOST])


def _doing(actor: Member, handoffs: list[Handoff], briefs: dict[int, Brief], read: set[int]) -> list[Doing]:
    theirs = Q(person__member=actor) | Q(person=None)
    rows = visible(actor, Run).filter(theirs, handoff__in=[row.pk for row in handoffs], finished_at=None)
    under_way = {run.handoff_id: run for run in rows.order_by("-number")}
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


def _judged(actor: Member, handoffs: dict[int, Handoff]) -> list[Run]:
    theirs = Q(person__member=actor) | Q(person=None)
    rows = visible(actor, Run).filter(theirs, handoff__in=handoffs, judged_at__gte=timezone.now() - NEWS)
    return list(rows.select_related("handoff", "judged_by__user").order_by("-judged_at")[:5])
