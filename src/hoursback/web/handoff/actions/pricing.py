"""Prices that follow from agreements: what was agreed holds from its start, and what holds once nothing is agreed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.handoff import agreement as engine
from hoursback.web.accounts.models import Member
from hoursback.web.capture.actions.rates import state_rate
from hoursback.web.capture.models import Rate
from hoursback.web.handoff.models import Agreement, Handoff
from hoursback.web.handoff.selectors.agreements import in_force_on, lasts_from

FIXED = Agreement.Kind.FIXED


def hold_price(actor: Member, agreement: Agreement) -> None:
    """The agreed price of the activity from the start on, stated by the leader who proposed it.

    Terms without a price an hour take the place of an older price of the activity all the same: the one for any work
    holds again, and within an employment nothing where there is none.
    """
    hundredths, start = _hundredths(agreement), agreement.start.toordinal()
    if hundredths is not None:
        _state(actor, agreement, start, hundredths)
        for day in _after_earlier(agreement):
            _state(actor, agreement, day, hundredths)
    elif _has_own(agreement):
        _state_any(actor, agreement, start, otherwise=0)
    if agreement.ends_on is not None:
        release_price(actor, agreement, agreement.ends_on)


def release_price(actor: Member, agreement: Agreement, last: date) -> None:
    """After the last day under a fixed price, an hour costs again what it would without one."""
    if agreement.kind != FIXED or agreement.handoff.activity_id is None:
        return
    after = last + timedelta(days=1)
    next_one = in_force_on(agreement.handoff_id, agreement.person_id, after)
    agreed = None if next_one is None or next_one.pk == agreement.pk else _hundredths(next_one)
    if agreed is not None:
        _state(actor, agreement, after.toordinal(), agreed)
    else:
        _state_any(actor, agreement, after.toordinal())


def release_handoff(actor: Member, handoff: Handoff, today: date) -> None:
    """A hand-off that came back or ended no longer pays for the time by a fixed price, notice or not."""
    if handoff.person_id is None:
        return
    agreement = lasts_from(handoff.pk, handoff.person_id, today)
    if agreement is not None:
        release_price(actor, agreement, max(today, agreement.start - timedelta(days=1)))


def _hundredths(agreement: Agreement) -> int | None:
    return engine.hundredths_an_hour(engine.Kind(agreement.kind), agreement.price)


def _has_own(agreement: Agreement) -> bool:
    own = Rate.objects.filter(person=agreement.person_id, activity=agreement.handoff.activity_id)
    return agreement.handoff.activity_id is not None and own.exists()


def _after_earlier(agreement: Agreement) -> list[int]:
    """Days after fixed prices that end within these terms: what was stated for then holds no more."""
    earlier = Agreement.objects.filter(
        handoff=agreement.handoff_id,
        person=agreement.person_id,
        number__lt=agreement.number,
        kind=FIXED,
        person_confirmed_at__isnull=False,
    )
    ends = {row.ends_on.toordinal() + 1 for row in earlier if row.ends_on is not None}
    last = None if agreement.ends_on is None else agreement.ends_on.toordinal()
    return sorted(day for day in ends if agreement.start.toordinal() < day and (last is None or day <= last))


def _state_any(actor: Member, agreement: Agreement, first: int, otherwise: int | None = None) -> None:
    """The price for any work, stated for the activity from a day on, with the changes that are known of it."""
    rows = Rate.objects.filter(person=agreement.person_id, activity=None).order_by("pk")
    stated = [Price(None, *row) for row in rows.values_list("from_day", "hundredths")]
    for day in (first, *sorted({price.from_day for price in stated if price.from_day > first})):
        hundredths = price_on(stated, agreement.handoff.activity_id, day)
        if hundredths is None:
            hundredths = otherwise
        if hundredths is not None:
            _state(actor, agreement, day, hundredths)


def _state(actor: Member, agreement: Agreement, day: int, hundredths: int) -> None:
    """State a price of the activity unless it holds on that day as it is."""
    activity = agreement.handoff.activity_id
    if activity is None:
        return
    own = Rate.objects.filter(person=agreement.person_id, activity=activity, from_day__lte=day)
    latest = own.order_by(F("from_day").desc(), F("pk").desc()).values_list("from_day", "hundredths").first()
    if latest == (day, hundredths):
        return
    state_rate(
        actor=agreement.lead_confirmed_by or actor,
        person_id=agreement.person_id,
        activity_id=activity,
        from_day=day,
        hundredths=hundredths,
        reason=_("Agreement %(number)s") % {"number": agreement.number},
    )
