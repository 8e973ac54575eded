"""An incident with its figures: the worth of the hour now, everybody with a price, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import (
    BRIEF_HOURS,
    NONE,
    PACE,
    RESPONSE_HOURS,
    Decision,
    Own,
    Paid,
    Side,
    alone,
    box_hours,
    break_even_worth,
    decide,
    middle_of,
    most_to_pay,
)
from hoursback.engine.focus.intrusions import DEFAULT_LOSS, Loss
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.capture.models import Rate
from hoursback.web.focus.models import Incident
from hoursback.web.focus.selectors.intrusions import measured_loss
from hoursback.web.focus.selectors.protection import hour_now
from hoursback.web.people.models import DOERS, Person
from hoursback.web.people.pricing import held_prices, price_of

COMPARED = 5
"""So many who could be paid are shown, the cheapest first."""
ON_COST = Assumptions().on_cost.value
_UNKNOWN = "generalist"


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody who could be paid, with what their hour costs; `pk` None: a quote by somebody who is no person here.

    Attributes:
        is_wage: the price holds the cost on top of a wage. has_pace: their pace was stated, not assumed.
    """

    pk: int | None
    name: str
    price: Figure = NONE
    fixed: Figure | None = None
    pace: Figure = PACE["specialist"]
    is_wage: bool = False
    has_pace: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One way to pay, weighed against doing it oneself."""

    payer: Payer
    paid: Paid
    decision: Decision


@dataclass(frozen=True, slots=True)
class Weighed:
    """An incident decided as far as its figures allow.

    Attributes:
        worth: of the owner's hour, None: nobody knows. is_worth_assumed: nothing was stated about money.
        own, side: doing it oneself; None without a worth. options: the cheapest first; `chosen` is what is compared.
        turns_at: worth from which paying `payer` is cheaper, where no worth is known.
        box: hours to try. most: the bill up to which anybody is cheaper.
    """

    incident: Incident
    worth: Figure | None
    is_worth_assumed: bool
    own: Own | None
    side: Side | None
    options: tuple[Option, ...]
    chosen: Option | None
    turns_at: tuple[Payer, float | None] | None
    box: float
    most: float | None


def weigh(actor: Member, incident: Incident, today: date) -> Weighed:
    """Decide an incident by what is known today; a fixed number of queries."""
    hour = None if incident.worth is not None else hour_now(actor.workspace, today)
    worth = incident.worth or (hour.now if hour is not None else None)
    payers = payers_of(actor, incident, today)
    if worth is None or worth.value <= 0:
        return _without_worth(incident, payers)
    loss = measured_loss(incident.person, today)
    own = own_of(incident, worth, loss)
    chosen, options = _options(incident, own, payers)
    paid = None if chosen is None else chosen.paid
    return Weighed(
        incident,
        worth,
        hour is not None and hour.is_assumed,
        own,
        chosen.decision.own if chosen is not None else alone(own),
        options,
        chosen,
        None,
        box_hours(own, paid),
        most_to_pay(own, _paid(incident, Payer(None, ""))),
    )


def _without_worth(incident: Incident, payers: list[Payer]) -> Weighed:
    own = own_of(incident, NONE)
    cheapest = min(payers, key=lambda payer: middle_of(own, _paid(incident, payer)), default=None)
    turns = None if cheapest is None else (cheapest, break_even_worth(own, _paid(incident, cheapest)))
    return Weighed(incident, None, False, None, None, (), None, turns, box_hours(own), None)


def own_of(incident: Incident, worth: Figure, switching: Loss | None = None) -> Own:
    """Doing it oneself, by what was stated, and by what leaving other work costs this owner."""
    loss, switches = incident.loss_per_hour or NONE, incident.switches
    minutes = (switching or Loss(DEFAULT_LOSS)).minutes
    return Own(incident.estimate, worth, loss, incident.waiting, switches, minutes)


def _paid(incident: Incident, payer: Payer) -> Paid:
    return Paid(
        payer.price,
        payer.fixed,
        incident.helper_hours,
        payer.pace,
        incident.call_out or NONE,
        incident.brief or BRIEF_HOURS,
        incident.response or RESPONSE_HOURS,
    )


def _options(incident: Incident, own: Own, payers: Iterable[Payer]) -> tuple[Option | None, tuple[Option, ...]]:
    """Who is compared, and the others; only those that are shown are drawn for, however many have a price."""
    by_price = sorted(payers, key=lambda payer: middle_of(own, _paid(incident, payer)))
    wanted = next((p for p in by_price if p.pk is not None and p.pk == incident.helper_id), None)
    shown = by_price[:COMPARED]
    if wanted is not None and wanted not in shown:
        shown = [*shown[:-1], wanted]
    options = tuple(Option(p, _paid(incident, p), decide(own, _paid(incident, p))) for p in shown)
    chosen = next((option for option in options if wanted is not None and option.payer.pk == wanted.pk), None)
    return chosen or (options[0] if options else None), options


def payers_of(actor: Member, incident: Incident, today: date) -> list[Payer]:
    """The quote, if there is one, and everybody who works here and has a price today."""
    found = [*_quote(incident)]
    held, rates = held_prices(actor.workspace_id, today), _rates(actor.workspace_id, today)
    people = visible(actor, Person).filter(is_archived=False, kind__in=DOERS).exclude(member=actor).order_by("pk")
    for person in people:
        own = price_on(rates.get(person.pk, ()), incident.activity_id, today.toordinal())
        stated = price_of(person.price, held.get(person.pk))
        price = Figure.exact(own / 100) if own is not None else stated
        if price is not None:
            found.append(_payer(person, price))
    return found


def _quote(incident: Incident) -> list[Payer]:
    if incident.price is None and incident.fixed is None:
        return []
    price = incident.price if incident.fixed is None else None
    return [Payer(None, incident.quote_from, price or NONE, incident.fixed)]


def _payer(person: Person, price: Figure) -> Payer:
    payer = Payer(person.pk, person.name, price, pace=PACE[person.experience or _UNKNOWN])
    if person.efficiency_practised is not None:
        payer = replace(payer, pace=Figure.exact(person.efficiency_practised), has_pace=True)
    # A price stated for an employee is a wage; what their hour costs is more.
    if person.kind == Person.Kind.EMPLOYEE:
        payer = replace(payer, price=payer.price.scaled(ON_COST), is_wage=True)
    if person.fee is not None:
        payer = replace(payer, price=payer.price.scaled(1 + person.fee.value))
    return payer


def _rates(workspace_id: int, today: date) -> dict[int, list[Price]]:
    rows = Rate.everywhere.filter(workspace_id=workspace_id, from_day__lte=today.toordinal()).order_by("from_day", "pk")
    found: dict[int, list[Price]] = {}
    for person, activity, day, hundredths in rows.values_list("person_id", "activity_id", "from_day", "hundredths"):
        found.setdefault(person, []).append(Price(activity, day, hundredths))
    return found


def payer_choices(actor: Member, incident: Incident, today: date) -> list[tuple[int, str]]:
    """Whoever works here and has a price, to be compared with."""
    return sorted(
        ((payer.pk, payer.name) for payer in payers_of(actor, incident, today) if payer.pk is not None),
        key=lambda choice: choice[1].casefold(),
    )
