"""Who could take over what, on which terms, and why somebody else could not.

Source: methods, sections 2, 4 and 5; design, section 2 (plan, options per activity).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hoursback.engine.economics import DEFAULT_UNIT_HOURS, Terms, default_brief_hours
from hoursback.engine.errors import HoursbackError
from hoursback.engine.figures import Figure
from hoursback.engine.people import Experience, Person, PersonKind, Qualification, Quote, declines, qualify
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.hands import NOTHING, Hand, hand
from hoursback.engine.plan.market import roles_to_be_found
from hoursback.engine.plan.problem import Action, Drop, Engagement, Option
from hoursback.engine.review.summary import ActivityReview
from hoursback.engine.units import per_week

Array = npt.NDArray[np.float64]

EXCELS_AT = 0.8
"""Helper hours per owner hour, practised, from which somebody excels at the work."""
BRIEF_RANGE = (5 / 30, 1.0)
"""The thirty-times rule is folklore: five to thirty times."""
LEAST_HOURS = 0.01
"""Hours a week below which there is nothing to hand over."""


@dataclass(frozen=True, slots=True)
class TermFigures:
    """The terms of a hand-off with their uncertainty; the fields of `economics.Terms` besides hours and unit length."""

    handable: Figure
    price: Figure
    fee: Figure
    first_efficiency: Figure
    practised_efficiency: Figure
    learning_rate: Figure
    supervision_first: Figure
    supervision_last: Figure
    half_life: Figure
    rework: Figure
    rework_hours: Figure
    departures: Figure
    brief: Figure
    search: Figure
    error_loss: Figure
    cash: Figure


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One way to hand over one activity: the option of the joint plan and all that is known about it."""

    option: Option
    review: ActivityReview
    hand: Hand
    figures: TermFigures
    qualification: Qualification
    quote: Figure | None = None

    @property
    def name(self) -> str:
        """Who it would be."""
        return self.hand.name


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a person was not offered an activity.

    Attributes:
        rule: floor, declined, core, room, price.
        reason: a sentence about the person, without their name at its head.
        comes_near: an employee, or somebody with some of the skill; the others need not be mentioned.
    """

    activity: str
    person: str
    rule: str
    reason: str
    comes_near: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """All offers, and what the joint plan needs of them."""

    offers: tuple[Offer, ...]
    hands: tuple[Hand, ...]
    drops: tuple[Drop, ...]
    refusals: tuple[Refusal, ...]

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        """The hands at central values."""
        return tuple(h.engagement for h in self.hands)

    @property
    def options(self) -> tuple[Option, ...]:
        """The offers at central values."""
        return tuple(offer.option for offer in self.offers)


def gather(
    reviews: Sequence[ActivityReview],
    settings: Settings,
    leisure: float,
    posts: Sequence[Person] = (),
    *,
    ceiling: float = 1.0,
) -> Offers:
    """Every offer that the rules allow.

    Args:
        reviews: the activities, in the order the problem counts them.
        leisure: worth of an hour of rest, currency; what the owner loathes is worth that much more to lose.
        posts: full-time posts that are justified.
        ceiling: share of the market's price that a builtin role to be found may ask.
    """
    people = (*settings.people, *_builtin_roles(reviews, settings, ceiling), *posts)
    found: list[Offer] = []
    refusals: list[Refusal] = []
    hands: list[Hand] = []
    for person in people:
        able, refused = _able(person, reviews)
        refusals += refused
        if not able:
            continue
        filled = hand(person, settings, _functions(able, reviews))
        if filled is None:
            reason = f"has no price, and none is known for {settings.business.currency}"
            refusals += [Refusal(reviews[j].activity.name, person.name, "price", reason) for j, _ in able]
            continue
        hands.append(filled)
        found += _offers_of(filled, len(hands) - 1, able, reviews, settings, leisure)
    return Offers(tuple(found), tuple(hands), _drops(reviews, leisure), tuple(refusals))


def _builtin_roles(reviews: Sequence[ActivityReview], settings: Settings, ceiling: float) -> tuple[Person, ...]:
    if not settings.business.builtin_roles:
        return ()
    functions = list(dict.fromkeys(r.hours.function for r in reviews if r.leave.allowed and not r.leave.in_house_only))
    taken = frozenset(person.name.casefold() for person in settings.people)
    roles = roles_to_be_found(functions, settings.business.currency, taken)
    return tuple(replace(role, price=role.price.scaled(ceiling)) if role.price else role for role in roles)


Able = tuple[int, Qualification]


def _able(person: Person, reviews: Sequence[ActivityReview]) -> tuple[list[Able], list[Refusal]]:
    """The activities a person may be offered, and why not the others (those that stay anyway are not mentioned)."""
    able: list[Able] = []
    refused: list[Refusal] = []
    for j, review in enumerate(reviews):
        if not review.leave.allowed or review.hours.mean < LEAST_HOURS:
            continue
        if person.functions and review.hours.function not in person.functions:
            continue
        qualification = qualify(review.activity.requires, person.skills, person.experience)
        refusal = _refusal(person, review, qualification)
        if refusal is None:
            able.append((j, qualification))
        elif refusal.rule:
            refused.append(refusal)
    able.sort(key=lambda pair: -reviews[pair[0]].hours.mean)
    return able, refused


def _refusal(person: Person, review: ActivityReview, qualification: Qualification) -> Refusal | None:
    name = review.activity.name
    if not qualification.qualified:
        short = ", ".join(f"{skill} {held} of {asked}" for skill, held, asked in qualification.shortfalls)
        near = person.kind is PersonKind.EMPLOYEE or any(held > 0 for _, held, _ in qualification.shortfalls)
        return Refusal(name, person.name, "floor", f"is available but below the bar ({short})", near)
    if declines(person, name, review.hours.function):
        return Refusal(name, person.name, "declined", "does not want this kind of work")
    if review.leave.in_house_only and not _excels(person, review):
        return Refusal(name, person.name, "core", "does not excel at it, and it is close to the core")
    if person.kind is PersonKind.SERVICE and not _serves(person, review):
        return Refusal(name, person.name, "", "is made for other work")
    return None


def _excels(person: Person, review: ActivityReview) -> bool:
    """An employee whose stated levels meet what is asked and whose practised pace beats the owner's."""
    if person.kind is not PersonKind.EMPLOYEE or person.skills is None or not review.activity.requires:
        return False
    if person.efficiency is not None:
        return person.efficiency[1] <= EXCELS_AT
    return qualify(review.activity.requires, person.skills, person.experience).experience is Experience.SPECIALIST


def _serves(person: Person, review: ActivityReview) -> bool:
    """A service with stated skills is made for work that asks for one of them."""
    if person.skills is None:
        return True
    known = {skill.casefold() for skill in person.skills}
    return any(r.skill.casefold() in known for r in review.activity.requires)


def _functions(able: Sequence[Able], reviews: Sequence[ActivityReview]) -> list[str]:
    """Functions of the work somebody could take, most hours first."""
    return list(dict.fromkeys(reviews[j].hours.function for j, _ in able))


def _offers_of(
    filled: Hand, e: int, able: Sequence[Able], reviews: Sequence[ActivityReview], settings: Settings, leisure: float
) -> list[Offer]:
    found = []
    for j, qualification in able:
        offer = _offer(filled, e, j, qualification, reviews[j], settings, leisure)
        found.append(offer)
        quote = _quote(settings.quotes, reviews[j], filled.name)
        if quote is not None:
            monthly = quote.fixed_price_per_month.scaled(settings.price_factor)
            fixed = replace(offer.option, action=Action.FIXED, fixed_per_week=per_week(monthly.value))
            found.append(replace(offer, option=fixed, quote=monthly))
    return found


def _quote(quotes: Sequence[Quote], review: ActivityReview, person: str) -> Quote | None:
    wanted = (review.activity.name.casefold(), person.casefold())
    return next((q for q in quotes if (q.activity.casefold(), q.person.casefold()) == wanted), None)


def _offer(
    filled: Hand,
    e: int,
    j: int,
    qualification: Qualification,
    review: ActivityReview,
    settings: Settings,
    leisure: float,
) -> Offer:
    assumed, activity = settings.assumptions, review.activity
    first, practised = filled.efficiency(qualification.experience or Experience.GENERALIST, assumed)
    figures = TermFigures(
        handable=activity.handable or assumed.phi,
        price=filled.price,
        fee=filled.fee,
        first_efficiency=first,
        practised_efficiency=practised,
        learning_rate=assumed.LR,
        supervision_first=assumed.s0,
        supervision_last=assumed.s_inf,
        half_life=assumed.half_life,
        rework=filled.person.rework or assumed.q,
        rework_hours=assumed.rw,
        departures=filled.leaves,
        brief=brief_hours(review, assumed.brief),
        search=filled.search,
        error_loss=activity.error_loss_per_week or NOTHING,
        cash=filled.cash,
    )
    option = Option(j, e, _action(filled.person), central_terms(figures, review), relief=_relief(review, leisure))
    return Offer(option, review, filled, figures, qualification)


def brief_hours(review: ActivityReview, otherwise: Figure) -> Figure:
    """Owner hours to brief somebody: stated, else from the length of a unit, else the general default."""
    activity = review.activity
    if activity.brief_hours is not None:
        return activity.brief_hours
    if activity.minutes_per_unit is None:
        return otherwise
    hours = default_brief_hours(activity.minutes_per_unit, otherwise.value)
    low, high = BRIEF_RANGE
    return Figure.default(hours, hours * low, hours * high)


def unit_hours(review: ActivityReview) -> float:
    """Owner hours for one unit; one hour where nobody said."""
    minutes = review.activity.minutes_per_unit
    return DEFAULT_UNIT_HOURS if minutes is None else minutes / 60


def central_terms(figures: TermFigures, review: ActivityReview) -> Terms:
    """The terms at their central values."""
    return Terms(
        hours=review.hours.mean,
        unit_hours=unit_hours(review),
        **{name: getattr(figures, name).value for name in TermFigures.__slots__},
    )


def _action(person: Person) -> Action:
    if person.kind is PersonKind.SERVICE:
        return Action.AUTOMATE
    if person.kind is PersonKind.EMPLOYEE:
        return Action.FULL_TIME if person.full_time else Action.IN_HOUSE
    if person.retainer_hours > 0:
        return Action.RETAINER
    return Action.ROLE if person.kind is PersonKind.ROLE else Action.HOURLY


def _relief(review: ActivityReview, leisure: float) -> float:
    """What losing an hour of it is worth beyond the hour itself, l b / 2; nothing where nobody answered."""
    return leisure * review.relief / 2 if review.activity.answers.answered else 0.0


def _drops(reviews: Sequence[ActivityReview], leisure: float) -> tuple[Drop, ...]:
    """Dropping is offered only where somebody said what it would cost."""
    found = []
    for j, review in enumerate(reviews):
        loss = review.activity.loss_if_dropped_per_week
        if loss is not None and review.leave.allowed and review.hours.mean >= LEAST_HOURS:
            found.append(Drop(j, review.hours.mean, loss.value, _relief(review, leisure)))
    return tuple(found)


def no_price_hint(currency: str) -> HoursbackError:
    """What to say when no offer has a price because the currency has no default ones."""
    return HoursbackError(
        f"There is nobody to hand work to: Hoursback knows no prices in {currency}.",
        where="person.price",
        value=currency,
        hint="State at least one person with a price per hour, or a quote.",
    )
