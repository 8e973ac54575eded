"""Work that was handed over, with a log before and since: what results are made of."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.actions.rates import state_rate
from hoursback.web.capture.models import Activity, Entry, Labels, Zone
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Line, MadePlan
from hoursback.web.worth.models import Finances
from tests.web.cast import Player

MONDAY = date(2025, 11, 3)
"""The first day of the log."""
BEFORE, SINCE = 8, 10
START = MONDAY + timedelta(weeks=BEFORE)
TODAY = START + timedelta(weeks=SINCE, days=2)
TOP = "Client work"


def owner_person(player: Player) -> Person:
    with acting_in(player.workspace):
        return ensure_person(member=player.member)


def helper_of(player: Player, name: str = "Bea") -> Person:
    return Person.everywhere.create(workspace=player.workspace, name=name, kind="contractor")


def work(player: Player, name: str = "Invoices") -> Activity:
    return Activity.everywhere.get_or_create(workspace=player.workspace, name=name, defaults={"function": "finance"})[0]


def logged(player: Player, person: Person, rows: list[tuple[Activity, date, float, str]]) -> None:
    """Entries in bulk: activity, day, hours, tags; no clock times. Prices are those in force."""
    zone = Zone.objects.get_or_create(name="Europe/Berlin")[0]
    with acting_in(player.workspace):
        labels = {
            tags: Labels.objects.get_or_create(workspace=player.workspace, tags=tags)[0] if tags else None
            for tags in {row[3] for row in rows}
        }
        Entry.objects.bulk_create(
            Entry(
                workspace=player.workspace,
                person=person,
                activity=activity,
                day=day.toordinal(),
                seconds=round(hours * 3600),
                zone=zone,
                labels=labels[tags],
                rate=None if person.kind == Person.Kind.OWNER else 4000,
            )
            for activity, day, hours, tags in rows
            if hours > 0
        )
        rollups.rebuild(player.workspace.pk)
    touched(player)


def touched(player: Player) -> None:
    """Something changed: what is kept of results is made anew."""
    Workspace.objects.filter(pk=player.workspace.pk).update(log_version=F("log_version") + 1, version=F("version") + 1)
    player.workspace.refresh_from_db()


def days_of(first: date, weeks: int) -> list[date]:
    """Work days of some weeks."""
    return [first + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]


def handed(player: Player, person: Person, activity: Activity, **facts: Any) -> Handoff:
    """A running hand-off, by the hour at 40, confirmed by both."""
    row = Handoff.everywhere.create(
        workspace=player.workspace,
        activity=activity,
        name=activity.name,
        person=person,
        **{"state": Handoff.State.RUNNING, "started_on": START, **facts},
    )
    now = timezone.now()
    Agreement.everywhere.create(
        workspace=player.workspace,
        handoff=row,
        person=person,
        start=START - timedelta(days=30),
        price=Decimal(40),
        lead_confirmed_at=now,
        person_confirmed_at=now,
    )
    with acting_in(player.workspace):
        state_rate(
            actor=player.member,
            person_id=person.pk,
            activity_id=activity.pk,
            from_day=(START - timedelta(days=30)).toordinal(),
            hundredths=4000,
            reason="",
        )
    return row


def planned(player: Player, activity: Activity, hours: float = 4.0, cost: str = "140.00") -> Line:
    """A plan in force with an accepted line and a top three."""
    plan = MadePlan.everywhere.create(
        workspace=player.workspace,
        state=MadePlan.State.READY,
        is_kept=True,
        kept_at=timezone.now(),
        answer={"top_three": [{"name": TOP, "rate": "90.00"}], "decisions": []},
    )
    assumed = {
        "activity": activity.name,
        "start_week": 2,
        "hours_by_week": [0.0, 0.0, *([hours] * 50)],
        "cost_per_week": cost,
        "setup_hours": 6.0,
        "cash_up_front": "0.00",
    }
    return Line.everywhere.create(
        workspace=player.workspace,
        plan=plan,
        activity=activity,
        activity_name=activity.name,
        decision="accepted",
        assumed=assumed,
    )


def worth_stated(player: Player) -> None:
    Finances.everywhere.update_or_create(
        workspace=player.workspace,
        defaults={"worth_per_hour": Figure.exact(90.0)},
        create_defaults={"workspace": player.workspace, "worth_per_hour": Figure.exact(90.0)},
    )


def a_quarter(
    player: Player, *, left: Callable[[int], float] = lambda week: 0.2, seed: int = 1, tags: str = "", **facts: Any
) -> Handoff:
    """Eight weeks in which the owner did the invoices, an hour a day, and ten in which Bea does: the freed time goes
    to client work.

    Args:
        left: the share that the owner still spends, by week since the start. tags: of these entries.
    """
    rng = random.Random(seed)
    owner, bea = owner_person(player), helper_of(player)
    invoices, top, mail = work(player), work(player, TOP), work(player, "Mail")
    rows = []
    for day in days_of(MONDAY, BEFORE):
        rows += [(invoices, day, rng.uniform(0.7, 1.3), ""), (top, day, 2.0, ""), (mail, day, 3.0, "")]
    theirs = []
    for place, day in enumerate(days_of(START, SINCE)):
        hours = rng.uniform(0.7, 1.3)
        share = left(place // 5)
        rows += [(invoices, day, hours * share, tags), (top, day, 2.0 + hours * 0.5, ""), (mail, day, 3.0, "")]
        theirs.append((invoices, day, hours, ""))
    line = planned(player, invoices)
    worth_stated(player)
    row = handed(player, bea, invoices, line=line, **facts)
    logged(player, owner, rows)
    logged(player, bea, theirs)
    return row
