"""Persons a business can hand work to, their skills, and what it takes to qualify (methods, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure

LEVELS = range(1, 6)
"""Skill levels, 1 novice to 5 expert."""
NO_LEVEL = 0
"""Held in a skill that a person's stated skills leave out."""


class PersonKind(StrEnum):
    """How a person (or a service) is tied to the business."""

    EMPLOYEE = "employee"
    CONTRACTOR = "contractor"
    FIRM = "firm"
    ROLE = "role"
    SERVICE = "service"


class Experience(StrEnum):
    """How practised somebody is at a piece of work; sets the efficiency of the first and of the later units."""

    SPECIALIST = "specialist"
    GENERALIST = "generalist"
    NOVICE = "novice"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a role to be found, or a service, that can take over activities.

    None means "not stated": the plan fills in a default and names it.

    Attributes:
        price: currency per hour; for kind employee a wage, before on-cost.
        hours_per_week: hours this person has for handed-over work.
        skills: level 1-5 by skill; None: meets whatever is required.
        efficiency: (first unit, practised), helper hours per owner hour.
        rework: share of their work that is done again, as their judged work shows; None: what is usual.
        engaged: already works with the business: no search, no bringing in.
        leaves_per_year: departures a year.
        fee: share on top of the price (a platform's or agency's).
        search_hours: owner hours to find and choose this person.
        setup_cost, cost_per_month: currency.
        retainer_hours: hours paid every week even when fewer are used.
        minimum_weeks: shortest engagement.
        declines: names of activities or functions this person does not want.
        builtin: a role to be found that Hoursback adds by itself (`builtin_roles`).
        functions: for a builtin role or a full-time post, the only business functions it serves; empty: any.
        full_time: a post that Hoursback adds where a bundle of work justifies it.
    """

    name: str
    kind: PersonKind = PersonKind.CONTRACTOR
    price: Figure | None = None
    hours_per_week: Figure | None = None
    skills: Mapping[str, int] | None = None
    experience: Experience | None = None
    efficiency: tuple[float, float] | None = None
    engaged: bool = False
    leaves_per_year: Figure | None = None
    fee: Figure | None = None
    search_hours: Figure | None = None
    setup_cost: Figure | None = None
    cost_per_month: Figure | None = None
    retainer_hours: float = 0.0
    minimum_weeks: int = 0
    rework: Figure | None = None
    declines: tuple[str, ...] = ()
    builtin: bool = False
    functions: tuple[str, ...] = ()
    full_time: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A fixed price for one activity from one person; no fee on top."""

    activity: str
    person: str
    fixed_price_per_month: Figure


@dataclass(frozen=True, slots=True)
class Requirement:
    """The level an activity asks of one skill.

    Below it excludes; a non-essential one excludes only when short by more than one level.
    """

    skill: str
    level: int
    essential: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Qualification:
    """Whether a person clears an activity's floor, and how well they fit.

    Attributes:
        qualified: clears the floor.
        experience: the class that follows from the levels; None when not qualified.
        fit: sum of weight * min(1, (level + 1) / (required + 1)), over the sum of weights; 1 where nothing is required.
        shortfalls: (skill, level held, level required) of each skill below what is asked, by name.
    """

    qualified: bool
    experience: Experience | None
    fit: float
    shortfalls: tuple[tuple[str, int, int], ...] = field(default=())


def qualify(
    requirements: Sequence[Requirement],
    skills: Mapping[str, int] | None,
    stated_experience: Experience | None = None,
) -> Qualification:
    """Whether somebody with these skills clears the floor, in which experience class, and how well they fit.

    Args:
        requirements: levels the activity asks for; none: everybody qualifies.
        skills: level by skill, in any case; None: not stated, meets whatever is required. A service has no levels and
            is asked with None.
        stated_experience: replaces the class that follows from the levels; it never lifts anybody over the floor.
    Source: methods, section 4 ("Experience class from levels") and section 5.
    """
    # By name: a database may keep the skills of an activity in an order of its own.
    requirements = sorted(requirements, key=lambda required: _plain(required.skill))
    held = _levels_held(requirements, skills)
    short = tuple((r.skill, level, r.level) for r, level in zip(requirements, held, strict=True) if level < r.level)
    qualified = not any(_excludes(r, level) for r, level in zip(requirements, held, strict=True))
    experience = (stated_experience or _experience_from(requirements, held)) if qualified else None
    return Qualification(qualified, experience, _fit(requirements, held), short)


def fit(requirements: Sequence[Requirement], skills: Mapping[str, int] | None) -> float:
    """How well the levels match: mean over the weights of min(1, (level + 1) / (required + 1)); 1 where none is asked.

    >>> fit([Requirement("bookkeeping", 4)], {"bookkeeping": 3})
    0.8
    """
    return _fit(requirements, _levels_held(requirements, skills))


def onet_to_percent(rating: float, lowest: float, highest: float) -> float:
    """An O*NET rating on its own scale as 0-100, 100 (O - L) / (H - L) (methods, section 5).

    >>> onet_to_percent(3, 1, 5)
    50.0
    """
    if highest <= lowest:
        raise HoursbackError(
            "The top of a rating scale must lie above its bottom.",
            where="rating scale",
            value=f"{lowest} to {highest}",
            hint="Give the lowest and the highest rating that the scale allows.",
        )
    return 100.0 * (rating - lowest) / (highest - lowest)


def declines(person: Person, activity_name: str, function: str = "") -> bool:
    """Whether this person has said they do not want the activity, or anything of its function; case does not matter."""
    unwanted = {_plain(name) for name in person.declines} - {""}
    return _plain(activity_name) in unwanted or _plain(function) in unwanted


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _levels_held(requirements: Sequence[Requirement], skills: Mapping[str, int] | None) -> list[int]:
    """The level held in each required skill, in the order of the requirements."""
    if skills is None:
        return [r.level for r in requirements]
    levels = {_plain(skill): level for skill, level in sorted(skills.items())}
    return [levels.get(_plain(r.skill), NO_LEVEL) for r in requirements]


def _excludes(requirement: Requirement, level: int) -> bool:
    allowance = 0 if requirement.essential else 1
    return level < requirement.level - allowance


def _experience_from(requirements: Sequence[Requirement], held: Sequence[int]) -> Experience:
    """The class that follows from levels which clear the floor."""
    margins = [level - r.level for r, level in zip(requirements, held, strict=True)]
    # Where nothing is asked, nothing is exceeded either: "meets what is required".
    lowest = min(margins, default=0)
    if lowest < 0:
        return Experience.NOVICE
    return Experience.SPECIALIST if lowest >= 1 else Experience.GENERALIST


def _fit(requirements: Sequence[Requirement], held: Sequence[int]) -> float:
    weights = sum(r.weight for r in requirements)
    if weights <= 0:
        return 1.0
    met = sum(r.weight * min(1.0, (level + 1) / (r.level + 1)) for r, level in zip(requirements, held, strict=True))
    return met / weights
