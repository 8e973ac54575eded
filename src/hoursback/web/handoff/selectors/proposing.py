"""What terms of a new agreement start from: those that hold, else what the plan and the person's price say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.handoff import agreement as engine
from hoursback.engine.handoff.money import cents
from hoursback.web.accounts.models import Member
from hoursback.web.capture.models import Rate
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.handoff.selectors.terms import lasts_from
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Quote
from hoursback.web.shared import formats

Kind = Agreement.Kind


def draft(actor: Member, handoff: Handoff, today: date) -> dict[str, Any]:
    """Terms to start from: those that hold, else what the plan and the person's price say."""
    person = handoff.person
    if person is None:
        return {}
    last = lasts_from(handoff.pk, person.pk, today)
    if last is not None:
        kept = ("kind", "price", "weekly_cap", "minimum_hours", "notice_days", "confidentiality", "terms")
        return {**{name: getattr(last, name) for name in kept}, "start": engine.next_start(today, None, (last.start,))}
    hours = None if person.hours_per_week is None else person.hours_per_week.value
    kind = _kind_of(person, handoff)
    return {
        "kind": kind,
        "price": _price_of(person, handoff, kind, today),
        "weekly_cap": _plain(engine.cap_for(handoff.hours_per_week, hours)),
        "minimum_hours": _plain(Decimal(str(person.retainer_hours)) if person.retainer_hours else None),
        "start": engine.next_start(today, _planned_start(handoff)),
        "notice_days": 14,
        "confidentiality": confidentiality(),
        "terms": _shortest(person),
    }


def confidentiality() -> str:
    """A confidentiality note to start from, in plain words."""
    return _(
        "What you learn about our customers, prices, people and log-ins stays between us, also after the work has "
        "ended. You use it for this work only, show it to nobody else, and give back or delete it at the end."
    )


def price_words(person: Person, currency: str) -> str:
    """What somebody asks for, as it was stated; "" where nothing was."""
    if person.price is None:
        return ""
    ends = (person.price.low,) if person.price.is_exact else (person.price.low, person.price.high)
    price = "–".join(formats.money(end, currency) for end in ends)
    return _("%(name)s was stated with %(price)s an hour.") % {"name": person, "price": price}


def hour_price(person: Person, activity_id: int | None, today: date) -> Decimal | None:
    """What an hour of somebody's costs: their price with a date for this work or any, else what was stated once."""
    stated = Rate.objects.filter(person=person, from_day__lte=today.toordinal())
    own = stated.filter(Q(activity=None) | Q(activity=activity_id)).order_by("pk")
    rates = [Price(*row) for row in own.values_list("activity_id", "from_day", "hundredths")]
    rate = price_on(rates, activity_id, today.toordinal())
    if rate is not None:
        return Decimal(rate) / 100
    return None if person.price is None else cents(person.price.value)


def _kind_of(person: Person, handoff: Handoff) -> str:
    if person.kind == Person.Kind.EMPLOYEE:
        return Kind.EMPLOYED
    if _quote(person, handoff) is not None:
        return Kind.FIXED
    return Kind.RETAINER if person.retainer_hours else Kind.HOURLY


def _quote(person: Person, handoff: Handoff) -> Quote | None:
    return Quote.objects.filter(person=person, activity=handoff.activity_id).first() if handoff.activity_id else None


def _price_of(person: Person, handoff: Handoff, kind: str, today: date) -> Decimal | None:
    if kind == Kind.FIXED:
        quote = _quote(person, handoff)
        figure = None if quote is None else quote.fixed_price_per_month
        return None if figure is None else cents(figure.value)
    return hour_price(person, handoff.activity_id, today)


def _plain(value: Decimal | None) -> Decimal | None:
    """Without noughts behind the point, as one types it."""
    return None if value is None else (value.quantize(Decimal(1)) if value == value.to_integral_value() else value)


def _planned_start(handoff: Handoff) -> date | None:
    """The plan's start, or what its owner changed it to."""
    line = handoff.line
    if line is None:
        return None
    for said in (line.changed_to.get("start"), line.assumed.get("start_date")):
        try:
            if said:
                return date.fromisoformat(str(said))
        except ValueError:
            continue
    return None


def _shortest(person: Person) -> str:
    if not person.minimum_weeks:
        return ""
    return _("We try it for at least %(weeks)s weeks.") % {"weeks": person.minimum_weeks}
