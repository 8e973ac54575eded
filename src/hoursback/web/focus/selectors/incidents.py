"""Incidents of an owner: one, those like it, all of them with what they cost, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, FloatField, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from hoursback.engine.focus.incidents import Known, Learned, groups, is_alike, learned_factor
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.focus.clock import clock_of
from hoursback.web.focus.models import Incident, TimeBox

COMPARED = 200
"""With so many of the newest an incident is compared."""
SHOWN = 50
LEARNED_FROM = 50
KINDS = 50
STALE = timedelta(days=1)
"""After so long without an answer an open incident is asked about."""
State = Incident.State


@dataclass(frozen=True, slots=True)
class Cost:
    """What incidents cost: hours of the owner, money paid, and both as money at the worth of the hour back then."""

    incidents: int
    hours: float
    money: float
    worth: float


@dataclass(frozen=True, slots=True)
class Again:
    """Incidents that are alike, newest first, and what they cost together."""

    incidents: tuple[Incident, ...]
    cost: Cost


@dataclass(frozen=True, slots=True)
class Listed:
    """All that the page of incidents shows; `rows` are the newest, `more` how many there are beyond."""

    rows: tuple[Incident, ...]
    more: int
    cost: Cost
    again: tuple[Again, ...]
    learned: Learned | None


def incident_here(actor: Member, pk: int) -> Incident:
    """An incident that the member may change, taken away or not.

    Raises: Http404.
    """
    return visible_or_404(actor, Incident, pk, Verb.CHANGE)


def _here(actor: Member) -> QuerySet[Incident]:
    return visible(actor, Incident).exclude(state=State.GONE).order_by("-at", "-pk")


def known(incident: Incident) -> Known:
    """An incident as the engine compares it."""
    return Known(incident.what, incident.kind, incident.activity_id)


def alike(actor: Member, incident: Incident) -> list[Incident]:
    """Earlier and later incidents that are like one, newest first; not itself."""
    rows = _here(actor).exclude(pk=incident.pk).select_related("activity")[:COMPARED]
    return [row for row in rows if is_alike(known(incident), known(row))]


def cost_of(incidents: Iterable[Incident]) -> Cost:
    """What some incidents cost, as far as their ends were recorded."""
    over = [row for row in incidents if row.state == State.DONE]
    hours = sum(row.hours_spent or 0.0 for row in over)
    money = sum(float(row.money_spent or 0) for row in over)
    worth = sum((row.hours_spent or 0.0) * float(row.valued_at or 0) for row in over)
    return Cost(len(over), hours, money, money + worth)


def listed(actor: Member) -> Listed:
    """Incidents, newest first, with what all of them cost; a fixed number of queries."""
    rows = list(_here(actor).select_related("activity", "helper")[: COMPARED + 1])
    compared = rows[:COMPARED]
    again = [
        Again(tuple(compared[place] for place in group), cost_of(compared[place] for place in group))
        for group in groups([known(row) for row in compared])
        if len(group) > 1
    ]
    sums = _cost_of_all(actor)
    total = _here(actor).count() if len(rows) > SHOWN else len(rows)
    return Listed(
        tuple(rows[:SHOWN]),
        max(0, total - SHOWN),
        sums,
        tuple(sorted(again, key=lambda each: (-each.cost.worth, -len(each.incidents)))),
        learned(actor),
    )


def _cost_of_all(actor: Member) -> Cost:
    over = _here(actor).filter(state=State.DONE)
    money = Coalesce(Cast(F("money_spent"), FloatField()), Value(0.0))
    time = Coalesce(F("hours_spent") * Cast(F("valued_at"), FloatField()), Value(0.0))
    sums = over.order_by().aggregate(number=Count("pk"), hours=Sum("hours_spent"), money=Sum(money), time=Sum(time))
    paid = sums["money"] or 0.0
    return Cost(sums["number"], sums["hours"] or 0.0, paid, paid + (sums["time"] or 0.0))


def learned(actor: Member) -> Learned | None:
    """How first estimates compare with what fixing took, over the newest that were fixed by oneself."""
    rows = _here(actor).filter(outcome=Incident.Outcome.FIXED, state=State.DONE, hours_spent__gt=0)[:LEARNED_FROM]
    return learned_factor([(row.first_estimate, row.hours_spent) for row in rows if row.hours_spent])


def kinds(actor: Member) -> list[str]:
    """Kinds that were named before, to choose from while typing."""
    rows = visible(actor, Incident).exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return list(rows[:KINDS])


def boxes_of(incident: Incident) -> list[TimeBox]:
    """Its time-boxes, the oldest first."""
    return list(TimeBox.objects.filter(incident=incident.pk).order_by("start", "pk"))


def running_box(boxes: Sequence[TimeBox]) -> TimeBox | None:
    """The one that nobody has answered yet."""
    return next((box for box in boxes if box.stopped is None), None)


def spent_seconds(boxes: Iterable[TimeBox], now: int) -> int:
    """What was tried so far; of a box that nobody answered no more than its length."""
    return sum((min(now, box.end) if box.stopped is None else box.stopped) - box.start for box in boxes)


def open_boxes(actor: Member) -> list[TimeBox]:
    """Time-boxes that run, or are over and wait for an answer; the one that ends first leads."""
    rows = visible(actor, TimeBox).filter(stopped=None, incident__state=State.OPEN)
    return list(rows.select_related("incident").order_by("end", "pk"))


def forgotten(actor: Member, now: int) -> list[Incident]:
    """Open incidents of which nothing was heard for a day, the oldest first."""
    running = TimeBox.objects.filter(incident=OuterRef("pk"), stopped=None)
    rows = _here(actor).filter(~Exists(running), state=State.OPEN, at__lte=now - int(STALE.total_seconds()))
    return list(rows.order_by("at", "pk")[:SHOWN])


@dataclass(frozen=True, slots=True)
class Trying:
    """An incident whose clock runs, and when it asks; on the clock of whoever looks."""

    pk: int
    what: str
    ends: datetime


def trying(actor: Member) -> list[Trying]:
    """What a member is trying just now; what is over already stands among what awaits them."""
    boxes = open_boxes(actor)
    clock = clock_of(actor)
    return [Trying(box.incident_id, box.incident.what, clock.local(box.end)) for box in boxes if box.end > clock.now]
