"""Look-ups of people, and people as the engine knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from hoursback.engine import people as engine
from hoursback.engine.figures import Figure
from hoursback.engine.moves import Part
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Role, Verb
from hoursback.web.people.models import DOERS
from hoursback.web.people.models import Person as Person
from hoursback.web.people.pricing import Held, held_prices, price_of
from hoursback.web.shared import formats

Kind = Person.Kind
_WORKERS = (Kind.EMPLOYEE, Kind.CONTRACTOR, Kind.FIRM, Kind.PLACEHOLDER)
_IN_ORDER = (Kind.EMPLOYEE, Kind.CONTRACTOR, Kind.FIRM, Kind.SERVICE, Kind.ROLE, Kind.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as the list shows them; "" where something is not stated."""

    person: Person
    price: str
    hours: str
    skills: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Who work can go to, as far as the list needs it: ids in its order, and the hours a week of all of them.

    Attributes:
        names: names from imports that nobody has explained yet, by id. archived: who was put away, by id.
    """

    known: tuple[int, ...]
    hours: Figure | None
    names: tuple[tuple[int, str], ...]
    archived: tuple[tuple[int, str], ...]


def own_person(member: Member) -> Person:
    """The person a member is.

    Raises: Person.DoesNotExist, for an adviser, who logs nothing.
    """
    return Person.everywhere.filter(workspace_id=member.workspace_id).get(member=member)


def person_here(actor: Member, person_id: int, verb: Verb = Verb.CHANGE) -> Person:
    """Somebody of the workspace; 404 for anybody else."""
    return visible_or_404(actor, Person, person_id, verb)


def parts_of(actor: Member, person: Person | None) -> frozenset[Part]:
    """What a member is to something about a person; leaders speak for somebody who has no log-in, or has left."""
    parts = set[Part]()
    if actor.role in (Role.OWNER, Role.MANAGER):
        parts.add(Part(actor.role))
        if person is not None and not has_log_in(person):
            parts.add(Part.PERSON)
    if person is not None and person.member_id == actor.pk:
        parts.add(Part.PERSON)
    return frozenset(parts)


def doers(actor: Member) -> QuerySet[Person]:
    """Everybody a hand-off or a round can be agreed with, by name."""
    return visible(actor, Person).filter(is_archived=False, kind__in=DOERS).order_by("name")


def has_log_in(person: Person) -> bool:
    """Whether somebody can speak for themselves; a place that was closed is none."""
    return person.member is not None and person.member.is_active


def may_join(person: Person) -> bool:
    """Whether somebody can be given a log-in: who works with the business, is still here and has none."""
    return person.member_id is None and not person.is_archived and person.kind in _WORKERS


def fresh(person: Person) -> Person:
    """The same row as it is stored now."""
    return Person.objects.get(pk=person.pk)


def everybody(actor: Member, today: date) -> Everybody:
    """All that work can go to, by kind and name, names from imports and who was put away; kept until things change."""
    return kept(actor, "people", today, lambda: _everybody(actor))


def _everybody(actor: Member) -> Everybody:
    rows = visible(actor, Person).exclude(kind=Kind.OWNER).order_by("name")
    here, names, archived, stated = [], [], [], []
    for pk, name, kind, hours, is_archived in rows.values_list("pk", "name", "kind", "hours_per_week", "is_archived"):
        if is_archived:
            archived.append((pk, name))
        elif kind == Kind.PLACEHOLDER:
            names.append((pk, name))
        else:
            here.append((_IN_ORDER.index(Kind(kind)), pk))
            stated += [hours] if hours is not None else []
    known = tuple(pk for _place, pk in sorted(here, key=lambda one: one[0]))
    return Everybody(known, _together(stated), tuple(names), tuple(archived))


def _together(stated: Sequence[Figure]) -> Figure | None:
    """Stated hours a week of all that a plan may use; None, when nobody has stated any."""
    low, high = sum(figure.low for figure in stated), sum(figure.high for figure in stated)
    if not stated:
        return None
    return Figure.exact(low) if low == high else Figure.stated_range(low, high)


def cards(actor: Member, ids: Sequence[int], today: date) -> list[Shown]:
    """These people as the list shows them, in this order."""
    held = prices_now(actor, today)
    rows = visible(actor, Person).in_bulk(ids)
    return [_shown(rows[pk], actor.workspace.currency, held.get(pk)) for pk in ids if pk in rows]


def prices_now(actor: Member, today: date) -> dict[int, Held]:
    """By person, the prices with dates that hold today; kept until things change."""
    return kept(actor, "held-prices", today, lambda: held_prices(actor.workspace_id, today))


def skill_names(actor: Member, today: date) -> list[str]:
    """`known_skills`, kept until things change."""
    return kept(actor, "known-skills", today, lambda: known_skills(actor))


def known_skills(actor: Member) -> list[str]:
    """Skills that somebody here has, to choose from while typing."""
    found = visible(actor, Person).filter(skills__isnull=False).values_list("skills", flat=True)
    return sorted({skill for skills in found for skill in skills or ()})


def people_for_plan(workspace_id: int, today: date | None = None) -> list[engine.Person]:
    """Everybody a plan may give work to, in the order of stating; None where something is not stated.

    A member of whom nobody has said a price, hours or skills is left out: joining is no offer to work for nothing.
    Where a price with a date holds on `today`, it is the price; without a day, what was stated counts.
    """
    held = {} if today is None else held_prices(workspace_id, today)
    rows = Person.everywhere.filter(workspace_id=workspace_id, is_archived=False)
    unspoken = Q(member__isnull=False, price__isnull=True, hours_per_week__isnull=True, skills__isnull=True)
    usable = rows.exclude(kind__in=(Kind.OWNER, Kind.PLACEHOLDER)).exclude(unspoken & ~Q(pk__in=held))
    return [replace(engine_person(row), price=price_of(row.price, held.get(row.pk))) for row in usable.order_by("pk")]


def engine_person(row: Person) -> engine.Person:
    """A row as the engine's person."""
    first, practised = row.efficiency_first, row.efficiency_practised
    return engine.Person(
        name=row.name,
        kind=engine.PersonKind(row.kind),
        price=row.price,
        hours_per_week=row.hours_per_week,
        skills=row.skills,
        experience=engine.Experience(row.experience) if row.experience else None,
        efficiency=None if first is None or practised is None else (first, practised),
        engaged=row.engaged,
        leaves_per_year=row.leaves_per_year,
        fee=row.fee,
        rework=row.rework,
        search_hours=row.search_hours,
        setup_cost=row.setup_cost,
        cost_per_month=row.cost_per_month,
        retainer_hours=row.retainer_hours or 0.0,
        minimum_weeks=row.minimum_weeks,
        declines=tuple(row.declines),
    )


def figure_words(figure: Figure, places: int | None = None) -> str:
    """A figure as one reads it: 5, or 5–8."""
    ends = (figure.low,) if figure.is_exact else (figure.low, figure.high)
    return "–".join(formats.number(end, _places(end) if places is None else places) for end in ends)


def _places(value: float) -> int:
    return 0 if value == int(value) else 1


def _shown(row: Person, currency: str, held: Held | None) -> Shown:
    ends: tuple[float, ...] = ()
    price = price_of(row.price, held) or row.cost_per_month
    if price is not None:
        ends = (price.low,) if price.is_exact else (price.low, price.high)
    return Shown(
        row,
        "–".join(formats.money(end, currency) for end in ends),
        "" if row.hours_per_week is None else figure_words(row.hours_per_week),
        sorted((row.skills or {}).items(), key=lambda item: (-item[1], item[0])),
    )
