"""Persons a business can hand work to, their skills, and what it takes to qualify (methods, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hoursback.engine.figures import Figure

LEVELS = range(1, 6)
"""Skill levels, 1 novice to 5 expert."""


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
        engaged: already works with the business: no search, no bringing in.
        leaves_per_year: departures a year.
        fee: share on top of the price (a platform's or agency's).
        search_hours: owner hours to find and choose this person.
        setup_cost, cost_per_month: currency.
        retainer_hours: hours paid every week even when fewer are used.
        minimum_weeks: shortest engagement.
        declines: names of activities or functions this person does not want.
        builtin: a role to be found that Hoursback adds by itself (`builtin_roles`).
        function: for a builtin role or a full-time hire, the only business function it serves.
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
    declines: tuple[str, ...] = ()
    builtin: bool = False
    function: str = ""


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
        shortfalls: (skill, level held, level required) of each skill below what is asked.
    """

    qualified: bool
    experience: Experience | None
    fit: float
    shortfalls: tuple[tuple[str, int, int], ...] = field(default=())
