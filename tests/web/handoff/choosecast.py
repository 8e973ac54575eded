"""Hand-offs that look for somebody, and people who could do them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.actions import agreements
from hoursback.web.handoff.models import Agreement, Brief, Handoff
from hoursback.web.people.actions import ensure_person
from hoursback.web.people.models import Person
from tests.web.cast import Player

TODAY = date(2026, 3, 4)
"""A Wednesday."""
CANDID = "canary-candid: between us, their arithmetic is weak"


@contextmanager
def inside(player: Player) -> Iterator[None]:
    with acting_in(player.workspace):
        yield


def person(player: Player, name: str, *, hours: float | None = 10.0, level: int | None = 3, **facts: Any) -> Person:
    with inside(player):
        return Person.objects.create(
            workspace=player.workspace,
            name=name,
            kind=facts.pop("kind", Person.Kind.CONTRACTOR),
            hours_per_week=None if hours is None else Figure.exact(hours),
            skills=None if level is None else {"bookkeeping": level},
            **facts,
        )


def own_person(player: Player, **facts: Any) -> Person:
    """The person a helper is, with hours and a level."""
    stated = {"hours_per_week": Figure.exact(10.0), "skills": {"bookkeeping": 3}, **facts}
    with inside(player):
        made = ensure_person(member=player.member)
        Person.objects.filter(pk=made.pk).update(**stated)
        return Person.objects.get(pk=made.pk)


def handoff(player: Player, *, name: str = "Bookkeeping", is_published: bool = True, **facts: Any) -> Handoff:
    """A hand-off at its choice, with a published brief."""
    with inside(player):
        activity, _new = Activity.objects.get_or_create(
            workspace=player.workspace, name=name, defaults={"function": "finance"}
        )
        stated = {"state": Handoff.State.CHOOSING, "requires": {"bookkeeping": 3}, "hours_per_week": 4.0, **facts}
        made = Handoff.objects.create(workspace=player.workspace, activity=activity, name=name, candid=CANDID, **stated)
        if is_published:
            Brief.objects.create(
                workspace=player.workspace,
                handoff=made,
                number=1,
                outcome="The books are closed by the 5th.",
                steps="1. Fetch the bank lines\n2. [ ] Match the invoices",
                standard="- No open line is older than a week",
                tools="- Ledger software",
                examples="See customer Miller's case",
                ask="Olive, 0123 456",
                published_at=timezone.now(),
            )
        return made


def proposed(player: Player, row: Handoff, **facts: Any) -> Agreement:
    terms = {"kind": "hourly", "price": Decimal("32.50"), "start": TODAY, "notice_days": 14, **facts}
    with inside(player):
        made = agreements.propose_agreement(actor=player.member, handoff_id=row.pk, facts=terms, today=TODAY)
        assert made is not None
        return made


def agreed(player: Player, row: Handoff, *, by: Player | None = None, **facts: Any) -> Agreement:
    made = proposed(player, row, **facts)
    with inside(player):
        return agreements.confirm_agreement(
            actor=(by or player).member, agreement_id=made.pk, version=made.version, today=TODAY
        )
