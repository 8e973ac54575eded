"""Which terms hold: look-ups of confirmed agreements by day."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from hoursback.engine.handoff.agreement import Other
from hoursback.engine.handoff.stages import OVER
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.handoff.models.agreements import CONFIRMED, lasting


def in_force_on(handoff_id: int, person_id: int, day: date) -> Agreement | None:
    """The agreement whose terms hold on a day: the newest confirmed one that has begun, while it lasts; None: none.

    The rule is `engine.handoff.timesheet.in_force`: an older one that was replaced never holds again.
    """
    return _while_it_lasts(_begun(handoff_id, person_id, day), day)


def lasts_from(handoff_id: int, person_id: int, day: date) -> Agreement | None:
    """The newest confirmed agreement, begun or not, if it has not ended by a day; None: none."""
    return _while_it_lasts(_confirmed(handoff_id, person_id), day)


_BEGINS = (Q(end=None) | Q(end__gte=F("start"))) & (Q(last_day=None) | Q(last_day__gte=F("start")))
"""Terms that hold on some day: not those that were ended before they began."""


@written
def _confirmed(handoff: int, person: int) -> QuerySet[Agreement]:
    return Agreement.objects.filter(CONFIRMED, _BEGINS, handoff=handoff, person=person).order_by("-number")[:1]


@written
def _begun(handoff: int, person: int, day: date) -> QuerySet[Agreement]:
    rows = Agreement.objects.filter(CONFIRMED, _BEGINS, handoff=handoff, person=person, start__lte=day)
    return rows.order_by("-number")[:1]


def _while_it_lasts(rows: list[Agreement], day: date) -> Agreement | None:
    newest = next(iter(rows), None)
    return None if newest is None or (newest.ends_on is not None and newest.ends_on < day) else newest


def agreed_price(person_id: int, activity_id: int, day: date) -> Agreement | None:
    """The agreement by which an hour of somebody on an activity has its price on a day or later; None: none."""
    rows = Agreement.objects.filter(
        CONFIRMED,
        lasting(day),
        person=person_id,
        handoff__activity=activity_id,
        handoff__person=person_id,
        kind__in=(Agreement.Kind.HOURLY, Agreement.Kind.RETAINER),
    ).exclude(handoff__state__in=OVER)
    return rows.select_related("handoff").order_by("-number").first()


def others_of(handoff: Handoff) -> list[Other]:
    """Agreements of a hand-off that a new one has to go with: neither declined nor withdrawn."""
    rows = Agreement.objects.filter(
        workspace=handoff.workspace_id, handoff=handoff, withdrawn_at=None, declined_at=None
    ).order_by("-number")
    return [
        Other(row.number, row.person_id, row.start, row.ends_on, row.person_confirmed_at is not None) for row in rows
    ]
