"""Agreements of a hand-off: which holds, which waits for whom, and what a new one would start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from hoursback.engine.handoff import agreement as engine
from hoursback.engine.handoff.agreement import State
from hoursback.engine.handoff.money import cents
from hoursback.engine.moves import Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import LEADERS, Verb
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import figure_words, parts_of
from hoursback.web.plan.models import Quote
from hoursback.web.shared import formats

Kind = Agreement.Kind
SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as a page shows it.

    Attributes:
        state: of `engine.State`; said: the same in words. terms: what it says, (label, text).
        can_answer: the member may say yes or no to it; on_paper: for somebody without a log-in.
    """

    row: Agreement
    state: State
    said: str
    terms: list[tuple[str, str]]
    can_answer: bool
    on_paper: bool
    can_withdraw: bool
    can_end: bool
    earliest_end: date
    reaches: int
    reached_hours: float


@dataclass(frozen=True, slots=True)
class Agreements:
    """All of a hand-off's page of agreements."""

    now: Shown | None
    waiting: Shown | None
    past: list[Shown]
    sentence: str


def agreement_here(actor: Member, agreement_id: int, verb: Verb = Verb.SEE) -> Agreement:
    """One agreement; 404 for any that the member does not see."""
    return visible_or_404(actor, Agreement, agreement_id, verb)


def in_force_on(handoff_id: int, person_id: int, day: date) -> Agreement | None:
    """The agreement whose terms hold on a day: the newest confirmed one that has begun and not ended; None: none."""
    begun = _confirmed(handoff_id, person_id).filter(start__lte=day)
    lasts = begun.filter(Q(end=None) | Q(end__gte=day)).filter(Q(last_day=None) | Q(last_day__gte=day))
    return lasts.order_by("-number").first()


def lasts_from(handoff_id: int, person_id: int, day: date) -> Agreement | None:
    """The newest confirmed agreement that has not ended by a day, begun or not; None: none."""
    lasts = _confirmed(handoff_id, person_id).filter(Q(end=None) | Q(end__gte=day))
    return lasts.filter(Q(last_day=None) | Q(last_day__gte=day)).order_by("-number").first()


def agreed_price(person_id: int, activity_id: int, day: date) -> Agreement | None:
    """The agreement by which an hour of somebody on an activity has its price on a day or later; None: none."""
    rows = Agreement.objects.filter(
        person=person_id,
        handoff__activity=activity_id,
        handoff__person=person_id,
        lead_confirmed_at__isnull=False,
        person_confirmed_at__isnull=False,
        withdrawn_at=None,
        declined_at=None,
        kind__in=(Agreement.Kind.HOURLY, Agreement.Kind.RETAINER),
    ).exclude(handoff__state__in=("returned", "ended"))
    lasts = rows.filter(Q(end=None) | Q(end__gte=day)).filter(Q(last_day=None) | Q(last_day__gte=day))
    return lasts.select_related("handoff").order_by("-number").first()


def others_of(handoff: Handoff) -> list[engine.Other]:
    """Agreements of a hand-off that a new one has to go with: neither declined nor withdrawn."""
    rows = Agreement.objects.filter(
        workspace=handoff.workspace_id, handoff=handoff, withdrawn_at=None, declined_at=None
    ).order_by("-number")
    return [
        engine.Other(row.number, row.person_id, row.start, row.ends_on, row.person_confirmed_at is not None)
        for row in rows
    ]


def agreements(actor: Member, handoff: Handoff, today: date) -> Agreements:
    """What holds, what waits for an answer, and what was before; for a person, of their own alone."""
    rows = list(_rows(actor).filter(handoff=handoff).order_by("-number"))
    shown = [_shown(actor, handoff, row, rows, today) for row in rows]
    now = next((one for one in shown if one.state in (State.IN_FORCE, State.TO_COME)), None)
    waiting = next((one for one in shown if one.state is State.WAITING), None)
    past = [one for one in shown if one is not now and one is not waiting]
    return Agreements(now, waiting, past, _sentence(actor, handoff, now, waiting))


def shown_alone(actor: Member, agreement: Agreement, today: date) -> Shown:
    """One agreement, for its paper."""
    row = _rows(actor).get(pk=agreement.pk)
    return _shown(actor, row.handoff, row, list(_rows(actor).filter(handoff=row.handoff)), today)


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
    return _("%(name)s was stated with %(price)s %(currency)s an hour.") % {
        "name": person,
        "price": figure_words(person.price),
        "currency": currency,
    }


def _rows(actor: Member) -> QuerySet[Agreement]:
    related = ("handoff", "person", "person__member", "proposed_by__user", "lead_confirmed_by__user")
    return visible(actor, Agreement).select_related(*related, "person_confirmed_by__user", "notice_by__user")


def _confirmed(handoff_id: int, person_id: int) -> QuerySet[Agreement]:
    return Agreement.objects.filter(
        handoff=handoff_id,
        person=person_id,
        lead_confirmed_at__isnull=False,
        person_confirmed_at__isnull=False,
        withdrawn_at=None,
        declined_at=None,
    )


def _shown(actor: Member, handoff: Handoff, row: Agreement, rows: Sequence[Agreement], today: date) -> Shown:
    later = [
        other.start
        for other in rows
        if other.number > row.number
        and other.person_id == row.person_id
        and other.person_confirmed_at is not None
        and other.withdrawn_at is None
    ]
    state = engine.state_on(
        today,
        start=row.start,
        ends_on=row.ends_on,
        is_confirmed=row.person_confirmed_at is not None,
        is_declined=row.declined_at is not None,
        is_withdrawn=row.withdrawn_at is not None,
        replaced_from=min(later, default=None),
    )
    parts = parts_of(actor, row.person)
    is_waiting, leads = state is State.WAITING, actor.role in LEADERS
    reaches, seconds = reach(row, today) if is_waiting else (0, 0)
    return Shown(
        row=row,
        state=state,
        said=_state_words(row, state),
        terms=terms_of(row, actor.workspace.currency),
        can_answer=is_waiting and Part.PERSON in parts and row.lead_confirmed_by_id != _own_yes(actor, row),
        on_paper=row.person.member_id is None,
        can_withdraw=is_waiting and leads,
        can_end=state in (State.IN_FORCE, State.TO_COME) and row.last_day is None and bool(parts),
        earliest_end=engine.earliest_last_day(today, row.notice_days),
        reaches=reaches,
        reached_hours=seconds / SECONDS,
    )


def _own_yes(actor: Member, row: Agreement) -> int | None:
    """Nobody agrees with themselves; on paper a leader only writes down what the person said."""
    return None if row.person.member_id is None else actor.pk


def reach(row: Agreement, today: date) -> tuple[int, int]:
    """(entries, seconds) logged already that take the price of an agreement which begins before today."""
    if row.start >= today or row.handoff.activity_id is None:
        return 0, 0
    own = Rate.objects.filter(person=row.person, activity=row.handoff.activity_id)
    if _hundredths(row) is None and not own.exists():
        return 0, 0
    logged = Entry.objects.filter(
        workspace=row.workspace_id,
        person=row.person_id,
        activity=row.handoff.activity_id,
        day__gte=row.start.toordinal(),
    )
    sums = logged.aggregate(number=Count("pk"), seconds=Sum("seconds"))
    return sums["number"], sums["seconds"] or 0


def _hundredths(row: Agreement) -> int | None:
    return engine.hundredths_an_hour(engine.Kind(row.kind), row.price)


def terms_of(row: Agreement, currency: str) -> list[tuple[str, str]]:
    """What an agreement says, line by line."""
    said = [(_("Paid"), str(row.get_kind_display()))]
    if row.price is not None:
        unit = _("a month") if row.kind == Kind.FIXED else _("an hour")
        said.append((_("Price"), f"{exact_money(row.price, currency)} {unit}"))
    if row.weekly_cap is not None:
        said.append((_("Most hours a week"), _number(row.weekly_cap)))
    if row.minimum_hours:
        said.append((_("Hours paid each week even if unused"), _number(row.minimum_hours)))
    said.append((_("From"), formats.day(row.start, "long")))
    said.append((_("Until"), _("open") if row.end is None else formats.day(row.end, "long")))
    if row.last_day is not None:
        said.append((_("Last day after notice"), formats.day(row.last_day, "long")))
    said.append((_("Notice"), _("%(days)s days, by either side") % {"days": row.notice_days}))
    return said


def exact_money(amount: Decimal, currency: str) -> str:
    """Money with its cents: a price of an agreement is never rounded."""
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=formats.LOCALE.get())


def _number(value: Decimal) -> str:
    return formats.number(float(value), 0 if value == value.to_integral_value() else 2)


def _state_words(row: Agreement, state: State) -> str:
    if state is State.IN_FORCE and row.ends_on is not None:
        return _("in force until %(day)s") % {"day": formats.day(row.ends_on)}
    words = {
        State.WITHDRAWN: _("withdrawn"),
        State.DECLINED: _("declined"),
        State.WAITING: _("waits for an answer"),
        State.TO_COME: _("agreed, begins on %(day)s") % {"day": formats.day(row.start)},
        State.IN_FORCE: _("in force"),
        State.REPLACED: _("replaced by a later one"),
        State.OVER: _("over since %(day)s") % {"day": formats.day(row.ends_on or row.start)},
    }
    return words[state]


def _sentence(actor: Member, handoff: Handoff, now: Shown | None, waiting: Shown | None) -> str:
    currency = actor.workspace.currency
    if waiting is not None:
        facts = {"name": waiting.row.person, "number": waiting.row.number, "terms": _short(waiting.row, currency)}
        if waiting.row.person.member_id == actor.pk:
            return _("You are asked to agree: %(terms)s.") % facts
        return _("%(name)s is asked to agree: %(terms)s.") % facts
    if now is None:
        return _("Nothing is agreed for “%(name)s” yet.") % {"name": handoff}
    facts = {"name": now.row.person, "terms": _short(now.row, currency), "day": formats.day(now.row.start)}
    if now.row.person.member_id == actor.pk:
        return _("You agreed: %(terms)s, from %(day)s.") % facts
    return _("Agreed with %(name)s: %(terms)s, from %(day)s.") % facts


def _short(row: Agreement, currency: str) -> str:
    if row.price is None:
        price = str(row.get_kind_display())
    elif row.kind == Kind.FIXED:
        price = _("%(price)s a month") % {"price": exact_money(row.price, currency)}
    else:
        price = _("%(price)s an hour") % {"price": exact_money(row.price, currency)}
    if row.weekly_cap is None:
        return price
    return _("%(price)s, at most %(hours)s hours a week") % {"price": price, "hours": _number(row.weekly_cap)}


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
    stated = Rate.objects.filter(person=person, from_day__lte=today.toordinal())
    own = stated.filter(Q(activity=None) | Q(activity=handoff.activity_id))
    rate = own.order_by(F("activity").desc(nulls_last=True), "-from_day", "-pk").first()
    if rate is not None:
        return Decimal(rate.hundredths) / 100
    return None if person.price is None else cents(person.price.value)


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
