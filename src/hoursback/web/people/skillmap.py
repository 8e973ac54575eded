"""Look-ups of skills: the catalogue, who has what, and how each level is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from hoursback.engine.people import LEVELS, NO_LEVEL
from hoursback.web.accounts.kept import kept as remembered
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.written import written
from hoursback.web.people.boxes import LEVEL_WORDS
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.people.signals import who_asks
from hoursback.web.people.skills import kept, skill_key

MAP_PEOPLE, MAP_SKILLS = 25, 24
"""Rows and columns of a page of the map: more than one screen of either is no picture any more."""
PAGE = 25
"""Of people who have a skill, and of what asks for it."""
SAFE_LEVEL = 3
"""From here on somebody does it alone, and counts as somebody who could take it over."""


@dataclass(frozen=True, slots=True)
class Known:
    """A skill of the catalogue with how many have it; `people` are those who do it alone, `best` the highest level."""

    skill: Skill
    holders: int
    people: int
    best: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A level on the map; 0: none stated."""

    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """One person on the map."""

    person: Person
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Map:
    """People against skills, a page of them; `alone`: skills that rest on one person, with who that is.

    Skills beyond the columns are counted.
    """

    columns: list[Known]
    rows: list[MapRow]
    page: Page[Person]
    alone: list[tuple[str, Person]]
    missing: list[str]
    more_skills: int


@dataclass(frozen=True, slots=True)
class Held:
    """A level somebody has now, and how that is known; `row` is None where only the person's row says it."""

    person: Person
    name: str
    skill_id: int | None
    level: int
    word: str
    row: SkillLevel | None


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has a skill: `rows` of one page, and the best level of all."""

    rows: list[Held]
    page: Page[Any]
    best: int


class Asked(NamedTuple):
    """Something that asks for a skill: its name, the level, and its address inside the workspace (route, argument)."""

    what: str
    level: int
    address: str


def level_word(level: int) -> str:
    """A level as the forms call it."""
    return str(dict(LEVEL_WORDS).get(level, ""))


def level_words() -> list[tuple[int, str]]:
    """All five levels as the forms call them."""
    return [(level, str(word)) for level, word in LEVEL_WORDS]


def in_use(actor: Member) -> list[Skill]:
    """The catalogue by name, without what was put away or merged."""
    return list(visible(actor, Skill).filter(is_archived=False, merged_into=None).order_by("name"))


def put_away(actor: Member) -> list[Skill]:
    """Skills that were put away, and those that count as another."""
    rows = visible(actor, Skill).select_related("merged_into").exclude(is_archived=False, merged_into=None)
    return list(rows.order_by("name"))


def catalogue(actor: Member, people: Iterable[Person]) -> list[Known]:
    """Every skill in use, with how many people have it."""
    levels: dict[str, list[int]] = {}
    for person in people:
        for name, level in (person.skills or {}).items():
            levels.setdefault(skill_key(name), []).append(level)
    found = []
    for skill in in_use(actor):
        held = levels.get(skill_key(skill.name), [])
        alone = sum(1 for level in held if level >= SAFE_LEVEL)
        found.append(Known(skill, len(held), alone, max(held, default=0)))
    return found


def skilled_people(actor: Member) -> list[Person]:
    """Whoever could do something here: all that are not put away, names from imports aside."""
    rows = visible(actor, Person).filter(is_archived=False).exclude(kind=Person.Kind.PLACEHOLDER)
    return list(rows.only("name", "skills", "workspace").order_by("name"))


def skill_map(people: Iterable[Person], known: Sequence[Known], page: str = "") -> Map:
    """People against skills, by name, and which skills rest on one person alone.

    Args:
        people: of `skilled_people`. known: the `catalogue` of them. page: of the rows.
    """
    columns = sorted((row for row in known if row.holders), key=lambda row: (-row.holders, row.skill.name))
    stated = [person for person in people if person.skills]
    turned = Paginator(stated, MAP_PEOPLE).get_page(page)
    shown, names = columns[:MAP_SKILLS], [skill_key(row.skill.name) for row in columns[:MAP_SKILLS]]
    rows = []
    for person in turned:
        held = {skill_key(name): level for name, level in (person.skills or {}).items()}
        cells = [Cell(row.skill.name, held.get(name, 0)) for row, name in zip(shown, names, strict=True)]
        rows.append(MapRow(person, cells))
    return Map(
        shown,
        rows,
        turned,
        _alone(columns, stated),
        [row.skill.name for row in known if not row.people],
        max(0, len(columns) - MAP_SKILLS),
    )


def held_by(actor: Member, person: Person) -> list[Held]:
    """What somebody can do now: each skill once, the highest level first, with how it is known."""
    newest: dict[str, SkillLevel] = {}
    for stated in history(actor, person):
        newest.setdefault(skill_key(kept(stated.skill).name), stated)
    found = []
    for name, level in (person.skills or {}).items():
        row = _saying(newest.get(skill_key(name)), level)
        label = name if row is None else kept(row.skill).name
        found.append(Held(person, label, None if row is None else kept(row.skill).pk, level, level_word(level), row))
    return sorted(found, key=lambda held: (-held.level, held.name.casefold()))


def history(actor: Member, person: Person) -> list[SkillLevel]:
    """Everything ever stated about somebody's skills, newest first."""
    return _history(actor, person.pk)


@written
def _history(actor: Member, person: int) -> QuerySet[SkillLevel]:
    rows = visible(actor, SkillLevel).filter(person=person).select_related("skill__merged_into", "assessor__user")
    return rows.order_by("-on", "-pk")


def holders_of(actor: Member, skill: Skill, today: date, page: str = "") -> Holders:
    """Who has a skill, at which level, and how that is known, a page of them; the highest level first."""
    key = skill_key(skill.name)
    having = remembered(actor, f"holders:{skill.pk}", today, lambda: _having(actor, key))
    turned: Page[Any] = Paginator(having, PAGE).get_page(page)
    name = f"held:{skill.pk}:{turned.number}"
    held = remembered(actor, name, today, lambda: _held(actor, skill, list(turned)))
    return Holders(held, turned, max((level for level, _pk in having), default=NO_LEVEL))


def _held(actor: Member, skill: Skill, having: Sequence[tuple[int, int]]) -> list[Held]:
    shown = [pk for _level, pk in having]
    people = visible(actor, Person).only("name", "workspace").in_bulk(shown)
    same = [skill, *skill.merged.filter(workspace=skill.workspace_id)]
    rows = visible(actor, SkillLevel).filter(skill__in=same, person__in=shown)
    newest: dict[int, SkillLevel] = {}
    for stated in rows.select_related("assessor__user").order_by("-on", "-pk"):
        newest.setdefault(stated.person_id, stated)
    return [
        Held(people[pk], skill.name, skill.pk, level, level_word(level), _saying(newest.get(pk), level))
        for level, pk in having
        if pk in people
    ]


def _having(actor: Member, key: str) -> list[tuple[int, int]]:
    """Level and id of whoever has a skill, the highest level first, then by name."""
    levels = [(_level_in(person, key), person) for person in skilled_people(actor)]
    having = [(level, person) for level, person in levels if level in LEVELS]
    having.sort(key=lambda one: (-one[0], one[1].name.casefold()))
    return [(level, person.pk) for level, person in having]


def _level_in(person: Person, key: str) -> int:
    held = person.skills or {}
    return held.get(key) or next((level for name, level in held.items() if skill_key(name) == key), NO_LEVEL)


def asked_by(actor: Member, skill: Skill, today: date) -> list[Asked]:
    """What asks for a skill, told by the steps above; the most demanding first."""
    return remembered(actor, f"asking:{skill.pk}", today, lambda: _asked_by(actor, skill_key(skill.name)))


def _asked_by(actor: Member, key: str) -> list[Asked]:
    told: list[Any] = who_asks.send(sender=Skill, actor=actor, key=key)
    found: list[Asked] = [asked for _receiver, answers in told for asked in answers]
    return sorted(found, key=lambda asked: (-asked.level, asked.what.casefold()))


def _saying(row: SkillLevel | None, level: int) -> SkillLevel | None:
    """A row, if it is what the person's level rests on."""
    return row if row is not None and row.level == level else None


def _alone(columns: Iterable[Known], people: Iterable[Person]) -> list[tuple[str, Person]]:
    by_skill: dict[str, Person] = {}
    for person in people:
        for name, level in (person.skills or {}).items():
            if level >= SAFE_LEVEL:
                by_skill.setdefault(skill_key(name), person)
    return [(row.skill.name, by_skill[skill_key(row.skill.name)]) for row in columns if row.people == 1]
