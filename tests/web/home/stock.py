"""A business with rows of every kind that has a value of its own form: figures, dates, moments, money, texts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Invitation, Member, Token
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, DayTotal, Entry, Labels, Zone
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import own_person
from hoursback.web.plan.models import Limits
from hoursback.web.worth.models import Finances
from tests.web import cast

NOTE = "=1+1, “quoted”\r\nand a second line 🌿\t\x1f"


def business(name: str = "Olive", entries: int = 40) -> Member:
    """An owner with a log and something stated."""
    owner = cast.owner_of(f"{name}'s studio", name)
    with acting_in(owner.workspace):
        fill(owner, entries)
    return owner


def fill(owner: Member, entries: int) -> None:
    """Entries on several days, with totals, people, money and keys."""
    mine: dict[str, Any] = {"workspace_id": owner.workspace_id}
    zone, _new = Zone.objects.get_or_create(name="Europe/Berlin")
    person = own_person(owner)
    labels = Labels.objects.create(**mine, project="Shop", task="", client="Kite & Sons", tags="a\nb")
    kinds = [Activity.objects.create(**mine, name=f"Work {n}", position=n, match=["x*"]) for n in range(3)]
    kinds[0].hours_per_week = Figure.stated_range(2.5, 6.1)
    kinds[0].save()
    start = int(datetime(2026, 1, 5, 8, tzinfo=UTC).timestamp())
    rows = [
        Entry(
            **mine,
            person=person,
            activity=kinds[n % 3],
            day=date(2026, 1, 5).toordinal() + n // 4,
            start=None if n % 7 == 6 else start + n * 21_600,
            seconds=1_800 + n,
            zone=zone,
            note=NOTE if n == 1 else f"note {n}",
            labels=labels if n % 2 else None,
            source=Entry.Source.TYPED,
        )
        for n in range(entries)
    ]
    Entry.everywhere.bulk_create(rows)
    rollups.rebuild(owner.workspace_id)
    Person.objects.create(**mine, name="Sam", kind="contractor", price=Figure.exact(0.1 + 0.2), skills={"admin": 3})
    Finances.objects.create(**mine, income_per_year=Figure.stated_range(60_000, 96_000), customers_want_more=True)
    Limits.objects.create(**mine, start=date(2026, 2, 2), budget_per_month=1e-7, assumptions={"phi": [0.1, 0.9]})
    Token.objects.create(
        **mine, member=owner, name="phone", prefix="hb_pat_abc", token_hash=f"{owner.pk:064}", expires_at=timezone.now()
    )
    Invitation.objects.create(
        **mine,
        email="sam@example.com",
        role="helper",
        token_hash=f"{owner.pk:064}",
        expires_at=timezone.now() + timedelta(7),
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that a backup keeps, apart from what a restore raises on purpose."""
    from hoursback.web.home.keeping import tables

    found: dict[str, list[tuple[Any, ...]]] = {}
    for model in tables.kept(apps):
        columns = [name for name in tables.columns_of(model) if (model.__name__, name) != ("Workspace", "version")]
        found[model._meta.db_table] = list(model._base_manager.order_by("pk").values_list(*columns))
    return found


def seconds_logged() -> tuple[int, int]:
    """Seconds by the entries and by the totals."""
    return (
        sum(Entry.everywhere.values_list("seconds", flat=True)),
        sum(DayTotal.everywhere.values_list("seconds", flat=True)),
    )
