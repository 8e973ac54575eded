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
from hoursback.web.handoff.selectors.terms import in_force_on, lasts_from


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
        for day in (start, *_after_earlier(agreement)):
            _state_any(actor, agreement, day)
    if agreement.ends_on is not None:
        release_price(actor, agreement, agreement.ends_on)


def release_price(actor: Member, agreement: Agreement, last: date) -> None:
    """After the last day an hour costs what any work of theirs costs; older terms stay replaced."""
    if not _has_own(agreement):
        return
    after = last + timedelta(days=1)
    next_one = in_force_on(agreement.handoff_id, agreement.person_id, after)
    if next_one is None or next_one.pk == agreement.pk:
        _state(actor, agreement, after.toordinal(), None)
    elif (agreed := _hundredths(next_one)) is not None:
        _state(actor, agreement, after.toordinal(), agreed)
    else:
        _state_any(actor, agreement, after.toordinal())


def release_handoff(actor: Member, handoff: Handoff, today: date) -> None:
    """A hand-off that came back or ended no longer has a price of its own, notice or not."""
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
    """Days after earlier terms that end within these: what was stated for then holds no more."""
    earlier = Agreement.objects.filter(
        handoff=agreement.handoff_id,
        person=agreement.person_id,
        number__lt=agreement.number,
        person_confirmed_at__isnull=False,
    )
    ends = {row.ends_on.toordinal() + 1 for row in earlier if row.ends_on is not None}
    ended = Rate.objects.filter(person=agreement.person_id, activity=agreement.handoff.activity_id, hundredths=None)
    ends |= set(ended.values_list("from_day", flat=True))
    last = None if agreement.ends_on is None else agreement.ends_on.toordinal()
    return sorted(day for day in ends if agreement.start.toordinal() < day and (last is None or day <= last))


def _state_any(actor: Member, agreement: Agreement, first: int) -> None:
    """The price for any work, stated for the activity from a day on, with the changes known of it; without one, none.

    Nought, not no price: within an employment, and under a fixed price, time costs nothing more.
    """
    rows = Rate.objects.filter(person=agreement.person_id, activity=None).order_by("pk")
    stated = [Price(None, *row) for row in rows.values_list("from_day", "hundredths")]
    for day in (first, *sorted({price.from_day for price in stated if price.from_day > first})):
        hundredths = price_on(stated, agreement.handoff.activity_id, day)
        _state(actor, agreement, day, hundredths or 0)


def _state(actor: Member, agreement: Agreement, day: int, hundredths: int | None) -> None:
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
