"""What the work of a person asks for, what raters said, and what that says together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import QuerySet

from hoursback.engine.cycle import ratings as engine
from hoursback.engine.cycle.training import Gap, gaps
from hoursback.engine.errors import HoursbackError
from hoursback.engine.handoff.stages import HELD
from hoursback.engine.people import Requirement
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.written import written
from hoursback.web.cycle.models import Cycle, Rating
from hoursback.web.handoff.models import Handoff
from hoursback.web.people.anchors import drafted
from hoursback.web.people.catalogue import anchors_of
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.people.skills import kept, levels_of, skill_key

Source = Rating.Source
OTHERS = (Source.OTHER, Source.SAMPLE)
BY_WORK = (SkillLevel.Basis.SIGNED_OFF, SkillLevel.Basis.SAMPLE)
"""Bases of a level that rest on work itself."""
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that the work of a person asks for.

    Attributes: level: the highest that any hand-off asks. hours: a week of that work; 1 where not planned.
    """

    name: str
    level: int
    hours: float
    handoffs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """One skill of a person in one round.

    Attributes:
        asked: 0 where no hand-off asks for it. stated: the level before this round; None: not stated.
        own: by the person. seen: what others said together, shrunk; None: nobody else rated it.
        shown: the level that signed-off work or a sample has shown; 0: none.
    """

    name: str
    anchors: tuple[str, ...]
    asked: int
    handoffs: tuple[str, ...]
    stated: int | None
    own: int | None
    seen: engine.Level | None
    given: tuple[Rating, ...] = ()
    shown: int = 0

    @property
    def level(self) -> int | None:
        """The whole level that counts: of others' ratings, else as it was stated or shown by work."""
        others = [rating for rating in self.given if rating.source in OTHERS]
        return engine.counting_level(
            self.seen,
            stated=self.stated,
            shown=self.shown,
            raters=len({rating.rater_id for rating in others}),
            has_sample=any(rating.source == Source.SAMPLE for rating in others),
        )

    @property
    def is_kept(self) -> bool:
        """Whether what work has shown stands against a single lower rating."""
        return self.seen is not None and self.level is not None and round(self.seen.level) < self.level

    @property
    def why_no_gap(self) -> str:
        """Why it needs no training; "" where it does, or where the work does not ask for it."""
        return engine.why_no_gap(self.asked, self.level, self.seen, self.shown) if self.asked else ""

    @property
    def is_short(self) -> bool:
        """Whether it falls short of what the work asks for."""
        return bool(self.asked) and self.level is not None and self.level < self.asked


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree: on how many skills, and by which figure; None where it cannot be told."""

    raters: int
    skills: int
    kappa: float | None
    icc: float | None

    @property
    def said(self) -> str:
        """In words; "" where it cannot be told. The correlation knows how far levels lie apart, kappa does not."""
        figure = self.icc if self.icc is not None else self.kappa
        return "" if figure is None else engine.agreement_said(figure)


@dataclass(frozen=True, slots=True)
class Skills:
    """Everything about the skills of one round."""

    rows: list[Rated]
    agreement: Agreement | None
    habits: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many were rated by others."""
        return sum(row.seen is not None for row in self.rows)


def asked_of(person: Person) -> list[Asked]:
    """Skills that the hand-offs of a person ask for, what takes the most hours first."""
    found: dict[str, Asked] = {}
    for work, requires, planned in _held_by(person.pk):
        for name, level in (requires or {}).items():
            old = found.get(skill_key(name))
            hours = planned or 1.0
            found[skill_key(name)] = Asked(
                old.name if old else name,
                max(int(level), old.level if old else 0),
                hours + (old.hours if old else 0.0),
                (*(old.handoffs if old else ()), work),
            )
    return sorted(found.values(), key=lambda each: (-each.hours, each.name))


@written
def _held_by(person: int) -> QuerySet[Handoff, Any]:
    rows = Handoff.objects.filter(person=person, state__in=HELD).order_by("pk")
    return rows.values_list("name", "requires", "hours_per_week")


@written
def _given(actor: Member, cycle: int) -> QuerySet[Rating]:
    rows = visible(actor, Rating).filter(cycle=cycle)
    return rows.select_related("skill__merged_into", "rater__user").order_by("pk")


@written
def _all_given(cycle: int) -> QuerySet[Rating]:
    rows = Rating.objects.filter(cycle=cycle)
    return rows.select_related("skill__merged_into", "rater__user").order_by("pk")


@written
def _skills_here(workspace: int) -> QuerySet[Skill]:
    return Skill.objects.filter(workspace=workspace)


def skills_of(actor: Member, cycle: Cycle, today: date | None = None) -> Skills:
    """The skills of a round as a member sees them."""
    return _together(cycle, asked_of(cycle.person), _given(actor, cycle.pk), today)


def all_skills_of(cycle: Cycle) -> Skills:
    """The same from every rating, for decisions that do not depend on who looks."""
    return _together(cycle, asked_of(cycle.person), _all_given(cycle.pk), None)


def gaps_of(cycle: Cycle, skills: Skills | None = None) -> list[Gap]:
    """What falls short, what matters most first; a skill that nobody rated or stated counts as held."""
    asked = asked_of(cycle.person)
    rows = {skill_key(row.name): row for row in (skills or all_skills_of(cycle)).rows}
    levels = {each.name: _held(rows.get(skill_key(each.name)), each.level) for each in asked}
    wanted = [Requirement(each.name, each.level, weight=each.hours) for each in asked]
    return gaps(wanted, levels)


def catalogue(cycle: Cycle) -> list[Skill]:
    """Skills that can be rated beside those the work asks for."""
    here = Skill.objects.filter(workspace=cycle.workspace_id, is_archived=False, merged_into=None)
    return list(here.order_by("name")[:500])


def is_assessed(cycle: Cycle) -> bool:
    """Whether somebody else rated a skill that the work asks for, with evidence; any, where it asks for none."""
    names = set(
        Rating.objects.filter(cycle=cycle, source__in=OTHERS).exclude(evidence="").values_list("skill__name", flat=True)
    )
    asked = {skill_key(each.name) for each in asked_of(cycle.person)}
    return bool({skill_key(name) for name in names} & asked) if asked else bool(names)


def _held(row: Rated | None, asked: int) -> float:
    """A skill that nobody has looked at is no gap yet; one that the person's own list lacks is."""
    return asked if row is None or row.level is None else row.level


def _together(cycle: Cycle, asked: list[Asked], given: list[Rating], today: date | None) -> Skills:
    named = {skill_key(each.name): each for each in asked}
    rated: dict[str, list[Rating]] = {}
    for rating in given:
        rated.setdefault(skill_key(kept(rating.skill).name), []).append(rating)
    skills = {skill_key(row.name): row for row in _skills_here(cycle.workspace_id)}
    stated = cycle.person.skills
    keys = [*named, *(key for key in rated if key not in named)]
    shown = _shown_by_work(cycle.person)
    rows = [_rated(key, named.get(key), skills.get(key), stated, rated.get(key, []), shown.get(key, 0)) for key in keys]
    return Skills(rows, _agreement(given), _habits(given, today))


def _shown_by_work(person: Person) -> dict[str, int]:
    """The levels of a person that signed-off runs or samples have shown, by skill."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for row in reversed(levels_of(person)):
        found.setdefault(skill_key(kept(row.skill).name), []).append((row.level, row.basis in BY_WORK))
    return {key: engine.shown_by_work(levels) for key, levels in found.items()}


def _rated(
    key: str,
    asked: Asked | None,
    skill: Skill | None,
    stated: dict[str, int] | None,
    given: list[Rating],
    shown: int,
) -> Rated:
    held = None if stated is None else stated.get(key, 0)
    if held == 0 and asked is None:
        held = None
    own = next((rating.level for rating in given if rating.source == Source.SELF), None)
    others = [rating.level for rating in given if rating.source in OTHERS]
    name = skill.name if skill is not None else asked.name if asked is not None else given[0].skill.name
    return Rated(
        name,
        tuple(anchors_of(skill) if skill is not None else drafted(name)),
        asked.level if asked else 0,
        asked.handoffs if asked else (),
        held,
        own,
        engine.level_of(others),
        tuple(given),
        shown,
    )


def _by_rater(given: Sequence[Rating]) -> dict[int, dict[str, int]]:
    """Levels by rater and skill; where one gave both a view and a level for a sample, the sample counts."""
    found: dict[int, dict[str, int]] = {}
    for rating in sorted(given, key=lambda each: each.source == Source.SAMPLE):
        if rating.source in OTHERS and rating.rater_id is not None:
            found.setdefault(rating.rater_id, {})[skill_key(kept(rating.skill).name)] = rating.level
    return found


def _agreement(given: Sequence[Rating]) -> Agreement | None:
    by_rater = list(_by_rater(given).values())
    if len(by_rater) < _ENOUGH:
        return None
    shared = sorted(set.intersection(*(set(levels) for levels in by_rater)))
    first, second = max(combinations(by_rater, 2), key=lambda two: len(two[0].keys() & two[1].keys()))
    pairs = [(first[key], second[key]) for key in sorted(first.keys() & second.keys())]
    kappa = engine.kappa_of_pairs(pairs) if len(by_rater) == _ENOUGH else None
    return Agreement(len(by_rater), len(shared or pairs), kappa, _icc(by_rater, shared))


def _icc(by_rater: list[dict[str, int]], shared: list[str]) -> float | None:
    if len(shared) < _ENOUGH:
        return None
    try:
        return engine.icc([[levels[key] for levels in by_rater] for key in shared]).random
    except HoursbackError:  # nothing varies
        return None


def _habits(given: Sequence[Rating], today: date | None) -> list[tuple[str, tuple[str, ...]]]:
    """What to beware of, by rater."""
    found = []
    for rater_id, levels in _by_rater(given).items():
        own = [rating for rating in given if rating.rater_id == rater_id and rating.source in OTHERS]
        days = [rating.seen_on for rating in own if rating.seen_on is not None]
        said = engine.habits(levels, days, today)
        if said:
            found.append((str(own[0].rater.user) if own[0].rater else "", said))
    return found
