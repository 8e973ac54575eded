"""Prices with effective dates: who has which, since when and why; what a back-dated one would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Sum

from hoursback.engine.capture.prices import Price
from hoursback.engine.handoff.money import as_written, cents
from hoursback.engine.handoff.prices import Effect, Priced, effect_of
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.capture.actions.rates import reached
from hoursback.web.capture.closing import is_closed
from hoursback.web.capture.models import Activity, Rate
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.people.models import Person
from hoursback.web.shared import formats

Kind = Person.Kind
PAGE = 25


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price as it was stated."""

    rate: Rate
    activity: str
    is_now: bool

    @property
    def price(self) -> Decimal | None:
        """Of one hour; None: from that day on there is none of its own."""
        return None if self.rate.hundredths is None else Decimal(self.rate.hundredths).scaleb(-2)

    @property
    def first(self) -> date:
        """From this day on."""
        return date.fromordinal(self.rate.from_day)


@dataclass(frozen=True, slots=True)
class PricedPerson:
    """Somebody and the prices in force for them; `stated`: what was stated for the plan, where no price holds."""

    person: Person
    now: tuple[PriceRow, ...]

    @property
    def stated(self) -> str:
        """What an hour was stated to cost, as it was typed; "" where nothing was."""
        return stated_price(self.person)

    @property
    def exact(self) -> Decimal | None:
        """The same, if it is one figure that can be taken over; None for a range."""
        return exact_price(self.person)


@dataclass(frozen=True, slots=True)
class Prices:
    """A page of the people whose hour may have a price.

    Attributes:
        number: how many of all have a price now. stated: how many have one for the plan alone.
    """

    people: list[PricedPerson]
    page: Page[int]
    number: int
    stated: int


def prices(member: Member, today: date, page: str = "") -> Prices:
    """Everybody whose hour may have a price, by name, a page of them; a fixed number of queries."""
    names, number, stated = kept(member, f"prices-{today}", lambda: _counted(member, today))
    shown = Paginator(names, PAGE).get_page(page)
    people = {each.person.pk: each for each in _priced(member, today, list(shown))}
    return Prices([people[pk] for pk in shown if pk in people], shown, number, stated)


def _counted(member: Member, today: date) -> tuple[list[int], int, int]:
    """Everybody by name, how many have a price now, and how many only one that was stated for the plan."""
    people = _priced(member, today, None)
    priced = sum(1 for each in people if each.now)
    return [each.person.pk for each in people], priced, sum(1 for each in people if each.stated and not each.now)


def _priced(member: Member, today: date, only: list[int] | None) -> list[PricedPerson]:
    people = visible(member, Person).filter(is_archived=False).exclude(kind__in=(Kind.OWNER, Kind.SERVICE))
    stated = visible(member, Rate).select_related("activity").order_by("pk")
    if only is not None:
        people, stated = people.filter(pk__in=only), stated.filter(person__in=only)
    rows: dict[int, list[Rate]] = {}
    for rate in stated:
        rows.setdefault(rate.person_id, []).append(rate)
    found = []
    for person in people.order_by("name"):
        person.workspace = member.workspace
        now = (row for row in _shown(rows.get(person.pk, []), today) if row.is_now and row.price is not None)
        found.append(PricedPerson(person, tuple(now)))
    return found


def stated_price(person: Person) -> str:
    """What an hour of somebody was stated to cost on their own page; "" where nothing was."""
    if person.price is None:
        return ""
    ends = (person.price.low,) if person.price.is_exact else (person.price.low, person.price.high)
    return "–".join(formats.money(end, person.workspace.currency) for end in ends)


def exact_price(person: Person) -> Decimal | None:
    """The same to the hundredth, if it is one figure; None for a range, and where nothing was stated."""
    return cents(as_written(person.price.value)) if person.price is not None and person.price.is_exact else None


def history(member: Member, person: Person, today: date) -> list[PriceRow]:
    """Every price of somebody, newest first."""
    rows = visible(member, Rate).filter(person=person).select_related("activity", "stated_by__user")
    return sorted(
        _shown(list(rows.order_by("pk")), today), key=lambda row: (row.rate.from_day, row.rate.pk), reverse=True
    )


def person_with_prices(actor: Member, person_id: int) -> Person:
    """Somebody whose prices the member sees; 404 for anybody else."""
    return visible_or_404(actor, Person, person_id)


def activities_to_price(actor: Member, person: Person) -> list[tuple[int, str]]:
    """Activities that a price can be about, with the name: first those handed to this person."""

    def found() -> list[tuple[int, str]]:
        theirs = set(Handoff.objects.filter(person=person).values_list("activity_id", flat=True))
        rows = visible(actor, Activity).filter(is_archived=False).order_by("name").values_list("pk", "name")
        return sorted(rows, key=lambda row: row[0] not in theirs)

    return kept(actor, f"activities-to-price-{person.pk}", found)


def effect(actor: Member, person_id: int, activity_id: int | None, from_day: int, hundredths: int | None) -> Effect:
    """What a price stated from a day on would change of what was logged since; sums only, no row in Python."""
    stated = visible(actor, Rate).filter(person=person_id).order_by("pk")
    prices = [Price(*row) for row in stated.values_list("activity_id", "from_day", "hundredths")]
    rows = (
        reached(actor.workspace_id, person_id, activity_id, from_day)
        .annotate(closed=is_closed())
        .values_list("day", "activity_id", "rate", "closed")
        .annotate(Sum("seconds"), Count("pk"))
        .order_by()
    )
    found = (
        Priced(day, activity, rate, seconds, entries, bool(closed))
        for day, activity, rate, closed, seconds, entries in rows
    )
    return effect_of(found, prices, Price(activity_id, from_day, hundredths))


def _shown(rates: list[Rate], today: date) -> list[PriceRow]:
    """Rows in the order of stating, each with whether it is the one in force today."""
    now: dict[int | None, tuple[int, int]] = {}
    for rate in rates:
        if rate.from_day <= today.toordinal():
            now[rate.activity_id] = max(now.get(rate.activity_id, (0, 0)), (rate.from_day, rate.pk))
    return [
        PriceRow(
            rate, rate.activity.name if rate.activity else "", now.get(rate.activity_id) == (rate.from_day, rate.pk)
        )
        for rate in rates
    ]
